"""The rows of the domain: every statement of the framework that readings must be able to answer.

The framework is the "Learner's Performance" component of the learning organization of the Indonesian Ministry of
Finance. Each of its statements is a row with a stable id, in our words. Metrics say which rows they serve; for each row
one test records evidence, rolls it up and reads what the row asks for.
"""

from __future__ import annotations

from types import MappingProxyType

from attrs import frozen

from learnperf.model.vocabulary import Condition, label

_TESTS = "tests/domain"


@frozen
class Row:
    """One statement of the framework.

    Parameters
    ----------
    id
        Such as ``T1`` or ``E3.4``.
    label
        The statement, in English and Indonesian.
    shown_by
        The test that shows it, in the repository.
    how
        How it is served, where that is not by its metrics alone.
    """

    id: str
    label: tuple[str, str]
    shown_by: str
    how: str = ""


def _row(one: str, english: str, indonesian: str, test: str, how: str = "") -> Row:
    return Row(one, (english, indonesian), f"{_TESTS}/{test}", how)


def _condition(condition: Condition) -> Row:
    test = f"{_TESTS}/test_conditions.py::test_a_condition_judged_for_a_unit_reads_there[{condition.value}]"
    return Row(condition.value, (label(condition), label(condition, "id")), test)


_LEARNING = (
    _row(
        "L1", "three kinds of learner: individual, team and organization",
        "tiga jenis pembelajar: individu, tim, dan organisasi",
        "test_learning.py::test_learners_teams_and_units_have_evidence_and_readings_of_their_own",
        "evidence has a learner, a team or a unit as its subject, and every metric says at which of them it reads",
    ),
    _row(
        "L2", "structured learning by the training agency, learning by units, and what is outside programmes",
        "pembelajaran terstruktur oleh BPPK, pembelajaran oleh unit kerja, dan di luar program terstruktur",
        "test_learning.py::test_metrics_are_cut_by_provider_and_by_whether_learning_is_structured",
        "every metric of learning can be cut by provider and by structured",
    ),
    _row(
        "L3", "team learning in its modes, alone, as member of a team or as a whole team",
        "pembelajaran tim dalam berbagai cara: sendiri, sebagai anggota tim, atau sebagai satu tim",
        "test_learning.py::test_metrics_are_cut_by_mode_and_a_team_learns_as_a_whole_or_by_its_members",
        "every metric of learning can be cut by mode",
    ),
    _row(
        "L4", "learning is continuous and turns into change",
        "pembelajaran berlangsung terus-menerus dan berbuah perubahan",
        "test_learning.py::test_continuity_of_learning_shows_the_period_without_it",
    ),
    _row(
        "L5", "learners are motivated to seek out learning",
        "pembelajar termotivasi untuk mencari pembelajaran",
        "test_learning.py::test_learning_that_was_sought_is_told_from_learning_that_was_assigned",
    ),
)  # fmt: skip
_INDIVIDUAL = (
    _row(
        "I1", "structured learning is evaluated at Kirkpatrick's four levels",
        "pembelajaran terstruktur dievaluasi pada empat tingkat Kirkpatrick",
        "test_individual.py::test_each_level_of_kirkpatrick_reads_at_learner_team_and_unit",
    ),
    _row(
        "I2", "behaviour at work changes and performance rises",
        "perilaku di tempat kerja berubah dan kinerja meningkat",
        "test_individual.py::test_change_is_read_against_the_baseline_and_the_score_itself_without_one",
    ),
    _row(
        "I3", "outside programmes: new ideas in ways of working or results of work",
        "di luar program: gagasan baru dalam cara kerja atau hasil kerja",
        "test_individual.py::test_innovations_are_present_counted_and_weighted_with_shared_authorship",
    ),
    _row(
        "I4", "learning goes with career development: promotion, transfer, rotation",
        "pembelajaran terkait dengan pengembangan karier: promosi, mutasi, rotasi",
        "test_individual.py::test_moves_are_linked_to_learning_beside_the_share_of_those_who_did_not_learn",
    ),
    _row(
        "I5", "people choose learning that fits the needs of their position",
        "pegawai memilih pembelajaran yang sesuai kebutuhan jabatannya",
        "test_individual.py::test_relevance_and_gap_compare_proficiency_with_the_standard_of_the_position",
    ),
)  # fmt: skip
_TEAM = (
    _row(
        "T1", "teams complete the tasks or projects given to them",
        "tim menyelesaikan tugas atau proyek yang diberikan",
        "test_team.py::test_assignments_are_completed_on_time_and_well",
    ),
    _row(
        "T2", "individuals contribute, as measured at levels 3 and 4",
        "individu berkontribusi, diukur pada tingkat 3 dan 4",
        "test_team.py::test_a_member_counts_for_the_time_they_were_in_the_team",
    ),
    _row(
        "T3", "where members' results are good, the team changes too",
        "jika hasil anggota baik, perilaku dan kinerja tim ikut berubah",
        "test_team.py::test_realisation_rules_read_members_results_as_the_teams",
    ),
    _row(
        "T4", "teams make innovations together",
        "tim menghasilkan inovasi bersama",
        "test_team.py::test_a_teams_own_innovations_stand_beside_its_members_and_none_counts_twice",
    ),
)  # fmt: skip
_ORGANIZATION = (
    _row(
        "O1", "individual and team performance become change in the organization",
        "kinerja individu dan tim menjadi perubahan pada organisasi",
        "test_organization.py::test_every_metric_reads_at_every_unit_up_to_the_root_from_one_rollup",
    ),
    _row(
        "O2", "innovative people and teams make the organization innovative",
        "pegawai dan tim yang inovatif menjadikan organisasi inovatif",
        "test_organization.py::test_innovations_are_cut_by_kind_novelty_and_value_with_rates_of_people_and_teams",
    ),
    _row(
        "O3", "learning that serves careers serves the organization",
        "pembelajaran yang mendukung karier mendukung tujuan organisasi",
        "test_organization.py::test_promotions_rotations_and_transfers_stand_apart_at_a_unit",
    ),
    _row(
        "O4", "results are used to mend errors or change ways of working",
        "hasil dipakai untuk memperbaiki kesalahan atau mengubah cara kerja",
        "test_organization.py::test_organizational_learning_happened_is_read_with_the_evidence_that_says_so",
    ),
    _row(
        "O5", "units adopt innovations that come from learning",
        "unit kerja mengadopsi inovasi hasil pembelajaran",
        "test_organization.py::test_adoptions_are_told_by_origin_and_by_time",
    ),
    _row(
        "O6", "units carry out the framework",
        "unit kerja menjalankan kerangka organisasi pembelajar",
        "test_organization.py::test_every_unit_has_one_scorecard_of_its_own_targets_weights_and_bands",
        "any metrics stand in a scorecard of one's own: `scorecards` gives targets, weights and bands for each unit",
    ),
)  # fmt: skip

ROWS: MappingProxyType[str, Row] = MappingProxyType(
    {row.id: row for row in (*_LEARNING, *_INDIVIDUAL, *_TEAM, *_ORGANIZATION, *(_condition(one) for one in Condition))}
)
