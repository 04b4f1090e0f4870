"""Holds the #include lines of the sources against the direction of dependency.

Usage: python3 layers.py ROOT
One "file:line: what" for each violation on standard error; exit status 1 when there is one.
"""

import re
import sys
from pathlib import Path

SOURCES = ("stack", "captures", "reports", "harness")

# Folder -> folders whose headers it may include, beside its own. A folder below another one has the
# rights of the longest entry that fits. "stack" alone is stack/*.hpp; "stack/*" all of the stack.
MAY_INCLUDE = {
    "stack": (),
    "stack/text": (),
    "stack/transport": ("stack",),
    "stack/message": ("stack", "stack/text", "stack/transport"),
    "stack/body": ("stack", "stack/text", "stack/message"),
    "stack/auth": ("stack", "stack/text", "stack/message"),
    "stack/framing": ("stack", "stack/text", "stack/message", "stack/transport"),
    "stack/transaction": ("stack", "stack/text", "stack/message", "stack/transport"),
    "stack/dialog": ("stack", "stack/text", "stack/message", "stack/transport", "stack/transaction"),
    "stack/agent": ("stack/*",),
    "captures": ("stack/*",),
    "reports": (),
    "harness/catalogue": (),
    "harness/scenario": ("harness/catalogue", "stack/*"),
    "harness/monitor": ("harness/catalogue", "stack/*"),
    "harness/engine": ("harness/catalogue", "harness/scenario", "harness/monitor", "reports/*", "stack/*"),
    "harness/judge": ("harness/catalogue", "harness/monitor", "harness/engine", "captures/*", "reports/*", "stack/*"),
    "harness/device": ("harness/catalogue", "stack", "stack/text", "stack/transport"),
    "harness/io": ("stack/*",),
    "harness/run": ("harness/*", "captures/*", "reports/*", "stack/*"),
    "harness/cli": ("harness/*", "captures/*", "reports/*", "stack/*"),
}

# Nothing but the command line may know the command line.
NEVER = (("harness/run", "harness/cli"),)

# Folders that take time and octets as arguments and give actions back.
WITHOUT_IO = ("stack", "harness/engine", "harness/monitor", "harness/judge")
IO_HEADERS = re.compile(
    r"<(boost/(asio|beast|process)[/.].*|pcap(/.*|\.h)|sys/(socket|select|poll|epoll|ioctl|wait|time|stat|un)\.h"
    r"|netinet/.*|arpa/.*|net/.*|netdb\.h|poll\.h|unistd\.h|fcntl\.h|spawn\.h|signal\.h|csignal|time\.h|ctime"
    r"|fstream|iostream|filesystem|thread|future|mutex|condition_variable|cstdio|stdio\.h|random)>")
CLOCK = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock|clock_gettime|gettimeofday)\b"
                   r"|\bstd::(time|clock)\s*\(")
STACK_HEADERS = re.compile(r"<(pugixml\.hpp|re2/.*)>")

# What only some folders may include at all.
ONLY_IN = (
    (re.compile(r"<boost/(asio|beast)[/.].*>"), ("harness/io", "captures/live"), "Boost.Asio"),
    (re.compile(r"<pcap(/.*|\.h)>"), ("captures", "harness/cli"), "libpcap"),
    (re.compile(r"<openssl/.*>"), ("stack/auth", "stack/body", "harness/io"), "OpenSSL"),
    (re.compile(r"<openssl/(ssl|tls1|x509v3)\.h>"), ("harness/io", "stack/body"), "TLS"),
    (re.compile(r"<pugixml\.hpp>"), ("harness/catalogue", "harness/scenario", "harness/device"), "pugixml"),
    (re.compile(r"<(sys/socket\.h|netinet/.*|arpa/.*|netdb\.h)>"), ("harness/io", "captures"), "the socket interface"),
)

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|(<[^>]+>))')
COMMENT = re.compile(r"//.*$")


def inside(folder, places):
    return any(folder == place or folder.startswith(place + "/") for place in places)


def rights(folder):
    """The row of the table for that folder, and its name."""
    name = folder
    while name not in MAY_INCLUDE and "/" in name:
        name = name.rpartition("/")[0]
    return name, MAY_INCLUDE.get(name)


def allowed(folder, target):
    name, row = rights(folder)
    if row is None:
        return False
    if inside(target, (name,)) and name != "stack":
        return True
    if any(inside(name, (owner,)) and inside(target, (other,)) for owner, other in NEVER):
        return False
    return any(target == place or (place.endswith("/*") and inside(target, (place[:-2],)))
               for place in row + ((name,) if name == "stack" else ()))


def faults_of_include(folder, own, header):
    """What is wrong with an include line of a file in `folder`."""
    if own:
        target = own.rpartition("/")[0]
        if target.split("/")[0] not in SOURCES:
            return [] if target == "" else [f'"{own}" is not below ' + ", ".join(SOURCES)]
        return [] if allowed(folder, target) else [f"{folder} may not use {target}"]
    faults = []
    if inside(folder, WITHOUT_IO) and IO_HEADERS.match(header):
        faults.append(f"{folder} does no input or output and takes time as an argument: no {header}")
    if inside(folder, ("stack",)) and STACK_HEADERS.match(header):
        faults.append(f"the stack does without {header}")
    for pattern, places, what in ONLY_IN:
        if pattern.match(header) and not inside(folder, places):
            faults.append(f"{what} stays in {' and '.join(places)}: no {header}")
    return faults


def check(root):
    faults = []
    for top in SOURCES:
        for file in sorted((root / top).rglob("*.[ch]pp")):
            folder = file.parent.relative_to(root).as_posix()
            for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
                place = f"{file.relative_to(root)}:{number}: "
                if match := INCLUDE.match(line):
                    faults += [place + fault for fault in faults_of_include(folder, match[1], match[2])]
                elif inside(folder, WITHOUT_IO) and (clock := CLOCK.search(COMMENT.sub("", line))):
                    faults.append(place + f"{folder} takes time as an argument: no {clock[0]}")
    return faults


def main(arguments):
    root = Path(arguments[1]).resolve()
    faults = check(root)
    print(*faults, sep="\n" if faults else "", end="\n" if faults else "", file=sys.stderr)
    print(f"{len(faults)} includes against the direction of dependency")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
