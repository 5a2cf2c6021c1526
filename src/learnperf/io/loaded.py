"""What reading gives: an organization, the evidence about it, and a report of every row."""

from __future__ import annotations

from attrs import frozen

from learnperf.io.report import ReadReport
from learnperf.model.collection import Evidence
from learnperf.model.organization import Organization


@frozen
class Loaded:
    """An organization and evidence read from tables, with what became of every row."""

    organization: Organization
    evidence: Evidence
    report: ReadReport
