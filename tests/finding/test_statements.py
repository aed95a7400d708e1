"""Who said what: (text, expected) tables on sentences of our own, read with the shipped model."""

from __future__ import annotations

import pytest

from verbale.reader import Reader
from verbale.record import Record, Statement


def said(record: Record) -> list[tuple[str | None, str]]:
    return [(item.speaker, item.quote.rstrip(".")) for item in record.statements]


def only(record: Record) -> Statement:
    assert len(record.statements) == 1, [item.quote for item in record.statements]
    return record.statements[0]


@pytest.mark.parametrize(
    ("text", "speaker", "content", "act", "manner"),
    [
        (
            "Foreign Minister Ana Costa said that Portugal would send engineers to Mozambique.",
            "person:ana-costa", "Portugal would send engineers to Mozambique", "say", "indirect",
        ),
        (
            "Foreign Minister Ana Costa underlined the importance of the new railway.",
            "person:ana-costa", "the importance of the new railway", "stress", "indirect",
        ),
        (
            "According to President Samuel Boateng, the border is quiet.",
            "person:samuel-boateng", "the border is quiet", "say", "indirect",
        ),
        (
            "“The border is quiet,” President Samuel Boateng said.",
            "person:samuel-boateng", "The border is quiet", "say", "direct",
        ),
        (
            "President Samuel Boateng urged Mali to open the border.",
            "person:samuel-boateng", "Mali to open the border", "urge", "indirect",
        ),
        (
            "Norway condemned the attack on the embassy.",
            "NOR", "the attack on the embassy", "condemn", "indirect",
        ),
        (
            "The minister, Ana Costa, expressed hope that the talks would succeed.",
            "person:ana-costa", "the talks would succeed", "hope", "indirect",
        ),
        (
            "Ambassador Maria Lind: “Our two countries are friends and will remain friends.”",
            "person:maria-lind", "Our two countries are friends and will remain friends", "say", "direct",
        ),
    ],
)  # fmt: skip
def test_one_statement(reader: Reader, text: str, speaker: str, content: str, act: str, manner: str) -> None:
    statement = only(reader.read(text))
    assert (statement.speaker, statement.quote.rstrip(".")) == (speaker, content)
    assert statement.manner == manner
    assert statement.cue is None or statement.cue.act == act


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Ana Costa did not say that Portugal would leave.",
        "Foreign Minister Ana Costa arrived in Maputo on Monday.",
        "The conference was held under the title “One Road, Two Shores”.",
        "If the minister says that the border is closed, traders will leave.",
        "The so-called “special zone” lies north of the river.",
    ],
)
def test_nothing_is_said(reader: Reader, text: str) -> None:
    assert said(reader.read(text)) == []


REPORT = """Seminar on trade

A seminar on trade between Ghana and Togo was held in Accra on 4 May 2018.

Ghana's Deputy Trade Minister, Ama Mensah, noted that trade had doubled. According to her, the road to Aflao should be widened. \
Customs must work at night. Togo should open a second gate.

In turn, Togo's ambassador, Koffi Adjei, stressed that his country wanted more ferries. He added that smuggling was a problem. \
Smuggling costs both states money.

The seminar ended with a dinner."""


def test_speech_goes_on_until_another_speaker_or_the_author(reader: Reader) -> None:
    record = reader.read(REPORT, genre="report")
    by_speaker: dict[str | None, list[str]] = {}
    for speaker, quote in said(record):
        by_speaker.setdefault(speaker, []).append(quote)
    mensah, adjei = by_speaker["person:ama-mensah"], by_speaker["person:koffi-adjei"]
    assert any("Customs must work" in quote for quote in mensah)
    assert any("Togo should open" in quote for quote in mensah)
    assert any("Smuggling costs" in quote for quote in adjei)
    assert not any("held in Accra" in quote or "dinner" in quote for quotes in by_speaker.values() for quote in quotes)
    manners = {item.quote.rstrip("."): item.manner for item in record.statements}
    assert manners["Customs must work at night"] == "continued"


def test_officials_speak_for_their_states(reader: Reader) -> None:
    record = reader.read(REPORT, genre="report")
    sides = {item.speaker: item.speaks_for for item in record.statements}
    assert sides["person:ama-mensah"] == ("GHA",)
    assert sides["person:koffi-adjei"] == ("TGO",)


