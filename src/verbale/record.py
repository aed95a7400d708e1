"""The record of one document: the contract of `record.md`, schema `verbale/1`.

Frozen dataclasses and no logic but validation. Evidence is `[start, end)` in code points of `document.text`, and every
object that bears evidence carries those words as `quote`. `Record(...)` refuses a quote that is not in the text.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypeVar

from verbale.errors import MissingExtra, RecordError

SCHEMA = "verbale/1"

Evidence = tuple[int, int]
Genre = Literal["report", "news", "statement", "speech"]
DatePrecision = Literal["day", "month", "year"]
PublishedBasis = Literal["metadata", "stated", "inferred"]
DateBasis = Literal["stated", "relative", "inferred"]
PlacePrecision = Literal["city", "region", "country", "sea"]
ActorKind = Literal["state", "government", "igo", "organisation", "person", "group", "disputed"]
Part = Literal["speaker", "host", "guest", "moderator", "attendee"]
Manner = Literal["direct", "indirect", "mixed", "continued"]
Act = Literal[
    "say", "stress", "praise", "thank", "welcome", "congratulate", "support", "promise", "propose", "urge", "demand",
    "ask", "regret", "warn", "threaten", "criticise", "accuse", "condemn", "deny", "reject", "hope", "believe", "report",
]  # fmt: skip
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "called-for", "hypothetical", "negated"]
Force = Literal["demand", "proposal", "hope"]
Qualifier = Literal["about", "over", "under", "up to"]

T = TypeVar("T")


class Framed:
    """Something whose plain rows also turn into data frames."""

    __slots__ = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Each record as a flat-enough dictionary, as in the JSON."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`, one row a record. Needs the extra `pandas`."""
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("pandas", "pandas") from error
        return pandas.json_normalize(self.to_rows())

    def to_polars(self) -> Any:
        """A `polars.DataFrame`, one row a record. Needs the extra `polars`."""
        try:
            import polars
        except ImportError as error:
            raise MissingExtra("polars", "polars") from error
        rows = self.to_rows()
        return polars.from_dicts(rows, infer_schema_length=None) if rows else polars.DataFrame()


class Rows(Framed, tuple[T, ...]):
    """A tuple of records of one kind that also turns into plain rows and data frames."""

    __slots__ = ()

    def to_rows(self) -> list[dict[str, Any]]:
        """Each record as a flat-enough dictionary, as in the JSON."""
        return [to_plain(item) for item in self]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date in the text: ISO `start`, ISO `end` (inclusive) for a range, and how it was come by."""

    start: str
    end: str | None
    precision: DatePrecision
    basis: DateBasis
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that words tie to an event; degrees WGS 84 where known."""

    name: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """The rule or model that found a record, and its confidence from 0 to 1."""

    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When the document was published, and how that is known."""

    date: str
    precision: DatePrecision
    basis: PublishedBasis
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document as the record keeps it. `id` is the hash of `text`."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    publisher_country: str | None
    language: str
    genre: Genre
    speaker: str | None
    published: Published | None
    text: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office that the text gives to a person."""

    title: str
    organisation: str | None
    country: str | None
    official: bool
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A state, government body, organisation, person, group or disputed entity."""

    id: str
    kind: ActorKind
    name: str
    country: str | None
    sector: str | None
    wikidata: str | None
    roles: tuple[Role, ...] = ()
    mentions: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor's part in a meeting."""

    actor: str
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A gathering that the document tells of."""

    id: str
    kind: str
    title: str | None
    date: When | None
    place: Place | None
    organisers: tuple[str, ...]
    participants: tuple[Participant, ...]
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The word that introduces what somebody said, and the act it performs."""

    evidence: Evidence
    quote: str
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Attitude of a speaker toward an actor, from -1 (enemy) to +1 (ally)."""

    toward: str
    value: float
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that the text gives to a source."""

    id: str
    speaker: str | None
    speaker_evidence: Evidence | None
    speaks_for: tuple[str, ...]
    cue: Cue | None
    manner: Manner
    evidence: Evidence
    quote: str
    within: str | None
    meeting: str | None
    about: tuple[str, ...]
    stance: tuple[Stance, ...]
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A PLOVER event. `claimed_by` None: the document asserts it; else it is that statement's claim."""

    id: str
    type: EventType
    mode: str | None
    quad: Literal[1, 2, 3, 4]
    cameo: str | None
    goldstein: float | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    trigger: Evidence
    evidence: Evidence
    quote: str
    date: When | None
    place: Place | None
    status: Status
    claimed_by: str | None
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that measures something, with its unit and, for flows, its direction."""

    id: str
    value: float
    high: float | None
    unit: str
    qualifier: Qualifier | None
    measures: str | None
    from_: str | None = field(metadata={"name": "from"})
    to: str | None
    date: When | None
    statement: str | None
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something that somebody wants done, by whom and how strongly."""

    id: str
    by_actor: str | None
    action: str
    addressees: tuple[str, ...]
    force: Force
    statement: str | None
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A pipeline, railway, corridor or other work between countries."""

    id: str
    name: str
    short_name: str | None
    kind: str
    countries: tuple[str, ...]
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A standing grouping of states, such as a trilateral format."""

    id: str
    name: str
    members: tuple[str, ...]
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A treaty, declaration, memorandum or resolution."""

    id: str
    name: str
    kind: str
    parties: tuple[str, ...]
    date: When | None
    evidence: Evidence
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:  # noqa: A001 - the contract's own word
    """Something the reader of the record should know."""

    code: str
    message: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What reading one document yields.

    Raises:
        RecordError: on construction, where a quote is not the text's words or a reference names nothing.
    """

    document: Source
    actors: Rows[Actor] = Rows()
    meetings: Rows[Meeting] = Rows()
    statements: Rows[Statement] = Rows()
    events: Rows[Event] = Rows()
    figures: Rows[Figure] = Rows()
    proposals: Rows[Proposal] = Rows()
    projects: Rows[Project] = Rows()
    formats: Rows[Format] = Rows()
    agreements: Rows[Agreement] = Rows()
    warnings: Rows[Warning] = Rows()
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        _check_evidence(self, self.document.text)
        _check_references(self)

    def actor(self, actor_id: str) -> Actor | None:
        """The actor of that id, or None."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionaries, lists, strings and numbers, keyed as in record.md."""
        plain: dict[str, Any] = to_plain(self)
        return {"schema": plain.pop("schema"), **plain}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """The inverse of `to_dict`.

        Raises:
            RecordError: the schema is another one, a field is missing, or a quote is not in the text.
        """
        if data.get("schema") != SCHEMA:
            raise RecordError(f"schema {data.get('schema')!r} is not {SCHEMA}; read the document again")
        record: Record = _from_plain(cls, data)
        return record


