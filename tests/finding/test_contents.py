"""How far contents reach, and who is meant by sources without a name."""

from __future__ import annotations

import pytest

from verbale.reader import Reader


def contents(reader: Reader, text: str) -> list[str]:
    return [item.quote.rstrip(".\"'”") for item in reader.read(text, genre="news").statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The harbour is open”, the mayor declared, and the crowd went home.",
            ["The harbour is open"],
        ),
        (
            "“They will poison the wells,” said Ana Costa, a farmer, beside a heap of stones; nobody answered her.",
            ["They will poison the wells"],
        ),
        (
            "Twelve sailors drowned off Oran, a coast guard told the agency; Algiers has published no figure.",
            ["Twelve sailors drowned off Oran"],
        ),
        (
            "The port, the minister said, would open in May; ships were waiting.",
            ["The port, the minister said, would open in May"],
        ),
        ("Contractors come, she said, and contracts stay.", ["Contractors come, she said, and contracts stay"]),
        (
            "No honest man owns such rifles, argues the governor, Rui Lima, beside a table of guns.",
            ["No honest man owns such rifles"],
        ),
        ('The ministry called the raid "a grave mistake".', ['the raid "a grave mistake']),
        ('Spokesman Rui Lima termed it "extremely unwise".', ['it "extremely unwise']),
        (
            "President Ana Costa condemned the raid, denied any part in it and blamed smugglers.",
            ["the raid", "any part in it", "smugglers"],
        ),
        (
            "Spokesman Rui Lima denounced the visit, which had been announced on Friday.",
            ["the visit"],
        ),
        (
            "President Boateng said that trade had doubled, and called this “a figure to be proud of”.",
            ["trade had doubled", "this “a figure to be proud of"],
        ),
        (
            "The minister said that the talks were useful, and praised the mediators.",
            ["the talks were useful", "the mediators"],
        ),
        ("President Ana Costa rejected the claim within hours.", ["the claim"]),
        ("Norway rejected the offer during a meeting in Oslo.", ["the offer"]),
    ],
)  # fmt: skip
def test_how_far_contents_reach(reader: Reader, text: str, expected: list[str]) -> None:
    assert contents(reader, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Chile and Peru closed the pass on Monday. Each side accused the other of firing first.",
            (None, ("CHL", "PER")),
        ),
        (
            "Kenya, Uganda and Rwanda met in Nairobi. They say the bridge must be built.",
            (None, ("KEN", "UGA", "RWA")),
        ),
        (
            "Kenya, Uganda and Rwanda met in Nairobi. The three countries said the bridge must be built.",
            (None, ("KEN", "UGA", "RWA")),
        ),
        (
            "President Samuel Boateng met Prime Minister Ana Costa. The latter said that trade must go on.",
            ("person:ana-costa", ()),
        ),
        (
            "President Samuel Boateng met Prime Minister Ana Costa. The former said that trade must go on.",
            ("person:samuel-boateng", ()),
        ),
        ("Ecuador answered its neighbour. The Quito government said that asylum ends here.", ("ECU", ("ECU",))),
        ("Aramco, the Saudi state company, said the tanker was safe.", ("org:aramco", ("org:aramco",))),
        ("A spokesman for Chiquita Brands said that the company had lost money.", (None, ("org:chiquita-brands",))),
        ("President Putin received a visitor. His guest said that trade should grow.", (None, ())),
        ("M23 fighters entered Goma. Congo's army fled. The rebels said that they would march on.", ("org:m23", ("org:m23",))),
        ("Rebels and NATO agreed on a truce. The rebels said that they were tired.", (None, ())),
        ("The Donetsk People's Republic lost a tank. Nine people died, according to the separatists.", ("disputed:donetsk", ("disputed:donetsk",))),
        ("Nigerian officials said that the bridge was closed. They added that soldiers would come.", ("NGA", ("NGA",))),
        ("ECOWAS met in Abuja. One of its officers said that the force was ready.", (None, ("org:ecowas",))),
        ("The African Union met in Nairobi. The bloc said that it would send observers.", ("org:au", ("org:au",))),
        ("An aide to the Kenyan president said that the talks had failed. He added that nobody was to blame.", (None, ("KEN",))),
        ("Kenya said that it was ready. The note added that troops would leave.", ("KEN", ("KEN",))),
        ("Ambassador Rui Lima of Portugal opened the talks. The ambassador added that the door was open.", ("person:rui-lima", ("PRT",))),
        ("Ambassador Rui Lima of Portugal opened the talks. The door is open, said Lima.", ("person:rui-lima", ("PRT",))),
    ],
)  # fmt: skip
def test_sources_without_a_name(reader: Reader, text: str, expected: tuple[str | None, tuple[str, ...]]) -> None:
    statement = reader.read(text, genre="news").statements[-1]
    assert (statement.speaker, statement.speaks_for) == expected


def test_the_other_one_of_two(reader: Reader) -> None:
    text = "Ana Costa of Portugal received President Samuel Boateng in Lisbon. Her guest said that the port was ready."
    assert reader.read(text, genre="news").statements[-1].speaker == "person:samuel-boateng"


RESOLUTION = """The Peace and Security Council of the African Union, meeting in Addis Ababa:

1. Strongly condemns the seizure of power by the army;

2. Calls upon the generals to return to barracks;

3. Further decides to send an envoy."""


def test_points_are_the_words_of_the_body_that_heads_them(reader: Reader) -> None:
    found = reader.read(RESOLUTION, genre="statement").statements
    assert [(item.speaker, item.quote.rstrip(";.")) for item in found] == [
        ("org:au-psc", "the seizure of power by the army"),
        ("org:au-psc", "the generals to return to barracks"),
        ("org:au-psc", "to send an envoy"),
    ]
    assert {item.by.rule for item in found} == {"cue:point"}
    assert [item.cue.act for item in found if item.cue] == ["condemn", "urge", "say"]


