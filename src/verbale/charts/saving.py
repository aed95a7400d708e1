"""A picture as a file: PNG, SVG, HTML that needs no network, or its Vega-Lite specification as JSON."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbale.charts.png import packed
from verbale.errors import ExportError, MissingExtra

if TYPE_CHECKING:
    import altair as alt

SCALE = 2.0
"""Pixels of a PNG for each of the chart's: 2 is sharp on paper and on dense screens."""
_CLIP = re.compile(r"\b((?:clip|gradient)(?:_)?)(\d+)\b")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; \
style-src 'unsafe-inline'; img-src data: blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<div id="chart"></div>
<script>{library}</script>
<script>vegaEmbed("#chart", {spec}, {{renderer: "svg", actions: {{export: true, source: false, compiled: false, editor: false}}}});</script>
</body>
</html>
"""
"""The page runs code of its own only, and may fetch nothing. Vega compiles its expressions, hence 'unsafe-eval'."""


def save_chart(chart: alt.TopLevelMixin, path: str | os.PathLike[str], *, scale: float = SCALE) -> Path:
    """Write a picture; the file's ending says how. A file of that name is replaced, once the new one is whole.

    Args:
        chart: of this package, or any Altair chart without data from the network.
        path: ends with .png, .svg, .html or .json.
        scale: pixels for each of the chart's, for PNG.

    Returns:
        The path.

    Raises:
        ExportError: another ending, no such folder, or a path that cannot be written.
        MissingExtra: the extra `charts` is not installed.
    """
    target = Path(path)
    check_path(target)
    data = _WRITERS[target.suffix.lower()](chart.to_dict(), scale)
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.write_bytes(data)
        os.replace(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ExportError(f"{target} cannot be written: {error.strerror or error}; choose another place") from error
    return target


def check_path(path: str | os.PathLike[str]) -> None:
    """What `save_chart` would refuse of a path, before any work is done.

    Raises:
        ExportError: an ending that pictures do not have, or no such folder.
        MissingExtra: the extra `charts` is not installed.
    """
    target = Path(path)
    if target.suffix.lower() not in _WRITERS:
        raise ExportError(f"{target.name} has no ending that pictures have; name it with {', '.join(_WRITERS)}")
    if not target.parent.is_dir():
        raise ExportError(f"there is no folder {target.parent}; make it first")
    for module, package in (("altair", "altair"), ("vl_convert", "vl-convert-python")):
        if find_spec(module) is None:
            raise MissingExtra(package, "charts")


def _png(spec: dict[str, Any], scale: float) -> bytes:
    data: bytes = _converter().vegalite_to_png(spec, scale=scale, **_options(spec))
    return packed(data)


def _svg(spec: dict[str, Any], _: float) -> bytes:
    text: str = _converter().vegalite_to_svg(spec, **_options(spec))
    return numbered(text).encode()


def _html(spec: dict[str, Any], _: float) -> bytes:
    library = _converter().javascript_bundle(vl_version=_options(spec)["vl_version"])
    title = spec.get("title", {})
    words = " ".join(title.get("text", [])) if isinstance(title, dict) else str(title)
    page = _PAGE.format(title=html.escape(words or "Verbale"), library=library, spec=script_json(spec))
    return page.encode()


def _json(spec: dict[str, Any], _: float) -> bytes:
    return (json.dumps(spec, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


_WRITERS: dict[str, Callable[[dict[str, Any], float], bytes]] = {
    ".png": _png,
    ".svg": _svg,
    ".html": _html,
    ".json": _json,
}


def script_json(spec: dict[str, Any]) -> str:
    """JSON that can stand in a script: no name in it can end the script or open a comment."""
    text = json.dumps(spec, ensure_ascii=False, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def numbered(svg: str) -> str:
    """SVG whose clips and gradients are numbered from 1: Vega counts on from picture to picture of one process."""
    numbers: dict[str, int] = {}

    def again(match: re.Match[str]) -> str:
        return f"{match[1]}{numbers.setdefault(match[2], len(numbers) + 1)}"

    return re.sub(r'(?:id="|url\(#)[^"\)]*["\)]', lambda attribute: _CLIP.sub(again, attribute.group()), svg)


def _options(spec: dict[str, Any]) -> dict[str, Any]:
    """The version of Vega-Lite that the chart was made for, and leave to fetch nothing."""
    version = re.search(r"/v(\d+\.\d+)", spec.get("$schema", ""))
    return {"vl_version": version[1] if version else None, "allowed_base_urls": []}


def _converter() -> Any:
    import vl_convert

    return vl_convert
