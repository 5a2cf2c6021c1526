"""Composites: several scores as one weighted mean that shows its parts, how much it covers, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from learnperf.errors import InvalidValue, UnknownName
from learnperf.metrics.missing import Missing, MissingReason
from learnperf.model.scales import Number, exact


class MissingRule(Enum):
    """What a missing part means: the others weigh more, there is no composite, or it counts as 0 by declaration."""

    LEAVE_OUT = "leave_out"
    NONE = "none"
    ZERO = "zero"


@frozen
class Part:
    """One addend: its score or why there is none, its weight, and what it means where there is none."""

    name: str
    score: Fraction | Missing
    weight: Fraction
    rule: MissingRule = MissingRule.LEAVE_OUT

    @property
    def applies(self) -> bool:
        """Whether it can be read at this level at all: what cannot is nobody's gap."""
        return not isinstance(self.score, Missing) or self.score.reason is not MissingReason.NOT_AT_THIS_LEVEL

    @property
    def counted(self) -> Fraction | None:
        """The score that counts; None where it is left out."""
        if not isinstance(self.score, Missing):
            return self.score
        return Fraction(0) if self.applies and self.rule is MissingRule.ZERO else None


@frozen
class Composite:
    """A weighted mean and all that is to be known of it.

    Attributes
    ----------
    value
        Σ w·s / Σ w over what counts, exactly; `Missing` where there is none.
    coverage
        Weight of what was scored, as a part of the weight of all that applies; None where nothing applies. What
        counts as 0 by declaration was not scored.
    contributions
        What each part adds to the value: they add up to it exactly. Empty where there is no value.
    left_out
        Why each part that is not in the value is left out.
    as_zero
        Parts that count as 0 because nobody knows them.
    """

    value: Fraction | Missing
    coverage: Fraction | None
    contributions: Mapping[str, Fraction] = field(repr=False)
    left_out: Mapping[str, MissingReason]
    as_zero: tuple[str, ...] = ()


def compose(parts: Sequence[Part], least_coverage: Fraction = Fraction(0)) -> Composite:
    """Take the weighted mean of parts, each missing one by its own rule.

    Parameters
    ----------
    least_coverage
        Part of the weight that has to be scored for there to be a value.
    """
    applying = [part for part in parts if part.applies]
    scored = sum((part.weight for part in applying if not isinstance(part.score, Missing)), Fraction(0))
    whole = sum((part.weight for part in applying), Fraction(0))
    coverage = scored / whole if whole else None
    left_out = {
        part.name: part.score.reason for part in parts if isinstance(part.score, Missing) and part.counted is None
    }
    as_zero = tuple(part.name for part in parts if isinstance(part.score, Missing) and part.counted is not None)
    reason = _why_none(applying, coverage, least_coverage)
    if reason is not MissingReason.NONE:
        return Composite(Missing(reason), coverage, {}, left_out, as_zero)
    counted = {part.name: (part.counted, part.weight) for part in applying}
    weight = sum((weight for score, weight in counted.values() if score is not None), Fraction(0))
    contributions = {name: score * own / weight for name, (score, own) in counted.items() if score is not None}
    return Composite(sum(contributions.values(), Fraction(0)), coverage, contributions, left_out, as_zero)


def _why_none(applying: Sequence[Part], coverage: Fraction | None, least_coverage: Fraction) -> MissingReason:
    """Say why there is no composite, if there is none."""
    if coverage is None:
        return MissingReason.NOT_AT_THIS_LEVEL
    refused = any(isinstance(part.score, Missing) and part.rule is MissingRule.NONE for part in applying)
    if refused or all(part.counted is None for part in applying):
        return MissingReason.PART_MISSING
    return MissingReason.LITTLE_COVERAGE if coverage < least_coverage else MissingReason.NONE


def component_index(
    scores: Mapping[str, Number | Missing | None],
    weights: Mapping[str, Number] | None = None,
    *,
    missing: str | MissingRule = MissingRule.NONE,
    least_coverage: Number = 0,
) -> Composite:
    """Put the scores of several components together: Σ w·s / Σ w.

    The weights of the components of the Ministry of Finance's learning-organization assessment, and its bands, are not
    public: there are no default ones.

    Parameters
    ----------
    scores
        Score of each component, all on one scale; None or `Missing` where there is none.
    weights
        Positive weight of each component; left out, all weigh alike.
    missing
        ``none``: one missing component leaves no index; ``leave_out``: the others weigh more, and the coverage says how
        much they are; ``zero``: it counts as 0.
    least_coverage
        Part of the weight, 0 to 1, that has to be scored for there to be an index.

    Returns
    -------
    Composite
        The index on the scale of the scores, with its parts.

    Raises
    ------
    InvalidValue
        A weight that is not positive, a coverage outside 0 to 1, or no such rule.
    UnknownName
        Weights for other components than the scores are of.

    Examples
    --------
    >>> component_index({"learners": 4, "media": 2}, {"learners": 3, "media": 1}).value
    Fraction(7, 2)
    >>> found = component_index({"learners": 4, "media": None}, missing="leave_out")
    >>> found.value, found.coverage, found.left_out["media"].label()
    (Fraction(4, 1), Fraction(1, 2), 'no evidence')
    """
    given = dict.fromkeys(scores, 1) if weights is None else weights
    for one, others in [(name, given) for name in scores] + [(name, scores) for name in given]:
        if one not in others:
            raise UnknownName("component", one, others)
    rule = rule_of(missing)
    parts = [Part(name, _score(score), positive("weight", given[name]), rule) for name, score in scores.items()]
    return compose(parts, share_of_one("least_coverage", least_coverage))


def _score(score: Number | Missing | None) -> Fraction | Missing:
    if score is None:
        return Missing(MissingReason.NO_EVIDENCE)
    return score if isinstance(score, Missing) else exact("score", score)


def rule_of(value: str | MissingRule) -> MissingRule:
    """Read a rule for what is missing.

    Raises
    ------
    InvalidValue
        No rule of that name.
    """
    try:
        return MissingRule(value)
    except ValueError:
        words = ", ".join(one.value for one in MissingRule)
        raise InvalidValue("missing", value, "is not known", f"one of {words}") from None


def positive(name: str, value: Number) -> Fraction:
    """Read a number above 0.

    Raises
    ------
    InvalidValue
        Not above 0.
    """
    number = exact(name, value)
    if number <= 0:
        raise InvalidValue(name, value, "is not above 0", "leave out what shall not weigh anything")
    return number


def share_of_one(name: str, value: Number) -> Fraction:
    """Read a part of one whole.

    Raises
    ------
    InvalidValue
        Outside 0 to 1.
    """
    number = exact(name, value)
    if not 0 <= number <= 1:
        raise InvalidValue(name, value, "is outside 0 to 1", "write 0.6 for 60 per cent")
    return number
