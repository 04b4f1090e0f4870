"""The data files below scenarios/ fit their XML schemas, by a reader that is not ours (xmllint).

Usage: python3 schemas.py ROOT
"""

import shutil
import subprocess
import sys
from pathlib import Path


def groups(root):
    """Schema and files that it describes."""
    scenarios = root / "scenarios"
    yield scenarios / "requirements" / "requirements.xsd", sorted((scenarios / "requirements").glob("*.xml"))
    elsewhere = ("requirements", "devices")
    cases = [file for file in sorted(scenarios.rglob("*.xml")) if file.relative_to(scenarios).parts[0] not in elsewhere]
    yield scenarios / "scenario.xsd", cases


def main(arguments):
    root = Path(arguments[1]).resolve()
    if shutil.which("xmllint") is None:
        print("xmllint is missing: install the Debian package libxml2-utils", file=sys.stderr)
        return 1
    failed = 0
    for schema, files in groups(root):
        if not files:
            print(f"{schema.parent}: no files to hold against {schema.name}", file=sys.stderr)
            failed += 1
            continue
        result = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", str(schema), *map(str, files)],
                                capture_output=True, text=True, check=False)
        faults = [line for line in result.stderr.split("\n") if line and not line.endswith(" validates")]
        if result.returncode:
            print(*faults[:40], sep="\n", file=sys.stderr)
            failed += 1
        print(f"{len(files)} files against {schema.name}: {'faults' if result.returncode else 'ok'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
