"""Every metric says how much its readings may be taken to say, and no text says more."""

import re

import pytest

import learnperf as lp
from learnperf.metrics.definition import parts_of

EVERY = [part for metric in lp.catalogue() for part in parts_of(metric)]
# words for what only a fair comparison could show
CAUSAL = re.compile(r"\b(effects?|impacts?|caus\w*|because of|dampak\w*|(ber)?pengaruh\w*|akibat\w*)\b", re.IGNORECASE)


@pytest.mark.parametrize("metric", {one.name: one for one in EVERY}.values(), ids=lambda one: one.name)
def test_no_text_of_a_metric_claims_more_than_its_readings_show(metric: lp.AnyMetric) -> None:
    assert metric.claim < lp.Claim.QUASI_EXPERIMENTAL
    texts = (*metric.titles, metric.meaning, *metric.question)
    assert [text for text in texts if CAUSAL.search(text)] == []


@pytest.mark.parametrize("word", ["effect", "Impacts", "caused", "dampak", "berpengaruh", "akibatnya"])
def test_causal_words_are_found_in_either_language(word: str) -> None:
    assert CAUSAL.search(f"what the {word} of it is")


def test_claims_are_ordered_from_what_describes_to_what_compares_fairly() -> None:
    assert sorted(lp.Claim) == list(lp.Claim)
    assert [one.label() for one in lp.Claim] == [
        "descriptive",
        "association",
        "adjusted association",
        "quasi-experimental",
    ]
    assert len({one.label("id") for one in lp.Claim}) == len(lp.Claim)


def test_a_claim_above_a_description_stands_beside_the_label() -> None:
    (described,) = lp.catalogue("career.moves")
    (compared,) = lp.catalogue("career.mover_rate_learned")
    assert described.titles == described.label
    assert compared.label_in("en") == "Share who moved, of those who learned (association)"
    assert compared.label_in("id") == "Proporsi yang mengalami mutasi, dari yang belajar (asosiasi)"
