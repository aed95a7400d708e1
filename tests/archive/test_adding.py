from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.reading import stub, write_press
from verbale.archive.adding import add
from verbale.archive.pool import PoolLimits
from verbale.archive.store import Store, open_store
from verbale.archive.summary import Summary


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "press.verbale", create=True) as opened:
        yield opened


@pytest.fixture
def press(tmp_path: Path) -> Path:
    return write_press(tmp_path / "press")


QUICK = PoolLimits(batch_items=4, seconds=5)


def added(store: Store, *paths: Path, limits: PoolLimits = QUICK, **options: Any) -> Summary:
    return add(store, paths, opener=stub, pool_limits=limits, **options)


def test_a_folder_is_added(store: Store, press: Path) -> None:
    run = added(store, press, workers=2)
    assert run.outcomes == {"added": 12}
    assert run.failed == 0
    assert run.words == sum(len(path.read_text().split()) for path in press.iterdir())
    assert len(list(store.documents())) == 12
    assert store.check() == []


def test_what_is_there_is_passed_over(store: Store, press: Path) -> None:
    added(store, press)
    before = store.digest()
    run = added(store, press)
    assert run.outcomes == {"already": 12}
    assert run.read == 0
    assert store.digest() == before


def test_new_files_are_added_to_old_ones(store: Store, press: Path) -> None:
    added(store, press)
    (press / "new.txt").write_text("Ana said that she hopes for peace.")
    assert added(store, press).outcomes == {"already": 12, "added": 1}


def test_the_same_text_from_two_files_is_one_document(store: Store, press: Path) -> None:
    (press / "copy.txt").write_bytes((press / "03.txt").read_bytes())
    run = added(store, press)
    assert run.outcomes == {"added": 12, "again": 1}


def test_the_same_file_named_twice(store: Store, press: Path) -> None:
    run = added(store, press / "01.txt", press / "01.txt")
    assert run.outcomes == {"added": 1, "already": 1}


def test_the_same_text_elsewhere_is_told(store: Store, tmp_path: Path) -> None:
    text = "The minister said that the border is open. " * 20
    lines = [
        {"id": "a", "text": text, "url": "https://a.example/1"},
        {"id": "b", "text": text, "url": "https://b.example/2"},
    ]
    other = {
        "id": "c",
        "text": "Other words were said by the minister of the state on Friday.",
        "url": "https://a.example/1",
    }
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in [*lines, other]))
    run = added(store, path)
    assert run.outcomes == {"added": 3}
    assert run.stories["same text"] == 2
    assert run.stories["new version"] == 1


def test_failures_are_kept_with_their_codes(store: Store, press: Path) -> None:
    (press / "empty.txt").write_text(" ")
    (press / "kill.txt").write_text("KILL whoever reads this.")
    run = added(store, press, press / "missing.txt", workers=2)
    assert run.outcomes == {"added": 12}
    assert run.codes == {"empty": 1, "crashed": 1, "not_found": 1}
    assert {failure.source_id for failure in run.failures} == {
        str(press / name) for name in ("empty.txt", "kill.txt", "missing.txt")
    }  # fmt: skip
    assert store.check() == []


def test_a_document_that_hangs_is_given_up(store: Store, press: Path) -> None:
    (press / "hang.txt").write_text("HANG on.")
    run = added(store, press / "00.txt", press / "hang.txt", limits=PoolLimits(seconds=1))
    assert run.outcomes == {"added": 1}
    assert run.codes == {"timeout": 1}


def test_failures_are_tried_again_when_asked_to(store: Store, press: Path) -> None:
    (press / "kill.txt").write_text("KILL whoever reads this.")
    added(store, press)
    assert added(store, press).outcomes == {"already": 12, "failed before": 1}
    assert added(store, press, retry=True).codes == {"crashed": 1}


def test_what_progress_was_told_is_stored(store: Store, press: Path) -> None:
    told: list[tuple[int, int]] = []

    def progress(run: Summary) -> None:
        told.append((run.outcomes["added"], len(list(store.documents()))))

    added(store, press, progress=progress)
    assert told
    assert all(said == there for said, there in told)


def test_ctrl_c_keeps_what_was_stored_and_the_next_run_goes_on(store: Store, press: Path) -> None:
    def interrupt(run: Summary) -> None:
        if run.outcomes["added"]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        added(store, press, progress=interrupt)
    kept = len(list(store.documents()))
    assert 0 < kept < 12
    run = added(store, press)
    assert run.outcomes == {"already": kept, "added": 12 - kept}


@pytest.mark.parametrize("workers", [1, 3])
def test_order_and_workers_leave_no_trace(tmp_path: Path, press: Path, workers: int) -> None:
    (press / "04b.txt").write_text((press / "04.txt").read_text().replace("Monday", "Tuesday"))
    paths = sorted(press.iterdir())
    digests = set()
    for number, order in enumerate([paths, random.Random(workers).sample(paths, len(paths))]):
        with open_store(tmp_path / f"{number}.verbale", create=True) as store:
            added(store, *order, workers=workers)
            digests.add(store.digest())
    assert len(digests) == 1


def test_times_make_up_the_run(store: Store, press: Path) -> None:
    run = added(store, press)
    plain = run.to_dict()
    own = sum(run.seconds[stage] for stage in ("gather", "look up", "write", "wait"))
    assert own == pytest.approx(run.elapsed)
    assert run.seconds["find"] == pytest.approx(0.012)
    assert plain["documents"] == {"added": 12, "failed": 0}
    assert plain["documents_per_second"] > 0
