from datetime import date

import pytest

import learnperf as lp
from learnperf.report import ReadReport, frame
from learnperf.report.frame import (
    asked_of,
    families_of,
    frame_of,
    ledger_of,
    rows_read,
    unallocated_of,
    unattached_of,
)

_Ministry = tuple[lp.Organization, lp.Evidence]


def test_every_total_is_the_sum_of_its_parts(result: lp.Rollup, read: ReadReport) -> None:
    for line in ledger_of(result, read):
        assert line.total == sum(part.count for part in line.parts)


def test_rows_stand_before_evidence_and_nodes(result: lp.Rollup, read: ReadReport) -> None:
    totals = [(line.label[0], line.total, line.attention) for line in ledger_of(result, read)]
    expected = [("Rows read", 14, True), ("Pieces of evidence", 14, True), ("Nodes of the organization", 11, False)]
    assert totals == expected
    assert [line.label[0] for line in ledger_of(result, None)] == ["Pieces of evidence", "Nodes of the organization"]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, "all there is"),
        (date(2025, 1, 1), None, "from 2025-01-01"),
        (None, date(2026, 1, 1), "before 2026-01-01"),
        (date(2025, 1, 1), date(2026, 1, 1), "2025-01-01 to before 2026-01-01"),
    ],
)
def test_the_period_is_said_in_words(ministry: _Ministry, since: date | None, until: date | None, said: str) -> None:
    result = lp.rollup(*ministry, metrics=lp.catalogue("innovation.count"), since=since, until=until)
    label, value, hint = asked_of(result)[2]
    assert (label[0], value[0], hint) == ("Period", said, None)


def test_the_structure_and_calendar_are_said_in_both_languages(ministry: _Ministry) -> None:
    metrics = lp.catalogue("innovation.count")
    fixed = lp.rollup(*ministry, metrics=metrics, structure=date(2025, 5, 1), by="quarter")
    _, structure, period = asked_of(fixed)
    assert structure[1] == ("as it is on 2025-05-01", "sebagaimana adanya pada 2025-05-01")
    assert period[2] == ("by quarter", "per triwulan")
    assert asked_of(lp.rollup(*ministry, metrics=metrics))[1][1][0] == "as it was on each day"


def test_periods_given_and_windows_over_them_are_said_in_both_languages(ministry: _Ministry) -> None:
    waves = [lp.Period("wave 1", None, date(2025, 6, 1)), lp.Period("wave 2", date(2025, 8, 1), None)]
    metrics = lp.catalogue("innovation.count")
    said = {
        window: asked_of(lp.rollup(*ministry, metrics=metrics, by=waves, window=window))[2][2]
        for window in ("each", "to_date", lp.Rolling(2))
    }
    given = ("by given periods", "per periode yang diberikan")
    assert said == {
        "each": given,
        "to_date": (f"{given[0]}, each with all before it", f"{given[1]}, masing-masing dengan semua sebelumnya"),
        lp.Rolling(2): (f"{given[0]}, the last 2 of them together", f"{given[1]}, 2 yang terakhir digabung"),
    }


def test_what_nobody_takes_is_said(ministry: _Ministry) -> None:
    metrics = lp.catalogue("kirkpatrick.behaviour")
    split = lp.rollup(*ministry, metrics=metrics, counting="fractional")
    # dewi is two fifths in the audit team, so three fifths of her September evaluation stay with her; in March she
    # was nowhere
    unallocated = unallocated_of(split)
    assert unallocated is not None
    assert unallocated.entries == [("dewi", ("0.6", "0,6"))]
    assert unallocated.count == ("0.6", "0,6")
    assert ledger_of(split, None)[0].note == ("0.6 pieces unallocated", "0,6 butir tidak teralokasi")
    whole = lp.rollup(*ministry, metrics=metrics, counting="primary")
    assert unallocated_of(whole) is None
    assert ledger_of(whole, None)[0].note == ("Nothing is unallocated", "Tidak ada yang tak teralokasi")
    assert ledger_of(lp.rollup(*ministry, metrics=metrics), None)[0].note is None


