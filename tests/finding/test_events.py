"""Who did what to whom: (text, expected) tables on sentences of our own, read with the shipped model."""

from __future__ import annotations

import pytest

from verbale.reader import Reader
from verbale.record import Event, EventType, Record

Told = tuple[str, tuple[str, ...], tuple[str, ...], str]


def told(record: Record) -> list[Told]:
    return [(item.type, item.actor, item.recipient, item.status) for item in record.events]


def only(record: Record) -> Event:
    assert len(record.events) == 1, told(record)
    return record.events[0]


TYPES = [
    ("Sweden promised to send doctors to Liberia.", "AGREE", ("SWE",), ("LBR",)),
    ("Canada and Peru held talks in Lima.", "CONSULT", ("CAN", "PER"), ()),
    ("Norway praised Jordan.", "SUPPORT", ("NOR",), ("JOR",)),
    ("Belgium apologised to Rwanda.", "CONCEDE", ("BEL",), ("RWA",)),
    ("India trades with Nepal.", "COOPERATE", ("IND", "NPL"), ()),
    ("Japan donated rice to Kenya.", "AID", ("JPN",), ("KEN",)),
    ("Angola withdrew its troops from Namibia.", "RETREAT", ("AGO",), ("NAM",)),
    ("Ghana urged Togo to open the border.", "REQUEST", ("GHA",), ("TGO",)),
    ("Chile accused Bolivia of smuggling.", "ACCUSE", ("CHL",), ("BOL",)),
    ("Iran rejected Iraq's demand.", "REJECT", ("IRN",), ("IRQ",)),
    ("Peru threatened Ecuador with war.", "THREATEN", ("PER",), ("ECU",)),
    ("Students in Indonesia staged a protest.", "PROTEST", ("IDN",), ()),
    ("France imposed sanctions on Mali.", "SANCTION", ("FRA",), ("MLI",)),
    ("Turkey deployed troops along the border with Syria.", "MOBILIZE", ("TUR",), ("SYR",)),
    ("Uganda arrested two Rwandans.", "COERCE", ("UGA",), ("RWA",)),
    ("Eritrea attacked Djibouti.", "ASSAULT", ("ERI",), ("DJI",)),
]


@pytest.mark.parametrize(("text", "kind", "actor", "recipient"), TYPES)
def test_every_type(reader: Reader, text: str, kind: str, actor: tuple[str, ...], recipient: tuple[str, ...]) -> None:
    record = reader.read(text)
    first = next(item for item in record.events if item.type == kind)
    assert [_country(record, key) for key in first.actor] == list(actor)
    assert [_country(record, key) for key in first.recipient] == list(recipient)


def _country(record: Record, key: str) -> str | None:
    actor = record.actor(key)
    return actor.id if actor is not None and actor.kind == "state" else actor.country if actor else None


def test_the_table_has_every_type() -> None:
    assert {kind for _, kind, _, _ in TYPES} == set(EventType.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Kuwait was invaded by Iraq.", "ASSAULT", None),
        ("Armenian artillery shelled Azerbaijan.", "ASSAULT", "heavy-weapons"),
        ("Mali closed its border with Niger.", "COERCE", "restrict"),
        ("Spain expelled two Cuban diplomats.", "SANCTION", "expel"),
        ("Cuba recalled its ambassador from Spain.", "SANCTION", "withdraw"),
        ("Israel released ten Egyptian prisoners.", "RETREAT", "release"),
        ("Rwanda severed ties with Belgium.", "SANCTION", "discontinue"),
    ],
)
def test_modes(reader: Reader, text: str, kind: str, mode: str | None) -> None:
    event = only(reader.read(text))
    assert (event.type, event.mode) == (kind, mode)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kuwait was invaded by Iraq.", ("ASSAULT", ("IRQ",), ("KWT",), "happened")),
        ("Denmark will support Iceland.", ("AGREE", ("DNK",), ("ISL",), "planned")),
        ("Denmark does not support Iceland.", ("SUPPORT", ("DNK",), ("ISL",), "negated")),
        ("Eritrea should release Ethiopian prisoners.", ("RETREAT", ("ERI",), ("ETH",), "called-for")),
        ("Denmark supports Iceland.", ("SUPPORT", ("DNK",), ("ISL",), "ongoing")),
        ("Italy refused to meet Malta.", ("REJECT", ("ITA",), ("MLT",), "happened")),
        ("Iran threatened to attack Oman.", ("THREATEN", ("IRN",), ("OMN",), "happened")),
        ("Kenya agreed to send food to Somalia.", ("AGREE", ("KEN",), ("SOM",), "happened")),
    ],
)
def test_status_and_operators(reader: Reader, text: str, expected: Told) -> None:
    assert told(reader.read(text)) == [expected]


