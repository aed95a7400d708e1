"""Web archives; battery row 18."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.intake.making import gathered, opened, page_of, pdf_of, texts, within
from verbale.errors import Failure
from verbale.intake import Given, Limits
from verbale.intake.limits import DEFAULT_LIMITS
from verbale.intake.warc_stream import WarcStream

TITLES = ("Trade", "Energy", "Borders", "Railways")


class Writer(WARCWriter):  # type: ignore[misc]
    """warcio's own writer, but for the temporary files that it never closes."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """A web archive in the making, and where its records start."""

    def __init__(self, *, packed: bool = True) -> None:
        self.file = io.BytesIO()
        self.starts: list[int] = []
        self._writer = Writer(self.file, gzip=packed)

    def add(
        self, body: bytes, kind: str = "text/html", status: str = "200 OK", record: str = "response", **headers: str
    ) -> None:
        self.starts.append(self.file.tell())
        named = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
        http = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        url = f"http://example.org/{len(self.starts)}"
        self._writer.write_record(
            self._writer.create_warc_record(url, record, payload=io.BytesIO(body), http_headers=http)
        )

    @property
    def data(self) -> bytes:
        return self.file.getvalue()


def pages(titles: Sequence[str] = TITLES, *, packed: bool = True) -> Archive:
    made = Archive(packed=packed)
    for title in titles:
        made.add(page_of(title).encode())
    return made


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_named_by_their_place(packed: bool, tmp_path: Path) -> None:
    made = pages(packed=packed)
    path = tmp_path / "crawl"
    assert texts(opened(tmp_path, "crawl", made.data)) == list(TITLES)
    items = [item for item in gathered(path) if isinstance(item, Given)]
    assert [within(item.uri, path) for item in items] == [f"#{start}" for start in made.starts]
    assert [item.about["url"] for item in items] == [f"http://example.org/{n}" for n in (1, 2, 3, 4)]


def test_ways_of_sending_and_kinds_of_files(tmp_path: Path) -> None:
    page = page_of("Sent").encode()
    made = Archive()
    made.add(gzip.compress(page), Content_Encoding="gzip")
    made.add(zlib.compress(page), Content_Encoding="deflate")
    made.add(b"%x\r\n" % len(page) + page + b"\r\n0\r\n\r\n", Transfer_Encoding="chunked")
    made.add(page, Content_Encoding="gzip")  # said to be packed, and is not
    made.add(pdf_of("No."), "application/pdf")
    made.add("Bakanın sözü çok açık.".encode("cp1254"), "text/plain; charset=windows-1254")
    made.add(page, Content_Encoding="x-unknown")
    made.add(b"x", "image/png")
    made.add(page, status="404 Not Found")
    made.add(page, status="301 Moved", Location="/")
    made.add(page, record="request")
    found = texts(opened(tmp_path, "a", made.data))
    assert found == [*["Sent"] * 4, "No.", "Bakanın sözü çok açık.", (f"#{made.starts[6]}", "unsupported")]


def test_revisits_are_passed_over_and_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = pages(["Trade"])
    writer = Writer(made.file, gzip=True)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_revisit_record(
            "http://example.org/9", "sha1:ABC", "http://example.org/1", "2020-01-01T00:00:00Z", http_headers=http
        )
    )
    with caplog.at_level("INFO", logger="verbale.intake.warc"):
        assert texts(opened(tmp_path, "a", made.data)) == ["Trade"]
    assert "1 revisit record(s)" in caplog.text


def test_a_single_gzip_member_around_all_records(tmp_path: Path) -> None:
    found = opened(tmp_path, "a", gzip.compress(pages(packed=False).data))
    assert texts(found) == list(TITLES)


def test_a_cut_file_keeps_what_came_before(tmp_path: Path) -> None:
    made = pages()
    found = texts(opened(tmp_path, "a", made.data[: made.starts[2] + 150]))
    assert found == ["Trade", "Energy", (f"#{made.starts[2]}", "malformed")]
    plain = pages(packed=False)
    found = texts(opened(tmp_path, "a", plain.data[: plain.starts[2] + 450]))
    assert found == ["Trade", "Energy", (f"#{plain.starts[2]}", "malformed")]


def test_a_member_cut_in_the_middle_of_a_file(tmp_path: Path) -> None:
    made = pages()
    data = made.data[: made.starts[1] + 150] + made.data[made.starts[2] :]
    assert texts(opened(tmp_path, "a", data)) == ["Trade", (f"#{made.starts[1]}", "malformed"), "Borders", "Railways"]


