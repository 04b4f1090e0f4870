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
CASE_TIMEOUT = "60"


def start(defect, t1):
    process = subprocess.Popen([sys.executable, "-B", str(HERE / "uas.py"), "--defect", defect, "--t1", str(t1 / 1000)], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line.startswith("listening "):
        process.kill()
        raise RuntimeError(f"the device did not start: {line}{process.communicate()[1]}")
    return process, line.split()[1]


def examine(program, defect, t1, ignored):
    """One run: (findings by requirement, run, what the device complained about)."""
    process, address = start(defect.name, t1)
    options = ["--case-timeout", CASE_TIMEOUT, "--t1", str(t1), "--jobs", str(defect.cases_at_once)]
    if defect.name and not defect.long:
        options += ["--skip", "rfc3261/17/retransmission-until-timer-j"]
    try:
        run = findings.run(program, f"sip:bob@{address}", *options)
    finally:
        process.terminate()
        complaint = process.communicate(timeout=10)[1]
    found = {}
    for finding in (one for one in run.findings if one.requirement not in ignored):
        found.setdefault(finding.requirement or finding.verdict, []).append(finding)
    return found, run, complaint


def verdict(defect, found, complaint):
    """What is wrong with what was found; "" when nothing is."""
    if complaint:
        return "the device failed: " + complaint.strip().split("\n")[-1]
    # What a broken device makes undecidable is no alarm; a sound one makes nothing undecidable.
    named = {requirement for requirement in found if not defect.breaks or requirement not in ("INCONC", "NOTRUN")}
    missing = set(defect.breaks) - named
    more = named - set(defect.breaks) - set(defect.and_so)
    return "; ".join(([f"not found: {' '.join(sorted(missing))}"] if missing else [])
                     + ([f"found too: {' '.join(sorted(more))}"] if more else []))


def report(defect, found, fault):
    mark = "ok   " if not fault else "WRONG"
    print(f"{mark} {defect.name or 'clean':30} {' '.join(defect.breaks) or '-':38} {fault or ' '.join(sorted(found)) or '-'}", flush=True)
    if fault:
        for requirement, rows in sorted(found.items()):
            if requirement not in defect.breaks:
                print(f"        {requirement} in {rows[0].case} [{rows[0].variant}] and {len(rows) - 1} more: {rows[0].message}")


def main():
    parser = argparse.ArgumentParser(description="Holds what sipspec finds against what was planted")
    parser.add_argument("program", type=Path)
    parser.add_argument("defects", nargs="*", metavar="DEFECT")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--t1", type=int, default=500, metavar="MS", help="timer T1 of both sides")
    parser.add_argument("--ignore", action="append", default=[], metavar="ID", help="on a busy machine: RFC3428-7-02")
    parser.add_argument("--clean-only", action="store_true")
    options = parser.parse_intermixed_args()
    chosen = [defect for name, defect in planted.DEFECTS.items()
              if not options.defects or any(fnmatch.fnmatch(name, pattern) for pattern in options.defects)]
    if not chosen:
        print("no such defect; uas.py --list names them", file=sys.stderr)
        return 2
    started, again, wrong = time.monotonic(), [], 0
    rows = [planted.CLEAN] + ([] if options.clean_only else chosen)
    look = lambda defect: examine(options.program.resolve(), defect, options.t1, options.ignore)  # noqa: E731
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for defect, (found, _, complaint) in zip(rows, pool.map(look, rows)):
            if fault := verdict(defect, found, complaint):
                again.append(defect)
            else:
                report(defect, found, fault)
    # A busy machine is late by itself: what looks wrong is looked at once more, alone.
    for defect in again:
        found, _, complaint = look(defect)
        fault = verdict(defect, found, complaint)
        report(defect, found, fault)
        wrong += bool(fault)
    legal = sum(1 for defect in rows if not defect.breaks)
    print(f"{len(rows) - legal} defects and {legal} devices without one, {wrong} wrong, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
