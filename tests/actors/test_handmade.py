"""Actors in parses made by hand, so that each rule stands without the model."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from verbale.actors import Cast, cast_of, denoted, possessor
from verbale.actors.offices import find_offices
from verbale.actors.scene import Scene
from verbale.actors.voice import ministry_of
from verbale.intake.document import Document

VOCAB = spacy.blank("en").vocab


def _doc(rows: list[tuple[str, str, str, int]], entities: list[str] | None = None) -> Doc:
    """A Doc from rows of word, part of speech, label and head (index); entities as BIO tags."""
    words = [row[0] for row in rows]
    return Doc(
        VOCAB, words=words, pos=[row[1] for row in rows], deps=[row[2] for row in rows], heads=[row[3] for row in rows],
        lemmas=[word.lower() for word in words], ents=entities,
    )  # fmt: skip


def _cast(doc: Doc, **about: Any) -> Cast:
    return cast_of(Document(text=doc.text, reading=doc.text, **about), doc)


SAID = [("Ankara", "PROPN", "nsubj", 1), ("said", "VERB", "ROOT", 1), ("so", "ADV", "advmod", 1)]
IN_ANKARA = [
    ("They", "PRON", "nsubj", 1),
    ("met", "VERB", "ROOT", 1),
    ("in", "ADP", "case", 3),
    ("Ankara", "PROPN", "obl", 1),
]
TALKS = [
    ("talks", "NOUN", "ROOT", 0), ("between", "ADP", "case", 2), ("Ankara", "PROPN", "nmod", 0), ("and", "CCONJ", "cc", 4), ("Baku", "PROPN", "conj", 2),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "states"), [(SAID, {"TUR"}), (IN_ANKARA, set()), (TALKS, {"TUR", "AZE"})])
def test_a_capital_acts_or_is_a_place(rows: list[tuple[str, str, str, int]], states: set[str]) -> None:
    assert set(_cast(_doc(rows)).actors) == states


def test_forces_of_two_states() -> None:
    rows = [
        ("Greek", "ADJ", "amod", 3), ("and", "CCONJ", "cc", 2), ("Turkish", "ADJ", "conj", 0), ("warships", "NOUN", "nsubj", 4), ("left", "VERB", "ROOT", 4),
    ]  # fmt: skip
    doc = _doc(rows)
    assert denoted(_cast(doc), doc[3]) == ("org:grc-armed-forces", "org:tur-armed-forces")


def test_forces_of_a_body_are_the_body() -> None:
    doc = _doc([("NATO", "PROPN", "compound", 1), ("warplanes", "NOUN", "nsubj", 2), ("struck", "VERB", "ROOT", 2)])
    assert denoted(_cast(doc), doc[1]) == ("org:nato",)


def test_things_are_nobody_but_have_a_possessor() -> None:
    doc = _doc([("Turkish", "ADJ", "amod", 1), ("investment", "NOUN", "nsubj", 2), ("grew", "VERB", "ROOT", 2)])
    cast = _cast(doc)
    assert denoted(cast, doc[1]) == ()
    assert possessor(cast, doc[1]) == ("TUR",)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("the Deputy Minister of Foreign Affairs arrived", "Deputy Minister of Foreign Affairs"),
        ("Chief Cabinet Secretary Suga arrived", "Chief Cabinet Secretary"),
        ("the head of the delegation arrived", "head of the delegation"),
        ("the special envoy for Syria arrived", "special envoy for Syria"),
        ("former prime minister Lopez arrived", "former prime minister"),
        ("the general assembly arrived", None),
    ],
)
def test_where_a_title_begins_and_ends(words: str, title: str | None) -> None:
    tags = {"the": "DET", "of": "ADP", "for": "ADP", "arrived": "VERB"}
    names = {"Suga", "Lopez"}
    rows = [(word, tags.get(word, "PROPN" if word.istitle() else "NOUN"), "dep", 0) for word in words.split()]
    doc = _doc(rows, ["B-PERSON" if word in names else "O" for word in words.split()])
    scene = Scene.of(Document(text=doc.text, reading=doc.text), doc)
    assert [phrase.title for phrase in find_offices(scene)] == ([title] if title else [])


def test_the_callers_speaker_is_entered() -> None:
    doc = _doc([("We", "PRON", "nsubj", 1), ("regret", "VERB", "ROOT", 1), ("it", "PRON", "obj", 1)])
    cast = _cast(doc, genre="statement", speaker="Ministry of Foreign Affairs of Chile")
    assert cast.genre_speaker in cast.actors
    assert cast.actors[str(cast.genre_speaker)].country == "CHL"
    assert any(mention.actors == (cast.genre_speaker,) for mention in cast.mentions)


def test_look_alike_letters_in_a_name_are_warned_of() -> None:
    doc = _doc([("Ivаn", "PROPN", "nsubj", 2), ("Petrov", "PROPN", "flat", 0), ("left", "VERB", "ROOT", 2)], ["B-PERSON", "I-PERSON", "O"])  # fmt: skip
    assert [warning.code for warning in _cast(doc).warnings] == ["mixed-script-name"]


def test_eastern_and_western_name_order_are_one_person() -> None:
    rows = [
        ("Chen", "PROPN", "nsubj", 2), ("Ming", "PROPN", "flat", 0), ("met", "VERB", "ROOT", 2), ("MING", "PROPN", "obj", 2), ("CHEN", "PROPN", "flat", 3),
    ]  # fmt: skip
    cast = _cast(_doc(rows, ["B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON"]))
    assert [actor for actor in cast.actors if actor.startswith("person:")] == ["person:chen-ming"]


@pytest.mark.parametrize(
    ("publisher", "country", "expected"),
    [
        ("Ministry of Foreign Affairs of Angola", None, "AGO"),
        ("Ministry of Foreign Affairs", "PER", "PER"),
        ("Bangkok Post", None, None),
        ("Kenya Daily", "KEN", None),
        (None, "KEN", None),
    ],
)
def test_only_a_states_own_page_settles_whose_minister_it_is(
    publisher: str | None, country: str | None, expected: str | None
) -> None:
    rows = [("Minister", "PROPN", "nmod:desc", 1), ("Lopez", "PROPN", "nsubj", 2), ("spoke", "VERB", "ROOT", 2)]
    cast = _cast(_doc(rows, ["O", "B-PERSON", "O"]), publisher=publisher, publisher_country=country)
    assert cast.actors["person:lopez"].country == expected


@pytest.mark.parametrize(
    ("publisher", "state", "expected"),
    [
        ("Ministry of Foreign Affairs of Estonia", "EST", "mfa-est"),
        ("Foreign Ministry of Estonia", "EST", "mfa-est"),
        ("Norwegian Ministry of Defence", "NOR", "mod-nor"),
        ("Department of Foreign Affairs", "IRL", "mfa-irl"),
        ("Ministry of Foreign Affairs of the Republic of Azerbaijan", "AZE", "mfa-aze"),
        ("Ministry of Defence and Ministry of Justice", "NOR", None),
        ("Ministry of Silence", "NOR", None),
        ("Daily News", "NOR", None),
    ],
)
def test_a_publishing_ministry_has_the_id_that_texts_give_it(publisher: str, state: str, expected: str | None) -> None:
    assert ministry_of(publisher, state) == expected
