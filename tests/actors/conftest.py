"""The shipped pipeline, loaded once, and a reader of short texts into casts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verbale.actors import Cast, cast_of
from verbale.intake.document import Document
from verbale.reading import annotate, load_pipeline


@pytest.fixture(scope="session")
def nlp() -> Any:
    return load_pipeline()


@pytest.fixture(scope="session")
def read_cast(nlp: Any) -> Callable[..., Cast]:
    """`read_cast(text, **document_fields)`: the cast of a text."""

    def read(text: str, **about: Any) -> Cast:
        return cast_of(Document(text=text, reading=text, **about), next(iter(annotate(nlp, [text]))))

    return read
