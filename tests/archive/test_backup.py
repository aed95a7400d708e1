from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.stories import PORT, RIVER, parcel_of
from verbale.archive.backup import restore
from verbale.archive.store import Store, open_store
from verbale.errors import ArchiveError, DamagedArchive, MissingArchive, NotAnArchive


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "press.verbale", create=True) as opened:
        opened.write([parcel_of(RIVER)], run=opened.begin_run("test", {}))
        yield opened


def test_backup_and_restore(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    copy = tmp_path / "copies" / "monday"
    store.backup(copy)
    before = store.digest()
    assert [entry.name for entry in copy.parent.iterdir()] == ["monday"]
    store.write([parcel_of(PORT)], run=1)
    restore(copy, tmp_path / "again")
    with open_store(tmp_path / "again") as again:
        assert again.digest() == before
        assert again.check() == []
        again.write([parcel_of(PORT)], run=again.begin_run("test", {}))
        assert again.digest() == store.digest()
    with open_store(copy, read_only=True) as kept:
        assert kept.digest() == before


def test_backup_while_another_writes(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()
    written = []

    def write() -> None:
        with open_store(store.path) as other:
            run = other.begin_run("test", {})
            while not stop.is_set():
                number = len(written)
                pair = [parcel_of(f"{name} {number}. {PORT}", uri=f"{name}{number}") for name in ("One", "Two")]
                other.write(pair, run=run)
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            store.backup(tmp_path / f"copy{n}")
    finally:
        stop.set()
        writer.join(60)
    assert written
    for n in range(5):
        with open_store(tmp_path / f"copy{n}") as copy:
            assert copy.check() == []
            assert len(list(copy.documents())) % 2 == 1  # the first, and whole batches of two


def test_nothing_is_overwritten_unasked(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("mine")
    with pytest.raises(ArchiveError, match="is there already"):
        store.backup(target)
    assert target.read_text() == "mine"
    store.backup(target, replace=True)
    open_store(target).close()
    with pytest.raises(ArchiveError, match="is a folder"):
        store.backup(tmp_path)
    with pytest.raises(MissingArchive, match="no folder"):
        store.backup(tmp_path / "no" / "x")


def test_an_open_archive_is_not_replaced(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "copy")
    store.write([parcel_of(PORT)], run=1)
    before = store.digest()
    with pytest.raises(ArchiveError, match="close it first"):
        restore(tmp_path / "copy", store.path, replace=True)
    assert store.digest() == before


def test_what_is_no_copy_is_not_restored(store: Store, tmp_path: Path) -> None:
    with pytest.raises(MissingArchive):
        restore(tmp_path / "none", tmp_path / "x")
    (tmp_path / "junk").write_text("junk " * 999)
    with pytest.raises(NotAnArchive):
        restore(tmp_path / "junk", tmp_path / "x")
    store.backup(tmp_path / "cut")
    with (tmp_path / "cut").open("rb+") as file:
        file.truncate(100_000)
    with pytest.raises(DamagedArchive):
        restore(tmp_path / "cut", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_a_backup_that_fails_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError("no disk")

    monkeypatch.setattr("verbale.archive.copying.os.fsync", refuse)
    with pytest.raises(OSError, match="no disk"):
        store.backup(tmp_path / "copy")
    assert {entry.name.split("-")[0] for entry in tmp_path.iterdir()} == {"press.verbale"}