@pytest.mark.parametrize(
    ("millionths", "said"),
    [
        (273_257_413, ("273.257", "273,257")),
        (1_234_500_000, ("1,234.5", "1.234,5")),
        (999, ("less than 0.001", "kurang dari 0,001")),
        (1_000, ("0.001", "0,001")),
    ],
)
def test_parts_of_pieces_are_said_to_the_thousandth(
    ministry: _Ministry, monkeypatch: pytest.MonkeyPatch, millionths: int, said: tuple[str, str]
) -> None:
    monkeypatch.setattr(lp.Rollup, "unallocated", {"dewi": millionths})
    result = lp.rollup(*ministry, metrics=lp.catalogue("kirkpatrick.behaviour"), counting="fractional")
    unallocated = unallocated_of(result)
    assert unallocated is not None
    assert (unallocated.entries, unallocated.count) == ([("dewi", said)], said)
    assert ledger_of(result, None)[0].note == (f"{said[0]} pieces unallocated", f"{said[1]} butir tidak teralokasi")


def test_what_belonged_nowhere_is_listed(result: lp.Rollup, monkeypatch: pytest.MonkeyPatch) -> None:
    unattached = unattached_of(result)
    assert unattached is not None
    assert (unattached.entries, unattached.count, unattached.more) == ([("e34", ("", ""))], ("1", "1"), 0)
    monkeypatch.setattr(frame, "_MOST_IDS", 0)
    cut = unattached_of(result)
    assert cut is not None
    assert (cut.entries, cut.more) == ([], 1)


def test_rejected_rows_are_cut_and_counted(read: ReadReport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_MOST_REJECTED", 1)
    rows = rows_read(read)
    assert (len(rows.rejected), rows.reasons, rows.rejected_count) == (1, 2, 2)
    assert rows.warnings == ["units.csv: an extra column & more"]


def test_every_metric_is_described_by_family() -> None:
    own = lp.Metric(
        "mine.debt",
        label=("Debt", "Utang"),
        unit="rupiah",
        evidence=lp.Innovation,
        state=lp.Count,
        lift={"count": 1},
        bounds=(None, 5),
        levels={lp.NodeKind.UNIT},
        source="a source",
    )
    metrics = [*lp.catalogue("kirkpatrick.behaviour", "innovation.innovator_rate", "roster.learners"), own]
    result = lp.rollup(lp.Organization.of(units=[lp.Unit("MOF")], ties=[]), metrics=metrics)
    families = families_of(result)
    assert [family.label for family in families][-1] == ("mine", "mine")
    assert sum(len(family.metrics) for family in families) == len(metrics)
    facts = {label[0]: value for label, value in families[-1].metrics[0].facts}
    assert facts == {
        "Unit": ("rupiah", "rupiah"),
        "Better is": ("higher", "lebih tinggi"),
        "Read at": ("Units", "Unit kerja"),
        "Kind": ("distributive", "distributif"),
        "Bounds": ("5 or less", "5 atau kurang"),
        "State": ("count", "count"),
        "Source": ("a source", "a source"),
        "Version": ("1", "1"),
    }
    everything = {metric.name: dict(metric.facts) for family in families for metric in family.metrics}
    rate = {label[0]: value[0] for label, value in everything["innovation.innovator_rate"].items()}
    assert (rate["Bounds"], rate["Made of"]) == ("0 to 1", "People who innovate, People")
    assert "Bounds" not in {label[0] for label in everything["kirkpatrick.behaviour"]}
    assert {label[0]: value[0] for label, value in everything["roster.learners"].items()}["Bounds"] == "0 or more"


def test_a_result_without_periods_is_empty() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
    metrics = lp.catalogue("innovation.count")
    assert frame_of(lp.rollup(organization, metrics=metrics, by="year"), None)["empty"]
    assert not frame_of(lp.rollup(organization, metrics=metrics), None)["empty"]
