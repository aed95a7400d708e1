from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verbale.reading import annotate, load_pipeline, name_rules
from verbale.reading.name_rules import RULES, Rule, Setting
from verbale.reading.naming import agreed, find_names
from verbale.reading.spans import NameSpan
from verbale.reading.stretches import Stretch
from verbale.reading.toponyms import toponym

TAGS = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-GPE", "I-GPE"]
KINDS = ("PERSON", "ORG", "GPE", "LOC", "EVENT")


def setting(text: str) -> Setting:
    """Words between blanks; those with a capital and single letters are proper nouns, no word hangs on another."""
    words = text.split()
    flags = np.array([word[0].isupper() for word in words])
    return Setting(
        Stretch(words, [False] * len(words), [0]), np.full(len(words), -1), np.zeros(len(words), dtype=np.bool_), flags
    )


def named(text: str, *names: tuple[str, str]) -> list[NameSpan]:
    """Spans of the given names, each looked for after the one before."""
    words, at, spans = text.split(), 0, []
    for name, kind in names:
        parts = name.split()
        at = next(here for here in range(at, len(words)) if words[here : here + len(parts)] == parts)
        spans.append(NameSpan(at, at + len(parts), kind, 0.9))
        at += len(parts)
    return spans


def after(rule: Rule, text: str, *names: tuple[str, str]) -> list[tuple[str, str]]:
    words = text.split()
    return [(" ".join(words[n.start : n.end]), n.kind) for n in rule(named(text, *names), setting(text))]


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("tenders.port-authority.org", "ORG", False),
        ("Amazon.com", "ORG", True),
        ("TariffAnnex.pdf", "ORG", False),
        ("press@mfa.example.org", "ORG", False),
        ("Okello@HARBOUR", "PERSON", True),
        ("@portofbeira", "ORG", False),
        ("https://example.org/Nairobi", "GPE", False),
        ("forum", "ORG", False),
        ("street", "GPE", False),
        ("S.E.C.", "ORG", True),
    ],
)
def test_addresses_and_common_words_are_no_names(name: str, kind: str, kept: bool) -> None:
    assert after(name_rules.plausible, f"see {name} now", (name, kind)) == [(name, kind)] * kept


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Baltic Grain , Inc. said", [("Baltic Grain", "ORG"), ("Inc.", "ORG")], [("Baltic Grain , Inc.", "ORG")]),
        ("Kosi Gases PVT . LTD said", [("Kosi Gases", "ORG")], [("Kosi Gases PVT . LTD", "ORG")]),
        ("Kosi Gases , , Ltd said", [("Kosi Gases", "ORG")], [("Kosi Gases", "ORG")]),
        ("Lagos , Ltd said", [("Lagos", "GPE")], [("Lagos", "GPE")]),
        ("Baltic Grain , Riga", [("Baltic Grain", "ORG"), ("Riga", "GPE")], [("Baltic Grain", "ORG"), ("Riga", "GPE")]),
    ],
)
def test_forms_of_companies_belong_to_the_name(
    text: str, names: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    assert after(name_rules.with_forms, text, *names) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("the envoy V K Rao spoke", "Rao", "V K Rao"),
        ("the envoy R.E. Moyo spoke", "Moyo", "R.E. Moyo"),
        ("the envoy Dr Moyo spoke", "Moyo", "Moyo"),
        ("a Moyo spoke", "Moyo", "Moyo"),
    ],
)
def test_initials_belong_to_people(text: str, name: str, expected: str) -> None:
    assert after(name_rules.with_initials, text, (name, "PERSON")) == [(expected, "PERSON")]


def test_initials_of_a_name_before_are_left_to_it() -> None:
    names = [("Plan B", "ORG"), ("Moyo", "PERSON")]
    assert after(name_rules.with_initials, "Plan B Moyo", *names) == names