def test_light_verb_and_noun_are_one_event(reader: Reader) -> None:
    event = only(reader.read("Qatar provided military support to Libya."))
    assert (event.actor, event.recipient) == (("QAT",), ("LBY",))


def test_a_noun_with_both_parties_tells_of_an_event(reader: Reader) -> None:
    event = only(reader.read("The shelling of Georgia by Russia lasted two hours."))
    assert (event.type, event.actor, event.recipient) == ("ASSAULT", ("RUS",), ("GEO",))


def test_a_threat_carries_what_it_threatens(reader: Reader) -> None:
    event = only(reader.read("Iran threatened to attack Oman."))
    assert event.mode == "violence"


def test_reciprocal_events_have_no_recipient(reader: Reader) -> None:
    event = only(reader.read("Chile and Peru signed a treaty."))
    assert (event.actor, event.recipient) == (("CHL", "PER"), ())


def test_what_is_said_is_claimed_by_who_said_it(reader: Reader) -> None:
    record = reader.read("Foreign Minister Ana Costa of Portugal said that Eritrea attacked Djibouti.")
    event = only(record)
    assert event.claimed_by == record.statements[0].id


def test_what_the_document_says_is_claimed_by_nobody(reader: Reader) -> None:
    assert only(reader.read("Eritrea attacked Djibouti.")).claimed_by is None


def test_a_demand_is_one_event_and_what_it_demands_another(reader: Reader) -> None:
    events = reader.read("Ghana urged Togo to release the Ghanaian prisoners.").events
    assert [(item.type, item.status) for item in events] == [("REQUEST", "happened"), ("RETREAT", "called-for")]


@pytest.mark.parametrize(
    "text",
    [
        "Germany attacked in the second half of the football match and the striker scored a goal.",
        "The browser will support new versions of the software.",
        "Ministers must attack the problem of inflation.",
        "The weather in Norway was fine.",
    ],
)
def test_no_event(reader: Reader, text: str) -> None:
    assert not reader.read(text).events


def test_the_object_of_another_verb_is_no_target(reader: Reader) -> None:
    record = reader.read("Greece praised its soldiers while Turkey visited Albania.")
    assert all("ALB" not in item.recipient for item in record.events if item.type == "SUPPORT")


def test_a_visit_names_visitor_and_host(reader: Reader) -> None:
    event = only(reader.read("President Maria Silva of Brazil visited Angola."))
    assert (event.type, event.mode, event.recipient) == ("CONSULT", "visit", ("AGO",))


def test_a_place_stands_for_its_state(reader: Reader) -> None:
    event = only(reader.read("Ethiopian jets bombed Asmara."))
    assert event.recipient == ("ERI",)


def test_a_stated_date_is_the_event_s(reader: Reader) -> None:
    event = only(reader.read("Eritrea attacked Djibouti on 10 June 2008."))
    assert event.date is not None
    assert event.date.start == "2008-06-10"


def test_evidence_holds_the_trigger(reader: Reader) -> None:
    record = reader.read("On Monday Chile recalled its ambassador from Peru, and Kenya donated rice to Somalia.")
    assert record.events
    for event in record.events:
        assert event.evidence[0] <= event.trigger[0] < event.trigger[1] <= event.evidence[1]


def test_ids_follow_the_text(reader: Reader) -> None:
    record = reader.read("Norway praised Jordan. Iran rejected Iraq's demand. Eritrea attacked Djibouti.")
    assert [item.id for item in record.events] == [f"e{number}" for number in range(1, len(record.events) + 1)]
    assert [item.trigger for item in record.events] == sorted(item.trigger for item in record.events)


def test_same_text_same_events(reader: Reader) -> None:
    text = "Canada and Peru held talks in Lima. Ghana urged Togo to open the border."
    assert reader.read(text).events == reader.read(text).events


def test_every_name_of_a_list_takes_part(reader: Reader) -> None:
    record = reader.read("Fiji, Papua New Guinea, Tonga and Samoa offered troops to Nauru.")
    assert only(record).actor == ("FJI", "PNG", "TON", "WSM")


def test_a_list_ends_with_its_clause(reader: Reader) -> None:
    events = reader.read("Greece met France, and Germany thanked Malta.").events
    assert [item.actor for item in events] == [("GRC", "FRA"), ("DEU",)]


def test_a_conflict_between_parties_owns_nothing(reader: Reader) -> None:
    event = only(reader.read("Norway supports the settlement of the Chile-Peru dispute."))
    assert (event.actor, event.recipient) == (("NOR",), ())


def test_what_has_been_so_since_a_date_still_is(reader: Reader) -> None:
    event = only(reader.read("Mali has closed its border with Niger since 1993."))
    assert event.status == "ongoing"
    assert event.date is not None
    assert event.date.start == "1993-01-01"


def test_a_sentence_without_end_is_passed_over(reader: Reader) -> None:
    assert not reader.read("attack " * 2000 + "France.").events
