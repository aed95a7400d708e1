"""Reviewers' decisions applied to what was read. Pure: the same rows and reviews give the same rows, in any order of
decisions on different facts.

A decision belongs to a fact by its mark. After another reading that no longer has the mark, it goes over to the one
fact of the same kind that stands on the same words; where there is none, or more than one, it is an orphan: kept,
listed, and attached to nothing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verbale.archive.merging import Merge, merged_rows
from verbale.archive.projection import Element, ItemRow, item_row, with_speakers

VERDICTS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
MERGE = "merge"

REFERENCES = {
    "statement": ("within", "meeting"),
    "event": ("claimed_by",),
    "figure": ("statement",),
    "proposal": ("statement",),
}
"""Fields that name another element of the document by its local id, which another reading may give anew."""

ASIDE = "@"
"""The key of `Review.after` beside the element's own fields: `{"marks": {field: mark of the element that a changed
reference names}, "countries": {actor: alpha-3}}`."""

_MACHINE_FIELDS = frozenset(("id", "by"))  # never a reviewer's


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One decision, as the table `reviews` keeps it.

    Attributes:
        number: its row; later decisions have greater ones.
        action: accept, correct, reject, merge.
        document_key: whose fact it is; None for a merge in the whole archive.
        kind, mark: of the fact; None for merges.
        before: the element that was judged; of a merge, the actor that goes.
        after: the element as accepted or corrected, with `ASIDE`; of a merge, the actor that stays.
        reviewer, reason: who, and why where told.
        made, closed, closed_by: when in UTC (ISO), and when and by whom it was undone.
    """

    number: int
    action: str
    document_key: str | None
    kind: str | None
    mark: str | None
    before: Element
    after: Element | None
    reviewer: str
    reason: str | None
    made: str
    closed: str | None = None
    closed_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; the element `after` without what stands aside of it."""
        plain = dataclasses.asdict(self)
        return plain | {"after": fields_of(self.after) if self.after is not None else None}


@dataclass(frozen=True, slots=True)
class Matching:
    """Open decisions by the place of their fact among the rows, and those that have none any more."""

    by_row: Mapping[int, Review]
    orphans: tuple[Review, ...]


def apply_reviews(rows: list[ItemRow], reviews: Sequence[Review]) -> list[ItemRow]:
    """A document's rows as its reviewers have them.

    Args:
        rows: `projection.project` of the record as read.
        reviews: of this document, and merges of the whole archive. Those that were undone have no effect but to tell
            what a later decision on the same fact was about.

    Returns:
        Rows in the same order with the same marks and local ids: accepted ones as they were when accepted, corrected
        ones with the reviewer's element, rejected ones as read, each with its verdict; actors after merges.
    """
    if not reviews:
        return rows
    return with_speakers(merged_rows(judged_rows(rows, reviews), merges_of(reviews)))


def merges_of(reviews: Iterable[Review]) -> list[Merge]:
    """The merges that hold."""
    return [
        Merge(review.number, review.before["id"], review.after or {}, review.document_key)
        for review in reviews
        if review.action == MERGE and review.closed is None
    ]


def judged_rows(rows: list[ItemRow], reviews: Sequence[Review]) -> list[ItemRow]:
    """As `apply_reviews`, with every actor under the id that reading gave it."""
    matching = match_reviews(rows, reviews)
    if not matching.by_row:
        return rows
    scene = _Scene.of(rows)
    return [_judged(row, matching.by_row[at], scene) if at in matching.by_row else row for at, row in enumerate(rows)]


def match_reviews(rows: Sequence[ItemRow], reviews: Iterable[Review]) -> Matching:
    """The decision that holds for each row: by mark, else carried over, else the orphans."""
    places = {row.mark: at for at, row in enumerate(rows)}
    by_row: dict[int, Review] = {}
    lost: list[tuple[Review, Review]] = []
    for mark, group in _groups(reviews).items():
        holding = next((review for review in reversed(group) if review.closed is None), None)
        if holding is None:
            continue
        if mark in places:
            by_row[places[mark]] = holding
        else:
            lost.append((group[0], holding))
    carried, orphans = _carried(rows, by_row, lost)
    return Matching(by_row | carried, tuple(sorted(orphans, key=lambda review: review.number)))


def fields_of(element: Element) -> dict[str, Any]:
    """An element without what stands aside of it."""
    return {name: value for name, value in element.items() if name != ASIDE}


def substance(kind: str, element: Element) -> dict[str, Any]:
    """What an element says, without local ids and without who found it."""
    left_out = {*_MACHINE_FIELDS, *REFERENCES.get(kind, ()), ASIDE}
    return {name: value for name, value in element.items() if name not in left_out}


def _groups(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """Decisions by the mark of their fact, the earliest first."""
    groups: dict[str, list[Review]] = {}
    for review in sorted(reviews, key=lambda review: review.number):
        if review.mark is not None:
            groups.setdefault(review.mark, []).append(review)
    return groups


def _carried(
    rows: Sequence[ItemRow], taken: Mapping[int, Review], lost: Sequence[tuple[Review, Review]]
) -> tuple[dict[int, Review], list[Review]]:
    """Decisions whose mark is gone, by the row that they go over to; a row that two of them want goes to neither."""
    words: dict[tuple[str, str | None], list[int]] = {}
    if lost:
        for at, row in enumerate(rows):
            if at not in taken and row.start is not None:
                words.setdefault((row.kind, row.quote), []).append(at)
    wanted: dict[int, list[Review]] = {}
    orphans: list[Review] = []
    for first, holding in lost:
        heir = _heir(rows, words.get((first.kind or "", first.before.get("quote")), ()), first)
        if heir is None:
            orphans.append(holding)
        else:
            wanted.setdefault(heir, []).append(holding)
    orphans += [review for claims in wanted.values() if len(claims) > 1 for review in claims]
    return {at: claims[0] for at, claims in wanted.items() if len(claims) == 1}, orphans


def _heir(rows: Sequence[ItemRow], places: Sequence[int], first: Review) -> int | None:
    """The one row that is the judged fact under another mark."""
    kind, judged = first.kind or "", first.before
    found = [(at, element) for at in places if _same_words(element := json.loads(rows[at].data), judged)]
    # On the very same characters only the number within the place differs: a sibling, unless it says the same.
    siblings = [at for at, element in found if _place(element) == _place(judged)]
    same = [at for at, element in found if substance(kind, element) == substance(kind, judged)]
    heirs = same if siblings or len(found) > 1 else [at for at, _ in found]
    return heirs[0] if len(heirs) == 1 else None


def _place(element: Element) -> list[int]:
    return list(element.get("trigger") or element["evidence"])


def _same_words(element: Element, judged: Element) -> bool:
    spans = ["evidence", *(["trigger"] if "trigger" in judged else [])]
    return element["quote"] == judged["quote"] and all(_overlap(element[name], judged[name]) for name in spans)


def _overlap(first: Sequence[int], second: Sequence[int]) -> bool:
    return max(first[0], second[0]) < min(first[1], second[1])


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a row's element refers to: the document's actors and its other elements."""

    countries: Mapping[str, str | None]
    ids: Mapping[str, str]
    published: str | None

    @classmethod
    def of(cls, rows: Sequence[ItemRow]) -> _Scene:
        countries = {actor: country for row in rows if row.kind == "actor" for _, actor, country, _ in row.actors}
        return cls(countries, {row.mark: row.local_id for row in rows}, published_day(rows))


def published_day(rows: Iterable[ItemRow]) -> str | None:
    """The document's day: that of any row which has no date of its own (every actor's)."""
    return next((row.day for row in _undated(rows)), None)


def _undated(rows: Iterable[ItemRow]) -> Iterator[ItemRow]:
    return (row for row in rows if row.kind == "actor" or not json.loads(row.data).get("date"))


def _judged(row: ItemRow, review: Review, scene: _Scene) -> ItemRow:
    verdict = VERDICTS[review.action]
    if review.after is None:
        return dataclasses.replace(row, verdict=verdict)
    element = _settled(row, review.after, scene)
    countries = {**review.after.get(ASIDE, {}).get("countries", {}), **scene.countries}
    made = item_row(row.kind, element, row.mark, countries, scene.published)
    return dataclasses.replace(made, local_id=row.local_id, verdict=verdict)


def _settled(row: ItemRow, after: Element, scene: _Scene) -> dict[str, Any]:
    """The reviewer's element among the elements of this reading: ids and references are this reading's."""
    machine = json.loads(row.data)
    changed = after.get(ASIDE, {}).get("marks", {})
    element = fields_of(after) | {name: machine[name] for name in _MACHINE_FIELDS if name in machine}
    for name in REFERENCES.get(row.kind, ()):
        element[name] = scene.ids.get(changed[name] or "") if name in changed else machine[name]
    return element
