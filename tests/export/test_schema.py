from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from verbale.data import read_text
from verbale.export.schema import json_schema
from verbale.record import (
    Actor,
    Agreement,
    By,
    Cue,
    Event,
    Figure,
    Format,
    Meeting,
    Participant,
    Place,
    Project,
    Proposal,
    Published,
    Record,
    Role,
    Rows,
    Source,
    Stance,
    Statement,
    Warning,  # noqa: A004
    When,
)

TEXT = "On Monday, Minister Ana Silva of Lisbon praised Spain."
BY = By(rule="test", confidence=0.5)


def full_record() -> Record:
    """A record in which every kind of object stands once."""
    when = When(start="2021-03-01", end=None, precision="day", basis="relative", evidence=(3, 9), quote="Monday")
    place = Place(name="Lisbon", country="PRT", lat=38.7, lon=-9.1, precision="city", evidence=(33, 39), quote="Lisbon")
    role = Role(title="Minister", organisation="PRT", country="PRT", official=True, evidence=(11, 19), quote="Minister")
    states = [
        Actor(id=code, kind="state", name=code, country=code, sector=None, wikidata=None) for code in ("PRT", "ESP")
    ]
    person = Actor(
        id="person:ana-silva",
        kind="person",
        name="Ana Silva",
        country="PRT",
        sector="GOV",
        wikidata=None,
        roles=(role,),
        mentions=((20, 29),),
    )
    stance = Stance(toward="ESP", value=0.5, evidence=(40, 47), quote="praised")
    statement = Statement(
        id="s1",
        speaker=person.id,
        speaker_evidence=(20, 29),
        speaks_for=("PRT",),
        cue=Cue(evidence=(40, 47), quote="praised", act="praise"),
        manner="indirect",
        evidence=(48, 53),
        quote="Spain",
        within=None,
        meeting="m1",
        about=("ESP",),
        stance=(stance,),
        by=BY,
    )
    event = Event(
        id="e1",
        type="SUPPORT",
        mode=None,
        quad=1,
        cameo="051",
        goldstein=3.4,
        actor=("PRT",),
        recipient=("ESP",),
        trigger=(40, 47),
        evidence=(40, 53),
        quote="praised Spain",
        date=when,
        place=place,
        status="happened",
        claimed_by="s1",
        by=BY,
    )
    part = Participant(actor=person.id, part="speaker")
    return Record(
        document=Source(
            id="sha256:0",
            title="T",
            url=None,
            publisher=None,
            publisher_country=None,
            language="en",
            genre="news",
            speaker=None,
            published=Published(date="2021-03-02", precision="day", basis="metadata", evidence=None),
            text=TEXT,
            source_id="a",
        ),
        actors=Rows([*states, person]),
        statements=Rows([statement]),
        events=Rows([event]),
        meetings=Rows(
            [
                Meeting(
                    id="m1",
                    kind="talks",
                    title=None,
                    date=when,
                    place=place,
                    organisers=("PRT",),
                    participants=(part,),
                    evidence=(0, 9),
                    quote=TEXT[:9],
                )
            ]
        ),
        figures=Rows(
            [
                Figure(
                    id="f1",
                    value=2.5,
                    high=None,
                    unit="USD",
                    qualifier="about",
                    measures=None,
                    from_="PRT",
                    to="ESP",
                    date=None,
                    statement="s1",
                    evidence=(0, 2),
                    quote="On",
                )
            ]
        ),
        proposals=Rows(
            [
                Proposal(
                    id="p1",
                    by_actor=person.id,
                    action="praise",
                    addressees=("ESP",),
                    force="hope",
                    statement="s1",
                    evidence=(0, 2),
                    quote="On",
                )
            ]
        ),
        projects=Rows(
            [
                Project(
                    id="w1",
                    name="Bridge",
                    short_name=None,
                    kind="road",
                    countries=("PRT",),
                    evidence=(0, 2),
                    quote="On",
                )
            ]
        ),
        formats=Rows([Format(id="g1", name="Iberian summit", members=("PRT", "ESP"), evidence=(0, 2), quote="On")]),
        agreements=Rows(
            [Agreement(id="a1", name="Pact", kind="treaty", parties=("PRT",), date=when, evidence=(0, 2), quote="On")]
        ),
        warnings=Rows([Warning(code="c", message="m", evidence=(0, 2))]),
    )


def test_the_shipped_schema_is_current() -> None:
    assert json.loads(read_text("verbale-1.schema.json")) == json_schema(), (
        "verbale schema > src/verbale/data/verbale-1.schema.json"
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_a_full_record_is_valid() -> None:
    jsonschema.validate(full_record().to_dict(), json_schema(), cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "verbale/0"),
        (("statements", 0, "manner"), "loud"),
        (("statements", 0, "evidence"), [1]),
        (("events", 0, "type"), "WAR"),
        (("extra",), 1),
        (("document", "text"), None),
        (("figures", 0, "value"), "many"),
    ],
)
def test_a_wrong_record_is_not(path: tuple[Any, ...], value: Any) -> None:
    plain: Any = full_record().to_dict()
    inner = plain
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, json_schema(), cls=jsonschema.Draft202012Validator)
