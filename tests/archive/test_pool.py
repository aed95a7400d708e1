from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive import stubs
from verbale.archive.pool import Pool, PoolLimits, batched_by_weight
from verbale.errors import PipelineError

SMALL = PoolLimits(batch_items=3, seconds=30)


def results(
    items: Iterable[int],
    *,
    opener: Callable[[], Any] = stubs.doubling,
    workers: int = 2,
    limits: PoolLimits = SMALL,
) -> list[str]:
    pool = Pool[int, str](opener, workers=workers, weight=lambda _: 1, lost=lost, limits=limits)
    return [result for batch in pool.run(items) for result in batch]


def lost(item: int, code: str, message: str) -> str:
    return f"{item}:{code}:{message}"


@pytest.mark.parametrize("workers", [1, 3])
def test_every_item_has_its_result(workers: int) -> None:
    assert sorted(results(range(20), workers=workers)) == sorted(f"{n}*2={n * 2}" for n in range(20))


def test_nothing_in_nothing_out() -> None:
    assert results([]) == []


@pytest.mark.parametrize(
    ("bad", "start"),
    [
        (stubs.KILL, "-1:crashed:the process that read it died (exit code 9)"),
        (stubs.RAISE, "-3:crashed:ValueError: no number"),
    ],
)
def test_an_item_that_kills_its_worker_costs_itself_only(bad: int, start: str) -> None:
    found = results([1, bad, 2, 3, 4])
    assert sorted(found) == sorted([start, *(f"{n}*2={n * 2}" for n in (1, 2, 3, 4))])


def test_an_item_that_hangs_is_given_up() -> None:
    found = results([1, stubs.HANG, 2], limits=PoolLimits(seconds=1.5), workers=1)
    assert sorted(found) == sorted(["1*2=2", "2*2=4", "-2:timeout:reading it took too long; it was given up"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell the memory of a child")
def test_a_worker_over_its_memory_is_killed() -> None:
    found = results([stubs.HOARD, 1], limits=PoolLimits(seconds=30, memory_mb=200), workers=1)
    assert sorted(found) == ["-4:crashed:reading it took more than 200 MB; a worker may hold no more", "1*2=2"]


def test_what_a_library_prints_disturbs_nothing() -> None:
    assert results([stubs.PRINT, 4]) == ["-5*2=-10", "4*2=8"]


def test_workers_are_replaced_when_they_have_had_enough() -> None:
    limits = PoolLimits(batch_items=1, recycle_items=2)
    assert len(set(results(range(6), opener=stubs.naming_process, workers=1, limits=limits))) == 3


def test_a_missing_pipeline_ends_the_run_with_its_own_error() -> None:
    with pytest.raises(PipelineError, match="the pipeline is not installed"):
        results([1, 2], opener=stubs.missing)


def test_workers_that_cannot_start_end_the_run() -> None:
    with pytest.raises(PipelineError, match=r"cannot start: .*exit code 5"):
        results([1, 2], opener=stubs.dead)


def test_an_opener_that_workers_cannot_find_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stubs.doubling, "__module__", "tests.nowhere")
    monkeypatch.setitem(sys.modules, "tests.nowhere", stubs)
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        results([1])


def test_items_are_taken_as_workers_get_free() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    pool = Pool[int, str](stubs.doubling, workers=1, weight=lambda _: 1, lost=lost, limits=SMALL)
    running = pool.run(items())
    next(running)
    assert len(taken) <= 4 * SMALL.batch_items
    running.close()


def test_a_run_that_is_left_stops_its_workers() -> None:
    pool = Pool[int, str](stubs.naming_process, workers=1, weight=lambda _: 1, lost=lost, limits=SMALL)
    running = pool.run(range(1000))
    pid = int(next(running)[0])
    running.close()
    assert not alive(pid)


def test_an_error_among_the_items_stops_the_workers_and_comes_through() -> None:
    def items() -> Iterator[int]:
        yield from range(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        results(items())


@pytest.mark.skipif(sys.platform == "win32", reason="signal 0 asks there")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"  # without a main guard, as in a notebook
    script.write_text(
        textwrap.dedent("""
            import os
            from tests.archive import stubs
            from verbale.archive.pool import Pool
            pool = Pool(stubs.naming_process, workers=1, weight=lambda _: 1, lost=lambda *_: "")
            for pids in pool.run(range(10**9)):
                print(pids[0], flush=True)
                os.kill(os.getpid(), 9)
        """)
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=False)
    pid = int(done.stdout)
    for _ in range(100):
        if not alive(pid):
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


@given(st.lists(st.integers(0, 50)), st.integers(1, 100), st.integers(1, 10))
def test_batches_hold_everything_in_order(weights: list[int], heaviest: int, longest: int) -> None:
    batches = list(batched_by_weight(weights, weight=int, heaviest=heaviest, longest=longest))
    assert [item for batch in batches for item in batch] == weights
    assert all(0 < len(batch) <= longest and sum(batch[:-1]) < heaviest for batch in batches)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")
