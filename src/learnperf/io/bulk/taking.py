"""Tables on their way in: what is plain is encoded, what is not is looked at, and every row is accounted for."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from types import MappingProxyType

import numpy as np
from attrs import Factory, define, evolve, field

from learnperf.io.bulk.chunks import Chunk, chunks_of
from learnperf.io.bulk.encoder import Context, Encoder, Prepared, rows_of
from learnperf.io.bulk.evidence import TableEvidence
from learnperf.io.bulk.prints import Met
from learnperf.io.bulk.reading import Nodes
from learnperf.io.bulk.spool import Spool
from learnperf.io.bulk.tables import NAMES, Tables
from learnperf.io.bulk.texts import prints_of
from learnperf.io.evidence_checks import evidence_of
from learnperf.io.evidence_tables import RECORD_TABLES
from learnperf.io.identities import settle_identities
from learnperf.io.references import check_references
from learnperf.io.report import ReadReport
from learnperf.io.rows import Opened, RawRow
from learnperf.io.sieve import Progress, Sieve
from learnperf.io.tables import TABLES
from learnperf.model.evidence import Record
from learnperf.model.organization import Organization

LARGE = ("participations", "evaluations")
# bytes of encoded rows in memory; what is more goes to a temporary file
_IN_MEMORY = 128 * 2**20
# chunks prepared at once
_AHEAD = 2
# rows up to which the ids of all are looked at for what somebody may have meant
_FEW = 100_000


@define(eq=False)
class Reading:
    """Tables on their way in."""

    organization: Organization
    today: date
    progress: Progress | None
    sieve: Sieve = field(init=False)
    met: Met = field(factory=Met, init=False)
    opened: dict[str, list[Opened]] = Factory(lambda: {name: [] for name in NAMES})
    unread: Counter[tuple[str, str | None, str]] = Factory(Counter)

    def __attrs_post_init__(self) -> None:
        """Begin to keep account."""
        self.sieve = Sieve(self.progress)

    def read(self, given: Mapping[str, object]) -> Tables:
        """Read all tables."""
        small = [row for name in NAMES if name in given and name not in LARGE for row in self._rows(name, given[name])]
        declared = self._declared([row for row in small if row.table == "activities"])
        context = Context(Nodes.of(self.organization), declared, Spool(_IN_MEMORY))
        encoders = {name: Encoder(TABLES[name], context) for name in LARGE}
        for name in LARGE:
            self._encode(encoders[name], given.get(name, ()))
        self.sieve.take([one for several in self.opened.values() for one in several])
        self.sieve.take(small)
        self._look_at(encoders, self.met)
        return self._made(encoders, context)

    def _rows(self, name: str, given: object) -> Iterator[RawRow]:
        for chunk in self._chunks(name, given):
            yield from rows_of(TABLES[name], chunk, np.arange(chunk.size, dtype=np.int64))

    def _chunks(self, name: str, given: object) -> Iterator[Chunk]:
        for item in chunks_of(TABLES[name], given):
            if isinstance(item, Opened):
                # rows of several frames are rows of one table
                if item.file is not None or item not in self.opened[name]:
                    self.opened[name].append(item)
                continue
            for column in item.unread:
                self.unread[name, item.file, column] += item.size
            yield item

    def _declared(self, rows: list[RawRow]) -> frozenset[str] | None:
        """Give the learning activities that others may name; None where none were given."""
        sieve = Sieve()
        sieve.take(rows)
        settle_identities(sieve)
        sieve.hold("competencies", list(self.organization.competencies.values()))
        check_references(sieve, "activities")
        return frozenset(one.id for one in sieve.batches["activities"].alive()) if rows else None

    def _encode(self, encoder: Encoder, given: object) -> None:
        done = 0
        for prepared in _ahead(encoder.prepared, self._chunks(encoder.table.name, given)):
            encoder.take(prepared, self.met)
            done += prepared.chunk.size
            if self.progress is not None:
                self.progress(encoder.table.name, done, None)

    def _look_at(self, encoders: Mapping[str, Encoder], met: Met) -> None:
        """Look one by one at the rows that other rows have something to do with, and account for all others."""
        named = {one for encoder in encoders.values() for one in encoder.superseded}
        for name in RECORD_TABLES:
            records = self.sieve.batches[name].alive()
            met.add(prints_of([record.id for record in records]))
            named.update(record.supersedes for record in records if record.supersedes is not None)
        named.update(one for correction in self.sieve.batches["corrections"].alive() for one in correction.because_of)
        wanted = np.union1d(met.again(), prints_of(sorted(named)))
        for encoder in encoders.values():
            if len(wanted):
                encoder.pull(wanted)
            files = [one.file for one in self.opened[encoder.table.name]]
            in_order = sorted(encoder.looked_at, key=lambda row: (files.index(row.file), row.row))
            self.sieve.take(in_order)
            encoder.looked_at.clear()
        for (name, file, column), rows in self.unread.items():
            self.sieve.unread(name, file, column, rows)
        few = sum(block.count for encoder in encoders.values() for block in encoder.blocks) <= _FEW
        self.sieve.take(
            passed
            for encoder in encoders.values()
            for passed in encoder.passed(self.today, with_ids=few and bool(named))
        )

    def _made(self, encoders: Mapping[str, Encoder], context: Context) -> Tables:
        sieve, organization = self.sieve, self.organization
        settle_identities(sieve)
        held = ("units", "teams", "learners", "positions", "competencies")
        for name in held:
            sieve.hold(name, list(getattr(organization, name).values()))
        evidence = evidence_of(sieve, organization, self.today)
        report = ReadReport(sieve.counts(), sieve.reasons(), tuple(sieve.cautions))
        large: dict[type[Record], Encoder] = {TABLES[name].record: encoder for name, encoder in encoders.items()}
        for kind, encoder in large.items():
            looked_at = evidence.of_kind(kind)
            if looked_at:
                encoder.add(looked_at)
        few = {key: record for key, record in evidence.records.items() if type(record) not in large}
        few_evidence = evolve(evidence, records=MappingProxyType(few))
        return Tables(organization, TableEvidence(organization, few_evidence, large, context.nodes), report)


def _ahead(prepare: Callable[[Chunk], Prepared], chunks: Iterable[Chunk]) -> Iterator[Prepared]:
    """Prepare chunks beside the work on those before them, and give them in their order."""
    waiting: deque[Future[Prepared]] = deque()
    with ThreadPoolExecutor(_AHEAD) as pool:
        for chunk in chunks:
            waiting.append(pool.submit(prepare, chunk))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
