"""Optional packages, imported where they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from verbale.errors import MissingExtra


def require(package: str, *, extra: str = "balance") -> Any:
    """An optional package as a module.

    Raises:
        MissingExtra: it is not installed; the message names the extra that brings it.
    """
    try:
        return import_module(package)
    except ImportError as error:
        raise MissingExtra(package, extra) from error
