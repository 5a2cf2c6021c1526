"""Say what learnperf is delivered with, and whether anything of it is known to be unsafe.

    python checks/supply.py           write the bill of materials and ask for known vulnerabilities
    python checks/supply.py --into F  the same, and keep the bill of materials in the folder F

The bill of materials (CycloneDX) lists what requirements/demo.txt pins, with hashes. Known vulnerabilities are those
that pip-audit's service names for requirements/ci.txt; where the service cannot be reached or knows none of the
packages, the audit is skipped, says so, and is no failure.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DELIVERED = ROOT / "requirements" / "demo.txt"
INSTALLED = ROOT / "requirements" / "ci.txt"
LONGEST = 120


def main() -> int:
    """Make the bill, ask the service, and say what came of it."""
    parser = argparse.ArgumentParser(description="Make a bill of materials, and look for known vulnerabilities.")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="keep the bill of materials there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bill = Path(folder) / "learnperf.cdx.json"
        problems = _bill_of_materials(bill)
        if asked.into:
            asked.into.mkdir(parents=True, exist_ok=True)
            shutil.copy2(bill, asked.into / bill.name)
    problems += _audit()
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


def _bill_of_materials(bill: Path) -> list[str]:
    # it warns that nothing says which package needs which: pinned requirements do not
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", str(DELIVERED)]
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "library", "--output-reproducible"]
    subprocess.run([*command, *options, "--output-format", "JSON", "--output-file", str(bill)], check=True)
    components = json.loads(bill.read_text("utf-8"))["components"]
    bare = [one["name"] for one in components if not any(each.get("hashes") for each in one["externalReferences"])]
    print(f"bill of materials: {len(components)} packages, {len(components) - len(bare)} of them with hashes")
    return [f"{name} has no hash in the bill of materials" for name in bare]


def _audit() -> list[str]:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(INSTALLED)]
    options = ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    try:
        done = subprocess.run([*command, *options], check=False, capture_output=True, text=True, timeout=LONGEST)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        print("audit: SKIPPED, the service of known vulnerabilities cannot be reached from here")
        return []
    known = [one for one in packages if "skip_reason" not in one]
    if not known:
        print(f"audit: SKIPPED, the service here knows none of the {len(packages)} packages")
        return []
    found = [_said(one, flaw) for one in known for flaw in one["vulns"]]
    print(f"audit: {len(known)} of {len(packages)} packages known to the service, {len(found)} vulnerabilities")
    return found


def _said(package: dict[str, Any], flaw: dict[str, Any]) -> str:  # Any: JSON of pip-audit
    mended = ", ".join(flaw["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {flaw['id']}, mended in {mended}"


if __name__ == "__main__":
    sys.exit(main())
