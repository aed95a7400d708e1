"""Kills, two writers, readers beside a writer."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.archive.stories import PORT, RIVER, parcel_of
from verbale.archive.store import open_store
from verbale.archive.tables import documents

WRITER = """
import sys
from tests.archive.stories import RIVER, parcel_of
from verbale.archive.store import open_store
first, last = int(sys.argv[2]), int(sys.argv[3])
with open_store(sys.argv[1], create=True) as store:
    run = store.begin_run("test", {})
    for at in range(first, last, 4):
        batch = [parcel_of(f"Report {n} of {n * 7}. {RIVER}", uri=str(n)) for n in range(at, min(at + 4, last))]
        known = store.known([(parcel.uri, parcel.sha256) for parcel in batch])
        batch = [parcel for parcel in batch if (parcel.uri, parcel.sha256) not in known]
        if batch:
            store.write(batch, run=run)
        print(*[parcel.uri for parcel in batch], flush=True)
    store.finish_run(run, {})
"""


def writer(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    rng = random.Random(20)
    killed, undisturbed = tmp_path / "killed", tmp_path / "undisturbed"
    documents_given = 120
    finish(writer(undisturbed, 0, documents_given))
    acknowledged: set[str] = set()
    kills = 0
    for _ in range(10):
        process = writer(killed, 0, documents_given)
        assert process.stdout is not None
        acknowledged |= set(process.stdout.readline().split())  # it is at work
        time.sleep(rng.random() * 0.15)
        kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        acknowledged |= set(process.communicate()[0].split())
        with open_store(killed) as store:
            with store.reading() as connection:
                uris = set(connection.exec_driver_sql("SELECT uri FROM sources").scalars())
            assert acknowledged <= uris
            assert len(list(store.documents())) == len(uris)
            assert store.check() == []
    assert kills >= 3
    finish(writer(killed, 0, documents_given))
    with open_store(killed) as one, open_store(undisturbed) as other:
        assert one.digest() == other.digest()
        assert one.check() == []


def test_two_writers_take_turns(tmp_path: Path) -> None:
    both, alone = tmp_path / "both", tmp_path / "alone"
    processes = [writer(both, 0, 60), writer(both, 40, 100)]
    for process in processes:
        finish(process)
    finish(writer(alone, 0, 100))
    with open_store(both) as one, open_store(alone) as other:
        assert len(list(one.documents())) == 100
        assert one.digest() == other.digest()
        assert one.check() == []


def test_a_reader_is_not_held_up_by_a_writer_nor_a_writer_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with open_store(path, create=True) as store:
        run = store.begin_run("test", {})
        store.write([parcel_of(RIVER)], run=run)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE documents SET title = 'half done'")
            with open_store(path, read_only=True, busy_seconds=0) as reader:
                assert [row.title for row in reader.documents()] == [None]
            other.execute("ROLLBACK")
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one() == 1
            store.write([parcel_of(PORT)], run=run)
            assert connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one() == 1
        assert len(list(store.documents())) == 2


def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with open_store(path, create=True) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started: list[int] = []
        waiting = threading.Thread(target=lambda: started.append(store.begin_run("test", {})))
        waiting.start()
        waiting.join(0.2)
        assert started == []
        other.execute("COMMIT")
        waiting.join(30)
        assert started == [1]


def test_threads_share_a_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", create=True) as store:
        run = store.begin_run("test", {})

        def work(share: int) -> None:
            for n in range(8):
                store.write([parcel_of(f"Number {share * 100 + n}. {PORT}", uri=f"{share}-{n}")], run=run)
                assert list(store.documents(documents.c.title.is_not(None))) == []

        threads = [threading.Thread(target=work, args=(share,)) for share in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(list(store.documents())) == 32
        assert store.check() == []


def test_many_create_one_archive_at_once(tmp_path: Path) -> None:
    processes = [writer(tmp_path / "x", n * 4, n * 4 + 4) for n in range(4)]
    for process in processes:
        finish(process)
    with open_store(tmp_path / "x") as store:
        assert len(list(store.documents())) == 16