def test_bytes_that_went_bad(tmp_path: Path) -> None:
    made = pages()
    data = bytearray(made.data)
    data[made.starts[1] + 100 : made.starts[1] + 130] = b"\0" * 30
    assert texts(opened(tmp_path, "a", bytes(data))) == [
        "Trade",
        (f"#{made.starts[1]}", "malformed"),
        "Borders",
        "Railways",
    ]


@pytest.mark.parametrize("change", [-9, 60, 100_000])
def test_a_wrong_length(change: int, tmp_path: Path) -> None:
    made = pages(packed=False)
    second = re.compile(rb"Content-Length: (\d+)").search(made.data, made.starts[1])
    assert second
    data = made.data[: second.start(1)] + b"%d" % (int(second.group(1)) + change) + made.data[second.end(1) :]
    found = texts(opened(tmp_path, "a", data))
    assert found[:2] == ["Trade", (f"#{made.starts[1]}", "malformed")]
    assert found[2:] == {-9: ["Borders", "Railways"], 60: ["Railways"], 100_000: []}[change]


def test_a_length_that_is_wrong_and_no_digest_to_tell(tmp_path: Path) -> None:
    data = re.sub(rb"WARC-(?:Block|Payload)-Digest: [^\r]+\r\n", b"", pages(packed=False).data)
    lengths = list(re.finditer(rb"Content-Length: (\d+)", data))
    data = data[: lengths[1].start(1)] + b"%d" % (int(lengths[1].group(1)) - 9) + data[lengths[1].end(1) :]
    found = texts(opened(tmp_path, "a", data))
    assert [item for item in found if isinstance(item, str)] == list(TITLES)
    assert [item[1] for item in found if isinstance(item, tuple)] == ["malformed"]


def test_a_digest_that_does_not_fit(tmp_path: Path) -> None:
    made = pages(packed=False)
    found = texts(opened(tmp_path, "a", made.data.replace(b"minister of Energy", b"minister of Energi")))
    assert found == ["Trade", (f"#{made.starts[1]}", "malformed"), "Borders", "Railways"]


def test_a_large_record_is_measured_and_passed(tmp_path: Path) -> None:
    made = pages(["Trade"])
    made.add(b"x" * 3_000_000, "text/plain")
    made.add(gzip.compress(b"x" * 3_000_000), "text/plain", Content_Encoding="gzip")
    made.add(page_of("Last").encode())
    found = texts(opened(tmp_path, "a", made.data, limits=Limits(file_bytes=1_000_000)))
    assert found == [
        "Trade",
        (f"#{made.starts[1]}", "limit:file_bytes"),
        (f"#{made.starts[2]}", "limit:file_bytes"),
        "Last",
    ]


@pytest.mark.parametrize("header", ["Content-Length: x", "Content-Length: -5", "X: y", "X: " + "y" * 1_200_000])
def test_headers_without_sense(header: str, tmp_path: Path) -> None:
    bad = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org\r\n{header}\r\n\r\nHTTP/1.1 200 OK\r\n\r\nWords\r\n\r\n"
    path = tmp_path / "a"
    path.write_bytes(bad.encode() + pages(["Trade"], packed=False).data)
    items = gathered(path)
    assert [item.code for item in items if isinstance(item, Failure)] == ["malformed"]
    assert len([item for item in items if isinstance(item, Given)]) == 1


@given(st.binary(max_size=60), st.integers(0, 1_900), st.integers(0, 80), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_damage_ends_in_documents_and_failures(junk: bytes, place: int, cut: int, packed: bool) -> None:
    import io as streams

    from verbale.intake.gather import documents_of

    whole = pages(packed=packed).data
    data = whole[:place] + junk + whole[place + cut :]
    items = list(documents_of(streams.BytesIO(data), "a", about={}, limits=DEFAULT_LIMITS, size=len(data)))
    assert all(isinstance(item, Given | Failure) for item in items)
    assert len(items) < 20


def test_recovery_looks_across_reads() -> None:
    records = pages(packed=True)
    data = records.data[: records.starts[1]] + b"\0rubbish" * 20_000 + records.data[records.starts[1] :]
    stream = WarcStream(io.BufferedReader(io.BytesIO(data)), packed=True)  # type: ignore[arg-type]
    assert stream.next_record() is not None
    stream.take_line()
    while stream.read(1_000):
        pass
    with pytest.raises(zlib.error):
        stream.next_record()
    assert stream.recover()
    assert stream.place == str(records.starts[1] + 160_000)
