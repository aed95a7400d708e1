from __future__ import annotations

import builtins
import json
import re
import socket
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

import verbale.charts
from tests.charts.made_up import of, tie
from verbale.analysis.relations import relations
from verbale.charts import dyad_timeline, heat_map, save_chart
from verbale.charts.png import packed
from verbale.charts.saving import numbered, script_json
from verbale.charts.style import Picture
from verbale.errors import ExportError, MissingExtra

HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a picture asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)


def picture() -> Picture:
    return dyad_timeline(relations(of(tie("TUR", "AZE", 0.5), tie("TUR", "AZE", 0.7, 2003)), "TUR", "AZE", both=True))


def test_png(tmp_path: Path) -> None:
    path = save_chart(picture(), tmp_path / "a.PNG", scale=1)
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert 700 < int.from_bytes(data[16:20], "big") < 900  # pixels wide


def test_packing_keeps_the_pixels_and_all_else() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(bytes(4000), 0)
    ends = [(b"IHDR", b"head"), (b"pHYs", b"size")], [(b"tEXt", b"after"), (b"IEND", b"")]
    head, tail = (b"".join(chunk(*part) for part in parts) for parts in ends)
    loose = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", pixels[:90]) + chunk(b"IDAT", pixels[90:]) + tail
    tight = packed(loose)
    assert tight == b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(4000), 9)) + tail
    assert len(tight) < len(loose) / 10


def test_svg_is_the_same_twice_and_has_its_words(tmp_path: Path) -> None:
    first = save_chart(picture(), tmp_path / "a.svg").read_text("utf-8")
    assert save_chart(picture(), tmp_path / "b.svg").read_text("utf-8") == first
    assert first.startswith("<svg")
    assert "Turkey of Azerbaijan" in first
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", first)


def test_json_is_the_specification_and_the_same_twice(tmp_path: Path) -> None:
    first = save_chart(picture(), tmp_path / "a.json").read_bytes()
    assert save_chart(picture(), tmp_path / "a.json").read_bytes() == first
    assert json.loads(first)["title"]["text"] == ["Turkey and Azerbaijan: how each speaks of the other"]


def test_html_needs_no_network_and_names_cannot_leave_their_script(tmp_path: Path) -> None:
    ties = of(tie(HOSTILE, "AZE", 0.5), tie("AZE", HOSTILE, 0.5))
    page = save_chart(heat_map(relations(ties)), tmp_path / "a.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert page.count("</script>") == 2
    outside = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r"src=|href=|https?:", outside)
    assert "default-src 'none'" in page
    assert "vegaEmbed(" in page


def test_script_json_says_the_same() -> None:
    value = {"a": "<!-- </script> & \u2028", "b": [1, None]}
    told = script_json(value)
    assert json.loads(told) == value
    assert not set("<>&\u2028") & set(told)


def test_clips_are_numbered_from_one() -> None:
    drawn = '<g clip-path="url(#clip17)"/><clipPath id="clip17"/><g clip-path="url(#clip19)"/><text>clip17</text>'
    assert numbered(drawn) == (
        '<g clip-path="url(#clip1)"/><clipPath id="clip1"/><g clip-path="url(#clip2)"/><text>clip17</text>'
    )


@pytest.mark.parametrize("name", ["a.gif", "a", "a.svg.txt"])
def test_other_endings_are_refused_with_those_that_work(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.png, \.svg, \.html, \.json"):
        save_chart(picture(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_and_one_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no folder"):
        save_chart(picture(), tmp_path / "none" / "a.json")
    (tmp_path / "b.json").mkdir()
    with pytest.raises(ExportError, match="cannot be written"):
        save_chart(picture(), tmp_path / "b.json")
    assert [path.name for path in tmp_path.iterdir()] == ["b.json"]


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "altair":
            raise ModuleNotFoundError("No module named 'altair'", name="altair")
        return real(name, *rest, **more)

    for module in [name for name in sys.modules if name.startswith("verbale.charts.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'verbale\[charts\]'"):
        _ = verbale.charts.heat_map


def test_only_what_is_public_is_there() -> None:
    assert all(callable(getattr(verbale.charts, name)) for name in verbale.charts.__all__)
    with pytest.raises(AttributeError):
        _ = verbale.charts.no_such_picture
