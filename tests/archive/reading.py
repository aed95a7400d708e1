"""Reading without the model, in worker processes of tests: one statement a document, and texts that kill the reader."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from verbale.archive.parcel import Parcel
from verbale.archive.parcelling import pack_all
from verbale.errors import Failure
from verbale.intake.document import Document
from verbale.intake.given import Given
from verbale.record import Actor, By, Cue, Record, Rows, Source, Stance, Statement


def record_of(document: Document) -> Record:
    """Norway says the last ten characters; its stance is the number of the text's letters, so that texts differ."""
    text, end = document.text, len(document.text)
    start = max(1, end - 10)
    head = Source(
        id=document.id, title=document.title, url=document.url, publisher=document.publisher,
        publisher_country=document.publisher_country, language=document.language, genre=document.genre or "news",
        speaker=None, published=document.published, text=text, source_id=document.source_id,
    )  # fmt: skip
    statement = Statement(
        id="s1", speaker="NOR", speaker_evidence=None, speaks_for=("NOR",),
        cue=Cue(evidence=(0, 1), quote=text[0], act="say"), manner="indirect", evidence=(start, end),
        quote=text[start:], within=None, meeting=None, about=(),
        stance=(Stance(toward="NOR", value=end % 100 / 100, evidence=(0, 1), quote=text[0]),),
        by=By(rule="a rule", confidence=0.75),
    )  # fmt: skip
    norway = Actor(id="NOR", kind="state", name="Norway", country="NOR", sector=None, wikidata=None)
    return Record(document=head, actors=Rows([norway]), statements=Rows([statement]))


class StubReader:
    def __init__(self) -> None:
        self.seconds = {"parse": 0.0, "find": 0.0}

    def read_many(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        for item in items:
            if isinstance(item, Document) and "KILL" in item.text:
                os._exit(9)
            if isinstance(item, Document) and "HANG" in item.text:
                time.sleep(60)
            self.seconds["find"] += 0.001
            yield item if isinstance(item, Failure) else record_of(item)


class NewerReader(StubReader):
    def read_many(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        for outcome in super().read_many(items):
            yield outcome if isinstance(outcome, Failure) else _renewed(outcome)


def _renewed(record: Record) -> Record:
    """The same statement with another act, and one more."""
    old = record.statements[0]
    first = replace(old, cue=replace(old.cue, act="warn") if old.cue else None)
    more = replace(first, id="s2", evidence=(0, 1), quote=record.document.text[0])
    return replace(record, statements=Rows([first, more]))


def stub() -> Callable[[Sequence[Given]], list[Parcel]]:
    """An opener for `add`."""
    reader: Any = StubReader()
    return lambda batch: pack_all(batch, reader)


def stub_for(**_: object) -> Callable[[Sequence[Given]], list[Parcel]]:
    """Stands for `parcelling`, whatever it is told."""
    return stub()


def capitals() -> Callable[[Sequence[Given]], list[Parcel]]:
    """A newer model, which finds another statement."""
    reader: Any = NewerReader()
    return lambda batch: pack_all(batch, reader)


def write_press(folder: Path, *, count: int = 12) -> Path:
    """A folder of short texts, no two of one story."""
    folder.mkdir()
    for number in range(count):
        words = f"Minister {number} said on Monday that the border at post {number} is open. " * (number + 1)
        (folder / f"{number:02}.txt").write_text(words, encoding="utf-8")
    return folder
