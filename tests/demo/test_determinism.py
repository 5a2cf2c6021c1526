"""The same seed gives the same ministry: on every platform, every version of Python, whatever the order of hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from learnperf.demo import make_demo
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization

# of the ministry of seed 1 with 200 learners; a change of the story changes it, nothing else may
FINGERPRINT = "9fc1d9f1dc2b4a34"
PRINT_IT = """
import runpy, sys
here = runpy.run_path(sys.argv[1])
print(here["fingerprint"](*here["make_demo"](learners=200)))
"""


def fingerprint(organization: Organization, evidence: Evidence) -> str:
    """Give one short word for everything in a ministry that the story decides."""
    lines = [f"{node} {organization.node(node).name}" for node in organization]
    lines += [f"{tie.child} {tie.parent} {tie.since} {tie.until} {tie.share}" for tie in organization.ties]
    lines += [f"{one.id} {one.on} {one.subjects} {one.supersedes}" for one in evidence]
    lines += [f"{one.id} {sorted(one.competencies)}" for one in evidence.activities.values()]
    lines += [f"{getattr(one, 'score', '')} {getattr(one, 'level', '')}" for one in evidence]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_the_same_seed_gives_the_ministry_we_know() -> None:
    assert fingerprint(*make_demo(learners=200)) == FINGERPRINT


def test_another_seed_gives_another() -> None:
    assert fingerprint(*make_demo(2, learners=200)) != FINGERPRINT


def test_the_order_of_hashes_changes_nothing() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-c", PRINT_IT, __file__]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 -- ourselves
    assert told.stdout.strip() == FINGERPRINT
