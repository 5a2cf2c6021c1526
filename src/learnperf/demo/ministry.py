"""An invented ministry: its people, teams and units, and two years of evidence of every kind about them.

Each part is drawn from random numbers of its own and from the parts before it: units, people and their careers,
teams, learning, and then everything that learning leads to.
"""

from __future__ import annotations

from learnperf.demo.adoptions import adoptions
from learnperf.demo.assignments import assignments
from learnperf.demo.careers import people, placements
from learnperf.demo.conditions import judgements
from learnperf.demo.corrections import corrections
from learnperf.demo.courses import catalogue
from learnperf.demo.evaluations import evaluations
from learnperf.demo.innovations import innovations, reclassified
from learnperf.demo.jobs import competencies, positions
from learnperf.demo.learning import learning
from learnperf.demo.people import Person, hires
from learnperf.demo.proficiency import proficiency
from learnperf.demo.publications import publications
from learnperf.demo.spending import spending
from learnperf.demo.teams import Crew, crews
from learnperf.demo.units import Structure, structure
from learnperf.errors import InvalidValue
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Record
from learnperf.model.nodes import Learner
from learnperf.model.organization import Organization

FEWEST_LEARNERS = 200


def make_demo(seed: int = 1, learners: int = 2000) -> tuple[Organization, Evidence]:
    """Make an invented ministry with a reorganization on 1 January 2025 and evidence of 2024 and 2025.

    The same seed gives the same ministry on every platform; what there is to discover in it stands in
    `learnperf.demo.story`.

    Parameters
    ----------
    seed
        Chooses one of many ministries that tell the same story.
    learners
        How many people, 200 at least; teams and evidence grow with them.

    Raises
    ------
    InvalidValue
        Too few learners to fill the units.

    Examples
    --------
    >>> organization, evidence = make_demo(learners=200)
    >>> len(organization.learners), organization.units["AUD"].name
    (200, 'Inspectorate General')
    """
    if learners < FEWEST_LEARNERS:
        raise InvalidValue("learners", learners, f"is below {FEWEST_LEARNERS}", "the units would stand empty")
    built = structure()
    everybody = people(seed, hires(seed, learners, built.workplaces), built.workplaces)
    teams = crews(seed, everybody, built.workplaces)
    return _organization(built, everybody, teams), _evidence(seed, built, everybody, teams)


def _organization(built: Structure, everybody: list[Person], teams: list[Crew]) -> Organization:
    return Organization.of(
        units=built.units,
        teams=[crew.team for crew in teams],
        learners=[Learner(person.id, person.hire.name) for person in everybody],
        positions=positions(),
        competencies=competencies(),
        ties=[
            *built.reporting,
            *(tie for crew in teams for tie in crew.sponsorships),
            *placements(everybody),
            *(tie for crew in teams for tie in crew.memberships),
        ],
    )


def _evidence(seed: int, built: Structure, everybody: list[Person], teams: list[Crew]) -> Evidence:
    known = catalogue()
    learned = learning(seed, everybody, teams, known)
    born = innovations(seed, learned, teams, len(everybody))
    records: list[Record] = [
        *learned.records,
        *evaluations(seed, everybody, learned),
        *proficiency(seed, everybody, learned),
        *(one.innovation for one in born),
        *reclassified(born),
        *(move for person in everybody for move in person.moves),
        *assignments(seed, teams, learned),
        *adoptions(seed, born, built.workplaces),
        *corrections(seed, learned, built.workplaces, len(everybody)),
        *judgements(seed, everybody, teams, built.workplaces),
        *publications(seed, built.workplaces),
        *spending(seed, learned),
    ]
    return Evidence.of(records, activities=known.activities)
