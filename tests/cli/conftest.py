"""The command line without the model: a reader that finds one statement and one event in every document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from verbale.cli import commands
from verbale.intake.document import Document
from verbale.reader import Failure
from verbale.record import Actor, By, Cue, Event, Record, Role, Rows, Source, Stance, Statement, Warning  # noqa: A004

BY = By(rule="a rule", confidence=0.75)


def record_of(document: Document) -> Record:
    """A record whose statement is the document's last ten characters and whose event is its first two."""
    text, end = document.text, len(document.text)
    start = max(1, end - 10)
    role = Role(title="Minister", organisation=None, country="NOR", official=True, evidence=(0, 1), quote=text[0])
    return Record(
        document=Source(
            id=document.id,
            title=document.title,
            url=document.url,
            publisher=document.publisher,
            publisher_country=None,
            language=document.language,
            genre=document.genre or "news",
            speaker=None,
            published=document.published,
            text=text,
            source_id=document.source_id,
        ),
        actors=Rows(
            [
                Actor(id="NOR", kind="state", name="Norway", country="NOR", sector=None, wikidata=None),
                Actor(
                    id="person:a",
                    kind="person",
                    name="Ana \x1b[31mSilva",
                    country="NOR",
                    sector="GOV",
                    wikidata=None,
                    roles=(role,),
                ),
            ]
        ),
        statements=Rows(
            [
                Statement(
                    id="s1",
                    speaker="person:a",
                    speaker_evidence=None,
                    speaks_for=("NOR",),
                    cue=Cue(evidence=(0, 1), quote=text[0], act="warn"),
                    manner="indirect",
                    evidence=(start, end),
                    quote=text[start:],
                    within=None,
                    meeting=None,
                    about=("NOR",),
                    stance=(Stance(toward="NOR", value=-0.7, evidence=(0, 1), quote=text[0]),),
                    by=BY,
                )
            ]
        ),
        events=Rows(
            [
                Event(
                    id="e1",
                    type="ACCUSE",
                    mode=None,
                    quad=3,
                    cameo=None,
                    goldstein=None,
                    actor=("NOR",),
                    recipient=(),
                    trigger=(0, 1),
                    evidence=(0, 2),
                    quote=text[:2],
                    date=None,
                    place=None,
                    status="happened",
                    claimed_by="s1",
                    by=BY,
                )
            ]
        ),
        warnings=Rows(Warning(code=w.code, message=w.message, evidence=w.evidence) for w in document.warnings),
    )


class FakeReader:
    """Takes documents and failures as `Reader` does."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def read_many(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        for item in items:
            if isinstance(item, Document) and "crash" in item.text:
                yield Failure(source_id=item.source_id, code="crashed", message="boom")
            else:
                yield item if isinstance(item, Failure) else record_of(item)


class Command:
    """Runs `verbale` in the process."""

    def __call__(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(commands, list(arguments), input=stdin, prog_name="verbale", env={"COLUMNS": "100"})


@pytest.fixture
def verbale(monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr("verbale.reader.Reader", FakeReader)
    return Command()
