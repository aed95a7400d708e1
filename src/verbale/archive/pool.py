"""Worker processes that take batches of items and survive what an item does to them.

Each worker is a process of its own with one thread here that feeds it; a supervisor kills a worker that takes too long
or holds too much memory. Items of a batch that killed its worker are tried once more, each alone; the one that kills
again gets the result that `lost` makes of it, and the others are kept. Nothing here knows what items are.
"""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Generic, TypeVar, cast

from verbale.archive.memory import resident_mb
from verbale.archive.worker import Answer, Work, receive, send
from verbale.errors import PipelineError

T = TypeVar("T")
R = TypeVar("R")

CRASHED, TIMEOUT = "crashed", "timeout"
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from verbale.archive.worker import main; main()"
# Not multiprocessing: its children run the caller's script again, which fails where that script has no main guard.
_LOOKS = 0.2  # seconds between two looks at the workers' clocks and memory
_OPENING_SECONDS = 300.0  # loading the model takes 2 s of a free core; a hundred times that is a fault


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    """How much a worker takes at a time, and what it may use.

    Attributes:
        batch_items: items of a batch at most. The reader's own batches are of 16 documents.
        batch_weight: a batch is closed when its items weigh this much (for documents: bytes). 64 kB are some four
            speeches or thirty news items, a few seconds of work: workers end at about the same time.
        seconds: wall-clock time of a batch, besides its weight's share. Opening a PDF may take 30 s by itself.
        weight_a_second: a batch gets another second for each such weight; a tenth of what reading does on one core
            that it shares with another process.
        memory_mb: a worker that holds more is killed. Two workers and the writer stay under 2 GB.
        recycle_mb: a worker that holds more after a batch is replaced by a fresh one.
        recycle_items: so is one that has had this many items, lest small leaks add up.
    """

    batch_items: int = 16
    batch_weight: int = 64_000
    seconds: float = 120.0
    weight_a_second: float = 500.0
    memory_mb: int = 850
    recycle_mb: int = 650
    recycle_items: int = 2_000

    def allowance(self, weight: int) -> float:
        """Seconds that items of this weight may take."""
        return self.seconds + weight / self.weight_a_second


