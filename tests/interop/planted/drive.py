"""Holds what sipspec finds against what was planted.

Usage: python3 drive.py PROGRAM [--jobs N] [--clean-only] [DEFECT...]       (patterns with * are fine)
The clean device has to be all green. Each defect has to be found under its own requirement, and nothing else may be found.
Prints a table; exit status 1 when a row of it is wrong.
"""

import argparse
import concurrent.futures
import fnmatch
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import findings  # noqa: E402
import planted  # noqa: E402

HERE = Path(__file__).resolve().parent
# Broken requests go to a transaction that never ends; nothing is learned by waiting longer.
CASE_TIMEOUT = "60"


def start(defect):
    process = subprocess.Popen([sys.executable, "-B", str(HERE / "uas.py"), "--defect", defect], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line.startswith("listening "):
        process.kill()
        raise RuntimeError(f"the device did not start: {line}{process.communicate()[1]}")
    return process, line.split()[1]


def examine(program, defect):
    """One run: (requirements found, run, what the device complained about)."""
    process, address = start(defect.name)
    options = ["--case-timeout", CASE_TIMEOUT]
    if defect.name and not defect.long:
        options += ["--skip", "rfc3261/17/retransmission-until-timer-j"]
    try:
        run = findings.run(program, f"sip:bob@{address}", *options)
    finally:
        process.terminate()
        complaint = process.communicate(timeout=10)[1]
    return {found.requirement or f"({found.verdict} {found.case})" for found in run.findings}, run, complaint


def verdict(defect, found, complaint):
    if complaint:
        return "the device failed: " + complaint.strip().split("\n")[-1]
    expected = set(defect.breaks)
    if found == expected:
        return ""
    missing = expected - found
    return "; ".join(([f"not found: {' '.join(sorted(missing))}"] if missing else [])
                     + ([f"found too: {' '.join(sorted(found - expected))}"] if found - expected else []))


def report(defect, found, run, fault):
    mark = "ok   " if not fault else "WRONG"
    print(f"{mark} {defect.name or 'clean':34} {' '.join(defect.breaks) or '-':40} {fault or ' '.join(sorted(found)) or '-'}", flush=True)
    if fault:
        shown = {}
        for finding in run.findings:
            shown.setdefault((finding.requirement, findings.plain(finding.message)), []).append(finding)
        for (requirement, _), rows in list(shown.items())[:12]:
            first = rows[0]
            print(f"        {requirement or first.verdict} in {first.case} [{first.variant}] and {len(rows) - 1} more: {first.message}")


def main():
    parser = argparse.ArgumentParser(description="Holds what sipspec finds against what was planted")
    parser.add_argument("program", type=Path)
    parser.add_argument("defects", nargs="*", metavar="DEFECT")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--clean-only", action="store_true")
    options = parser.parse_args()
    chosen = [defect for name, defect in planted.DEFECTS.items()
              if not options.defects or any(fnmatch.fnmatch(name, pattern) for pattern in options.defects)]
    if not chosen:
        print("no such defect; uas.py --list names them", file=sys.stderr)
        return 2
    started, wrong = time.monotonic(), 0
    rows = [planted.CLEAN] + ([] if options.clean_only else chosen)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for defect, (found, run, complaint) in zip(rows, pool.map(lambda one: examine(options.program.resolve(), one), rows)):
            fault = verdict(defect, found, complaint)
            report(defect, found, run, fault)
            wrong += bool(fault)
    legal = sum(1 for defect in rows if not defect.breaks)
    print(f"{len(rows) - legal} defects and {legal} devices without one, {wrong} wrong, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
