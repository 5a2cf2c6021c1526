"""The words evidence is written in: closed lists, each value with its label in English and Indonesian."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, IntEnum
from functools import cache
from typing import TypeVar

from attrs import Attribute

from learnperf.errors import InvalidValue
from learnperf.model.categories import INDONESIAN_CATEGORIES, CostCategory, Resource
from learnperf.model.conditions import SENTENCES
from learnperf.model.levels import INDONESIAN_LEVELS, Aspect, Level, Tier
from learnperf.model.nodes import CompetencyGroup, NodeKind

__all__ = [
    "Aspect",
    "Change",
    "Channel",
    "Condition",
    "ConditionGroup",
    "CostCategory",
    "Fulfilment",
    "Initiative",
    "InnovationKind",
    "Level",
    "Mode",
    "MoveMark",
    "NodeKind",
    "Novelty",
    "Phase",
    "Provider",
    "Rater",
    "Resource",
    "Significance",
    "Stage",
    "Tier",
    "Wave",
    "label",
    "read_word",
    "word_field",
    "words",
]

_Word = TypeVar("_Word", bound=Enum)


class Rater(Enum):
    """Who judged; a scored test is nobody's opinion and has a word of its own."""

    SELF = "self"
    SUPERVISOR = "supervisor"
    PEER = "peer"
    SUBORDINATE = "subordinate"
    TEST = "test"


class Wave(Enum):
    """When a behaviour or results evaluation is taken, counted from the end of learning."""

    BASELINE = "baseline"
    MONTH_3 = "3m"
    MONTH_6 = "6m"
    MONTH_12 = "12m"


class Phase(Enum):
    """Before or after learning."""

    PRE = "pre"
    POST = "post"


class Provider(Enum):
    """Who runs a learning activity: the training agency (BPPK), the unit, the learner, or somebody else."""

    BPPK = "bppk"
    UNIT = "unit"
    SELF = "self"
    OTHER = "other"


class Mode(Enum):
    """How learning is done."""

    CLASSROOM = "classroom"
    E_LEARNING = "e-learning"
    SELF_STUDY = "self-study"
    COMMUNITY = "community"
    COACHING = "coaching"
    WORKPLACE = "workplace"


class Initiative(Enum):
    """Whether learning was assigned or sought by the learner."""

    ASSIGNED = "assigned"
    SELF = "self-initiated"


class InnovationKind(Enum):
    """What is new: a product (or service), a process, or a system."""

    PRODUCT = "product"
    PROCESS = "process"
    SYSTEM = "system"


class Stage(IntEnum):
    """How far an innovation has come; an innovation in the Oslo Manual's sense begins at IMPLEMENTED."""

    IDEA = 1
    PILOT = 2
    IMPLEMENTED = 3
    ADOPTED = 4
    REPLICATED = 5


class Novelty(Enum):
    """New to the unit, or a marked improvement of what it had."""

    NEW = "new"
    IMPROVED = "improved"


class Significance(IntEnum):
    """Value of an innovation as judged by its unit."""

    LOW = 1
    MODERATE = 2
    HIGH = 3


class MoveMark(Enum):
    """What a career move (mutasi) is; one event may carry several marks and is still one event."""

    PROMOTION = "promotion"
    DEMOTION = "demotion"
    ROTATION = "rotation"
    TRANSFER = "transfer"


class Change(Enum):
    """What a correction mended: an error, or a way of working."""

    ERROR = "error"
    WAY_OF_WORKING = "way of working"


class Channel(Enum):
    """How a publication reaches people: official correspondence, or mail, chat and the like."""

    FORMAL = "formal"
    INFORMAL = "informal"


class Fulfilment(IntEnum):
    """How far an enabling condition is met; NOT_APPLICABLE never enters a denominator."""

    NOT_APPLICABLE = -1
    NOT_MET = 0
    PARTLY = 1
    MET = 2


class ConditionGroup(Enum):
    """The six groups of enabling conditions."""

    INDIVIDUAL = "individual"
    TEAM = "team"
    ORGANIZATION = "organization"
    PUBLICATION = "publication"
    TECHNICAL_TEAM = "technical team"
    LEARNING_MEDIA = "learning media"


