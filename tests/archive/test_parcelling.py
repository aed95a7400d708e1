"""What a worker does with documents, without a model."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pytest

from tests.intake.making import pdf_of
from tests.intake.test_sandbox import _with_stream
from verbale.archive.parcelling import pack_all
from verbale.errors import Failure
from verbale.intake import sandbox
from verbale.intake.given import Given


class Unread:
    """A reader of nothing: it hands opened documents back as failures."""

    seconds: dict[str, float] = {}  # noqa: RUF012

    def read_many(self, items: Iterable[Any]) -> Iterator[Failure]:
        for item in items:
            yield item if isinstance(item, Failure) else Failure(source_id=None, code="opened", message=item.text)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    sandbox.close()
    yield
    sandbox.close()


def outcomes(*files: bytes) -> list[tuple[str | None, str | None]]:
    batch = [Given(uri=f"{number}.pdf", kind="pdf", data=data) for number, data in enumerate(files)]
    return [(parcel.code, parcel.message) for parcel in pack_all(batch, cast("Any", Unread()))]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit address space")
def test_a_bomb_leaves_the_worker_and_its_child_below_600_megabytes() -> None:
    (code, message), after = outcomes(_with_stream(500_000_000), pdf_of("The minister said no."))
    assert code == "limit:memory"
    assert message is not None
    assert "280 MB" in message
    assert after == ("opened", "The minister said no.")
