from __future__ import annotations

import pytest

from verbale.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    """One reader with the shipped model for the whole session."""
    return Reader()