class Condition(Enum):
    """The 18 enabling conditions (kondisi pendukung), by their stable ids."""

    E1_1 = "E1.1"
    E1_2 = "E1.2"
    E1_3 = "E1.3"
    E1_4 = "E1.4"
    E2_1 = "E2.1"
    E2_2 = "E2.2"
    E2_3 = "E2.3"
    E2_4 = "E2.4"
    E3_1 = "E3.1"
    E3_2 = "E3.2"
    E3_3 = "E3.3"
    E3_4 = "E3.4"
    E3_5 = "E3.5"
    E4_1 = "E4.1"
    E5_1 = "E5.1"
    E5_2 = "E5.2"
    E6_1 = "E6.1"
    E6_2 = "E6.2"

    @property
    def group(self) -> ConditionGroup:
        """The group the condition belongs to."""
        return list(ConditionGroup)[int(self.value[1]) - 1]

    @property
    def judged_for(self) -> tuple[NodeKind, ...]:
        """The kinds of node it can be judged for: the kind it speaks of, and the larger ones that kind is part of."""
        if self.group is ConditionGroup.INDIVIDUAL:
            return (NodeKind.LEARNER, NodeKind.TEAM, NodeKind.UNIT)
        return (NodeKind.TEAM, NodeKind.UNIT) if self.group is ConditionGroup.TEAM else (NodeKind.UNIT,)


# pairs, not a dict of words: members of different IntEnums are equal where their numbers are
_INDONESIAN_WORDS: tuple[tuple[Enum, str], ...] = (
    (NodeKind.LEARNER, "pembelajar"),
    (NodeKind.TEAM, "tim kerja"),
    (NodeKind.UNIT, "unit kerja"),
    (CompetencyGroup.TECHNICAL, "teknis"),
    (CompetencyGroup.MANAGERIAL, "manajerial"),
    (CompetencyGroup.SOCIOCULTURAL, "sosial kultural"),
    *INDONESIAN_LEVELS,
    *INDONESIAN_CATEGORIES,
    (Rater.SELF, "diri sendiri"),
    (Rater.SUPERVISOR, "atasan"),
    (Rater.PEER, "rekan"),
    (Rater.SUBORDINATE, "bawahan"),
    (Rater.TEST, "ujian"),
    (Wave.BASELINE, "awal"),
    (Wave.MONTH_3, "3 bulan"),
    (Wave.MONTH_6, "6 bulan"),
    (Wave.MONTH_12, "12 bulan"),
    (Phase.PRE, "sebelum"),
    (Phase.POST, "sesudah"),
    (Provider.BPPK, "BPPK"),
    (Provider.UNIT, "unit kerja"),
    (Provider.SELF, "mandiri"),
    (Provider.OTHER, "lainnya"),
    (Mode.CLASSROOM, "kelas"),
    (Mode.E_LEARNING, "e-learning"),
    (Mode.SELF_STUDY, "belajar mandiri"),
    (Mode.COMMUNITY, "komunitas"),
    (Mode.COACHING, "bimbingan"),
    (Mode.WORKPLACE, "terintegrasi di tempat kerja"),
    (Initiative.ASSIGNED, "ditugaskan"),
    (Initiative.SELF, "inisiatif sendiri"),
    (InnovationKind.PRODUCT, "produk"),
    (InnovationKind.PROCESS, "proses"),
    (InnovationKind.SYSTEM, "sistem"),
    (Stage.IDEA, "gagasan"),
    (Stage.PILOT, "uji coba"),
    (Stage.IMPLEMENTED, "diterapkan"),
    (Stage.ADOPTED, "diadopsi"),
    (Stage.REPLICATED, "direplikasi"),
    (Novelty.NEW, "baru"),
    (Novelty.IMPROVED, "perbaikan"),
    (Significance.LOW, "rendah"),
    (Significance.MODERATE, "sedang"),
    (Significance.HIGH, "tinggi"),
    (MoveMark.PROMOTION, "promosi"),
    (MoveMark.DEMOTION, "demosi"),
    (MoveMark.ROTATION, "rotasi"),
    (MoveMark.TRANSFER, "alih tugas"),
    (Change.ERROR, "kesalahan"),
    (Change.WAY_OF_WORKING, "cara kerja"),
    (Channel.FORMAL, "formal"),
    (Channel.INFORMAL, "informal"),
    (Fulfilment.NOT_APPLICABLE, "tidak berlaku"),
    (Fulfilment.NOT_MET, "tidak terpenuhi"),
    (Fulfilment.PARTLY, "sebagian"),
    (Fulfilment.MET, "terpenuhi"),
    (ConditionGroup.INDIVIDUAL, "individu"),
    (ConditionGroup.TEAM, "tim"),
    (ConditionGroup.ORGANIZATION, "organisasi"),
    (ConditionGroup.PUBLICATION, "sarana publikasi"),
    (ConditionGroup.TECHNICAL_TEAM, "tim teknis"),
    (ConditionGroup.LEARNING_MEDIA, "media pembelajaran"),
)
# where the English label is not the word itself
_ENGLISH_WORDS: tuple[tuple[Enum, str], ...] = (
    (Wave.MONTH_3, "3 months"),
    (Wave.MONTH_6, "6 months"),
    (Wave.MONTH_12, "12 months"),
    (Provider.BPPK, "BPPK"),
    # Thalheimer says effects; a label must not claim what only a fair comparison shows
    (Tier.EFFECTS_OF_TRANSFER, "results of transfer"),
    (Phase.PRE, "before"),
    (Phase.POST, "after"),
)
_INDONESIAN = {(type(word), word.name): text for word, text in _INDONESIAN_WORDS}
_ENGLISH = {(type(word), word.name): text for word, text in _ENGLISH_WORDS}
for _condition in Condition:
    _ENGLISH[Condition, _condition.name], _INDONESIAN[Condition, _condition.name] = SENTENCES[_condition.value]


