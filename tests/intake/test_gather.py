"""Folders, names, order, what the caller knows; battery rows 1, 4, 20."""

from __future__ import annotations

import itertools
import os
import pickle
from pathlib import Path

import pytest

from tests.intake.making import docx_of, gathered, opened, page_of, pdf_of, texts, within
from verbale.errors import Failure, InputError
from verbale.intake import Given, Limits, gather, load, open_given


def test_a_folder_is_walked_by_name_and_read_by_content(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "page.txt").write_text(page_of("Trade"))
    (tmp_path / "a.html").write_text("Plain words of a minister.")
    (tmp_path / "c.txt").write_bytes(pdf_of("The minister said no."))
    (tmp_path / "d.pdf").write_bytes(docx_of("The minister said yes."))
    items = gathered(tmp_path)
    assert [(within(item.uri, tmp_path), item.kind) for item in items if isinstance(item, Given)] == [
        ("/a.html", "text"), ("/b/page.txt", "html"), ("/c.txt", "pdf"), ("/d.pdf", "docx"),
    ]  # fmt: skip
    documents = [open_given(item) for item in items if isinstance(item, Given)]
    assert texts(documents) == [
        "Plain words of a minister.",
        "Trade",
        "The minister said no.",
        "The minister said yes.",
    ]
    assert [document.source_id for document in documents] == [item.uri for item in items if isinstance(item, Given)]


def test_names_are_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "a.txt").write_text("No.")
    assert [item.uri for item in gather(["press", "press/a.txt"]) if isinstance(item, Given)] == ["press/a.txt"] * 2


def test_hidden_files_links_out_and_loops_are_passed_over(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("Secret.")
    (inside / ".hidden.txt").write_text("Hidden.")
    (inside / "seen.txt").write_text("Seen.")
    (inside / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "same.txt").symlink_to(inside / ".hidden.txt")
    (inside / "loop").symlink_to(inside)
    (inside / "circle").symlink_to(inside / "circle")
    os.mkfifo(inside / "pipe")
    found = [item for item in gathered(inside) if isinstance(item, Given)]
    assert [(within(item.uri, inside), item.data) for item in found] == [
        ("/same.txt", b"Hidden."),
        ("/seen.txt", b"Seen."),
    ]


def test_what_is_not_there_is_a_failure_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("No.")
    missing, found = gathered([tmp_path / "none.txt", tmp_path / "a.txt"])
    assert isinstance(missing, Failure)
    assert (missing.code, missing.source_id) == ("not_found", str(tmp_path / "none.txt"))
    assert isinstance(found, Given)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b" \n", "empty"), (b" " * 70_000, "empty"), (b"\x89PNG\r\n", "unsupported"), (b"\x00\x01" * 40, "unsupported"),
     (b"x" * 2_000, "limit:input_bytes"), (b"%PDF-" + b"x" * 5_000, "limit:file_bytes")],
)  # fmt: skip
def test_files_without_a_document(content: bytes, code: str, tmp_path: Path) -> None:
    limits = Limits(input_bytes=100_000 if content[:1] == b" " else 1_000, file_bytes=4_000)
    assert opened(tmp_path, "a.txt", content, limits=limits) == [("", code)]


def test_text_after_much_white_space_is_found(tmp_path: Path) -> None:
    [document] = opened(tmp_path, "a", b"\n" * 70_000 + b"The minister said no.")
    assert not isinstance(document, tuple)
    assert document.reading == "The minister said no."


def test_the_stream_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "No."}\n' * 10)
    items = gather(itertools.chain([tmp_path / "a.jsonl"], iter(lambda: pytest.fail("read too far"), None)))
    assert len(list(itertools.islice(items, 5))) == 5


def test_the_caller_knows_better_than_the_file(tmp_path: Path) -> None:
    lines = '{"text": "He said no.", "title": "Inside", "publisher": "Row", "date": "2020-01-02"}'
    [document] = opened(tmp_path, "a.jsonl", lines, about={"publisher": "Caller", "title": None})
    assert not isinstance(document, tuple)
    assert (document.publisher, document.title) == ("Caller", "Inside")
    assert document.published is not None
    assert document.published.date == "2020-01-02"


def test_a_given_document_can_be_sent_to_a_worker(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page_of("Trade"))
    [item] = gathered(tmp_path / "a.html", about={"genre": "news"})
    assert isinstance(item, Given)
    there = pickle.loads(pickle.dumps(item))
    assert there == item
    assert open_given(there).genre == "news"


def test_a_name_that_is_no_utf8_is_spelled_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        with open(path, "wb") as file:
            file.write(b"No.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    [item] = gathered(tmp_path)
    assert isinstance(item, Given)
    assert item.uri.endswith("/\\xff.txt")


@pytest.mark.parametrize("content", [pdf_of("The minister said no."), docx_of("The minister said no.")])
def test_load_reads_files_by_content_too(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(content)
    assert load(tmp_path / "report.txt").text == load(content).text == "The minister said no."


def test_load_says_what_reads_archives(tmp_path: Path) -> None:
    from tests.intake.making import zip_of

    (tmp_path / "a").write_bytes(zip_of({"a.txt": b"No."}))
    with pytest.raises(InputError, match="verbale add") as caught:
        load(tmp_path / "a")
    assert caught.value.code == "unsupported"
