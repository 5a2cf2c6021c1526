from datetime import date

import pytest
from attrs import frozen

import learnperf as lp

HOSTILE = "<script>alert(1)</script>"


@frozen
class Table:
    table: str
    file: str | None
    read: int
    kept: int
    rejected: int
    duplicates: int = 0


@frozen
class Reject:
    file: str | None
    row: int
    field: str
    value: str
    rule: str
    hint: str


@frozen
class Read:
    tables: tuple[Table, ...]
    rejected: tuple[Reject, ...]
    warnings: tuple[str, ...]

    @property
    def read(self) -> int:
        return sum(table.read for table in self.tables)

    @property
    def kept(self) -> int:
        return sum(table.kept for table in self.tables)

    @property
    def rejected_count(self) -> int:
        return sum(table.rejected for table in self.tables)


@pytest.fixture(scope="module")
def read() -> Read:
    rejected = (
        Reject("evaluations.csv", 7, "score", HOSTILE, "is not a number", "write 4.5"),
        Reject(None, 2, "learner", "budj", "is unknown", "nearest known ids: budi"),
    )
    tables = (Table("evaluations", "evaluations.csv", 10, 9, 1, 1), Table("units", None, 4, 3, 1))
    return Read(tables, rejected, ("units.csv: an extra column & more",))


def _ministry() -> tuple[lp.Organization, lp.Evidence]:
    """A matrix: the audit team has two sponsors, ani is in two places, dewi is there from July on and part of her."""
    organization = lp.Organization.of(
        units=[
            lp.Unit("MOF", "Ministry"),
            lp.Unit("DJP", "Tax"),
            lp.Unit("DJBC", HOSTILE),
            lp.Unit("empty", "=1+1"),
            lp.Unit("closed", until=date(2024, 1, 1)),
        ],
        teams=[lp.Team("audit-1"), lp.Team("audit-1a", "Sub-team")],
        learners=[lp.Learner("ani", "Ani"), lp.Learner("budi"), lp.Learner("citra"), lp.Learner("dewi")],
        ties=[
            lp.Reporting("DJP", "MOF"),
            lp.Reporting("DJBC", "MOF"),
            lp.Reporting("empty", "MOF"),
            lp.Reporting("closed", "MOF", until=date(2024, 1, 1)),
            lp.Sponsorship("audit-1", "DJP"),
            lp.Sponsorship("audit-1", "DJBC"),
            lp.Sponsorship("audit-1a", "audit-1"),
            lp.Placement("ani", "DJP"),
            lp.Placement("budi", "DJP"),
            lp.Placement("citra", "DJBC"),
            lp.Membership("ani", "audit-1", share=0.5),
            lp.Membership("citra", "audit-1a"),
            lp.Membership("dewi", "audit-1", share=0.4, since=date(2025, 7, 1)),
        ],
    )
    scores = [("ani", 4), ("budi", 2), ("citra", 5), ("budi", None), ("dewi", 3), ("citra", 4)]
    records: list[lp.Record] = [
        lp.Evaluation(f"e{half}{place}", learner=learner, level=lp.Level.BEHAVIOUR, score=score, on=date(2025, half, 1))
        for half in (3, 9)
        for place, (learner, score) in enumerate(scores)
    ]
    records += [
        lp.Innovation("i1", contributors=["ani", "audit-1", "DJP"], on=date(2025, 9, 2)),
        lp.Assignment("a1", team="audit-1", on=date(2025, 8, 1), due=date(2025, 9, 1), completed=date(2025, 8, 20)),
    ]
    return organization, lp.Evidence.of(records)


@pytest.fixture
def ministry() -> tuple[lp.Organization, lp.Evidence]:
    return _ministry()


@pytest.fixture
def result() -> lp.Rollup:
    return lp.rollup(*_ministry(), by="year", since=date(2024, 1, 1))