def test_storms_are_not_people() -> None:
    text = "Typhoon Haima hit Luzon . Haima killed eight . Haima Okoro was safe"
    found = after(
        name_rules.without_storms,
        text,
        ("Haima", "PERSON"),
        ("Luzon", "LOC"),
        ("Haima", "ORG"),
        ("Haima Okoro", "PERSON"),
    )
    assert found == [("Luzon", "LOC"), ("Haima Okoro", "PERSON")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the West Bank", "GPE"), ("Tbilisi", "GPE"), ("Black Sea", "LOC"), ("Guinea - Bissau", "GPE"),
        ("GAO", "ORG"), ("Nice", "ORG"), ("West Bank Council", "ORG"), ("Georgia", "ORG"),
    ],
)  # fmt: skip
def test_a_body_with_the_name_of_a_place_is_the_place(name: str, kind: str) -> None:
    assert after(name_rules.with_known_types, f"in {name} today", (name, "ORG")) == [(name, kind)]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [("Banda", "ORG", "PERSON"), ("Amara", "GPE", "PERSON"), ("Lusaka", "GPE", "GPE"), ("Banda", "EVENT", "EVENT")],
)
def test_part_of_a_full_name_is_a_person(name: str, kind: str, expected: str) -> None:
    text = f"Amara Banda met Kondwani Lusaka . {name} left"
    names = [("Amara Banda", "PERSON"), ("Kondwani Lusaka", "PERSON"), (name, kind)]
    assert after(name_rules.with_people, text, *names)[-1] == (name, expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Miramar Florida", ["Miramar", "Florida"]),
        ("San Rafael Ca", ["San Rafael", "Ca"]),
        ("Gulu Uganda", ["Gulu", "Uganda"]),
        ("Upper Austria", ["Upper Austria"]),
        ("Soviet Russia", ["Soviet Russia"]),
        ("South Sudan", ["South Sudan"]),
        ("Republic of Kenya", ["Republic of Kenya"]),
        ("Guinea - Bissau", ["Guinea - Bissau"]),
    ],
)
def test_a_town_and_its_state_are_two_places(name: str, expected: list[str]) -> None:
    assert [found for found, _ in after(name_rules.parted_places, f"in {name}", (name, "GPE"))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("corporate Africa and Nairobi , too", ["Africa", "Nairobi"]),
        ("the Black Sea coast", ["Black Sea"]),
        ("Nairobi Declaration and Paris Okafor", []),
        ("the Kenya - Uganda line", []),
        ("Nice people in tehran", []),
    ],
)
def test_known_places_are_found_where_they_stand_alone(text: str, expected: list[str]) -> None:
    assert [name for name, _ in after(name_rules.with_known_places, text)] == expected


def test_a_place_within_or_beside_a_name_is_left_to_it() -> None:
    names = [("Kenya Railways", "ORG"), ("Otieno", "PERSON")]
    assert after(name_rules.with_known_places, "Kenya Railways and Otieno Nairobi", *names) == names


def test_mentions_of_a_word_agree() -> None:
    # Two sure mentions of a person outweigh a third that looks like a body; the other word keeps its scores.
    person, body, none = [0, 1, 0, 0, 0, 0, 0], [0, 0.3, 0, 0.7, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0]
    chances = np.array([person, body, person, none], dtype=np.float32)
    words = ["Nasri", "Nasri", "Nasri", "spoke"]
    found = agreed(chances, [0, 1, 2], words)
    assert found.argmax(axis=1).tolist() == [1, 1, 1, 0]
    assert found.sum(axis=1) == pytest.approx(1)
    assert found[3].tolist() == none
    assert agreed(chances, [], words) is chances


def test_names_are_read_from_scores() -> None:
    text = "Amara Banda met Nasri . Nasri , Inc. rose"
    best = [1, 2, 0, 1, 0, 3, 0, 3, 0]
    scores = np.eye(len(TAGS), dtype=np.float32)[best] * 6
    words = text.split()
    found = [(" ".join(words[n.start : n.end]), n.kind) for n in find_names(scores, TAGS, setting(text))]
    assert found[:2] == [("Amara Banda", "PERSON"), ("Nasri", "PERSON")]


WORDS = st.sampled_from(
    [
        "Nairobi",
        "Kenya",
        "Amara",
        "Banda",
        "Inc.",
        ",",
        ".",
        "-",
        "V",
        "of",
        "the",
        "Hurricane",
        "Ca",
        "a.b@c.de",
        "GAO",
        "é",
    ]
)


@given(st.lists(st.tuples(WORDS, st.sampled_from((None, *KINDS))), min_size=1, max_size=25))
def test_rules_keep_names_in_order_and_apart(tagged: list[tuple[str, str | None]]) -> None:
    here = setting(" ".join(word for word, _ in tagged))
    names = [NameSpan(at, at + 1, kind, 0.9) for at, (_, kind) in enumerate(tagged) if kind]
    for rule in (name_rules.with_forms, *RULES):
        names = rule(names, here)
        ends = [0, *(name.end for name in names)]
        assert all(end <= name.start < name.end <= len(tagged) for end, name in zip(ends, names, strict=False))


@pytest.mark.parametrize(("words", "kind"), [(["SYRIA"], "GPE"), (["UAE"], "GPE"), (["Sofia"], None), ([], None)])
def test_toponyms(words: list[str], kind: str | None) -> None:
    assert toponym(words) == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Turkey-Azerbaijan relations are close.", ["Turkey", "Azerbaijan"]),
        ("India-Pakistan talks began on Monday.", ["India", "Pakistan"]),
        ("President Nana Akufo-Addo left for Guinea-Bissau.", ["Nana Akufo-Addo", "Guinea-Bissau"]),
    ],
)
def test_two_known_places_around_a_hyphen_stay_two(text: str, names: list[str]) -> None:
    doc = next(iter(annotate(load_pipeline(), [text])))
    assert [ent.text for ent in doc.ents if ent.label_ in ("GPE", "PERSON")] == names
