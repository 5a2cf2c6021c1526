"""Cuts: every metric by any attribute of evidence, activity or learner, with totals that agree.

A cut asks the same question of a part of the evidence: for each value of a column, for what has no value there
("unknown"), and for all of it. The parts share nothing and leave nothing out, so that their states merge to the state
of the total. Whoever is counted once in the total may be in several parts: distinct counts overlap, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import TypedDict, TypeVar, cast
from weakref import WeakKeyDictionary

from attrs import evolve, frozen

from learnperf.errors import InvalidValue, UnknownName
from learnperf.metrics.algebra import Distinct
from learnperf.metrics.arguments import split_name
from learnperf.metrics.columns import COLUMNS, ColumnMeaning, EvidenceKind, meanings
from learnperf.metrics.definition import parts_of
from learnperf.metrics.expressions import ColumnOf, Expression, col
from learnperf.metrics.metric import AnyMetric, Index, Metric, Opaque, RatioOf, Staged
from learnperf.model.vocabulary import label

Value = int | str | Enum
_Form = TypeVar("_Form", bound=AnyMetric)


@frozen
class Cut:
    """What a metric was cut from: the whole metric's name, the column, and the value's word in names."""

    of: str
    by: str
    value: str


@frozen(eq=False)
class _Part:
    """One part of a cut: its word in names, its labels, and which pieces are in it."""

    by: str
    word: str
    label: tuple[str, str]
    where: Expression


class _Declared(TypedDict):
    name: str
    label: tuple[str, str]
    meaning: str


def cut(
    metrics: AnyMetric | Iterable[AnyMetric], by: str | Expression, values: Iterable[Value] | None = None
) -> tuple[AnyMetric, ...]:
    """Cut metrics by a column: each as it is, then one metric per value of the column, and "unknown".

    Parameters
    ----------
    metrics
        Of any form. Of one in two stages the inner metric is cut, of an index every part. Of a ratio the numerator is,
        and the denominator where the column means the same there; where it does not, the denominator stays whole and
        the label says so.
    by
        A column of the evidence, such as ``"provider"`` or ``col("attribute", "gender")``.
    values
        Which values get a metric of their own; what is left over goes into "others". Columns of words and of yes or no
        need none: all their words are taken, and nothing is left over. Columns of texts and numbers do.

    Returns
    -------
    tuple of metrics
        Named ``NAME.by_COLUMN.VALUE``, such as ``kirkpatrick.reaction.by_provider.bppk``; the same cut of the same
        metric is the same metric, however often it is asked for.

    Raises
    ------
    UnknownName
        The evidence of a metric has no such column; names the nearest.
    InvalidValue
        No values for a column of texts or numbers, or a value that the column cannot hold.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> [one.name for one in cut(catalogue("innovation.count"), by="novelty")]  # doctest: +NORMALIZE_WHITESPACE
    ['innovation.count', 'innovation.count.by_novelty.new', 'innovation.count.by_novelty.improved',
     'innovation.count.by_novelty.unknown']
    """
    several = (metrics,) if isinstance(metrics, AnyMetric) else tuple(metrics)
    column = _column_name(by)
    chosen = None if values is None else tuple(values)
    return tuple(one for metric in several for one in (metric, *_parts(metric, column, chosen)))


def cut_of(metric: AnyMetric) -> Cut | None:
    """Give what a metric was cut from; None where it is whole.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> cut_of(cut(catalogue("publication.count"), by="channel")[1])
    Cut(of='publication.count', by='channel', value='formal')
    """
    return _FROM.get(metric)


def can_cut(metric: AnyMetric, by: str | Expression) -> bool:
    """Say whether a metric can be cut by a column: whether what it counts has it.

    Examples
    --------
    >>> from learnperf.metrics.registry import catalogue
    >>> can_cut(catalogue("measure.reach")[0], "provider"), can_cut(catalogue("publication.count")[0], "provider")
    (True, False)
    """
    name = _column_name(by)
    if isinstance(metric, RatioOf):
        return can_cut(metric.numerator, name)
    if isinstance(metric, Staged):
        return can_cut(metric.inner, name)
    found = {_meaning(kind, name) for kind in _leading(metric)}
    return len(found) == 1 and None not in found


def needs_values(metric: AnyMetric, by: str | Expression) -> bool:
    """Say whether a column by which a metric can be cut has to be told its values: one of texts or numbers."""
    meaning = _meaning(next(_leading(metric)), _column_name(by))
    is_closed = meaning is not None and isinstance(meaning.words, type) and issubclass(meaning.words, Enum)
    return not (meaning is None or meaning.is_flag or is_closed)


def _column_name(by: str | Expression) -> str:
    if isinstance(by, ColumnOf):
        return by.name
    if isinstance(by, str):
        return by
    raise InvalidValue("by", by, "is no column", 'such as "provider" or col("attribute", "gender")')


def _parts(metric: AnyMetric, by: str, values: tuple[Value, ...] | None) -> Iterator[AnyMetric]:
    kind = next(_leading(metric))
    meaning = _meaning(kind, by)
    if meaning is None:
        raise UnknownName(f"column of {kind.__name__}", by, (one.name for one in COLUMNS[kind]))
    for part in _parts_by(meaning, by, values):
        yield _cut(metric, part, meaning)


def _leading(metric: AnyMetric) -> Iterator[EvidenceKind]:
    """Give the kinds of evidence of a metric, that of what is divided or comes first in front."""
    return (one.evidence for one in parts_of(metric) if isinstance(one, Metric | Opaque))


def _meaning(kind: EvidenceKind, by: str) -> ColumnMeaning | None:
    return meanings(kind, [by]).get(by)


def _parts_by(meaning: ColumnMeaning, by: str, values: tuple[Value, ...] | None) -> Iterator[_Part]:
    labels = _attribute(by)
    taken: set[str] = {"unknown", "others"}
    every = values if values is not None else _every_value(meaning, by)
    for value in every:
        word = _free(_word(meaning, value), taken)
        texts = _said(meaning, value)
        yield _Part(by, word, _labelled(labels, texts), col(by) == _checked(meaning, by, value))
    if values is not None:
        rest = col(by).is_present()
        for value in values:
            rest &= col(by) != value
        yield _Part(by, "others", _labelled(labels, _OTHERS), rest)
    yield _Part(by, "unknown", _labelled(labels, _UNKNOWN), col(by).is_missing())


def _every_value(meaning: ColumnMeaning, by: str) -> Sequence[Value]:
    if isinstance(meaning.words, type) and issubclass(meaning.words, Enum):
        return tuple(meaning.words)
    if meaning.is_flag:
        return (1, 0)
    hint = "give values=, such as learnperf.values_of(data, by) gives"
    raise InvalidValue("by", by, "holds no words of a closed list, so nobody knows its values", hint)


def _checked(meaning: ColumnMeaning, by: str, value: Value) -> Value:
    fits = isinstance(value, meaning.words) if meaning.words is not None else type(value) in {int, bool}
    if not fits:
        wanted = "a whole number" if meaning.words is None else f"one of {meaning.words.__name__}"
        raise InvalidValue("values", value, f"cannot stand in column {by}", wanted)
    return value


def _word(meaning: ColumnMeaning, value: Value) -> str:
    """Give a value as it stands in names of metrics."""
    if meaning.is_flag:
        return _said(meaning, value)[0]
    if isinstance(value, int) and not isinstance(value, Enum):
        return str(int(value)).replace("-", "minus_")
    return _plain(value.name if isinstance(value, Enum) else value) or "value"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _free(word: str, taken: set[str]) -> str:
    """Give a word nobody has yet: two texts may differ in what names leave out."""
    found, count = word, 1
    while found in taken:
        count += 1
        found = f"{word}_{count}"
    taken.add(found)
    return found


def _said(meaning: ColumnMeaning, value: Value) -> tuple[str, str]:
    if isinstance(value, Enum):
        return label(value), label(value, "id")
    if meaning.is_flag:
        return _YES if value else _NO
    return str(value), str(value)


def _labelled(attribute: tuple[str, str], value: tuple[str, str]) -> tuple[str, str]:
    return f"{attribute[0]}: {value[0]}", f"{attribute[1]}: {value[1]}"


def _attribute(by: str) -> tuple[str, str]:
    """Give what people call a column; an attribute of one's own is called as it is."""
    base, arguments = split_name(by)
    if base.endswith("attribute"):
        return str(arguments[0]), str(arguments[0])
    said = ", ".join(str(one) for one in arguments)
    english, indonesian = _ATTRIBUTES.get(base, (base.replace("_", " "),) * 2)
    return f"{english} {said}".strip(), f"{indonesian} {said}".strip()


