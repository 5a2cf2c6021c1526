"""The in-process engine and the naive twin give the same readings to the last bit, whatever is asked of them."""

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import learnperf as lp
from learnperf.testing import organization_and_evidence
from learnperf.testing.timeline import DAYS

METRICS = lp.catalogue()
QUESTIONS = st.fixed_dictionaries(
    {
        "counting": st.sampled_from(lp.Counting),
        "structure": st.sampled_from([lp.Structure.AS_WAS, *DAYS[:4]]),
        "by": st.sampled_from([None, None, lp.By.YEAR, lp.By.QUARTER]),
        "since": st.sampled_from([None, None, date(2024, 1, 1)]),
        "until": st.sampled_from([None, None, date(2025, 1, 1), date(2026, 1, 1)]),
    }
)


@given(organization_and_evidence(), QUESTIONS, st.lists(st.sampled_from(METRICS), min_size=6, max_size=6, unique=True))
def test_both_engines_agree_bit_for_bit(
    drawn: tuple[lp.Organization, lp.Evidence], question: dict[str, Any], metrics: list[lp.AnyMetric]
) -> None:
    organization, evidence = drawn
    quick = lp.rollup(organization, evidence, metrics, **question)
    slow = lp.rollup(organization, evidence, metrics, **question, engine="naive")
    for metric in metrics:
        mine, other = quick.outcomes[metric.name], slow.outcomes[metric.name]
        for name in ("n", "heads", "due"):
            assert getattr(mine, name).tolist() == getattr(other, name).tolist(), (metric.name, name)
        exact = [mine.value.exact(place) for place in range(len(mine.value))]
        assert exact == [other.value.exact(place) for place in range(len(other.value))], metric.name
        assert np.array_equal(mine.value.values(), other.value.values(), equal_nan=True)
