from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from tests.archive.stories import PORT, RIVER, parcel_of
from verbale.archive import migrations
from verbale.archive.opening import explained
from verbale.archive.parcel import Parcel
from verbale.archive.store import Store, open_store
from verbale.archive.tables import runs
from verbale.archive.writing import Batch, write_parcels
from verbale.errors import (
    ArchiveError,
    BusyArchive,
    DamagedArchive,
    FullArchive,
    LockedArchive,
    MissingArchive,
    NewerArchive,
    NotAnArchive,
    OlderArchive,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed archive with one document."""
    place = tmp_path / "press.verbale"
    with open_store(place, create=True) as store:
        store.write([parcel_of(RIVER)], run=store.begin_run("test", {}))
    return place


def sql(path: Path, *statements: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw, raw:
        return [row for statement in statements for row in raw.execute(statement).fetchall()]


def make_folder(path: Path) -> None:
    path.mkdir()


def make_other_database(path: Path) -> None:
    sql(path, "CREATE TABLE t(a)")


def make_other_application(path: Path) -> None:
    sql(path, "CREATE TABLE t(a)", "PRAGMA application_id = 77")


def make_junk(path: Path) -> None:
    path.write_bytes(b"\x00junk" * 2_000)


def make_short_junk(path: Path) -> None:
    path.write_bytes(b"SQL")


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_half_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    "make",
    [make_folder, make_other_database, make_other_application, make_junk, make_short_junk, make_fifo, make_half_header],
)
def test_what_is_no_archive_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], create: bool
) -> None:
    path = tmp_path / "x.verbale"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(NotAnArchive, match=r"name (a|another) file"):
        open_store(path, create=create)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.verbale"]


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingArchive, match="verbale add") as caught:
        open_store(tmp_path / "x.verbale")
    assert isinstance(caught.value, FileNotFoundError)
    assert caught.value.path == tmp_path / "x.verbale"
    with pytest.raises(MissingArchive, match="no folder"):
        open_store(tmp_path / "no" / "x.verbale", create=True)
    with pytest.raises(MissingArchive):
        open_store(tmp_path / "x.verbale", create=True, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_made_an_archive_only_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "x.verbale"
    path.touch()
    with pytest.raises(NotAnArchive, match="is empty"):
        open_store(path)
    open_store(path, create=True).close()
    open_store(path).close()


def test_creating_what_is_there_opens_it(path: Path) -> None:
    with open_store(path, create=True) as store:
        assert len(list(store.documents())) == 1


def test_the_file_says_whose_it_is(path: Path) -> None:
    assert sql(path, "PRAGMA application_id", "PRAGMA user_version", "PRAGMA journal_mode") == [
        (migrations.APPLICATION_ID,), (migrations.SCHEMA_VERSION,), ("wal",)
    ]  # fmt: skip
    assert path.read_bytes()[68:72] == b"Vrbl"


def test_every_connection_is_set(path: Path) -> None:
    with open_store(path) as store, store.reading() as connection:
        pragmas = ("foreign_keys", "synchronous", "busy_timeout", "trusted_schema")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas]
    assert values == [1, 2, 30_000, 0]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_schema_is_left_alone(path: Path, read_only: bool) -> None:
    sql(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(NewerArchive, match="install a newer one"):
        open_store(path, read_only=read_only)
    assert path.read_bytes() == before


def test_overwritten_while_closed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4_096:40_960] = os.urandom(36_864)
    path.write_bytes(data)
    with pytest.raises(DamagedArchive, match="restore a backup"), open_store(path) as store:
        store.digest()
    assert path.read_bytes() == bytes(data)


def test_cut_off(path: Path) -> None:
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(DamagedArchive), open_store(path) as store:
        store.digest()


def test_check_tells_of_damaged_pages(path: Path) -> None:
    (page,) = sql(path, "SELECT rootpage FROM sqlite_master WHERE name = 'items_kind_code'")
    with path.open("rb+") as file:
        file.seek((int(str(page[0])) - 1) * 4_096 + 4_000)
        file.write(b"\x77" * 90)
    with open_store(path) as store:
        assert "file" in {finding.code for finding in store.check()}


def test_reading_only(path: Path) -> None:
    before = path.read_bytes()
    with open_store(path, read_only=True) as store:
        assert len(list(store.documents())) == 1
        with pytest.raises(LockedArchive, match="reading only"):
            store.begin_run("test", {})
    assert path.read_bytes() == before


def as_nobody(script: str, *arguments: object) -> str:
    """What a script prints that runs without a superuser's rights, which no folder could withhold from it."""
    drop = "import os\nif os.geteuid() == 0:\n    import tempfile, verbale.archive.store, verbale.errors\n    os.setuid(65534)\n"
    code = drop + textwrap.dedent(script)
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout + done.stderr[-500:]


OPEN = """
import sys
from verbale.archive.store import open_store
from verbale.errors import VerbaleError
try:
    with open_store(sys.argv[1], read_only=sys.argv[2] == "ro", create=sys.argv[2] == "new") as store:
        print(len(list(store.documents())), end="")
except VerbaleError as error:
    print(type(error).__name__, end="")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are one user's."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_read_only_folder(path: Path, open_folder: Path) -> None:
    inner = open_folder / "inner"
    inner.mkdir()
    there = inner / "press.verbale"
    shutil.copy(path, there)
    there.chmod(0o644)
    inner.chmod(0o555)
    assert as_nobody(OPEN, there, "rw") == "LockedArchive"
    assert as_nobody(OPEN, there.with_name("new"), "new") == "LockedArchive"
    assert as_nobody(OPEN, there, "ro") == "1"
    inner.chmod(0o755)
    there.chmod(0o000)
    assert as_nobody(OPEN, there, "ro") == "LockedArchive"
    inner.chmod(0o000)
    assert as_nobody(OPEN, there, "ro") == "LockedArchive"
    inner.chmod(0o755)


def write_with_room_for(pages: int, store: Store, parcels: list[Parcel], run: int) -> None:
    with store.writing() as connection:
        there = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {there + pages}")
        write_parcels(connection, parcels, Batch(run, {}, ""))


def test_no_room(path: Path) -> None:
    with open_store(path) as store:
        run = store.begin_run("test", {})
        before = store.digest()
        parcels = [parcel_of(f"{n} {PORT}", uri=str(n)) for n in range(40)]
        with pytest.raises(FullArchive, match="make room"):
            write_with_room_for(5, store, parcels, run)
        assert store.digest() == before
    with open_store(path) as store:
        assert len(store.write(parcels, run=run)) == 40
        assert store.check() == []


def test_a_limit_on_file_sizes(path: Path) -> None:
    script = """
    import resource, sys
    from tests.archive.stories import PORT, parcel_of
    from verbale.archive.store import open_store
    from verbale.errors import FullArchive
    with open_store(sys.argv[1]) as store:
        run = store.begin_run("test", {})
        before = store.digest()
        parcels = [parcel_of(f"{n} {PORT}", uri=str(n)) for n in range(200)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
        try:
            store.write(parcels, run=run)
        except FullArchive:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert store.digest() == before
            assert store.check() == []
            store.write(parcels, run=run)
            print("refused, then stored", end="")
    """
    code = textwrap.dedent(script)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout == "refused, then stored", done.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_held_by_another_for_too_long(path: Path) -> None:
    with open_store(path, busy_seconds=0.1) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyArchive, match="another program is writing"):
            store.begin_run("test", {})
        assert len(list(store.documents())) == 1
        other.execute("COMMIT")
        store.begin_run("test", {})


def test_other_errors_are_not_explained_away(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), explained(path):
        sql(path, "SELECT * FROM elsewhere")


# Migrations


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Connection], None]], None]:
    def install(step: Callable[[Connection], None]) -> None:
        monkeypatch.setattr(migrations, "SCHEMA_VERSION", 2)
        monkeypatch.setattr(migrations, "MIGRATIONS", {1: step})

    return install


def add_note(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE runs ADD COLUMN note TEXT")


def add_note_and_fail(connection: Connection) -> None:
    add_note(connection)
    connection.exec_driver_sql("DELETE FROM sources")
    raise ValueError("out of luck")


def test_migration(path: Path, next_version: Callable[[Callable[[Connection], None]], None]) -> None:
    next_version(add_note)
    with pytest.raises(OlderArchive, match="open it once for writing"):
        open_store(path, read_only=True)
    with open_store(path) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT note FROM runs").all() == [(None,)]
    assert sql(path, "PRAGMA user_version") == [(2,)]
    backup = path.with_name("press.verbale.v1.backup")
    assert sql(backup, "PRAGMA user_version") == [(1,)]


def test_a_failing_migration_changes_nothing(
    path: Path, next_version: Callable[[Callable[[Connection], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(path) as store:
        before = store.digest()
    next_version(add_note_and_fail)
    for copies in (1, 2):
        with pytest.raises(ArchiveError, match=r"out of luck.*as it was"):
            open_store(path)
        assert len(list(path.parent.glob("*.backup*"))) == copies
    monkeypatch.undo()
    for place in (path, path.with_name("press.verbale.v1.backup")):
        with open_store(place) as store:
            assert store.digest() == before
            assert store.check() == []
            with store.reading() as connection:
                assert len(connection.execute(select(runs)).all()) == 1


def test_a_file_half_created_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "x.verbale"
    sql(path, "PRAGMA journal_mode = WAL")
    open_store(path, create=True).close()
    assert sql(path, "PRAGMA user_version") == [(migrations.SCHEMA_VERSION,)]


def test_a_copied_archive_opens_elsewhere(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "copy with spaces?&#%.verbale")
    with open_store(tmp_path / "copy with spaces?&#%.verbale") as store:
        assert len(list(store.documents())) == 1
