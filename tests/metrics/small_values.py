"""What every metric reads at the ministry of the small organization, worked out by hand from its records.

Each line is the arithmetic a person would do with the records of `learnperf.demo.small` before them: the scores, the
people and the days that stand there, and nothing the library computed.
"""

import math
from datetime import date
from fractions import Fraction as F  # noqa: N817 -- a table of arithmetic reads best in short

_IDEA, _TAX_ADOPTED, _CUSTOMS_ADOPTED = date(2026, 2, 20), date(2026, 6, 1), date(2026, 8, 1)


def _spread(values: tuple[F, ...]) -> F:
    """Give the double nearest to the standard deviation of a sample."""
    mean = sum(values, F(0)) / len(values)
    variance = sum(((one - mean) ** 2 for one in values), F(0)) / (len(values) - 1)
    return F(math.sqrt(variance))


KIRKPATRICK = {
    # ani 5, budi 4, citra 3; dewi was asked and did not answer
    "kirkpatrick.reaction": F(5 + 4 + 3, 3),
    "kirkpatrick.reaction.mean_of_learners": F(5 + 4 + 3, 3),
    # after learning ani 4, budi 4, citra 5
    "kirkpatrick.learning": F(4 + 4 + 5, 3),
    "kirkpatrick.learning.mean_of_learners": F(4 + 4 + 5, 3),
    # supervisors say ani 4, budi 3, citra 5; ani says 5 of herself
    "kirkpatrick.behaviour": F(4 + 5 + 3 + 5, 4),
    "kirkpatrick.behaviour.mean_of_learners": (F(4 + 5, 2) + 3 + 5) / 3,
    # ani from 2 to 4, budi from 3 to 3; citra and ani's own have no baseline
    "kirkpatrick.behaviour.change": F((4 - 2) + (3 - 3), 2),
    # a score s of 1..5 is (s - 1) / 4 of the scale
    "kirkpatrick.behaviour.attained": F(3 + 4 + 2 + 4, 4 * 4),
    # three quarters is a mean of 4: ani 4.5 and citra 5 of three
    "kirkpatrick.behaviour.realised": F(2, 3),
    "kirkpatrick.behaviour.lowest_learner": F(3),
    "kirkpatrick.results": F(4 + 3 + 4, 3),
    "kirkpatrick.results.mean_of_learners": F(4 + 3 + 4, 3),
    "kirkpatrick.results.change": F((4 - 3) + (3 - 2), 2),
    "kirkpatrick.results.attained": F(3 + 2 + 3, 3 * 4),
    "kirkpatrick.results.realised": F(2, 3),
}
# of the scale ani's behaviour is (3 + 4) / 2 of 4, budi's 2, citra's 4; their results 3, 2 and 3 of 4
_BEHAVIOUR, _RESULTS = (F(7, 8), F(2, 4), F(4, 4)), (F(3, 4), F(2, 4), F(3, 4))
REALISATION = {
    "realisation.behaviour.mean": sum(_BEHAVIOUR, F(0)) / 3,
    "realisation.behaviour.consensus": sum(_BEHAVIOUR, F(0)) / 3,
    "realisation.behaviour.spread": _spread(_BEHAVIOUR),
    "realisation.behaviour.least": F(2, 4),
    "realisation.behaviour.greatest": F(4, 4),
    "realisation.results.mean": sum(_RESULTS, F(0)) / 3,
    "realisation.results.consensus": sum(_RESULTS, F(0)) / 3,
    "realisation.results.spread": _spread(_RESULTS),
    "realisation.results.least": F(2, 4),
    "realisation.results.greatest": F(3, 4),
}
INNOVATION = {
    # the checklist and the dashboard
    "innovation.present": F(1),
    "innovation.count": F(2),
    "innovation.implemented": F(1),
    # the checklist is adopted (4), the dashboard went back to an idea (1)
    "innovation.weighted": F(4 + 1),
    "innovation.went_back": F(1),
    # ani and citra of four people; the audit team of two teams
    "innovation.innovators": F(2),
    "innovation.innovating_teams": F(1),
    "innovation.innovator_rate": F(2, 4),
    "innovation.team_rate": F(1, 2),
    "adoption.share": F(1, 2),
    "adoption.count": F(2),
    "adoption.from_elsewhere": F(1),
    "adoption.days": F((_TAX_ADOPTED - _IDEA).days + (_CUSTOMS_ADOPTED - _IDEA).days, 2),
}
CAREER = {
    # ani was promoted, dewi transferred and rotated at once, citra demoted
    "career.moves": F(3),
    "career.promotions": F(1),
    "career.demotions": F(1),
    "career.rotations": F(1),
    "career.transfers": F(1),
    # ani learned auditing before; dewi completed nothing; citra's new position is not known
    "career.linked_moves": F(1, 2),
    "career.movers": F(3),
    "career.mover_rate": F(3, 4),
    # ani, budi and citra learned; of them ani and citra moved
    "career.mover_rate_learned": F(2, 3),
    # dewi alone did not, and she moved
    "career.mover_rate_others": F(1, 1),
    # assessed as auditors, of whom auditing 2 and data 2 are asked: ani has 1 and 2, budi 2 and 1; citra has 3 of 4
    "competency.gap": F((2 - 1) + 0 + 0 + (2 - 1) + (4 - 3), 2 + 2 + 2 + 2 + 4),
}
LEARNING = {
    # all but dewi's participation
    "learning.completed": F(5),
    "learning.hours": F(20 + 20 + 8 + 4 + 8),
    # analysis and the forum are sought, three of five
    "learning.self_initiated": F(3, 5),
    # of those mapped: ani's audit techniques and citra's analysis close a gap, budi's techniques and ani's analysis not
    "learning.relevance": F(2, 4),
    "learning.learners_active": F(3),
    "learning.teams_active": F(1),
    "learning.continuity": F(3, 4),
    "learning.team_continuity": F(1, 2),
}
TEAM = {
    # the audit team's forum; citra's analysis for the border team
    "team_learning.as_team": F(1),
    "team_learning.as_member": F(1),
    # all but the forum of five
    "team_learning.structured": F(4, 5),
    "team_learning.together": F(1, 5),
    # of six assignments one was cancelled; done are a1, a2 and a5 with weights 2, 1 and 3 of 8
    "assignment.given": F(6 - 1),
    "assignment.completion": F(3, 5),
    "assignment.weighted_completion": F(2 + 1 + 3, 2 + 1 + 1 + 3 + 1),
    # due by the end of 2026: a1 and a5 in time, a2 ten days late, a3 not done
    "assignment.on_time": F(2, 4),
    "assignment.completion_of_due": F(3, 4),
    # completed 2 + 1 + 3, due 2 + 1 + 1 + 3
    "assignment.schedule_performance": F(2 + 1 + 3, 2 + 1 + 1 + 3),
    "assignment.quality": F(4 + 3 + 5, 3),
    "assignment.cancelled": F(1),
}
ORGANIZATION = {
    "roster.learners": F(4),
    "roster.teams": F(2),
    "correction.count": F(2),
    "correction.learning_happened": F(1),
    "correction.explained": F(1, 2),
    "publication.count": F(2),
}
_GROUPS = {
    # met 1, partly 1/2 by turns at the tax office, and what the teams and the customs office have
    "conditions.individual": (1 + F(1, 2) + 1 + F(1, 2)) / 4,
    "conditions.team": (1 + F(1, 2) + 1 + F(1, 2) + 1 + 0 + F(1, 2) + 1) / 8,
    "conditions.organization": (1 + F(1, 2) + 1 + F(1, 2) + 1 + 0) / 6,
    "conditions.publication": F(1, 2),
    "conditions.technical_team": (1 + F(1, 2)) / 2,
    "conditions.learning_media": (1 + F(1, 2)) / 2,
}
CONDITIONS = {
    **_GROUPS,
    "conditions.overall": sum(_GROUPS.values(), F(0)) / 6,
    # the tax office met 9 of 18, a team each of both of its conditions; one of 24 judgements does not apply
    "conditions.met": F(9 + 1 + 1, 18 + 6 - 1),
    # met and partly by turns, in the order of the conditions
    **{f"conditions.e{group}_{one}": F(1) for group, one in ("11", "13", "23", "31", "33", "35", "51", "61")},
    **{f"conditions.e{group}_{one}": F(1, 2) for group, one in ("12", "14", "24", "34", "52", "62")},
    "conditions.e2_1": (1 + F(1) + 0) / 3,
    "conditions.e2_2": (F(1, 2) + F(1, 2) + 1) / 3,
    "conditions.e3_2": (F(1, 2) + 0) / 2,
    "conditions.e4_1": F(1, 2),
    "conditions.teams_learning_by_project": F(1, 2),
    "conditions.teams_in_dialogue": F(1, 2),
}

VALUES = {**KIRKPATRICK, **REALISATION, **INNOVATION, **CAREER, **LEARNING, **TEAM, **ORGANIZATION, **CONDITIONS}
