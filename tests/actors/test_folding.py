"""Keys of names: one form for every spelling."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from verbale.actors.folding import atoms, fold, kebab, mixes_scripts


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kıran", "KIRAN"), ("Kıran", "Kiran"), ("Əliyev", "Aliyev"), ("ƏLİYEV", "Aliyev"), ("İstanbul", "Istanbul"), ("Çavuşoğlu", "Cavusoglu"),
        ("Wałęsa", "Walesa"), ("Đinđić", "Dindic"), ("Sørensen", "Sorensen"), ("N’Djamena", "N'Djamena"), ("Gnassingbé", "GNASSINGBE"), ("Straße", "Strasse"),
        ("Nguyễn", "Nguyen"), ("Nagorno‑Karabakh", "Nagorno-Karabakh"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_share_a_key(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_different_names_keep_different_keys() -> None:
    assert len({fold(name) for name in ("Iran", "Iraq", "Niger", "Nigeria", "Mali", "Malawi")}) == 6


@given(st.text())
@example("𐞃")
@example("ᴭ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1))
def test_an_id_never_is_empty_and_has_no_blank(text: str) -> None:
    slug = kebab(text)
    assert slug
    assert not any(c.isspace() for c in slug)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Yavuz Selim Kıran", "yavuz-selim-kiran"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Kang Kyung-wha", "kang-kyung-wha"),
        ("O'Brien", "obrien"),
    ],
)
def test_ids_are_ascii_kebab(name: str, slug: str) -> None:
    assert kebab(name) == slug


def test_atoms_part_words_and_marks() -> None:
    assert atoms("Côte d'Ivoire (CIV)") == ["cote", "d", "'", "ivoire", "(", "civ", ")"]


@pytest.mark.parametrize(
    ("word", "mixed"), [("Putin", False), ("Рutin", True), ("Путин", False), ("Αθήνα", False), ("Аthens", True)]
)
def test_look_alike_letters_are_seen(word: str, mixed: bool) -> None:
    assert mixes_scripts(word) is mixed
