"""Agreements by name, by number and by the signing of them."""

from __future__ import annotations

import pytest

from verbale.reader import Reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They recalled the Treaty of Kars and the Minsk agreements.",
            [("Treaty of Kars", "treaty"), ("Minsk agreements", "agreement")],
        ),
        ("The Convention on the Law of the Sea binds both.", [("Convention on the Law of the Sea", "convention")]),
        ("The Budapest Memorandum of 1994 failed.", [("Budapest Memorandum", "memorandum")]),
        (
            "UN Security Council Resolutions 822, 853 and 874 demand it.",
            [(f"UN Security Council Resolution {number}", "resolution") for number in (822, 853, 874)],
        ),
        ("The North Atlantic Treaty Organization met.", []),
        ("The two sides reached an agreement.", []),
        ("New START expired.", [("New START", "treaty")]),
    ],
)
def test_names(reader: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(item.name, item.kind) for item in reader.read(text).agreements] == expected


def test_an_official_of_a_body_signs_for_the_body(reader: Reader) -> None:
    text = "Ethiopia's president and NATO Secretary General Jens Stoltenberg signed a memorandum of understanding."
    [found] = reader.read(text, date="2020-05-05").agreements
    assert set(found.parties) == {"ETH", "org:nato"}  # Norway, whose citizen he is, is no party


def test_parties_and_date_of_a_signing(reader: Reader) -> None:
    [found] = reader.read("Turkey and Azerbaijan signed the Shusha Declaration on 15 June 2021.").agreements
    assert set(found.parties) == {"TUR", "AZE"}
    assert found.date is not None
    assert found.date.start == "2021-06-15"


def test_a_memorandum_without_a_name(reader: Reader) -> None:
    [found] = reader.read("Georgia and Romania signed a memorandum of understanding on energy.").agreements
    assert found.kind == "memorandum"
    assert set(found.parties) == {"GEO", "ROU"}
