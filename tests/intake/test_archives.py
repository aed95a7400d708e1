"""ZIP and gzip; battery rows 3, 4, 20."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest

from tests.intake.making import docx_of, gathered, opened, page_of, pdf_of, texts, within, zip_of
from verbale.errors import Failure
from verbale.intake import Given, Limits
from verbale.intake.archives import inside_name


def names(path: Path, content: bytes, **options: object) -> list[str | tuple[str, str]]:
    file = path / "a.zip"
    file.write_bytes(content)
    return [
        within(item.uri, file) if isinstance(item, Given) else (within(item.source_id, file), item.code)
        for item in gathered(file, **options)
    ]


def test_members_are_read_by_content_in_their_order(tmp_path: Path) -> None:
    inner = zip_of({"n.txt": b"Nested.", "s.gz": gzip.compress(b'{"text": "Deeper."}\n')})
    members = {"b.dat": page_of("Trade").encode(), "a.txt": pdf_of("No."), "c.bin": docx_of("Yes."), "in.zip": inner}
    found = opened(tmp_path, "a.zip", zip_of(members))
    assert texts(found) == ["Trade", "No.", "Yes.", "Nested.", "Deeper."]
    assert names(tmp_path, zip_of(members)) == ["!/b.dat", "!/a.txt", "!/c.bin", "!/in.zip!/n.txt", "!/in.zip!/s.gz#L1"]


def test_names_stay_inside_and_apart(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("../../evil.txt", "/abs.txt", "C:\\win\\x.txt", "__MACOSX/._a", ".hidden", "NUL", "folder/"):
            archive.writestr(name, b"Words.")
        archive.writestr("twice.txt", b"One.")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("twice.txt", b"Two.")
    expected = ["!/evil.txt", "!/abs.txt", "!/win/x.txt", "!/NUL", "!/twice.txt", "!/twice.txt (2)"]
    assert names(tmp_path, packed.getvalue()) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize(
    ("name", "inside"),
    [("a/../../b", "a/b"), ("..", ""), ("\\\\server\\x", "server/x"), ("a\0b", "ab"), ("x\ud800", "x\\ud800")],
)
def test_inside_name(name: str, inside: str) -> None:
    assert inside_name(name) == inside


def test_links_encrypted_and_oddly_packed_members_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("lzma", b"Words.", zipfile.ZIP_LZMA)
        archive.writestr("secret.txt", b"Words.")
        archive.writestr("sound.txt", b"Words.")
    content = bytearray(packed.getvalue())
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"secret.txt"))
    content[entry + 8] |= 1  # the flag of encryption, in the directory
    found = names(tmp_path, bytes(content))
    assert found == [("!/link", "link"), ("!/lzma", "unsupported"), ("!/secret.txt", "encrypted"), "!/sound.txt"]


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    content = bytearray(zip_of({"a.txt": b"The first words. " * 50, "b.txt": b"Sound."}))
    content[50:56] = b"\xff" * 6
    assert names(tmp_path, bytes(content)) == [("!/a.txt", "malformed"), "!/b.txt"]


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", zip_of({"a.txt": b"No."})[:-30]], ids=["rest", "cut"])
def test_an_archive_without_its_directory(content: bytes, tmp_path: Path) -> None:
    assert names(tmp_path, content) == [("", "malformed")]


def test_too_many_entries(tmp_path: Path) -> None:
    content = zip_of({f"{number}.txt": b"x" for number in range(30)})
    assert names(tmp_path, content, limits=Limits(entries=20)) == [("", "limit:entries")]


def test_an_archive_in_an_archive_in_an_archive(tmp_path: Path) -> None:
    content = b"Deep down."
    for level in range(6):
        content = zip_of({f"{level}": content})
    assert names(tmp_path, content) == [("!/5!/4!/3!/2", "limit:archive_depth")]
    assert names(tmp_path, content, limits=Limits(archive_depth=6)) == ["!/5!/4!/3!/2!/1!/0"]


def test_a_member_is_measured_by_what_is_read(tmp_path: Path) -> None:
    """Battery row 3: a thousand times as large unpacked; the next member is still read."""
    content = zip_of({"bomb.txt": b"a" * 3_000_000, "sound.txt": b"Words."})
    assert names(tmp_path, content, limits=Limits(input_bytes=1_000_000)) == [
        ("!/bomb.txt", "limit:input_bytes"),
        "!/sound.txt",
    ]


def test_a_bomb_of_many_small_members_is_given_up(tmp_path: Path) -> None:
    content = zip_of({f"{number}.txt": b"a" * 90_000 for number in range(40)})
    limits = Limits(inflated_free=1_000_000, inflated_ratio=50)
    found = names(tmp_path, content, limits=limits)
    assert found[-2:] == [(f"!/{len(found) - 2}.txt", "limit:inflated_ratio"), ("", "limit:inflated_ratio")]
    assert len(found) < 20


def test_an_inner_archive_is_unpacked_within_limits(tmp_path: Path) -> None:
    inner = zip_of({"a.txt": b"x" * 200}) + b"\0" * 60_000
    content = zip_of({"in.zip": inner})
    assert names(tmp_path, content, limits=Limits(inflated_bytes=50_000)) == [("!/in.zip", "limit:inflated_bytes")]


def test_an_office_file_that_is_not_read_is_named(tmp_path: Path) -> None:
    [failure] = gathered(_written(tmp_path, zip_of({"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>"})))
    assert isinstance(failure, Failure)
    assert failure.code == "unsupported"
    assert "Excel" in failure.message


def test_gzip_holds_one_of_anything(tmp_path: Path) -> None:
    assert texts(opened(tmp_path, "a", gzip.compress(page_of("Trade").encode()))) == ["Trade"]
    assert texts(opened(tmp_path, "a", gzip.compress(b"id,text\n1,Row.\n"))) == ["Row."]
    assert texts(opened(tmp_path, "a", gzip.compress(zip_of({"a": b"Words."})))) == ["Words."]


def test_a_cut_gzip_file_gives_what_came_before(tmp_path: Path) -> None:
    content = gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n')[:-6]
    assert texts(opened(tmp_path, "a.gz", content)) == ["One.", "Two.", ("", "malformed")]


def test_a_gzip_bomb_of_one_line(tmp_path: Path) -> None:
    content = gzip.compress(b'{"text": "One."}\n' + b"a" * 3_000_000)
    limits = Limits(inflated_free=1_000_000, inflated_ratio=50)
    assert texts(opened(tmp_path, "a.gz", content, limits=limits)) == ["One.", ("", "limit:inflated_ratio")]


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "a"
    path.write_bytes(content)
    return path