def _cut(metric: _Form, part: _Part, meaning: ColumnMeaning) -> _Form:
    """Cut one metric; the same cut again is the same metric, for one name must not be two metrics'."""
    known = _MADE.setdefault(metric, {})
    key = (part.by, part.label)
    if key not in known:
        known[key] = made = _made(metric, part, meaning)
        _FROM[made] = Cut(metric.name, part.by, part.word)
    return cast("_Form", known[key])


def _made(metric: AnyMetric, part: _Part, meaning: ColumnMeaning) -> AnyMetric:
    if isinstance(metric, RatioOf):
        return _cut_ratio(metric, part, meaning)
    if isinstance(metric, Index):
        weights = {_cut(one, part, meaning): weight for one, weight in metric.weights}
        return evolve(metric, weights=weights, **_declared(metric, part))
    if isinstance(metric, Staged):
        return evolve(metric, inner=_cut(metric.inner, part, meaning), **_declared(metric, part))
    if _meaning(metric.evidence, part.by) != meaning:
        kind = metric.evidence.__name__
        raise UnknownName(f"column of {kind}", part.by, (one.name for one in COLUMNS[metric.evidence]))
    where = part.where if metric.where is None else metric.where & part.where
    return evolve(metric, where=where, **_declared(metric, part, _OVERLAP if _is_distinct(metric) else ""))


