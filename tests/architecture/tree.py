"""Facts about the tree that reviewers forget: file sizes, a README in each folder, unfinished work.

Usage: python3 tree.py size|readme|words ROOT
One "file: what" for each fault on standard error; exit status 1 when there is one.
"""

import re
import subprocess
import sys
from pathlib import Path

TOPS = ("stack", "captures", "reports", "harness", "tests", "scenarios")
CODE = (".hpp", ".cpp", ".py")
LONGEST_FILE = 600
# Folders whose parent's README speaks for them: one rule of a document each, or one test program.
SPOKEN_FOR = (re.compile(r"scenarios/(rfc|draft)[^/]*(/.*)?"), re.compile(r"harness/cli/program"), re.compile(r"scenarios/devices/.+"),
              re.compile(r"tests/(stack|captures|reports|harness|fakes|fuzz|bench|scenarios)(/.*)?"))
# Written so that this file does not find itself.
UNFINISHED = re.compile("|".join(rf"\b{a}{b}\b" for a, b in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("HA", "CK"))))


def files(root):
    """Tracked files, and new ones that git does not ignore; everything when this is no checkout."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"],
                            capture_output=True, check=False)
    if listed.returncode == 0:
        names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    else:
        names = [file.relative_to(root) for file in root.rglob("*") if file.is_file()]
    return sorted(name for name in names if (root / name).is_file() and "__pycache__" not in name.parts)


def size(root):
    for name in files(root):
        if name.suffix in CODE and (lines := (root / name).read_bytes().count(b"\n")) > LONGEST_FILE:
            yield f"{name}: {lines} lines; split by idea what is longer than {LONGEST_FILE}"


def readme(root):
    folders = {parent for name in files(root) for parent in name.parents if parent.parts and parent.parts[0] in TOPS}
    for folder in sorted(folders):
        if not any(pattern.fullmatch(folder.as_posix()) for pattern in SPOKEN_FOR):
            if not (root / folder / "README.md").is_file():
                yield f"{folder}: no README.md; purpose, who may depend on it, reading order, how to add one more"


def words(root):
    for name in files(root):
        if name.suffix in CODE + (".txt", ".md", ".xml", ".sh", "") and name.parts[0] != ".git":
            text = (root / name).read_bytes().decode("utf-8", "replace")
            for number, line in enumerate(text.split("\n"), 1):
                if match := UNFINISHED.search(line):
                    yield f"{name}:{number}: '{match[0]}': finish it, or say what is missing in words"


def main(arguments):
    what = {"size": size, "readme": readme, "words": words}[arguments[1]]
    faults = list(what(Path(arguments[2]).resolve()))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
