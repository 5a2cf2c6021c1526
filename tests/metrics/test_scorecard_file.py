"""Scorecard files: read exactly as written, and every mistake said at once with its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import learnperf as lp

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "scorecard").glob("*.toml"))
WHOLE = """
label = ["Card", "Kartu"]
missing = "none"
least_coverage = 0.6
weights_sum = 100
source = "the board"
composite_bands = "colours"

[bands.colours]
gaps = "round"
[[bands.colours.band]]
high = 80
points = 0
label = "Red"
[[bands.colours.band]]
low = 80
high = 120
points = [50, 100]

[[perspective]]
name = "outcome"
label = ["Outcome", "Hasil"]

[[indicator]]
metric = "kirkpatrick.behaviour"
perspective = "outcome"
target = 4.1
direction = "target"
weight = 100
cap = 120
missing = "zero"
name = "behaviour"
label = "Behaviour"
bands = "colours"
targets = [{ node = "DJP", target = [4, 4.5] }, { period = "2025", target = 3 }]
"""


def _read(folder: Path, text: str) -> lp.Scorecard:
    path = folder / "card.toml"
    path.write_text(text, encoding="utf-8")
    return lp.Scorecard.from_toml(path)


def _problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(lp.ScorecardError) as caught:
        _read(folder, text)
    return [str(one) for one in caught.value.problems]


def test_everything_that_can_be_said_in_python_can_be_said_in_a_file(tmp_path: Path) -> None:
    card = _read(tmp_path, WHOLE)
    assert (card.name, card.label, card.source) == ("card", ("Card", "Kartu"), ("the board", "the board"))
    assert (card.least_coverage, card.weights_sum) == (Fraction(3, 5), Fraction(100))
    assert card.missing.value == "none"
    (one,) = card.indicators
    assert (one.name, one.label, one.direction) == ("behaviour", ("Behaviour", "Behaviour"), lp.Direction.TARGET)
    # a decimal number is what is written
    assert one.target == lp.Target(Fraction(41, 10), Fraction(41, 10))
    assert (one.weight, one.cap) == (Fraction(100), Fraction(120))
    assert [str(one.target_of(node, period)) for node, period in (("DJP", "2025"), ("MOF", "2025"))] == ["4..4.5", "3"]
    assert one.bands is card.bands is not None
    assert card.bands.points(Fraction(100)) == 75
    assert card.bands.bands[0].label == ("Red", "Red")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_read_and_says_that_its_weights_are_invented(path: Path) -> None:
    card = lp.Scorecard.from_toml(path)
    assert card.name == path.stem
    assert "INVENTED" in path.read_text(encoding="utf-8")
    assert "invented" in card.source[0]
    assert "direka" in card.source[1]


def test_every_mistake_is_said_at_once_with_file_table_key_and_what_to_do(tmp_path: Path) -> None:
    text = WHOLE
    for right, wrong in [
        ("missing = 'none'", ""),
        ("weights_sum = 100", "weight_sum = 100"),
        ('gaps = "round"', 'gaps = "up"'),
        ('label = ["Outcome", "Hasil"]', "label = 5"),
        ("kirkpatrick.behaviour", "kirkpatrick.behavior"),
        ("weight = 100", "weight = -1"),
        ("cap = 120", "cap = 1.2"),
        ('node = "DJP"', "node = 5"),
        ("target = 3 }", "tarket = 3 }"),
    ]:
        text = text.replace(right, wrong)
    found = _problems(tmp_path, text)
    indicator = "card.toml, indicator 1 (kirkpatrick.behavior)"
    assert found == [
        "card.toml, bands.colours: gaps: 'up' is not known (one of floor, round, error)",
        "card.toml: the key weight_sum is not known (nearest: weights_sum)",
        'card.toml, perspective 1: label: 5 is no text (write "Behaviour", or ["Behaviour", "Perilaku"])',
        f"{indicator}: unknown metric 'kirkpatrick.behavior'; nearest: "
        + ", ".join(lp.UnknownName("metric", "kirkpatrick.behavior", [one.name for one in lp.catalogue()]).nearest)
        + " (learnperf metrics lists them all)",
        f"{indicator}: weight: -1 is not above 0 (leave out what shall not weigh anything)",
        f"{indicator}: cap: Decimal('1.2') is below 100 per cent (write 120 for 120 per cent)",
        f'{indicator}, targets 1: node: text: 5 is no text (write it in quotes: "DJP")',
        f"{indicator}, targets 2: has no target (add it)",
        f"{indicator}, targets 2: the key tarket is not known (nearest: target)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "card.toml: there is no indicator"),
        ("indicator = 5", "card.toml: indicator is no list of tables (write [[indicator]])"),
        ("[[indicator]]\nweight = 1", "card.toml, indicator 1: has no metric (add it)"),
        ("[[perspective]]\nlabel = 'x'", "card.toml, perspective 1: has no name (add it)"),
        ("[[perspective]]\nname = 'x'\nmost = 5", "perspective 1: most: Fraction(5, 1) does not go with the role"),
        ("bands = 5", "bands is no table"),
        ("[bands]\na = 5", "bands.a: is no table (write [[bands.a.band]])"),
        ("[bands.a]\nband = 5", "bands.a: band is no list of tables (write [[bands.NAME.band]])"),
        ("[bands.a]", "bands: [] holds no band (give one at least)"),
        ("[[bands.a.band]]\nlow = 1", "bands.a, band 1: has no points (add it)"),
        ("[[bands.a.band]]\npoints = [1]", "points: [1] are not one number or two (such as [70, 89])"),
        ("[[bands.a.band]]\npoints = [1, 2]", "no two ends to draw a line between"),
        ("composite_bands = 'a'", "is no table of bands (nearest: none is declared: write [bands.NAME])"),
        ("composite_bands = 'zz'\n[[bands.abc.band]]\npoints = 1", "is no table of bands (nearest: abc)"),
        ("composite_bands = 5", "5 is no table of bands"),
        ("composite_bands = 'a'\n[bands.a]", "holds no band"),
        ("[[indicator]]\nmetric = 'assignment.on_time'\ntarget = 80", "write 0.8 for a share of 80 %"),
        (
            "[[indicator]]\nmetric = 'assignment.on_time'\ntargets = [{ target = 1 }]",
            "targets: '1' is for no",
        ),
        ("[[indicator]]\nmetric = 'assignment.on_time'\ntargets = 5", 'write targets = [{ node = "DJP"'),
        ("weights_sum = 2\n[[indicator]]\nmetric = 'assignment.on_time'", "add up to 1, not to 2"),
    ],
)
def test_each_mistake_has_its_sentence(tmp_path: Path, text: str, said: str) -> None:
    found = _problems(tmp_path, text)
    assert len([one for one in found if said in one]) == 1, found


def test_what_is_no_file_or_no_toml_names_its_path(tmp_path: Path) -> None:
    with pytest.raises(lp.InputError, match=r"none\.toml: cannot be read"):
        lp.Scorecard.from_toml(tmp_path / "none.toml")
    with pytest.raises(lp.InputError, match=r"card\.toml: is no TOML text"):
        _read(tmp_path, "name = ")
    (tmp_path / "latin.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(lp.InputError, match=r"latin\.toml: is no TOML text"):
        lp.Scorecard.from_toml(tmp_path / "latin.toml")
