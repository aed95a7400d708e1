"""Vocabulary as data: loaders for the TOML and CSV files of this folder."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_toml(name: str) -> Mapping[str, Any]:
    """The table in `data/<name>.toml`. Cached: treat it as read-only."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def read_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `data/<name>.csv` by column name; lines that start with # are comments. Cached."""
    lines = (line for line in _text(f"{name}.csv").splitlines() if line and not line.startswith("#"))
    return tuple(csv.DictReader(lines))


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def read_text(name: str) -> str:
    """The text of `data/<name>`, for plain word lists. Cached."""
    return _text(name)
