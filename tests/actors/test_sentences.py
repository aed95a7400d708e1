"""Actors in sentences, through the shipped model: who is named, who stands behind a word, who "he" is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from verbale.actors import Cast, denoted, possessor, speaks_for
from verbale.intake.document import Paragraph
from verbale.record import Actor

Read = Callable[..., Cast]


def _at(cast: Cast, words: str) -> list[tuple[str, ...]]:
    """The actors of all mentions with these words."""
    return [mention.actors for mention in cast.mentions if cast.doc[mention.start : mention.end].text == words]


def _person(cast: Cast, name: str) -> Actor:
    return next(actor for actor in cast.actors.values() if actor.kind == "person" and name in actor.name)


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Turkish artillery shelled the village on Monday.", "Turkish artillery", "org:tur-armed-forces"),
        ("The Iraqi army entered the town.", "Iraqi army", "org:irq-armed-forces"),
        ("The armed forces of Chad withdrew.", "armed forces of Chad", "org:tcd-armed-forces"),
        ("Kenya's parliament ratified the treaty.", "Kenya's parliament", "org:parliament-ken"),
        ("The Turkish government rejected the report.", "Turkish government", "TUR"),
        ("The Turkish side proposed a meeting.", "Turkish side", "TUR"),
        ("The authorities in Kyiv denied the report.", "authorities", "UKR"),
        ("The Ministry of Foreign Affairs of the Republic of Turkey issued a statement.", "Ministry of Foreign Affairs of the Republic of Turkey", "org:mfa-tur"),
        ("The Turkish Foreign Ministry issued a statement.", "Turkish Foreign Ministry", "org:mfa-tur"),
        ("Peru's Defence Ministry issued a statement.", "Peru's Defence Ministry", "org:mod-per"),
        ("The Embassy of Japan in Kenya was closed.", "Embassy of Japan", "org:embassy-jpn"),
        ("Ankara said that it would respond.", "Ankara", "TUR"),
        ("The Kremlin denied the report.", "Kremlin", "RUS"),
        ("Brussels called on both sides to stop.", "Brussels", "org:eu"),
        ("The talks between Pyongyang and Seoul resumed.", "Pyongyang", "PRK"),
        ("Türkiye signed the agreement.", "Türkiye", "TUR"),
        ("Hezbollah fired rockets into Israel.", "Hezbollah", "org:hezbollah"),
        ("The United Nations Security Council met on Friday.", "United Nations Security Council", "org:unsc"),
        ("Abkhazia opened the crossing.", "Abkhazia", "disputed:abkhazia"),
    ],
)  # fmt: skip
def test_a_phrase_means_an_actor(read_cast: Read, text: str, words: str, actor: str) -> None:
    assert (actor,) in _at(read_cast(text), words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The ministers met in Ankara on Monday.", "Ankara"),
        ("He flew to Baku for talks.", "Baku"),
        ("The troops entered Kabul at dawn.", "Kabul"),
        ("They asked us who is who.", "us"),
    ],
)
def test_a_place_is_no_actor(read_cast: Read, text: str, name: str) -> None:
    assert _at(read_cast(text), name) == []


@pytest.mark.parametrize(
    ("text", "name", "country", "official", "title"),
    [
        ("Ambassador Farid Shafiyev, Chairman of AIR Center, opened the meeting.", "Shafiyev", "AZE", True, "Ambassador"),
        ("Deputy Minister of Foreign Affairs of the Republic of Turkey, Yavuz Selim Kıran, welcomed the guests.", "Kıran", "TUR", True, "Deputy Minister of Foreign Affairs of the Republic of Turkey"),
        ("Azerbaijani Deputy Foreign Minister Khalaf Khalafov stressed the point.", "Khalafov", "AZE", True, "Azerbaijani Deputy Foreign Minister"),
        ("Grace Wanjiru, Kenya's foreign minister, welcomed the guests.", "Wanjiru", "KEN", True, "Kenya's foreign minister"),
        ("Peter Novak, 54, a professor at Charles University, disagreed.", "Novak", None, False, "professor at Charles University"),
        ("The former Peruvian president Luis Paredes disagreed.", "Paredes", "PER", False, "former Peruvian president"),
        ("Maria Santos is the finance minister of Brazil.", "Santos", "BRA", True, "finance minister of Brazil"),
        ("General Ion Marin, commander of the Romanian army, said no.", "Marin", "ROU", True, "General"),
        ("US Secretary of State John Kerry arrived in Geneva.", "Kerry", "USA", True, "US Secretary of State"),
        ("The United Nations Secretary-General, Kofi Annan, condemned the attack.", "Annan", "GHA", True, "United Nations Secretary-General"),
        ("The ambassador of Japan to Kenya, Ken Oshima, spoke next.", "Oshima", "JPN", True, "ambassador of Japan to Kenya"),
    ],
)  # fmt: skip
def test_people_and_their_offices(
    read_cast: Read,
    text: str,
    name: str,
    country: str | None,
    official: bool,
    title: str,
) -> None:
    person = _person(read_cast(text), name)
    assert title in [role.title for role in person.roles]
    assert person.country == country
    assert any(role.official for role in person.roles) is official


@pytest.mark.parametrize(
    ("text", "words", "person"),
    [
        ("Foreign Minister Ana Costa arrived on Monday. She said the talks had begun.", "She", "person:ana-costa"),
        ("Foreign Minister Ana Costa met her colleague Piotr Zielinski. He thanked her.", "He", "person:piotr-zielinski"),
        ("Deputy Foreign Minister Khalaf Khalafov spoke first. Mr. Khalafov thanked the hosts.", "Mr. Khalafov", "person:khalaf-khalafov"),
        ("Turkey's Deputy Foreign Minister Yavuz Selim Kıran spoke. The Deputy Foreign Minister thanked the hosts.", "Deputy Foreign Minister", "person:yavuz-selim-kiran"),
        ("Ambassador Jane Miller opened the debate. The ambassador then left.", "ambassador", "person:jane-miller"),
        ("President Hugo Lopez said that he would come.", "he", "person:hugo-lopez"),
        ("President Hugo Lopez arrived late. According to him, the road was closed.", "him", "person:hugo-lopez"),
        ("The visitor was Ana Costa, who heads the Kenyan Foreign Ministry.", "who", "person:ana-costa"),
    ],
)  # fmt: skip
def test_references_to_people(read_cast: Read, text: str, words: str, person: str) -> None:
    assert (person,) in _at(read_cast(text), words)


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("Turkey and Azerbaijan signed a treaty. The two countries will open a bank.", "The two countries", ("TUR", "AZE")),
        ("Chad and Niger met. Chad praised the Lome Port-Benin-Niger road and the line between the two countries.", "the two countries", ("TCD", "NER")),
        ("Peru and Chile met in Lima. Both sides agreed to meet again.", "Both sides", ("PER", "CHL")),
        ("Armenia closed the border. It also recalled its ambassador.", "It", ("ARM",)),
        ("Kenya rejected the ruling of the court. The country will appeal.", "The country", ("KEN",)),
        ("The African Union (AU) met. AU officials spoke.", "AU", ("org:au",)),
    ],
)  # fmt: skip
def test_references_to_states_and_bodies(read_cast: Read, text: str, words: str, actors: tuple[str, ...]) -> None:
    assert actors in _at(read_cast(text), words)


def test_nobody_is_resolved_to_a_person_introduced_later(read_cast: Read) -> None:
    cast = read_cast("He said nothing. President Hugo Lopez arrived later.")
    assert _at(cast, "He") == [()]


def test_two_bearers_of_a_surname_are_kept_apart(read_cast: Read) -> None:
    cast = read_cast("Minister Ana Costa met Minister Rui Costa in Lisbon. Costa spoke first.")
    assert () in _at(cast, "Costa")
    assert "ambiguous-name" in {warning.code for warning in cast.warnings}


def test_an_ambiguous_state_is_left_open_with_a_warning(read_cast: Read) -> None:
    cast = read_cast("Congo sent a note to the ministry.")
    assert not {"COD", "COG"} & cast.actors.keys()
    assert "ambiguous-name" in {warning.code for warning in cast.warnings}
    clear = read_cast("The Democratic Republic of the Congo sent a note. Congo wants talks.")
    assert ("COD",) in _at(clear, "Congo")


def test_the_publishers_state_settles_bare_offices_and_ministries(read_cast: Read) -> None:
    text = "The Foreign Ministry regretted the incident. Foreign Minister Ana Costa said so."
    cast = read_cast(text, publisher="Ministry of Foreign Affairs of Angola", genre="statement")
    assert ("org:mfa-ago",) in _at(cast, "Foreign Ministry")
    assert _person(cast, "Costa").country == "AGO"


def test_speaks_for(read_cast: Read) -> None:
    cast = read_cast(
        "Kenyan Foreign Minister Ana Costa spoke. Peter Novak, a researcher, disagreed. NATO Secretary General Jens Stoltenberg agreed. "
        "The Turkish Foreign Ministry was silent."
    )
    assert speaks_for(cast, "person:ana-costa") == ("KEN",)
    assert speaks_for(cast, "person:peter-novak") == ()
    assert speaks_for(cast, "person:jens-stoltenberg") == ("org:nato",)
    assert speaks_for(cast, "org:mfa-tur") == ("TUR",)
    assert speaks_for(cast, "KEN") == ("KEN",)
    assert speaks_for(cast, "nobody") == ()


def test_denoted_and_possessor(read_cast: Read) -> None:
    cast = read_cast("Turkish investment grew. Armenian artillery shelled the town of the Azerbaijanis.")
    token = {token.text: token for token in cast.doc}
    assert denoted(cast, token["investment"]) == ()
    assert possessor(cast, token["investment"]) == ("TUR",)
    assert denoted(cast, token["artillery"]) == ("org:arm-armed-forces",)


def test_every_mention_is_evidence_in_the_text(read_cast: Read) -> None:
    text = "Ambassador Farid Shafiyev, Chairman of AIR Center, met Turkish officials 🙂 in Baku.\n\nHe thanked them."
    cast = read_cast(text)
    assert cast.actors
    for actor in cast.actors.values():
        for start, end in actor.mentions:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip() == text[start:end]
        for role in actor.roles:
            assert text[role.evidence[0] : role.evidence[1]] == role.quote


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "…", "🙂🙂", "a", "The " * 400, "Minister " * 300, "(((((" * 200, "Ankara-" * 200]
)
def test_odd_texts_break_nothing(read_cast: Read, text: str) -> None:
    cast = read_cast(text)
    assert list(cast.mentions) == sorted(cast.mentions, key=lambda mention: (mention.start, -mention.end, mention.kind))


def test_the_same_text_gives_the_same_cast(read_cast: Read) -> None:
    text = "Turkey's Ana Costa and Peru's Rui Lima met. They said that both countries would sign."
    first, second = read_cast(text), read_cast(text)
    assert first.actors == second.actors
    assert list(first.mentions) == list(second.mentions)


def test_a_comma_in_a_headline_joins_people(read_cast: Read) -> None:
    text = (
        "Costa, Kenyan Prime Minister Discuss Transit\n\n"
        "Foreign Minister Ana Costa met Kenyan Prime Minister Peter Otieno in Nairobi. The talks took two hours."
    )
    title = Paragraph(0, text.index("\n"), "title")
    person = _person(read_cast(text, paragraphs=(title, Paragraph(title.end + 2, len(text)))), "Ana Costa")
    assert [role.title for role in person.roles] == ["Foreign Minister"]
    assert person.country != "KEN"
