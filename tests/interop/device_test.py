"""Runs the whole suite against a real device and holds what is found against what is known.

Usage: python3 device_test.py DEVICE PROGRAM [--update]
DEVICE is a profile of scenarios/devices and a folder here with expected.tsv:
  case, variant, requirement, verdict, fault, words
where fault says who is wrong: device, configuration (of ours), reading (the RFC can be read otherwise), or harness.
A finding that is not in the list fails, and so does a row that was not found. --update rewrites the list and keeps the words.
"""

import argparse
import contextlib
import os
import re
import shutil
import socket
import sys
import tempfile
from pathlib import Path

import findings

HERE = Path(__file__).resolve().parent
PROFILES = HERE.parent.parent / "scenarios" / "devices"
# Program and Debian package of each device.
PROGRAMS = {"kamailio": ("kamailio", "kamailio"), "baresip": ("baresip", "baresip-core"), "sipp": ("sipp", "sip-tester")}
FAULTS = ("device", "configuration", "reading", "harness")
HEADER = "case\tvariant\trequirement\tverdict\tfault\twords\n"
# How quick an answer is depends on what else the machine does: not held against a list.
TIMING = ("RFC3428-7-02",)
PORTS = 4  # a device has its SIP port and at most this many above it


def free_ports():
    """The first of some ports that nobody uses, UDP and TCP."""
    for start in range(20_000 + os.getpid() % 10_000, 32_000, PORTS):
        with contextlib.ExitStack() as stack:
            try:
                for port in range(start, start + PORTS):
                    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                        stack.enter_context(socket.socket(socket.AF_INET, kind)).bind(("127.0.0.1", port))
                return start
            except OSError:
                continue
    raise RuntimeError("no free ports")


def profile_on(start, device, folder):
    """A copy of the shipped profile that listens on ports from `start` on, beside a copy of its files."""
    text = (PROFILES / f"{device}.xml").read_text(encoding="utf-8")
    first = int(re.search(r'<address[^>]*port="(\d+)"', text)[1])
    moved = re.sub(r"\b\d{5}\b", lambda number: str(int(number[0]) - first + start)
                   if first <= int(number[0]) < first + PORTS else number[0], text)
    (folder / f"{device}.xml").write_text(moved, encoding="utf-8")
    shutil.copytree(PROFILES / device, folder / device)
    return folder / f"{device}.xml"


def read_expected(file):
    """Key -> (fault, words)."""
    rows = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else [], 1):
        if line and not line.startswith("#") and line + "\n" != HEADER:
            cells = line.split("\t")
            if len(cells) != 6 or cells[4] not in FAULTS or not cells[5]:
                raise SystemExit(f"{file}:{number}: six cells are needed, the fault one of {', '.join(FAULTS)}, and words")
            rows[tuple(cells[:4])] = (cells[4], cells[5])
    return rows


def key(finding):
    return (finding.case, finding.variant or "-", finding.requirement or "-", finding.verdict)


def guess(row, known):
    """Fault and words of a new row: those of a row with the same requirement and case, else the same requirement."""
    near = [words for other, words in known.items() if (other[0], other[2]) == (row[0], row[2])]
    near = near or [words for other, words in known.items() if other[2] == row[2]]
    return near[0] if near else None


def write_expected(file, found, known):
    lines = [HEADER]
    for row in sorted(found):
        fault, words = known.get(row) or guess(row, known) or ("device", found[row])
        lines.append("\t".join((*row, fault, words)) + "\n")
    file.write_text("".join(lines), encoding="utf-8")
    print(f"{len(found)} rows written to {file}; say in the last two cells of new ones who is wrong and why")


def compare(found, known, file):
    new = sorted(set(found) - set(known))
    gone = sorted(set(known) - set(found))
    for row in new:
        print(f"+ {' '.join(row)}: {found[row]}")
    for row in gone:
        print(f"- {' '.join(row)} ({known[row][0]}: {known[row][1]})")
    if new or gone:
        print(f"{len(new)} findings that {file.relative_to(HERE.parent.parent)} does not list (+), {len(gone)} of its rows not found (-).")
        print(f"When that is right: python3 tests/interop/device_test.py {file.parent.name} build/sipspec --update")
    return not new and not gone


def main():
    parser = argparse.ArgumentParser(description="The suite against a real device")
    parser.add_argument("device", choices=PROGRAMS)
    parser.add_argument("program", type=Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    command, package = PROGRAMS[options.device]
    if shutil.which(command) is None:
        print(f"{command} is missing: install the Debian package {package} (./quickstart setup installs everything)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="sipspec-interop-") as folder:
        os.environ["TMPDIR"] = folder
        profile = profile_on(free_ports(), options.device, Path(folder))
        run = findings.run(options.program.resolve(), profile, "--jobs", "32")
    found = {key(finding): findings.plain(finding.message) for finding in run.findings
             if finding.requirement not in TIMING}
    file = HERE / options.device / "expected.tsv"
    known = read_expected(file)
    green = sum(1 for case in run.cases if case["verdict"] == "PASS")
    print(f"{options.device}: {len(run.cases)} cases, {green} passed, {len(found)} findings, {run.seconds:.0f} s, exit code {run.exit_code}")
    if run.exit_code not in (0, 1, 5):
        print(run.output[-4000:])
        return 1
    if options.update:
        write_expected(file, found, known)
        return 0
    return 0 if compare(found, known, file) else 1


if __name__ == "__main__":
    sys.exit(main())
