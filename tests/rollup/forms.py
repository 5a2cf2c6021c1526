"""One metric of each form: for laws that ask much and that metrics of one form keep or break alike.

`check_metric` asks every metric of the catalogue about order, renaming, diamonds, bounds and the twin; the laws that go
over whole organizations again and again ask these.
"""

import learnperf as lp
from learnperf.metrics.definition import parts_of


def one_of_each_form() -> tuple[lp.AnyMetric, ...]:
    """Give the first metric of the catalogue of each kind, state, evidence, grain, composition and stock."""
    return tuple({_form(metric): metric for metric in reversed(lp.catalogue())}.values())[::-1]


def _form(metric: lp.AnyMetric) -> tuple[object, ...]:
    return tuple(_looks(part) for part in parts_of(metric))


def _looks(part: lp.AnyMetric) -> tuple[object, ...]:
    outer = getattr(part, "outer", None)
    composed = outer if isinstance(outer, lp.Composition) else type(outer)
    rest = (getattr(part, name, None) for name in ("state", "evidence", "grain", "latest_by"))
    return (type(part), composed, *rest)
