"""Citations: sections are made with keys of passages; when all are there, documents get their numbers and passages too.

Documents are numbered by day of publication, passages within them by place, so that [3.2] is found on paper at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, func, select

from verbale.archive.asking import WINDOW, sentence_in
from verbale.archive.tables import documents, items
from verbale.brief.facts import NEVER, Doc, Fact, chunks
from verbale.brief.model import Line, Passage, Row, Section, Source, Table

_KEY = 12  # hex digits of a document's key in ids for people, as `asking.SHORT_KEY`


@dataclass(slots=True)
class _Place:
    start: int
    end: int
    items: dict[str, None] = field(default_factory=dict)


def coarse_days(connection: Connection) -> Mapping[str, str]:
    """First days of publication that stand for a year or month only, with what is known: "2005-01-01" gives "2005"."""
    rows = connection.execute(select(documents.c.published, documents.c.published_precision).distinct()).all()
    exact = {row[0] for row in rows if row[1] == "day"}
    coarse = sorted((row[0], row[1]) for row in rows if row[0] and row[1] in _CUT and row[0] not in exact)
    return {day: day[: _CUT[precision]] for day, precision in coarse}


_CUT = {"month": 7, "year": 4}


@dataclass(slots=True)
class Citations:
    """Collects what is cited while a dossier is made.

    Args:
        connection: of the archive.
    """

    connection: Connection
    _docs: dict[int, Doc] = field(default_factory=dict)
    _places: dict[tuple[int, int, int], _Place] = field(default_factory=dict)

    def of(self, *facts: Fact) -> tuple[str, ...]:
        """Keys for facts, each passage once."""
        return tuple(dict.fromkeys(key for one in facts for key in self._fact(one)))

    def _fact(self, fact: Fact) -> list[str]:
        if fact.row.start is None or fact.row.end is None:
            return []
        return [self.words(fact.doc, fact.row.start, fact.row.end, fact.row.id)]

    def words(self, doc: Doc, start: int, end: int, item: str) -> str:
        """The key for some words of a document."""
        self._docs[doc.number] = doc
        place = self._places.setdefault((doc.number, start, end), _Place(start, end))
        place.items[item] = None
        return f"{doc.number}:{start}:{end}"

    def of_ids(self, *ids: str) -> tuple[str, ...]:
        """Keys for items by the ids that the archive's listings give; unknown ones are passed over."""
        found = (self._by_id(one) for one in ids)
        return tuple(dict.fromkeys(key for key in found if key))

    def _by_id(self, item: str) -> str | None:
        key, _, local = item.partition("/")
        wanted = (
            select(items.c.start, items.c.end, *(documents.c[name] for name in _COLUMNS))
            .join(documents, documents.c.id == items.c.document_id)
            .where(documents.c.key.startswith(key[:_KEY], autoescape=True), items.c.local_id == local)
        )
        row = self.connection.execute(wanted).first()
        if row is None or row.start is None:
            return None
        known = self._docs.get(row.id)
        published = row.published and row.published[: _CUT.get(row.published_precision, 10)]
        doc = known or Doc(row.id, row.key, row.origin, row.title, row.publisher, row.url, row.genre, published)
        return self.words(doc, row.start, row.end, item)

    def numbered(self, sections: Iterable[Section]) -> tuple[tuple[Section, ...], tuple[Source, ...]]:
        """The sections with numbers instead of keys, and the list of sources."""
        sources, numbers = self._sources()
        return tuple(_section(one, numbers) for one in sections), sources

    def _sources(self) -> tuple[tuple[Source, ...], dict[str, str]]:
        docs = sorted(self._docs.values(), key=lambda one: (one.published or NEVER, one.publisher or "", one.key))
        copies = self._copies([one.origin for one in docs])
        places: dict[int, list[tuple[int, int, int]]] = {}
        for key in sorted(self._places):
            places.setdefault(key[0], []).append(key)
        sources: list[Source] = []
        numbers: dict[str, str] = {}
        for number, doc in enumerate(docs, 1):
            passages = []
            for own, key in enumerate(places[doc.number], 1):
                numbers[":".join(map(str, key))] = f"{number}.{own}"
                passages.append(self._passage(doc, self._places[key], f"{number}.{own}"))
            sources.append(Source(
                number=number, key=doc.key, title=doc.title, publisher=doc.publisher, url=doc.url, genre=doc.genre,
                published=doc.published, copies=copies.get(doc.origin, 1) - 1, passages=tuple(passages),
            ))  # fmt: skip
        return tuple(sources), numbers

    def _copies(self, origins: Sequence[str]) -> dict[str, int]:
        """Documents of each origin."""
        found: dict[str, int] = {}
        for chunk in chunks(sorted(set(origins))):
            counted = (
                select(documents.c.origin, func.count())
                .where(documents.c.origin.in_(chunk), documents.c.current)
                .group_by(documents.c.origin)
            )
            found |= {row[0]: row[1] for row in self.connection.execute(counted)}
        return found

    def _passage(self, doc: Doc, place: _Place, number: str) -> Passage:
        begin = max(place.start - WINDOW, 0)
        part = func.substr(documents.c.text, begin + 1, place.end + WINDOW - begin)
        window = str(self.connection.execute(select(part).where(documents.c.id == doc.number)).scalar_one())
        sentence, first = sentence_in(window, place.start, place.end)
        before, after = place.start - first, place.end - first
        return Passage(
            number=number, start=place.start, end=place.end, before=sentence[:before], quote=sentence[before:after],
            after=sentence[after:], items=tuple(sorted(place.items)),
        )  # fmt: skip


_COLUMNS = ("id", "key", "origin", "title", "publisher", "url", "genre", "published", "published_precision")


def _section(section: Section, numbers: Mapping[str, str]) -> Section:
    return replace(
        section,
        lines=tuple(_line(one, numbers) for one in section.lines),
        tables=tuple(_table(one, numbers) for one in section.tables),
        parts=tuple(_section(one, numbers) for one in section.parts),
    )


def _line(line: Line, numbers: Mapping[str, str]) -> Line:
    under = tuple(_line(one, numbers) for one in line.under)
    return replace(line, cites=_cites(line.cites, numbers), under=under)


def _table(table: Table, numbers: Mapping[str, str]) -> Table:
    return replace(table, rows=tuple(Row(cells=row.cells, cites=_cites(row.cites, numbers)) for row in table.rows))


def _cites(keys: Iterable[str], numbers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(numbers[key] for key in keys)