def test_quotations_without_a_cue_of_their_own_stay_with_their_speaker(reader: Reader) -> None:
    text = "“We waited for years,” President Samuel Boateng said on Friday. “We will not wait any longer. The gate must open.”"
    record = reader.read(text, genre="news")
    assert {speaker for speaker, _ in said(record)} == {"person:samuel-boateng"}
    assert any("gate must open" in quote for _, quote in said(record))


def test_conjoined_cues_share_their_source(reader: Reader) -> None:
    text = "Foreign Minister Ana Costa said that the port was open and added that ships would come in June."
    found = said(reader.read(text))
    assert ("person:ana-costa", "ships would come in June") in found
    assert any(quote.startswith("the port was open") and "added" not in quote for _, quote in found)


def test_a_statement_inside_another_is_nested(reader: Reader) -> None:
    text = "Foreign Minister Ana Costa said that President Samuel Boateng had promised to open the border."
    record = reader.read(text)
    inner = [item for item in record.statements if item.within is not None]
    assert [item.speaker for item in inner] == ["person:samuel-boateng"]
    assert inner[0].within == record.statements[0].id


def test_a_speech_is_its_speakers_throughout(reader: Reader) -> None:
    text = "Mr. President, we thank Norway for its help. The war must end. We condemn the shelling of Aden."
    record = reader.read(text, genre="speech", speaker="YEM")
    assert record.document.speaker == "YEM"
    assert {item.speaker for item in record.statements} == {"YEM"}
    assert len(record.statements) == 3
    thanks = record.statements[0]
    assert [(stance.toward, stance.value > 0) for stance in thanks.stance] == [("NOR", True)]


@pytest.mark.parametrize(
    ("text", "toward", "positive"),
    [
        ("President Samuel Boateng of Ghana thanked Norway for its help.", "NOR", True),
        ("President Samuel Boateng of Ghana said that Togo is a reliable friend.", "TGO", True),
        (
            "President Samuel Boateng of Ghana said that the aggressive policy of Togo is an obstacle to peace.",
            "TGO",
            False,
        ),
        ("President Samuel Boateng of Ghana said that Togo attacked a village on the border.", "TGO", False),
        ("President Samuel Boateng of Ghana condemned Togo's attack on Benin.", "TGO", False),
    ],
)
def test_stance(reader: Reader, text: str, toward: str, *, positive: bool) -> None:
    stances = [stance for item in reader.read(text).statements for stance in item.stance]
    assert (toward, positive) in [(stance.toward, stance.value > 0) for stance in stances]
    assert not any(stance.toward == "BEN" and stance.value < 0 for stance in stances)


def test_what_is_said_is_not_done(reader: Reader) -> None:
    record = reader.read("Foreign Minister Ana Costa of Portugal said that Spanish ships attacked a Moroccan port.")
    assaults = [event for event in record.events if event.type == "ASSAULT"]
    assert assaults
    assert all(event.claimed_by == record.statements[0].id for event in assaults)


@pytest.mark.parametrize(
    "text",
    [
        "Later in the day, Carter flew to visit troops at Kargil Airfield West, also called “K-West” in northern India.",
        "Asked whether she would stay, Foreign Minister Ana Costa left the room.",
    ],
)
def test_a_bare_participle_reports_nothing(reader: Reader, text: str) -> None:
    assert said(reader.read(text)) == []


def test_force_against_the_condemned_is_not_held_against_its_user(reader: Reader) -> None:
    record = reader.read(
        "President Samuel Boateng of Ghana said that Togo attacked the terrorist group near the border."
    )
    assert not [stance for item in record.statements for stance in item.stance if stance.toward == "TGO"]


@pytest.mark.parametrize(
    ("source", "speaker", "side"),
    [
        ("A Kenyan official", None, ("KEN",)),
        ("Kenyan officials", "KEN", ("KEN",)),
        ("The Tajik Foreign Ministry", "org:mfa-tjk", ("TJK",)),
        ("A spokesman for Chiquita Brands", None, ("org:chiquita-brands",)),
    ],
)
def test_who_speaks_and_for_whom(reader: Reader, source: str, speaker: str | None, side: tuple[str, ...]) -> None:
    [found] = reader.read(f"{source} said that the road was closed on Monday.").statements
    assert (found.speaker, found.speaks_for) == (speaker, side)
