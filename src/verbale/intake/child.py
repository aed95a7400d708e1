"""The child process that parses foreign formats: limits first, then one file after another until the pipe closes.

What it sends back is JSON and nothing else, so that a parser gone wrong can give its parent no more than wrong text.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import IO, Any

from verbale.errors import InputError
from verbale.intake.limits import Limits
from verbale.intake.sandbox import LENGTH

_FILES = 200  # that one child parses: whatever its libraries leak stays small
_TIRED = 0.5  # of the memory allowed, after which a child makes place for a fresh one


def main() -> None:
    """Serve the parent on standard input and output; `argv[1]` is the memory allowed, in bytes."""
    memory = int(sys.argv[1])
    _confine(memory)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints does not write into the answers
    for count in range(1, _FILES + 1):
        header = _message(questions)
        if not header:
            return
        answer = _answer(json.loads(header), _message(questions))
        last = count == _FILES or answer.get("error") in _UNSETTLING or _peak() > _TIRED * memory
        _send(answers, {**answer, "last": last})
        if last:
            return


_UNSETTLING = ("limit:memory", "crashed")  # errors after which a process is not to be trusted


def _confine(memory: int) -> None:
    """Set what the system can limit: address space, files written, core dumps."""
    with contextlib.suppress(ImportError):
        import resource

        for kind, bound in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, (bound, bound))


def _allow_seconds(seconds: float) -> None:
    """Let this process compute for so many seconds more; after them the system ends it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        bound = int(usage.ru_utime + usage.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (bound, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _peak() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not say.

    `getrusage` would count what the parent held when it started this process.
    """
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as status:
        found = next((line for line in status if line.startswith("VmHWM:")), "VmHWM: 0 kB")
        return int(found.split()[1]) * 1024
    return 0


def _message(pipe: IO[bytes]) -> bytes:
    return pipe.read(int.from_bytes(pipe.read(LENGTH), "big"))


def _send(pipe: IO[bytes], answer: Mapping[str, Any]) -> None:
    body = json.dumps(answer).encode()
    pipe.write(len(body).to_bytes(LENGTH, "big") + body)
    pipe.flush()


def _answer(header: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    limits = Limits(**header["limits"])
    _allow_seconds(limits.child_seconds)
    try:
        return {"result": _PARSERS[header["job"]](data, limits)}
    except InputError as error:
        return {"error": error.code, "message": str(error)}
    except MemoryError:
        megabytes = limits.child_memory // 1_000_000
        message = f"parsing needs more than {megabytes:,} MB of memory; raise Limits(child_memory=…) if it is meant"
        return {"error": "limit:memory", "message": message}
    except RecursionError:
        return {"error": "malformed", "message": "its parts nest too deep"}
    except Exception as error:
        return {"error": "crashed", "message": f"the parser failed: {type(error).__name__}: {str(error)[:200]}"}


def _pdf(data: bytes, limits: Limits) -> dict[str, Any]:
    from verbale.intake.pdf import read_pdf

    return asdict(read_pdf(data, limits))


def _docx(data: bytes, limits: Limits) -> dict[str, Any]:
    from verbale.intake.docx import read_docx

    return asdict(read_docx(data, limits))


def _feed(data: bytes, limits: Limits) -> dict[str, Any]:
    from verbale.intake.feed_parser import read_feed

    return read_feed(data, limits)


_PARSERS: Mapping[str, Callable[[bytes, Limits], dict[str, Any]]] = {"pdf": _pdf, "docx": _docx, "feed": _feed}