@pytest.mark.parametrize("text", ["Prices:\n\nRises slowly in May.", "1. Decides to send an envoy."])
def test_points_of_nobody_are_no_statements(reader: Reader, text: str) -> None:
    assert [item for item in reader.read(text, genre="news").statements if item.by.rule == "cue:point"] == []


def test_we_of_a_joint_declaration(reader: Reader) -> None:
    text = "We, the Prime Ministers of Peru and Chile, express deep concern.\n\nWe urge the rebels to stop."
    found = reader.read(text, genre="statement").statements
    assert [item.speaks_for for item in found] == [("PER", "CHL"), ("PER", "CHL")]


def test_a_full_stop_behind_a_quotation_ends_a_sentence(reader: Reader) -> None:
    text = 'The mayor, Ana Costa, brushed the offer aside as "a smokescreen". If talks fail, she said, the port will close.'
    assert all("smokescreen" not in item.quote or "talks" not in item.quote for item in reader.read(text).statements)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trade between Kenya and Uganda grew by 32 per cent last year.", []),
        ("Togo closed the border, citing unrest in the north.", []),
        ("Each side has a mediator: a judge from Peru and a bishop from Chile.", []),
        ("He named the town where, according to the rebels, two hundred soldiers are held.", ["two hundred soldiers are held"]),
        ("LIMA, 4 March (Agency) – The talks went well, the mediator said.", ["The talks went well"]),
        ("QUITO - The talks went well, according to the mediator.", ["The talks went well"]),
    ],
)  # fmt: skip
def test_what_is_no_cue_and_where_contents_begin(reader: Reader, text: str, expected: list[str]) -> None:
    assert [item.rstrip(",") for item in contents(reader, text)] == expected


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Peru has long called for an Andes free of nuclear weapons.", "PER", "an Andes free of nuclear weapons"),
        (
            "Georgian President Mikhail Saakashvili has accused the Russian troops of supporting the separatists "
            "and wants the Russian monitors replaced with United Nations forces.",
            "person:mikhail-saakashvili", "supporting the separatists",
        ),
    ],
)  # fmt: skip
def test_helping_words_take_no_subject(reader: Reader, text: str, speaker: str, content: str) -> None:
    found = reader.read(text, genre="news").statements[0]
    assert (found.speaker, found.quote.rstrip(".")) == (speaker, content)


def test_what_follows_a_colon_and_its_quotation_is_told_by_the_author(reader: Reader) -> None:
    text = (
        "Prime Minister Ana Costa said:\n\n“We are ready to talk.”\n\n"
        "The harbour of Porto Belo was closed in March. Ships lay outside for weeks."
    )
    assert contents(reader, text) == ["We are ready to talk"]


def test_paragraphs_without_quotation_marks_after_a_colon_are_the_speakers(reader: Reader) -> None:
    text = (
        "The Foreign Minister comments on the floods\n\nSpeaking after the meeting, Foreign Minister Ana Costa said:\n\n"
        "I am saddened by the loss of life in the valley. The bridge was destroyed on Monday.\n\n"
        "Two aircraft with tents left Lisbon last night. More will follow.\n"
    )
    found = [(item.speaker, item.quote.rstrip(".")) for item in reader.read(text, genre="statement").statements]
    assert found == [
        ("person:ana-costa", "I am saddened by the loss of life in the valley"),
        ("person:ana-costa", "The bridge was destroyed on Monday"),
        ("person:ana-costa", "Two aircraft with tents left Lisbon last night"),
        ("person:ana-costa", "More will follow"),
    ]


def test_a_colon_within_a_paragraph_reaches_to_the_end_of_it(reader: Reader) -> None:
    text = (
        "The opposition leader, Ana Costa, told the crowd: We will win. We are not afraid.\n\n"
        "The harbour of Porto Belo was closed in March.\n\nThe pass is the highest of the country.\n"
    )
    assert contents(reader, text) == ["We will win", "We are not afraid"]


def test_nobody_takes_the_word_in_a_ministrys_own_text(reader: Reader) -> None:
    text = "A witness said:\n\nTwo ships are lost. Estonia calls for an inquiry.\n"
    record = reader.read(
        text, genre="statement", publisher="Ministry of Foreign Affairs of Estonia", publisher_country="EST"
    )
    assert {item.speaker for item in record.statements} <= {"org:mfa-est", "EST"}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Kenyan President Rosa Weil spoke first. Her aides said that the talks went well.", ("KEN",)),
        ("Khartoum's chargé d'affaires said that the border was shut.", ("SDN",)),
        ("A Turkish investigator said that the fire was laid.", ("TUR",)),
    ],
)  # fmt: skip
def test_the_side_of_sources_without_a_name(reader: Reader, text: str, side: tuple[str, ...]) -> None:
    statement = reader.read(text, genre="news").statements[0]
    assert statement.speaks_for == side


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Estonia condemns the attack. A witness said that two ships burned. We call for an inquiry. "
            "The rules of the sea bind all.",
            ["EST", None, "org:mfa-est", "org:mfa-est"],
        ),
        ("The Ministry regrets the decision. We call for an inquiry.", ["org:mfa-est", "org:mfa-est"]),
    ],
)  # fmt: skip
def test_a_ministrys_own_voice_goes_on(reader: Reader, text: str, expected: list[str | None]) -> None:
    record = reader.read(
        text, genre="statement", publisher="Ministry of Foreign Affairs of Estonia", publisher_country="EST"
    )
    assert [item.speaker for item in record.statements] == expected
