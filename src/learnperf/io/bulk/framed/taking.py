"""Tables on their way in, of which evaluations stay where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from attrs import define, evolve, field

from learnperf.io.bulk.encoder import Encoder
from learnperf.io.bulk.evidence import TableEvidence
from learnperf.io.bulk.framed.evidence import FramedEvidence
from learnperf.io.bulk.framed.raw import Raw
from learnperf.io.bulk.framed.rows import EVALUATIONS, EvaluationRows, Settled
from learnperf.io.bulk.prints import Met
from learnperf.io.bulk.tables import Tables
from learnperf.io.bulk.taking import Reading
from learnperf.io.bulk.texts import prints_of
from learnperf.io.escapes import unescaped
from learnperf.io.evidence_tables import RECORD_TABLES
from learnperf.io.report import Caution
from learnperf.io.rows import Opened, Passed, RawRow
from learnperf.model.collection import Evidence
from learnperf.model.evidence import Evaluation
from learnperf.rollup.cells import Coding


@define(eq=False)
class FramedReading(Reading):
    """Reads all tables but evaluations, which are judged in their engine."""

    _given: Mapping[str, object] = field(factory=dict, init=False)
    _raw: Raw = field(init=False)
    _settled: Settled = field(init=False)

    def read(self, given: Mapping[str, object]) -> Tables:
        """Read all tables."""
        self._given = given
        self._raw = Raw.of(EVALUATIONS, given[EVALUATIONS.name])
        read = super().read(given)
        near = cast("TableEvidence", read.evidence)
        encoder = near.encoders[Evaluation]
        # those looked at here and found sound go back to the others
        records = [record for record in encoder.records() if isinstance(record, Evaluation)]
        encoder.blocks.clear()
        return evolve(read, evidence=FramedEvidence(near, self._settled, records, self._here))

    def _here(self) -> TableEvidence:
        again = Reading(self.organization, self.today, None).read(self._given)
        return cast("TableEvidence", again.evidence)

    def _encode(self, encoder: Encoder, given: object) -> None:
        if encoder.table is not EVALUATIONS:
            super()._encode(encoder, given)
            return
        self.opened[EVALUATIONS.name].append(Opened(EVALUATIONS.name, None, self._raw.size))
        for column in self._raw.unknown:
            self.unread[EVALUATIONS.name, None, column] += self._raw.size

    def _look_at(self, encoders: Mapping[str, Encoder], met: Met) -> None:
        encoder = encoders[EVALUATIONS.name]
        nodes = {*self.organization.learners, *self.organization.teams}
        coding = Coding(self.organization, Evidence.of(), 0)
        rows = EvaluationRows.of(self._raw, coding, nodes, encoder.context.activities)
        self._settled = settled = rows.settled(set(self._mentioned(encoders)), self.today)
        for cells in settled.doubtful:
            encoder.looked_at.append(RawRow(EVALUATIONS.name, None, 0, cells))
            met.add(prints_of(_texts(cells, "id")))
            encoder.superseded.update(_texts(cells, "supersedes"))
        # ids that somebody may have meant, where they are few
        ids = tuple(settled.ids()) if settled.doubtful and settled.kept <= _FEW else ()
        naming = {"activity": settled.naming}
        self.sieve.take([Passed(EVALUATIONS.name, None, settled.kept, settled.later, naming, ids, settled.unseen)])
        if settled.unseen:
            message = f"{settled.unseen} rows more were set aside, for reasons like those that are listed"
            self.sieve.cautions.append(Caution(EVALUATIONS.name, message))
        super()._look_at(encoders, met)

    def _mentioned(self, encoders: Mapping[str, Encoder]) -> Iterator[str]:
        """Give the ids that rows of other tables have or name."""
        for name in RECORD_TABLES:
            for record in self.sieve.batches[name].alive():
                yield record.id
                if record.supersedes is not None:
                    yield record.supersedes
        for correction in self.sieve.batches["corrections"].alive():
            yield from correction.because_of
        for encoder in encoders.values():
            yield from encoder.superseded
            for block in encoder.blocks:
                ids = block.ids()
                yield from (ids.at(place) for place in block.places().tolist())
            for row in encoder.looked_at:
                yield from _texts(row.cells, "id")


def _texts(cells: Mapping[str, object], column: str) -> list[str]:
    cell = cells.get(column)
    return [unescaped(cell)] if isinstance(cell, str) and cell else []


# rows up to which the ids of all are fetched for hints
_FEW = 100_000