def to_plain(value: Any) -> Any:
    """A record type, or a tuple of them, as JSON-ready values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {_json_name(f): to_plain(getattr(value, f.name)) for f in _fields(type(value)) if _is_kept(f, value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], value: Mapping[str, Any]) -> T:
    """The inverse of `to_plain` for one of the record types.

    Raises:
        RecordError: a field is missing or of another kind.
    """
    built: T = _from_plain(kind, value)
    return built


def _is_kept(item: dataclasses.Field[Any], value: Any) -> bool:
    return item.name != "source_id" or value.source_id is not None


@cache
def _fields(kind: type) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


def _json_name(item: dataclasses.Field[Any]) -> str:
    return str(item.metadata.get("name", item.name))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


Convert = Callable[[Any], Any]


def _from_plain(kind: Any, value: Any) -> Any:
    return _converter(kind)(value)


@cache
def _converter(kind: Any) -> Convert:
    """From JSON to a value of a type. Made once a type: looking at types takes longer than reading the values."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_converter(kind)
    if origin is types.UnionType or origin is typing.Union:
        inner = _converter(next(part for part in parts if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is Rows or origin is tuple:
        inner, build = _converter(parts[0]), Rows if origin is Rows else tuple
        return build if inner is _same else lambda value: build(map(inner, value))
    return _same


def _same(value: Any) -> Any:
    return value


def _dataclass_converter(kind: Any) -> Convert:
    hints = _hints(kind)
    fields = [(item.name, _json_name(item), _converter(hints[item.name])) for item in _fields(kind)]

    def convert(value: Any) -> Any:
        try:
            return kind(**{name: inner(value[key]) for name, key, inner in fields if key in value})
        except (TypeError, AttributeError) as error:
            raise RecordError(f"not a {kind.__name__}: {error}") from error

    return convert


def _check_evidence(record: Record, text: str) -> None:
    for item in _bearers(record):
        start, end = item.evidence
        if not 0 <= start < end <= len(text) or text[start:end] != item.quote:
            raise RecordError(
                f"{type(item).__name__} at [{start}, {end}): the quote {item.quote[:60]!r} is not the text there"
            )


def _bearers(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for item in value:
            yield from _bearers(item)
    elif value is not None:
        kind: Any = type(value)
        bears, nested = _bearing(kind)
        if bears:
            yield value
        for name in nested:
            yield from _bearers(getattr(value, name))


@cache
def _bearing(kind: Any) -> tuple[bool, tuple[str, ...]]:
    """Whether a record type bears evidence with a quote, and its fields that hold record types."""
    nested = tuple(name for name, hint in _hints(kind).items() if _holds_records(hint))
    return "quote" in _hints(kind), nested


def _holds_records(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) or any(map(_holds_records, typing.get_args(hint)))


def _check_references(record: Record) -> None:
    actors = {actor.id for actor in record.actors}
    statements = {statement.id for statement in record.statements}
    for statement in record.statements:
        _check_known(statement.id, {statement.speaker, *statement.speaks_for, *statement.about}, actors)
        _check_known(statement.id, {stance.toward for stance in statement.stance}, actors)
        _check_known(statement.id, {statement.within}, statements)
    for event in record.events:
        _check_known(event.id, {*event.actor, *event.recipient}, actors)
        _check_known(event.id, {event.claimed_by}, statements)


def _check_known(where: str, names: set[str | None], known: set[str]) -> None:
    unknown = names - known - {None}
    if unknown:
        raise RecordError(f"{where} refers to {sorted(map(str, unknown))}, which the record does not hold")
