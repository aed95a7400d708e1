from __future__ import annotations

import pytest
from hypothesis import settings

from verbale.reader import Reader

settings.register_profile("verbale", deadline=None)  # a busy machine is no failure
settings.load_profile("verbale")


@pytest.fixture(scope="session")
def reader() -> Reader:
    """One reader with the shipped model for the whole session."""
    return Reader()
