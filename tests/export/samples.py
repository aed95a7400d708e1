"""Entries to export: the examples of the project, a record with everything once, and one full of hostile characters."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from pathlib import Path

from tests.export.test_schema import full_record
from verbale.export.source import Entry, entries_of
from verbale.record import Actor, By, Cue, Event, Project, Published, Record, Rows, Source, Stance, Statement

EXAMPLES = Path(__file__).parents[2] / "examples" / "records"
HOSTILE_NAME = '=HYPERLINK("http://x","y")|a\\b\t/../etc\x00\r\n{\\bf} & 100% "q" ;#_~^$'
HOSTILE_TEXT = (
    "=1+1 said\r\nthe first line\u2028and the second\x85, \"quoted\"; 'single'\t🇳🇴 é\n"
    "\n-2 |pipes|and\\slashes\x00 <b>&amp;</b> \u202eright to left\u202c end."
)


@cache
def examples() -> tuple[Record, ...]:
    return tuple(Record.from_dict(json.loads(path.read_text("utf-8"))) for path in sorted(EXAMPLES.glob("*.json")))


def hashed(record: Record) -> Record:
    """With the true hash of its text."""
    digest = hashlib.sha256(record.document.text.encode()).hexdigest()
    return dataclasses.replace(record, document=dataclasses.replace(record.document, id=f"sha256:{digest}"))


def hostile(text: str = HOSTILE_TEXT, name: str = HOSTILE_NAME) -> Record:
    """A record whose words and names hold everything that formats take for their own signs."""
    end = len(text)
    by = By(rule="=rule", confidence=0.1 + 0.2)
    person = Actor(
        id="person:=x|y\\z", kind="person", name=name, country="NOR", sector="GOV", wikidata=None, mentions=((0, 4),)
    )
    state = Actor(id="NOR", kind="state", name="Norway", country="NOR", sector=None, wikidata="Q20")
    return hashed(
        Record(
            document=Source(
                id="", title=name, url='https://example.org/{a}?b="c"&d=%20\\e#f_g', publisher=name,
                publisher_country="NOR", language="en", genre="speech", speaker=person.id,
                published=Published(date="2020-02-29", precision="day", basis="metadata", evidence=None), text=text,
            ),
            actors=Rows([state, person]),
            statements=Rows([
                Statement(
                    id="s1", speaker=person.id, speaker_evidence=(0, 4), speaks_for=("NOR", person.id),
                    cue=Cue(evidence=(0, 4), quote=text[:4], act="say"), manner="direct", evidence=(0, end), quote=text,
                    within=None, meeting=None, about=("NOR",),
                    stance=(
                        Stance(toward="NOR", value=-0.1, evidence=(0, end), quote=text),
                        Stance(toward=person.id, value=0.0, evidence=(0, 4), quote=text[:4]),
                    ),
                    by=by,
                ),
            ]),
            events=Rows([
                Event(
                    id=f"e{number}", type="ASSAULT", mode="aerial", quad=4, cameo=None, goldstein=None,
                    actor=("NOR", person.id), recipient=(person.id,), trigger=(0, 4), evidence=(0, end), quote=text,
                    date=None, place=None, status=status, claimed_by=claim, by=by,
                )
                for number, (status, claim) in enumerate(
                    (("happened", None), ("happened", "s1"), ("called-for", None)), start=1
                )
            ]),
            projects=Rows([
                Project(id="w1", name=name, short_name=None, kind="road", countries=("NOR",), evidence=(0, end), quote=text)
            ]),
        )
    )  # fmt: skip


@cache
def entries() -> tuple[Entry, ...]:
    """Everything above, in the order of keys."""
    return tuple(entries_of([*examples(), hashed(full_record()), hostile()]))
