"""The tables of an archive, as SQLAlchemy Core has them.

What was read is kept whole in `records` and never changed. `items` and `item_actors` are a projection of it, with the
reviewers' decisions applied, made by `projection.project`; they can be made anew at any time. Nothing in them depends
on the order in which documents came, on a clock, or on how many workers read.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", String, nullable=False),
    Column("started", String, nullable=False),  # UTC, ISO; clocks are told here and in sources and reviews only
    Column("finished", String),
    Column("versions", Text, nullable=False),  # JSON: software, model, rules
    Column("summary", Text),  # JSON: counts and times
)

raws = Table(
    "raws",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("size", Integer, nullable=False),  # bytes, before compression
    Column("data", LargeBinary, nullable=False),  # zlib
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),  # hash of the text and of the metadata that shaped the record
    Column("text_id", String, nullable=False, index=True),  # `document.id` of the record: hash of the text alone
    Column("title", Text),
    Column("url", Text, index=True),
    Column("publisher", Text, index=True),
    Column("publisher_country", String),
    Column("language", String, nullable=False),
    Column("genre", String, nullable=False),
    Column("speaker", String),
    Column("published", String, index=True),  # first day, ISO
    Column("published_precision", String),
    Column("published_basis", String),
    Column("words", Integer, nullable=False),
    Column("raw", String, ForeignKey("raws.sha256")),
    Column("origin", String, nullable=False, index=True),  # least key of its cluster of near-duplicates and versions
    Column("current", Boolean, nullable=False),  # False where a later text stands at the same address
    Column("signature", LargeBinary),  # MinHash of the text
    Column("text", Text, nullable=False),  # last: SQLite walks through a long value to reach those behind it
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uri", Text, nullable=False),  # what was given: a path, an address, `crawl.warc.gz#1204`
    Column("sha256", String, nullable=False),  # of the bytes given
    Column("kind", String),
    Column(
        "about", Text
    ),  # JSON: what else it was opened with, so that it can be read again; see parcelling.opened_with
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), index=True),
    Column("code", String),  # why there is no document
    Column("message", Text),
    Column("added", String, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
    UniqueConstraint("uri", "sha256"),
)

records = Table(
    "records",
    metadata,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # zlib of the record's JSON without `document.text`
    Column("software", String, nullable=False),
    Column("model", String, nullable=False),  # hash of the model's files, or the pipeline's name
    Column("rules", String, nullable=False),  # hash of vocabulary and code
)

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column(
        "kind", String, nullable=False
    ),  # statement, event, figure, proposal, project, format, agreement, meeting, actor
    Column("local_id", String, nullable=False),  # "s1" as in the record; an actor's own id
    Column("mark", String, nullable=False, index=True),  # same fact after another reading; see projection.mark_of
    Column("start", Integer),  # evidence; None for actors without mentions
    Column("end", Integer),
    Column("quote", Text),
    Column("code", String),  # act, event type, `measures`, force; kind of actor, project, agreement, meeting
    Column("name", Text),  # name or title; a proposal's action; a statement's speaker
    Column("status", String),  # events only
    Column(
        "said_in", String
    ),  # local id of the statement: `claimed_by` of events, `statement` of figures and proposals
    Column("day", String),  # first day of its own date, else of publication
    Column("value", Float),  # figures: value; events: Goldstein
    Column("confidence", Float),
    Column("verdict", String),  # None, accepted, corrected, rejected
    Column("data", Text, nullable=False),  # JSON of the record's element, corrected where a reviewer did so
    UniqueConstraint("document_id", "kind", "local_id"),
    Index("items_kind_code", "kind", "code"),
    Index("items_kind_name", "kind", "name"),
    Index("items_kind_day", "kind", "day"),
)

item_actors = Table(
    "item_actors",
    metadata,
    Column("item_id", Integer, ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    Column("part", String, nullable=False),  # see projection.PARTS
    Column("actor", String, nullable=False),  # after merges
    Column("country", String),  # alpha-3 of the actor, as the record has it
    Column("value", Float),  # stance
    Index("item_actors_item", "item_id"),
    # Both hold all that a search asks of this table, so that its rows are not looked up one by one.
    Index("item_actors_actor", "part", "actor", "item_id", "value"),
    Index("item_actors_country", "part", "country", "item_id", "value"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("action", String, nullable=False),  # accept, correct, reject, merge
    Column("document_key", String, index=True),  # None for merges
    Column("kind", String),
    Column("mark", String, index=True),
    Column("before", Text),  # JSON of the element that was judged; for merges the actor that goes
    Column("after", Text),  # JSON of the corrected element; for merges the actor that stays
    Column("reviewer", String, nullable=False),
    Column("reason", Text),
    Column("made", String, nullable=False),
    Column("closed", String),  # when it was undone; rows are never deleted
    Column("closed_by", String),
)

bands = Table(  # where near-duplicates look for each other
    "bands",
    metadata,
    Column("band", Integer, primary_key=True),
    Column("bucket", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Index("bands_document", "document_id"),
    sqlite_with_rowid=False,
)

LONG_TEXT = 200_000
"""Code points from which a text is also kept in passages. To see one quote SQLite reads a whole text; for 10 MB and the
80,000 quotes that such a text may have, that took 13 minutes, all of them with the archive locked."""

PASSAGE = 8_192
"""Code points of a passage."""

passages = Table(  # of long texts only, for the triggers to look at
    "passages",
    metadata,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

_WORDS_THERE = f"""CASE WHEN EXISTS (SELECT 1 FROM passages WHERE document_id = NEW.document_id) THEN
    (SELECT substr(group_concat(text, ''), NEW.start % {PASSAGE} + 1, NEW.end - NEW.start) FROM
        (SELECT text FROM passages WHERE document_id = NEW.document_id
         AND number BETWEEN NEW.start / {PASSAGE} AND (NEW.end - 1) / {PASSAGE} ORDER BY number))
    ELSE (SELECT substr(text, NEW.start + 1, NEW.end - NEW.start) FROM documents WHERE id = NEW.document_id) END"""

QUOTE_TRIGGERS = tuple(
    f"""CREATE TRIGGER items_quote_{when.lower()} BEFORE {when} ON items WHEN NEW.start IS NOT NULL AND
    {_WORDS_THERE} IS NOT NEW.quote BEGIN SELECT RAISE(ABORT, 'quote is not in the text'); END"""
    for when in ("INSERT", "UPDATE")
)
"""A fact whose quote is not the text's words is refused by the store itself."""

SEARCH_TABLES = (
    "CREATE VIRTUAL TABLE items_search USING fts5(folded, tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE documents_search USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2')",
)
"""Full text by rowid = id; the text is folded before it goes in and before it is asked for (`folding.fold`)."""
