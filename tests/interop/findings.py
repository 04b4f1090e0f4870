"""Runs sipspec against a device and reads what it found. Python, standard library only."""

import json
import re
import subprocess
import tempfile
from collections import namedtuple
from pathlib import Path

Finding = namedtuple("Finding", "case variant requirement verdict message")
Run = namedtuple("Run", "findings cases exit_code output seconds")

ROLES = ["--role", "uas"]


def run(program, device, *options, timeout=600):
    """`sipspec run --dut device`; every finding, and every case that is not green, by case and variant."""
    with tempfile.TemporaryDirectory(prefix="sipspec-interop-") as folder:
        report = Path(folder) / "results.json"
        command = [str(program), "run", "--dut", str(device), *ROLES, f"--json={report}", "--out", folder + "/out",
                   "--progress", "none", "--capture", "none", *options]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout, check=False)
        output = done.stdout + done.stderr
        if not report.exists():
            raise RuntimeError(f"{' '.join(command)}\nexit code {done.returncode}, no report:\n{output}")
        result = json.loads(report.read_text(encoding="utf-8"))
    return Run(list(findings(result)), result["cases"], done.returncode, output, result.get("duration_us", 0) / 1e6)


def findings(result):
    """A case that is not green without a finding gives one without requirement, with its reason."""
    for case in result["cases"]:
        named = [found for found in case["findings"] if found["kind"] == "conformance"]
        for found in named:
            yield Finding(case["id"], case["variant"], found["requirement"], found["verdict"], found["message"])
        if not named and case["verdict"] in ("FAIL", "INCONC", "ERROR", "NOTRUN", "NON_STRICT"):
            yield Finding(case["id"], case["variant"], "", case["verdict"], case["reason"])


def plain(message):
    """A message without what changes from run to run: ports, tags, times. Status codes stay."""
    return re.sub(r"(?<!status )\b\d{3,}\b", "N", message)
