"""A worker process: opens what does the work once, then answers one batch after another until nobody asks any more.

Messages are pickles, each after its length in eight bytes, on standard input and on what was standard output; they are
exchanged between a program and its own children only. The process ends as soon as its parent does, whatever it is at.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Literal, NamedTuple

from verbale.archive.memory import resident_mb

_LENGTH = struct.Struct(">Q")

Work = Callable[[Sequence[Any]], list[Any]]
"""Takes a batch of items, gives one result an item, in order."""


class Answer(NamedTuple):
    """What a worker says: that it is ready, what came of a batch, or what went wrong."""

    kind: Literal["ready", "done", "failed"]
    value: Any
    resident_mb: float | None = None


def send(stream: BinaryIO, message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message.

    Raises:
        EOFError: the other side is gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Serve the parent process: the first message says what to open, each further one is a batch."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    answers = _claimed_output()
    asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, asked), daemon=True).start()
    work = _opened(asked.get(), answers)
    while work:
        send(answers, _answer(work, asked.get()))


def _claimed_output() -> BinaryIO:
    """Standard output for answers alone: what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _listen(stream: BinaryIO, asked: queue.SimpleQueue[Any]) -> None:
    while True:
        try:
            asked.put(receive(stream))
        except EOFError:
            os._exit(0)  # nobody waits for an answer; the main thread may be deep in a document
        except Exception as error:  # what was sent cannot be made again here: a function of a script, for one
            asked.put(error)


def _opened(opener: Callable[[], Work], answers: BinaryIO) -> Work | None:
    try:
        work: Work = _whole(opener)()
    except Exception as error:
        send(answers, Answer("failed", error if _travels(error) else RuntimeError(_named(error))))
        return None
    send(answers, Answer("ready", None, resident_mb()))
    return work


def _answer(work: Work, batch: Sequence[Any]) -> Answer:
    try:
        return Answer("done", work(_whole(batch)), resident_mb())
    except Exception as error:
        return Answer("failed", _named(error), resident_mb())


def _whole(message: Any) -> Any:
    if isinstance(message, Exception):
        raise message
    return message


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _travels(error: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return False
    return True