def _cut_ratio(metric: RatioOf, part: _Part, meaning: ColumnMeaning) -> RatioOf:
    """Cut the numerator, and the denominator where the column means the same there."""
    numerator = _cut(metric.numerator, part, meaning)
    overlap = _OVERLAP if _is_distinct(metric.numerator) else ""
    if all(_meaning(kind, part.by) == meaning for kind in _leading(metric.denominator)):
        denominator = _cut(metric.denominator, part, meaning)
        return evolve(metric, numerator=numerator, denominator=denominator, **_declared(metric, part, overlap))
    english, indonesian = part.label
    also = evolve(part, label=(f"{english}, base not cut", f"{indonesian}, pembagi tidak dipilah"))
    return evolve(metric, numerator=numerator, **_declared(metric, also, overlap))


def _is_distinct(metric: AnyMetric) -> bool:
    return isinstance(metric, Metric) and metric.state is Distinct


def _declared(metric: AnyMetric, part: _Part, also: str = "") -> _Declared:
    """Give name, label and meaning of a part."""
    english, indonesian = metric.label
    return {
        "name": f"{metric.name}.by_{_plain(part.by)}.{part.word}",
        "label": (f"{english}, {part.label[0]}", f"{indonesian}, {part.label[1]}"),
        "meaning": f"{metric.meaning} Only where {part.label[0]}.{also}".strip(),
    }


_OVERLAP = " Whoever is counted once in all may be in several parts."
_UNKNOWN, _OTHERS = ("unknown", "tidak diketahui"), ("all others", "semua yang lain")
_YES, _NO = ("yes", "ya"), ("no", "tidak")
_ATTRIBUTES = {
    "activity": ("activity", "pembelajaran"),
    "aspect": ("aspect", "aspek"),
    "as_member": ("as member of a team", "sebagai anggota tim"),
    "as_team": ("as a whole team", "sebagai satu tim"),
    "change": ("change", "perubahan"),
    "channel": ("channel", "saluran"),
    "competency": ("competency", "kompetensi"),
    "condition": ("condition", "kondisi"),
    "fulfilment": ("fulfilment", "pemenuhan"),
    "grade": ("grade", "pangkat"),
    "group": ("group", "kelompok"),
    "initiative": ("initiative", "inisiatif"),
    "job_family": ("job family", "rumpun jabatan"),
    "kind": ("kind", "jenis"),
    "level": ("level", "tingkat"),
    "mode": ("mode", "cara belajar"),
    "novelty": ("novelty", "kebaruan"),
    "phase": ("phase", "fase"),
    "position": ("position", "jabatan"),
    "provider": ("provider", "penyelenggara"),
    "rater": ("rater", "penilai"),
    "significance": ("significance", "nilai kemanfaatan"),
    "stage": ("stage", "tahap"),
    "structured": ("structured", "terstruktur"),
    "tier": ("tier", "jenjang"),
    "wave": ("wave", "gelombang"),
}
# weak, so that metrics nobody holds any more are not held here either
_MADE: WeakKeyDictionary[AnyMetric, dict[tuple[str, tuple[str, str]], AnyMetric]] = WeakKeyDictionary()
_FROM: WeakKeyDictionary[AnyMetric, Cut] = WeakKeyDictionary()
