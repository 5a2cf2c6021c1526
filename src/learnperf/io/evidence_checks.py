"""The checks of evidence as a whole: what depends on a row that was set aside is set aside too, until nothing is."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import attrs
from attrs import Factory, define

from learnperf.errors import EvidenceError, InvalidValue, Problem, Suggestions
from learnperf.io.evidence_tables import RECORD_TABLES
from learnperf.io.identities import form_problems, note_lookalikes
from learnperf.io.joining import join_innovations
from learnperf.io.references import check_references
from learnperf.io.report import Caution
from learnperf.io.sieve import Batch, Sieve
from learnperf.model.collection import Evidence, record_problems
from learnperf.model.evidence import Correction, Record
from learnperf.model.organization import Organization
from learnperf.model.vocabulary import Condition


def evidence_of(sieve: Sieve, organization: Organization, today: date) -> Evidence:
    """Make the evidence of what is sound by itself.

    Raises
    ------
    EvidenceError
        With every problem of the whole: superseded twice or in a circle, ids in two Unicode forms; with files and rows.
    """
    check_references(sieve, "activities")
    check_references(sieve, "contributors", only="node")
    join_innovations(sieve)
    for table in RECORD_TABLES:
        # adoptions of what is no innovation are found with the chain of corrections, where the last one holds
        check_references(sieve, table, but="innovation")
    _check_judgements(sieve, organization)
    chain = _Chain.of(sieve)
    chain.settle()
    for table in ("contributors", "stages"):
        check_references(sieve, table, only="innovation")
    note_lookalikes(sieve, RECORD_TABLES)
    fatal = [*form_problems(sieve, ("activities",)), *chain.fatal]
    if fatal:
        raise EvidenceError(_with_places(sieve, fatal))
    _note_dates(sieve, today)
    records = [record for table in RECORD_TABLES for record in sieve.batches[table].alive()]
    evidence = Evidence.trusted(records, sieve.batches["activities"].alive())
    repeated = sum(count.duplicates for count in sieve.counts() if count.table in RECORD_TABLES)
    return attrs.evolve(evidence, duplicates=repeated)


@define
class _Chain:
    """Records, and which depend on which: what supersedes or was learned from another."""

    sieve: Sieve
    places: list[tuple[Batch, int]] = Factory(list)
    holder: dict[str, int] = Factory(dict)
    dependents: dict[str, list[tuple[int, str]]] = Factory(lambda: defaultdict(list))
    fatal: list[Problem] = Factory(list)

    @classmethod
    def of(cls, sieve: Sieve) -> _Chain:
        """Link the records that are still in."""
        chain = cls(sieve)
        activities = {activity.id for activity in sieve.batches["activities"].alive()}
        for table in RECORD_TABLES:
            batch = sieve.batches[table]
            for place, record in batch:
                chain.holder[record.id] = len(chain.places)
                for column, target in _targets(record, activities):
                    chain.dependents[target].append((len(chain.places), column))
                chain.places.append((batch, place))
        return chain

    def settle(self) -> None:
        """Set aside what depends on a record that is not there, and what contradicts the record it depends on."""
        self._drop_strays()
        while True:
            alive = [(batch, place) for batch, place in self.places if batch.records[place] is not None]
            found = record_problems([batch.records[place] for batch, place in alive])
            single = [(problem, at) for problem, at in found if at is not None]
            if not single:
                self.fatal = [problem for problem, _ in found]
                return
            for problem, at in single:
                batch, place = alive[at]
                column = _COLUMNS.get((batch.table.name, problem.rule), "supersedes")
                target = problem.ids[-1]
                lost = self.sieve.lost["innovations"].get(target)
                hint = f"{target} was set aside: mend {lost} first" if lost and column == "innovation" else problem.hint
                self._drop(batch, place, InvalidValue(column, target, problem.message, hint))

    def _drop_strays(self) -> None:
        beside = [one for table in RECORD_TABLES for passed in self.sieve.passed[table] for one in passed.ids]
        suggestions = Suggestions({**self.holder, **dict.fromkeys(beside, 0)}, "supersede a record that exists")
        for target in [target for target in self.dependents if target not in self.holder]:
            where = next(
                (self.sieve.lost[table][target] for table in RECORD_TABLES if target in self.sieve.lost[table]), ""
            )
            for at, column in self.dependents[target]:
                batch, place = self.places[at]
                if where:
                    self._drop(batch, place, _follows(column, target, where))
                elif column == "supersedes":
                    self._drop(batch, place, InvalidValue(column, target, "is an unknown id", suggestions.hint(target)))

    def _drop(self, batch: Batch, place: int, problem: InvalidValue) -> None:
        """Set a record aside, and all that depends on it."""
        waiting = deque([(batch, place, problem)])
        while waiting:
            batch, place, problem = waiting.popleft()
            record = batch.records[place]
            # a record may depend on two that are set aside
            if record is not None:
                self.sieve.reject(batch, place, problem)
                for at, column in self.dependents.get(record.id, ()):
                    waiting.append((*self.places[at], _follows(column, record.id, batch.where(place))))


def _follows(column: str, target: str, where: str) -> InvalidValue:
    return InvalidValue(column, target, "was set aside", f"mend {where} first")


def _targets(record: Record, activities: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give the records that a record depends on, by column."""
    if record.supersedes is not None:
        yield "supersedes", record.supersedes
    if isinstance(record, Correction):
        yield from (("because_of", one) for one in record.because_of if one not in activities)