class _Lost(Exception):  # noqa: N818 - what happened to the worker
    """The worker of a batch is no more, or could not do it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Pool(Generic[T, R]):
    """Workers that turn items into results.

    Args:
        opener: called once in each worker; gives the function from a batch to its results. It is pickled: a function
            of a module, or a `functools.partial` of one.
        workers: processes.
        weight: how much an item weighs, for the size of batches and the time they may take.
        lost: the result of an item that could not be worked on, from the item, `crashed` or `timeout`, and a message.
        limits: see `PoolLimits`.
    """

    def __init__(
        self,
        opener: Callable[[], Work],
        *,
        workers: int,
        weight: Callable[[T], int],
        lost: Callable[[T, str, str], R],
        limits: PoolLimits | None = None,
    ) -> None:
        self._limits = limits or PoolLimits()
        self._weight = weight
        self._lost = lost
        self._tasks: queue.SimpleQueue[list[T] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[list[R] | BaseException] = queue.SimpleQueue()
        self._slots = [_Slot(opener, self._limits) for _ in range(workers)]
        self._closing = threading.Event()

    def run(self, items: Iterable[T]) -> Generator[list[R], None, None]:
        """Results, a batch at a time, in whatever order they come; items are taken as workers get free.

        Workers are stopped when this ends, is closed or fails; what they were at is dropped.

        Raises:
            VerbaleError: the workers could not be opened, as when the pipeline is not installed.
        """
        threads = [threading.Thread(target=self._serve, args=(slot,), daemon=True) for slot in self._slots]
        threads.append(threading.Thread(target=self._supervise, daemon=True))
        for thread in threads:
            thread.start()
        try:
            yield from self._exchange(self._batches(items))
        finally:
            self._close(threads)

    def _exchange(self, batches: Iterator[list[T]]) -> Iterator[list[R]]:
        ahead = 2 * len(self._slots)  # one in work and one waiting for each worker
        under_way, more = 0, True
        while True:
            while more and under_way < ahead:
                batch = next(batches, None)
                more = batch is not None
                if batch is not None:
                    self._tasks.put(batch)
                    under_way += 1
            if not under_way:
                return
            results = self._done.get()
            under_way -= 1
            if isinstance(results, BaseException):
                raise results
            yield results

    def _batches(self, items: Iterable[T]) -> Iterator[list[T]]:
        return batched_by_weight(
            items, weight=self._weight, heaviest=self._limits.batch_weight, longest=self._limits.batch_items
        )

    def _serve(self, slot: _Slot) -> None:
        while (batch := self._tasks.get()) is not None:
            try:
                self._done.put(self._results(slot, batch))
            except BaseException as error:  # raised again where results are taken
                self._done.put(error)

    def _results(self, slot: _Slot, batch: list[T]) -> list[R]:
        try:
            return self._ask(slot, batch)
        except _Lost:
            return [self._alone(slot, item) for item in batch]

    def _alone(self, slot: _Slot, item: T) -> R:
        try:
            return self._ask(slot, [item])[0]
        except _Lost as lost:
            return self._lost(item, lost.code, str(lost))

    def _ask(self, slot: _Slot, batch: list[T]) -> list[R]:
        if self._closing.is_set():
            raise _Lost(CRASHED, "the run was stopped")
        return slot.ask(batch, self._limits.allowance(sum(map(self._weight, batch))))

    def _supervise(self) -> None:
        while not self._closing.wait(_LOOKS):
            for slot in self._slots:
                slot.look()

    def _close(self, threads: Sequence[threading.Thread]) -> None:
        self._closing.set()
        while True:  # batches that nobody has begun
            try:
                self._tasks.get_nowait()
            except queue.Empty:
                break
        for _ in self._slots:
            self._tasks.put(None)
        for thread in threads:
            while thread.is_alive():
                for slot in self._slots:
                    slot.kill()  # again and again: a thread may just have been starting its worker
                thread.join(_LOOKS)
        for slot in self._slots:
            slot.stop()


def batched_by_weight(
    items: Iterable[T], *, weight: Callable[[T], int], heaviest: int, longest: int
) -> Iterator[list[T]]:
    """Items in lists of at most `longest`; a list is closed as soon as it weighs `heaviest` or more."""
    batch: list[T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += weight(item)
        if total >= heaviest or len(batch) >= longest:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


class _Slot:
    """One worker's place: starts a process when there is something to do, and a fresh one when it is spent."""

    def __init__(self, opener: Callable[[], Work], limits: PoolLimits) -> None:
        self._opener = opener
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline = float("inf")
        self._killed: _Lost | None = None
        self._had = 0

    def ask(self, batch: Sequence[Any], seconds: float) -> list[Any]:
        """The results of a batch.

        Raises:
            _Lost: the worker died, was killed, or could not do it.
        """
        process = self._process or self._start()
        answer = self._exchange(process, batch, seconds)
        self._had += len(batch)
        if self._is_spent(answer):
            self.stop()
        if answer.kind == "failed":
            raise _Lost(CRASHED, answer.value)
        results: list[Any] = answer.value
        return results

    def look(self) -> None:
        """Kill the worker where it is past its time or above its memory. Called by the supervisor."""
        process = self._process
        if process is None:
            return
        if time.monotonic() > self._deadline:
            self._kill(process, _Lost(TIMEOUT, "reading it took too long; it was given up"))
        elif (resident_mb(process.pid) or 0) > self._limits.memory_mb:
            limit = self._limits.memory_mb
            self._kill(process, _Lost(CRASHED, f"reading it took more than {limit} MB; a worker may hold no more"))

    def kill(self) -> None:
        """End the worker from another thread; its own thread puts it away."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """End the worker and put it away."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            _put_away(process)

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the writer, which stops its workers itself
        )
        self._process, self._had = process, 0
        try:
            answer = self._exchange(process, self._opener, _OPENING_SECONDS)
        except _Lost as lost:
            raise PipelineError(f"the processes that read cannot start: {lost}") from lost
        if answer.kind == "failed":
            self.stop()
            raise answer.value
        return process

    def _exchange(self, process: subprocess.Popen[bytes], message: object, seconds: float) -> Answer:
        self._killed, self._deadline = None, time.monotonic() + seconds
        try:
            send(_pipe(process.stdin), message)
            answer: Answer = receive(_pipe(process.stdout))
        except (EOFError, OSError):
            code = process.wait()
            self.stop()
            raise self._killed or _Lost(CRASHED, f"the process that read it died ({_ending(code)})") from None
        finally:
            self._deadline = float("inf")
        return answer

    def _is_spent(self, answer: Answer) -> bool:
        return self._had >= self._limits.recycle_items or (answer.resident_mb or 0) > self._limits.recycle_mb

    def _kill(self, process: subprocess.Popen[bytes], why: _Lost) -> None:
        self._killed = why
        process.kill()


def _pipe(stream: IO[bytes] | None) -> BinaryIO:
    return cast(BinaryIO, stream)  # there is one: it was asked for


def _put_away(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            _pipe(stream).close()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