def label(word: Enum, language: str = "en") -> str:
    """Give a word's label for people, in English (``en``) or Indonesian (``id``).

    Examples
    --------
    >>> label(Level.BEHAVIOUR), label(Level.BEHAVIOUR, "id")
    ('behaviour', 'perilaku')
    >>> label(Condition.E6_2)
    'the equipment to document knowledge is available'
    """
    key = (type(word), word.name)
    if language == "id" and key in _INDONESIAN:
        return _INDONESIAN[key]
    plain = word.name.lower().replace("_", " ") if isinstance(word, IntEnum) else str(word.value)
    return _ENGLISH.get(key, plain)


def read_word(kind: type[_Word], value: object, name: str = "word") -> _Word:
    """Read a word as people write it: itself, its value, its number, or its label in either language.

    Parameters
    ----------
    kind
        The closed list it belongs to, such as `Level`.
    value
        A member, a text (upper and lower case are the same) or the whole number of a level.
    name
        The field, for the error.

    Raises
    ------
    InvalidValue
        Not one of the words; says which there are, in both languages.

    Examples
    --------
    >>> read_word(Level, "perilaku"), read_word(Level, 3), read_word(Rater, "Supervisor")
    (<Level.BEHAVIOUR: 3>, <Level.BEHAVIOUR: 3>, <Rater.SUPERVISOR: 'supervisor'>)
    """
    if isinstance(value, kind):
        return value
    text = " ".join(str(value).split()).casefold() if type(value) in {str, int} else ""
    found = _ways_to_write(kind).get(text)
    if isinstance(found, kind):
        return found
    raise InvalidValue(name, value, f"is not one of the words for {name}", f"one of {words(kind)}")


def words(kind: type[Enum]) -> str:
    """List the words of a kind for people, each in English and Indonesian; conditions by their ids.

    Examples
    --------
    >>> words(Phase)
    'pre (sebelum), post (sesudah)'
    """
    if kind is Condition:
        return ", ".join(str(word.value) for word in kind)
    return ", ".join(f"{_written(word)} ({label(word, 'id')})" for word in kind)


def word_field(kind: type[_Word]) -> Callable[[object, Attribute[_Word], _Word], None]:
    """Make an attrs validator that refuses everything but members of one list of words."""

    def check(instance: object, attribute: Attribute[_Word], value: _Word) -> None:
        del instance
        if not isinstance(value, kind):
            raise InvalidValue(attribute.name, value, f"is not a {kind.__name__}", f"one of {words(kind)}")

    return check


def _written(word: Enum) -> str:
    """Give a word as files write it: its value, or for numbered words its name."""
    return label(word) if isinstance(word, IntEnum) else str(word.value)


@cache
def _ways_to_write(kind: type[Enum]) -> dict[str, Enum]:
    return {
        way.casefold(): word
        for word in kind
        for way in (str(word.value), word.name, word.name.replace("_", " "), label(word), label(word, "id"))
    }
