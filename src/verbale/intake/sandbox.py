"""Parsers of foreign formats, in a child process with limits on memory and time.

One child serves many files; when it dies, hangs or grows, the file that did it gets an error and the next file a new
child. Where the system has no such limits (Windows), the clock alone stands guard.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from verbale.errors import InputError, LimitExceeded, MalformedInput
from verbale.intake.limits import Limits

Job = Literal["pdf", "docx", "feed"]

LENGTH = 8  # bytes of the length that goes before each message
_START = "from verbale.intake.child import main; main()"
_GREW = 0.6  # of the memory allowed: a child that died after it had used so much died of it
# How PDFium and the C library end a process on purpose when they get no memory.
_ABORTS = frozenset(getattr(signal, name) for name in ("SIGABRT", "SIGTRAP", "SIGILL") if hasattr(signal, name))
_ADVICE = "it was given up; if the file is sound and only large, raise Limits({limit}=…)"


def parse(job: Job, data: bytes, limits: Limits) -> dict[str, Any]:
    """What a parser makes of a file, as plain values.

    Args:
        job: the parser.
        data: the file.
        limits: `child_memory`, `child_seconds`, and what the parser itself looks at.

    Raises:
        InputError: with code `malformed`, `encrypted`, `no_text`, `limit:…`, or, where the parser did not come back,
            `limit:memory`, `timeout` or `crashed`.
    """
    with _lock:
        return _child_for(limits).ask(job, data, limits)


class _Child:
    """A running child process and the pipes to it."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.owner = os.getpid()
        package_root = str(Path(__file__).parents[2])
        paths = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, str(memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip
        self._late = False
        self._own_peak = _peak()

    def serves(self, limits: Limits) -> bool:
        """Whether the child lives, is this process's own, and has the memory that is asked for."""
        return self.owner == os.getpid() and self._process.returncode is None and self.memory == limits.child_memory

    def ask(self, job: Job, data: bytes, limits: Limits) -> dict[str, Any]:
        """Send one file and wait for the answer; without one the child is gone, and why is the error."""
        alarm = threading.Timer(limits.child_seconds, self._give_up)
        alarm.daemon = True
        alarm.start()
        try:
            answer = self._exchange({"job": job, "limits": asdict(limits)}, data)
        except (OSError, EOFError):
            raise self._why(limits) from None
        except BaseException:  # an interrupt leaves an answer behind that is no other file's
            self.close()
            raise
        finally:
            alarm.cancel()
        if answer.get("last"):
            self.close()
        if "error" in answer:
            raise _error(answer["error"], answer["message"])
        result: dict[str, Any] = answer["result"]
        return result

    def _exchange(self, header: dict[str, Any], data: bytes) -> dict[str, Any]:
        pipe, answers = self._process.stdin, self._process.stdout
        assert pipe is not None
        assert answers is not None
        for message in (json.dumps(header).encode(), data):
            pipe.write(len(message).to_bytes(LENGTH, "big"))
            pipe.write(message)
        pipe.flush()
        length = answers.read(LENGTH)
        body = answers.read(int.from_bytes(length, "big")) if len(length) == LENGTH else b""
        if not body:
            raise EOFError
        answer: dict[str, Any] = json.loads(body)
        return answer

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    def _why(self, limits: Limits) -> InputError:
        """The error that a child's death stands for."""
        status, peak = self._buried()
        ended_by = -status if status < 0 else 0
        if self._late or ended_by == getattr(signal, "SIGXCPU", None):
            advice = _ADVICE.format(limit="child_seconds")
            return LimitExceeded(f"parsing took more than {limits.child_seconds:g} s; {advice}", code="timeout")
        if ended_by in _ABORTS or peak > max(_GREW * limits.child_memory, self._own_peak):
            return _out_of_memory(limits)
        return InputError("the parser crashed on this file; it is damaged, or made to do so", code="crashed")

    def _buried(self) -> tuple[int, int]:
        """The child's exit status, negative for a signal, and the most memory that it held, in bytes."""
        self._close_pipes()
        if not hasattr(os, "wait4"):
            return self._process.wait(), 0
        try:
            _, status, usage = os.wait4(self._process.pid, 0)
        except ChildProcessError:  # whoever killed it has buried it
            return self._process.wait(), 0
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return self._process.returncode, usage.ru_maxrss * _MAXRSS_UNIT

    def close(self) -> None:
        """End the child, if it is this process's own."""
        if self.owner == os.getpid() and self._process.returncode is None:
            self._process.kill()
            self._close_pipes()
            self._process.wait()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in which systems count `ru_maxrss`


def _peak() -> int:
    """The most memory that this process has held, in bytes: Linux counts it as its child's at first."""
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT
    return 0


def _out_of_memory(limits: Limits) -> LimitExceeded:
    advice = _ADVICE.format(limit="child_memory")
    message = f"parsing needs more than {limits.child_memory // 1_000_000:,} MB of memory; {advice}"
    return LimitExceeded(message, code="limit:memory")


def _error(code: str, message: str) -> InputError:
    kind = LimitExceeded if code.startswith("limit") else MalformedInput if code == "malformed" else InputError
    return kind(message, code=code)


_lock = threading.Lock()
_children: list[_Child] = []


def _child_for(limits: Limits) -> _Child:
    """The child at hand, or a new one. After a fork the parent's child is left to the parent."""
    if not _children or not _children[0].serves(limits):
        close()
        _children[:] = [_Child(limits.child_memory)]
    return _children[0]


def close() -> None:
    """End the child process, if there is one; the next file starts another."""
    for child in _children:
        child.close()
    _children.clear()


def _after_fork() -> None:
    """A fork inherits the lock as it was, perhaps held by a thread that it does not have."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    _children.clear()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
