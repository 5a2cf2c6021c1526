"""Operators: what joins two expressions, each one function for arrays, plain numbers and dataframe engines."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any


class Operator(Enum):
    """What two expressions can be joined by."""

    EQUAL = "=="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    AND = "&"
    OR = "|"


ARITHMETIC = frozenset({Operator.PLUS, Operator.MINUS, Operator.TIMES})


def _both(left: Any, right: Any) -> Any:  # noqa: ANN401 -- arrays, numbers and narwhals expressions alike
    return (left != 0) & (right != 0)


def _either(left: Any, right: Any) -> Any:  # noqa: ANN401 -- arrays, numbers and narwhals expressions alike
    return (left != 0) | (right != 0)


# the same functions work on arrays, on numbers and on narwhals expressions
APPLY: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
    Operator.PLUS: operator.add,
    Operator.MINUS: operator.sub,
    Operator.TIMES: operator.mul,
    Operator.AND: _both,
    Operator.OR: _either,
}
