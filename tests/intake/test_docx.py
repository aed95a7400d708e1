"""Word documents; battery rows 3, 4, 5."""

from __future__ import annotations

import datetime
import io
import socket
import sys
import zipfile

import pytest

from tests.intake.making import docx_of, repacked
from verbale.errors import InputError
from verbale.intake import Limits, load
from verbale.intake.docx import read_docx

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def body(inner: str, *, before: str = "") -> bytes:
    """A document whose body is this XML."""
    xml = f'<?xml version="1.0"?>{before}<w:document {_NAMES}><w:body>{inner}</w:body></w:document>'
    return docx_of(replaced={"word/document.xml": xml.encode()})


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        load(data, limits=limits or Limits())
    return caught.value.code


def test_paragraphs_headings_lists_and_tables() -> None:
    import docx

    document = docx.Document()
    document.add_heading("A Meeting of Ministers", 0)
    document.add_paragraph("The minister said no.")
    document.add_heading("Trade", 1)
    document.add_paragraph("Tariffs.", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Exports", "$5 million"
    prose = document.add_table(1, 2)
    prose.cell(0, 0).text, prose.cell(0, 1).text = (
        "Ankara",
        "The minister of foreign affairs added that talks would go on in the autumn.",
    )
    packed = io.BytesIO()
    document.save(packed)
    found = load(packed.getvalue())
    assert [(found.text[p.start : p.end], p.kind) for p in found.paragraphs] == [
        ("A Meeting of Ministers", "title"),
        ("The minister said no.", "body"),
        ("Trade", "heading"),
        ("Tariffs.", "item"),
        ("Exports\t$5 million", "item"),
        ("Ankara", "heading"),
        ("The minister of foreign affairs added that talks would go on in the autumn.", "body"),
    ]
    assert found.title == "A Meeting of Ministers"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (
            f"<w:p>{run('He said ')}<w:ins>{run('firmly ')}</w:ins><w:del><w:r><w:delText>not </w:delText></w:r></w:del>{run('no.')}</w:p>",
            "He said firmly no.",
        ),
        (f"<w:sdt><w:sdtContent><w:p>{run('Inside a control.')}</w:p></w:sdtContent></w:sdt>", "Inside a control."),
        (f"<w:p><w:hyperlink>{run('A link')}</w:hyperlink>{run(' said.')}</w:p>", "A link said."),
        (f"<w:p>{run('a')}<w:r><w:br/></w:r>{run('b')}<w:r><w:tab/></w:r>{run('c')}</w:p>", "a\nb\tc"),
        (
            f"<w:p>{run('Body.')}<w:r><w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent></w:r></w:p>",
            "Body.\n\nIn a box.",
        ),
        (
            f"<w:p>{run('x')}<w:r><mc:Fallback><w:txbxContent><w:p>{run('Twice.')}</w:p></w:txbxContent></mc:Fallback></w:r></w:p>",
            "x",
        ),
        (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('No.')}</w:p>", "No."),
    ],
    ids=["changes", "control", "link", "signs", "box", "fallback", "field"],
)
def test_all_words_that_word_shows(inner: str, text: str) -> None:
    assert read_docx(body(inner), Limits()).text == text


def test_properties_are_used_with_care() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("The minister said that he would not go there.")
    document.core_properties.title = "Statement on Trade"
    document.core_properties.created = datetime.datetime(2020, 9, 16)
    packed = io.BytesIO()
    document.save(packed)
    found = load(packed.getvalue())
    assert found.title == "Statement on Trade"
    assert found.published is None
    assert [w.message[:31] for w in found.warnings if w.code == "file_date"] == ["the file was made on 2020-09-16"]
    assert "file_date" not in [w.code for w in load(docx_of("The minister said no.")).warnings]


LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 100}'>" for n in range(8))
    + "]>"
)


@pytest.mark.parametrize(
    "before",
    [
        LAUGHS,
        '<!DOCTYPE l [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE l [<!ENTITY i SYSTEM "http://127.0.0.1:9/x">]>',
    ],
    ids=["laughs", "file", "socket"],
)
def test_entities_are_refused_and_nothing_is_opened(before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    data = body(f"<w:p>{run('safe &i; text')}</w:p>", before=before)
    assert code_of(data) == "malformed"
    with pytest.raises(InputError) as caught:  # in this process, where the socket would be seen
        read_docx(data, Limits())
    assert caught.value.code == "malformed"


def test_a_part_of_a_gigabyte_is_counted_and_not_kept() -> None:
    packed = io.BytesIO(docx_of("No."))
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/x.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1_000):
            part.write(b"a" * 1_000_000)
    assert code_of(packed.getvalue()) == "limit:inflated_bytes"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit address space")
def test_a_tree_that_does_not_fit_in_memory() -> None:
    data = body("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000)
    assert code_of(data, Limits(child_memory=150_000_000)) == "limit:memory"


def test_too_many_parts() -> None:
    data = repacked(docx_of("No."), {f"word/media/{number}": b"x" for number in range(2_100)})
    assert code_of(data) == "limit:office_entries"


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
def test_damaged_parts(part: str) -> None:
    assert code_of(docx_of("No.", replaced={part: b"<broken"})) == "malformed"


def test_an_empty_document() -> None:
    assert code_of(docx_of("", "  ")) == "empty"
