"""Battery rows 1, 2, 4, 26: empty, huge, binary and monstrous inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from verbale.errors import EmptyInput, InputError, LimitExceeded, MalformedInput
from verbale.intake import Limits, load


@pytest.mark.parametrize("source", ["", " \n\t\u00a0 ", b"", b"\xef\xbb\xbf", b"\xff\xfe", "\ufeff", "\u200b"])
def test_nothing_is_empty(source: str | bytes) -> None:
    with pytest.raises(EmptyInput) as caught:
        load(source)
    assert caught.value.code == "empty"


def test_one_character_is_a_document() -> None:
    assert load("a").text == "a"


@pytest.mark.parametrize("source", ["x" * 101, b"x" * 101])
def test_too_large_is_refused_before_decoding(source: str | bytes) -> None:
    with pytest.raises(LimitExceeded) as caught:
        load(source, limits=Limits(input_bytes=100))
    assert caught.value.code == "limit:input_bytes"
    assert "Limits(input_bytes=" in str(caught.value)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(LimitExceeded):
        load(path)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n...", "malformed"),
        (b"PK\x03\x04rest", "malformed"),
        (b"\x1f\x8b\x08\xff", "unsupported"),
        (b"\x89PNG\r\n", "unsupported"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "unsupported"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (bytes(range(256)) * 9, "unsupported"),
    ],
)
def test_other_formats_are_told_by_content(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(MalformedInput if code == "malformed" else InputError) as caught:
        load(path)
    assert caught.value.code == code


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.txt", "not_found"), (tmp_path, "unreadable")):
        with pytest.raises(InputError) as caught:
            load(path)
        assert caught.value.code == code
        assert str(path) in str(caught.value)


MONSTERS = {
    "one long word": "a" * 100_000,
    "one long line": "the minister said that " * 5_000,
    "commas": "one, " * 20_000,
    "unclosed quotes": "“ " * 30_000,
    "digits": "1" * 100_000,
    "dates": "12 March 2020 " * 4_000,
    "capitals": "A.B.C." * 15_000,
    "hyphens": "a-\n" * 20_000,
    "brackets": "<" * 200_000,
    "tags": "<p>" * 15_000,
    "spaces": "a" + " " * 100_000 + "b",
    "lines": "a\n" * 15_000,
    "anniversaries": "the 30th anniversary of independence of Ghana yesterday " * 500,
    "combining": "e" + "\u0301" * 100_000,
    "mojibake": "É™" * 20_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_read_in_linear_time(name: str) -> None:
    """No clock is looked at: a quadratic pattern on these takes minutes, and whoever runs the tests will know."""
    assert load(MONSTERS[name]).text == MONSTERS[name]
