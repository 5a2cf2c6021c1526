"""Learning activities: courses, workshops, coaching, communities, work itself and what people read on their own."""

from __future__ import annotations

from attrs import field, frozen

from learnperf.demo.words import COMPETENCIES
from learnperf.model.evidence import LearningActivity
from learnperf.model.vocabulary import Initiative, Mode, Provider

_ASSIGNED, _SOUGHT = Initiative.ASSIGNED, Initiative.SELF
WELCOME = "welcome"


@frozen
class _Form:
    """A form of learning that exists for every competency."""

    code: str
    title: str
    provider: Provider
    mode: Mode
    initiative: Initiative
    hours: float | None
    structured: bool = field(default=True, kw_only=True)


_FORMS = (
    _Form("course", "{} course", Provider.BPPK, Mode.CLASSROOM, _ASSIGNED, 40.0),
    _Form("online", "{} online", Provider.BPPK, Mode.E_LEARNING, _ASSIGNED, 12.0),
    _Form("workshop", "{} workshop of the unit", Provider.UNIT, Mode.CLASSROOM, _ASSIGNED, 6.0),
    _Form("coaching", "Coaching in {}", Provider.UNIT, Mode.COACHING, _ASSIGNED, 8.0, structured=False),
    _Form("circle", "Community of practice: {}", Provider.UNIT, Mode.COMMUNITY, _SOUGHT, 2.5, structured=False),
    _Form("project", "{} at the workplace", Provider.UNIT, Mode.WORKPLACE, _ASSIGNED, None, structured=False),
    _Form("reading", "Reading on {}", Provider.SELF, Mode.SELF_STUDY, _SOUGHT, None, structured=False),
    _Form("diploma", "{} diploma of a university", Provider.OTHER, Mode.E_LEARNING, _SOUGHT, 60.0),
)
# nobody has mapped these to competencies yet
_UNMAPPED = (
    LearningActivity(WELCOME, name="Welcome to the ministry", provider=Provider.BPPK, mode=Mode.E_LEARNING, hours=3.0),
    LearningActivity("talks", name="Thursday talks", provider=Provider.OTHER, structured=False, mode=Mode.COMMUNITY),
    LearningActivity("visit", name="Study visit", provider=Provider.OTHER, mode=Mode.WORKPLACE, hours=16.0),
)


@frozen(eq=False)
class Catalogue:
    """All learning activities, and those that develop each competency."""

    activities: tuple[LearningActivity, ...]
    by_topic: dict[str, tuple[LearningActivity, ...]]
    unmapped: tuple[LearningActivity, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """The competencies there is something to learn about."""
        return tuple(self.by_topic)


def catalogue() -> Catalogue:
    """Give eight forms of learning per competency, and a few activities that are not mapped to any."""
    by_topic = {
        topic: tuple(_activity(topic, name, form, place) for form in _FORMS)
        for place, (topic, name) in enumerate(COMPETENCIES)
    }
    mapped = [activity for several in by_topic.values() for activity in several]
    return Catalogue((*mapped, *_UNMAPPED), by_topic, _UNMAPPED)


def _activity(topic: str, name: str, form: _Form, place: int) -> LearningActivity:
    """Make one activity; workshops train a neighbouring competency, too."""
    topics = {topic, COMPETENCIES[place - 1][0]} if form.code == "workshop" else {topic}
    return LearningActivity(
        f"{form.code}-{topic}",
        name=form.title.format(name),
        provider=form.provider,
        structured=form.structured,
        mode=form.mode,
        initiative=form.initiative,
        competencies=frozenset(topics),
        hours=form.hours,
    )
