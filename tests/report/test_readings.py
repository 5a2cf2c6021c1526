import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import learnperf as lp
from learnperf import testing
from learnperf.report import readings
from learnperf.report.readings import guarded, write_csv, write_parquet


def _parquet(result: lp.Rollup) -> pl.DataFrame:
    file = io.BytesIO()
    write_parquet(result, file)
    file.seek(0)
    return pl.read_parquet(file)


def _csv(result: lp.Rollup) -> pl.DataFrame:
    file = io.BytesIO()
    write_csv(result, file)
    file.seek(0)
    return pl.read_csv(file, infer_schema=False)


@settings(max_examples=5, deadline=None)
@given(
    testing.organization_and_evidence(max_records=8),
    st.sampled_from(["full", "fractional", "primary"]),
    st.sampled_from([None, "year"]),
)
def test_the_files_hold_what_the_result_says(
    drawn: tuple[lp.Organization, lp.Evidence], counting: str, by: str | None
) -> None:
    result = lp.rollup(*drawn, counting=counting, by=by)
    frame = result.to_frame("polars").filter(
        (pl.col("kind") != "learner") | (pl.col("n") > 0) | (pl.col("due") > 0),
    )
    words = [name for name, kind in frame.schema.items() if kind == pl.String]
    found = _parquet(result).with_columns(pl.col(words).cast(pl.String))
    assert found.equals(frame)


def test_the_csv_says_the_same_as_the_parquet(result: lp.Rollup) -> None:
    table, text = _parquet(result), _csv(result)
    assert text.columns == table.columns
    assert text.height == table.height
    assert text["node"].to_list() == table["node"].cast(pl.String).to_list()
    assert [float(value) if value else None for value in text["value"]] == table["value"].to_list()
    assert text.filter(pl.col("missing").fill_null("") != "").height == table["value"].null_count()


def test_formulas_are_text_in_the_csv_and_untouched_in_the_parquet(result: lp.Rollup) -> None:
    assert "'=1+1" in _csv(result)["name"].to_list()
    assert "=1+1" in _parquet(result)["name"].cast(pl.String).to_list()
    risky = ["=1", "+1", "-1", "@x", "\tx", "\rx"]
    assert guarded([*risky, "a=1", ""]) == [*(f"'{text}" for text in risky), "a=1", ""]


def test_a_name_that_no_file_can_hold_is_written_all_the_same() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF", "half \ud800")], ties=[])
    result = lp.rollup(organization, metrics=lp.catalogue("innovation.count"))
    assert _csv(result)["name"].to_list() == ["half ?"]


def test_metrics_are_written_in_groups_of_many_rows(result: lp.Rollup, monkeypatch: pytest.MonkeyPatch) -> None:
    together = _parquet(result)
    monkeypatch.setattr(readings, "_GROUP_ROWS", 1)
    assert _parquet(result).equals(together)


def test_without_periods_the_files_have_columns_and_no_rows() -> None:
    organization = lp.Organization.of(units=[lp.Unit("MOF")], ties=[])
    result = lp.rollup(organization, metrics=lp.catalogue("innovation.count"), by="year")
    assert _parquet(result).shape == _csv(result).shape == (0, 18)
