"""PDF: paragraphs from places on the page; battery rows 6 and 7."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.making import Line, pdf, pdf_of
from verbale.errors import InputError
from verbale.intake import Document, Limits, load
from verbale.intake.extract import Extract, file_title
from verbale.intake.pdf_layout import Line as Placed
from verbale.intake.pdf_layout import blocks_of, without_furniture

BODY = (
    "The minister said that regional coopera-",
    "tion between the three states would con-",
    "tinue, and that the long-",
    "term plan for the railway between them stays as it was.",
)


def lines(*words: str, top: float = 700, left: float = 72, size: float = 11) -> list[Line]:
    return [(left, top - 14 * number, size, line) for number, line in enumerate(words)]


def paragraphs(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


def codes(document: Document) -> list[str]:
    return [warning.code for warning in document.warnings]


def test_lines_are_joined_and_the_text_keeps_what_the_layer_holds() -> None:
    document = load(pdf_of(*BODY))
    assert document.text == "\n".join(BODY)
    assert document.reading == (
        "The minister said that regional cooperation between the three states would continue, and that the long-term "
        "plan for the railway between them stays as it was."
    )
    start = document.reading.index("cooperation")
    assert document.text[slice(*document.offsets.to_original(start, start + 11))] == "coopera-\ntion"


def test_paragraphs_part_at_gaps_indents_short_last_lines_and_items() -> None:
    wide = "and this line of the text runs to the right edge of its column as most of them"
    page = [
        *lines(f"First {wide}", f"then {wide}", "ends here."),
        *lines(f"Second, after a short line, {wide}", wide, top=658),
        *lines(f"Third, with its first line indented, {wide}", top=630, left=90),
        *lines(f"it {wide}", top=616),
        *lines(f"Fourth, after a gap, {wide}", top=580),
        *lines("1. An item of a list", "2. Another item of it", top=566),
    ]
    found = [words.split()[0] for words in paragraphs(load(pdf([page])))]
    assert found == ["First", "Second,", "Third,", "Fourth,", "1.", "2."]


def test_a_paragraph_runs_over_the_end_of_a_page() -> None:
    first = lines("The minister told the press in the evening of that day about the many", top=120)
    second = lines("talks that had been held. He then left the hall with his guests.", top=760)
    assert len(paragraphs(load(pdf([first, second])))) == 1
    second = lines("Talks had been held. He then left the hall with all of his guests.", top=760)
    assert len(paragraphs(load(pdf([first, second])))) == 2


def _pages(count: int) -> list[Sequence[Line]]:
    topics = ["trade", "energy", "borders", "railways", "water", "schools"]
    return [
        [
            (72, 810, 9, "Daily Bulletin of the Agency" if number % 2 else "16 September 2020"),
            *lines(f"The minister of {topics[number]} said that he was glad.", "He said so twice.", f"End of {topics[number]}."),
            (290, 30, 9, f"Page {number + 3} of 90"),
        ]
        for number in range(count)
    ]  # fmt: skip


def test_what_comes_back_on_every_page_is_left_out_and_told() -> None:
    document = load(pdf(_pages(6)))
    assert "Bulletin" not in document.text
    assert "Page" not in document.text
    assert document.text.count("He said so twice.") == 6
    assert [w.message for w in document.warnings if w.code == "page_furniture"] == [
        "12 running header, footer or page number line(s) were left out"
    ]


def test_page_numbers_go_on_two_pages_headers_only_on_three() -> None:
    assert "Page" not in load(pdf(_pages(2))).text
    assert "Bulletin" in load(pdf(_pages(2))).text
    assert "Page 3 of 90" in load(pdf(_pages(1))).text


def test_pages_that_are_all_alike_keep_their_words() -> None:
    assert load(pdf([lines("The minister said no.")] * 5)).text.count("The minister said no.") == 5


def test_a_large_line_is_the_title() -> None:
    page = [*lines("PRESS OFFICE", top=800), *lines("A Meeting of Three Ministers", top=760, size=20), *lines(*BODY)]
    assert load(pdf([page])).title == "A Meeting of Three Ministers"


def test_the_files_own_title_and_date() -> None:
    info = b"/Title (A Report on Trade) /CreationDate (D:20200916120000Z)"
    document = load(pdf([lines(*BODY)], info=info))
    assert document.title == "A Report on Trade"
    assert document.published is None
    assert "file_date" in codes(document)


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - Final draft.doc",
        "untitled",
        "report_3.pdf",
        "Document1",
        "",
        "C:\\x\\y",
        "PR2020-15",
        " - ",
        "a\0",
    ],
)
def test_titles_that_are_none(title: str) -> None:
    assert file_title(title) in (None, "a")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf([[]]), "no_text"),
        (pdf([[], []]), "no_text"),
        (pdf([]), "malformed"),
        (b"%PDF-1.7\n...", "malformed"),
        (pdf_of(*BODY)[:300], "malformed"),
        (pdf([lines("No.")], extra=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> /P -4 >> /ID [<00><00>]"), "encrypted"),
        (pdf([lines("No.")], extra=b"/Encrypt << /Filter /Nobody /V 9 >> /ID [<00><00>]"), "encrypted"),
    ],
    ids=["scan", "scans", "no pages", "nothing", "cut", "password", "unknown encryption"],
)  # fmt: skip
def test_what_holds_no_text_says_why(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load(data)
    assert caught.value.code == code
    assert code != "no_text" or "needs_ocr" in str(caught.value)


def test_a_scanned_page_among_others_is_told() -> None:
    document = load(pdf([lines(*BODY), [], lines("The end of it.")]))
    [warning] = [w for w in document.warnings if w.code == "pages_without_text"]
    assert "1 of 3 pages" in warning.message
    assert "needs_ocr" in warning.message


def test_too_many_pages_and_too_much_text() -> None:
    for limits, code in ((Limits(pages=2), "limit:pages"), (Limits(input_bytes=50), "limit:input_bytes")):
        with pytest.raises(InputError) as caught:
            load(pdf([lines(*BODY)] * 3), limits=limits)
        assert caught.value.code == code


LINES = st.builds(
    Placed,
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(str.strip).filter(bool),
    st.integers(0, 3),
    *[st.floats(-10, 900, allow_nan=False)] * 3,
    st.floats(0, 40),
)


@given(st.lists(LINES, max_size=12))
@settings(max_examples=200)
def test_every_line_that_is_kept_is_in_one_paragraph_in_its_order(found: list[Placed]) -> None:
    pages = [[line for line in found if line.page == page] for page in range(4)]
    kept, dropped = without_furniture(pages)
    assert len(kept) + dropped == len(found)
    blocks = blocks_of(kept)
    assert "\n".join(words for words, _ in blocks) == "\n".join(line.text for line in kept)


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from([None, "heading", "title"]))))
def test_spans_hold_the_paragraphs(blocks: list[tuple[str, str | None]]) -> None:
    extract = Extract.of(blocks)  # type: ignore[arg-type]
    assert [extract.text[start:end] for start, end in extract.spans] == [
        text.strip() for text, _ in blocks if text.strip()
    ]
    assert len(extract.kinds) == len(extract.spans) == len(extract.paragraphs(title=None))