def _check_judgements(sieve: Sieve, organization: Organization) -> None:
    """Set aside judgements of a condition for a node that the condition is not about."""
    batch = sieve.batches["judgements"]
    for place, judgement in batch:
        kind = organization.kind(judgement.subject)
        if kind not in judgement.condition.judged_for:
            rule = f"is not judged for a {kind.value}, which {judgement.subject} is"
            fitting = ", ".join(one.value for one in Condition if kind in one.judged_for)
            hint = f"conditions that can be judged for a {kind.value}: {fitting}"
            sieve.reject(batch, place, InvalidValue("condition", judgement.condition.value, rule, hint))


def _note_dates(sieve: Sieve, today: date) -> None:
    """Say how much evidence is dated in the future, and which innovations went back: kept, but worth a look."""
    for table in RECORD_TABLES:
        later = sum(record.on > today for _, record in sieve.batches[table])
        later += sum(passed.later for passed in sieve.passed[table])
        if later:
            sieve.cautions.append(Caution(table, f"{later} rows are dated after today, {today}"))
    back = [one.id for _, one in sieve.batches["innovations"] if one.went_back]
    if back:
        shown = ", ".join(back[:_MOST_PLACES])
        message = f"{len(back)} innovations went back a stage, or have one before their idea: {shown}"
        sieve.cautions.append(Caution("stages", message))


def _with_places(sieve: Sieve, problems: list[Problem]) -> list[Problem]:
    """Add to problems the rows that they are about."""
    about = {one for problem in problems for one in problem.ids}
    where: dict[str, list[str]] = defaultdict(list)
    for table in ("activities", *RECORD_TABLES):
        batch = sieve.batches[table]
        for place, record in batch:
            if record.id in about:
                where[record.id].append(batch.where(place))
    return [
        attrs.evolve(problem, message=f"{problem.message} [{', '.join(_some(where, problem.ids))}]")
        for problem in problems
    ]


def _some(where: Mapping[str, list[str]], ids: tuple[str, ...]) -> list[str]:
    return [place for one in ids[:_MOST_PLACES] for place in where[one]][:_MOST_PLACES]


_MOST_PLACES = 10
# where a problem of a record with another is found, unless it is with one that it supersedes
_COLUMNS = {("adoptions", "unknown id"): "innovation", ("adoptions", "before the idea"): "on"}
