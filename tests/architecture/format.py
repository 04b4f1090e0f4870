"""Every C++ source is formatted as .clang-format says.

Usage: python3 format.py ROOT [--fix]
"""

import shutil
import subprocess
import sys
from pathlib import Path

import tree

PROGRAM = "clang-format-19"


def main(arguments):
    root = Path(arguments[1]).resolve()
    if shutil.which(PROGRAM) is None:
        print(f"{PROGRAM} is missing: install the Debian package {PROGRAM}", file=sys.stderr)
        return 1
    sources = [str(name) for name in tree.files(root) if name.suffix in (".hpp", ".cpp")]
    mode = ["-i"] if "--fix" in arguments else ["--dry-run", "-Werror", "--ferror-limit=1"]
    result = subprocess.run([PROGRAM, *mode, *sources], cwd=root, check=False)
    print(f"{len(sources)} sources")
    if result.returncode:
        print("python3 tests/architecture/format.py . --fix mends it", file=sys.stderr)
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv))
