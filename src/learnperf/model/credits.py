"""Credits: how contributors share one whole piece of evidence, in whole millionths that add up exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from learnperf.errors import InvalidValue
from learnperf.model.ids import check_id
from learnperf.model.scales import Number, exact
from learnperf.model.ties import WHOLE


def credits_of(value: Mapping[str, Number] | Collection[str]) -> Mapping[str, int]:
    """Turn contributors into credits of whole millionths that sum to 1,000,000 (an attrs converter).

    What rounding leaves goes to the largest remainders, ties by id. Without credits everyone gets an equal part.

    Parameters
    ----------
    value
        Contributors with credits that sum to 1, give or take 0.00001, or ids alone.

    Raises
    ------
    InvalidValue
        Nobody, somebody twice, a credit that is not above 0 or rounds to nothing, credits that do not sum to 1.

    Examples
    --------
    >>> dict(credits_of(["ani", "budi", "citra"]))
    {'ani': 333334, 'budi': 333333, 'citra': 333333}
    >>> dict(credits_of({"ani": 0.25, "budi": 0.75}))
    {'ani': 250000, 'budi': 750000}
    """
    names = _names(value)
    if isinstance(value, Mapping):
        quotas = _quotas({name: exact("contributors", credit) for name, credit in value.items()})
    else:
        quotas = dict.fromkeys(names, Fraction(WHOLE, len(names)))
    whole = {name: int(quota) for name, quota in quotas.items()}
    order = sorted(names, key=lambda name: (whole[name] - quotas[name], name))
    for name in order[: WHOLE - sum(whole.values())]:
        whole[name] += 1
    for name, units in whole.items():
        if units == 0:
            raise InvalidValue("contributors", name, "has a credit of less than one millionth", "leave it out")
    return MappingProxyType(whole)


def _names(value: Iterable[str]) -> list[str]:
    if isinstance(value, str):
        raise InvalidValue("contributors", value, "is one text where several ids belong", f"write [{value!r}]")
    names = list(value)
    if not names:
        raise InvalidValue("contributors", "", "is empty", "name at least one contributor")
    for name in names:
        check_id("contributors", name)
    if len(set(names)) != len(names):
        raise InvalidValue("contributors", ", ".join(names), "names somebody twice", "add their credits up")
    return names


def _quotas(parts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Give exact credits in millionths that sum to all of them."""
    said = ", ".join(f"{name}: {float(part):g}" for name, part in parts.items())
    if any(part <= 0 for part in parts.values()):
        raise InvalidValue("contributors", said, "has a credit that is not above 0", "leave them out")
    total = sum(parts.values(), Fraction(0))
    # credits of an innovation made before (`attrs.evolve`) are in millionths already, and sum to all of them
    one = WHOLE if total == WHOLE else 1
    # three thirds written 0.333333 are meant as one whole; 0.9 is not
    if abs(total - one) > _TOLERANCE:
        raise InvalidValue("contributors", said, f"has credits that sum to {float(total):g}", "sum to 1")
    return {name: part / total * WHOLE for name, part in parts.items()}


_TOLERANCE = Fraction(1, 100_000)
