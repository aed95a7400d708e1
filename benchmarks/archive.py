"""How fast an archive takes documents in, what memory that needs, and whether it holds the same whatever happens on the way.

    python -m benchmarks.archive ../shared/data/speeches --documents 60
    python -m benchmarks.archive ../shared/data/speeches --documents 60 --kills 20
    python -m benchmarks.archive ../shared/data/speeches --documents 40 --kills 200 --stub

Documents are taken evenly from all of the given files. Printed as one JSON object: documents and words a second with each
number of workers, time by stage, the greatest memory of all processes together (the proportional set size, which counts
shared pages once; Linux only), the digest of the archive with 1 worker, with 2, from shuffled input, and after `--kills`
runs of which each was killed with SIGKILL, workers and all, at a random moment. After each kill the archive is opened and
checked, and no document that was acknowledged may be missing.

`--stub` puts a reader of a millisecond in the place of the model, so that hundreds of kills take minutes; what is killed
then is the same pool, the same writer and the same store. Without it the model reads.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

LOOKS = 0.2  # seconds between two looks at memory
HERE = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Measure and print one JSON object; 1 where two archives that should be equal are not."""
    options = _options(arguments)
    if options.run is not None:
        return _run(options)
    with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
        result = _measured(options, Path(folder))
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0 if result["equal"] and result["sound"] else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="a folder of JSON lines, plain or gzip, or one such file")
    parser.add_argument("--documents", type=int, default=60, help="0 for all")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--stub", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scratch", type=Path, help="where archives are made; the system's place if not given")
    parser.add_argument(
        "--run", type=Path, help=argparse.SUPPRESS
    )  # one run in a process of its own, into this archive
    parser.add_argument("--input", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _measured(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    plain, shuffled = folder / "plain.jsonl", folder / "shuffled.jsonl"
    lines = list(_chosen(options.source, options.documents))
    plain.write_text("".join(lines), encoding="utf-8")
    random.Random(options.seed).shuffle(lines)
    shuffled.write_text("".join(lines), encoding="utf-8")
    runs = {f"{count} workers": _timed(options, folder, plain, count) for count in options.workers}
    most = max(options.workers)
    os.replace(shuffled, plain)  # under the same name: names of sources are part of what an archive holds
    runs["shuffled"] = _timed(options, folder, plain, most, name="shuffled")
    result: dict[str, Any] = {"documents": len(lines), "reader": "stub" if options.stub else "the shipped model"}
    if options.kills:
        runs["killed"] = _killed(options, folder, plain, most)
    digests = {run["digest"] for run in runs.values()}
    sound = all(run["findings"] == 0 for run in runs.values()) and not runs.get("killed", {}).get("lost")
    return {**result, "equal": len(digests) == 1, "sound": sound, "runs": runs}


def _chosen(source: Path, count: int) -> Iterator[str]:
    """Lines taken from the files in turn."""
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    turns = zip_longest(*(_lines(path) for path in files if ".jsonl" in path.name))
    everything = (line for turn in turns for line in turn if line)
    for number, line in enumerate(everything):
        if count and number >= count:
            return
        yield line


def _lines(path: Path) -> Iterator[str]:
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from file


def _command(options: argparse.Namespace, archive: Path, source: Path, workers: int) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.archive",
        str(source),
        "--run",
        str(archive),
        "--workers",
        str(workers),
    ]
    return [*command, "--stub"] if options.stub else command


def _run(options: argparse.Namespace) -> int:
    """One run, which tells on standard output what it has acknowledged after each batch, and at last its summary."""
    from benchmarks.archive import stub  # by this name workers find it, not as a part of `__main__`
    from verbale.archive.adding import add
    from verbale.archive.store import open_store
    from verbale.archive.summary import Summary

    def tell(run: Summary) -> None:
        sys.stdout.write(f"{run.outcomes['added'] + run.outcomes['already']}\n")
        sys.stdout.flush()

    with open_store(options.run, create=True) as store:
        opener = stub if options.stub else None
        run = add(store, [options.source], workers=options.workers[0], progress=tell, opener=opener)
        sys.stdout.write(json.dumps({**run.to_dict(), "digest": store.digest(), "findings": len(store.check())}) + "\n")
    return 0


def _timed(
    options: argparse.Namespace, folder: Path, source: Path, workers: int, name: str | None = None
) -> dict[str, Any]:
    archive = folder / f"{name or workers}.verbale"
    process = subprocess.Popen(
        _command(options, archive, source, workers), stdout=subprocess.PIPE, text=True, cwd=HERE, start_new_session=True
    )
    with _Memory(process.pid) as memory:
        told, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the run ended with {process.returncode}")
    plain: dict[str, Any] = json.loads(told.splitlines()[-1])
    kept = (
        "documents",
        "words",
        "elapsed",
        "documents_per_second",
        "words_per_second",
        "seconds",
        "digest",
        "findings",
    )
    return {**{name: plain[name] for name in kept}, "peak_memory_mb": memory.peak, "archive_mb": _mb(archive)}


def _killed(options: argparse.Namespace, folder: Path, source: Path, workers: int) -> dict[str, Any]:
    """The archive after runs that were killed, and one that was let finish."""
    archive, chance = folder / "killed.verbale", random.Random(options.seed)
    kills = {"kills": 0, "after_the_first_commit": 0, "lost": 0, "unsound": 0}
    longest = _first_length(options, folder, source, workers)
    acknowledged = 0
    while kills["kills"] < options.kills:
        told, finished = _one_kill(_command(options, archive, source, workers), chance.uniform(0, longest))
        if finished:
            archive.unlink()  # begin anew: there is nothing left to be killed at
            acknowledged = 0
            continue
        kills["kills"] += 1
        kills["after_the_first_commit"] += bool(told)
        acknowledged = max(acknowledged, told)
        if archive.exists():
            held, findings = _inspected(archive)
            kills["lost"] += held < acknowledged
            kills["unsound"] += bool(findings)
            acknowledged = held
        sys.stderr.write("\r" + ", ".join(f"{name} {number}" for name, number in kills.items()))  # so far, if cut short
    last = _timed(options, folder, source, workers, name="killed")
    return {**last, **kills, "findings": last["findings"] + kills["unsound"]}


def _first_length(options: argparse.Namespace, folder: Path, source: Path, workers: int) -> float:
    """Seconds that an undisturbed run takes, its start included; kills come at random moments of that."""
    started = time.perf_counter()
    _timed(options, folder, source, workers, name="length")
    return time.perf_counter() - started


def _one_kill(command: Sequence[str], seconds: float) -> tuple[int, bool]:
    """What a run had acknowledged when it was killed, and whether it had finished before."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE, start_new_session=True) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        children = _children(process.pid)
        finished = process.poll() is not None
        process.kill()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        told = [line for line in process.stdout or () if line.strip().isdigit() and line.endswith("\n")]
    return (int(told[-1]) if told else 0), finished


def _inspected(archive: Path) -> tuple[int, int]:
    """Documents that an archive holds by their sources, and what is wrong with it."""
    from sqlalchemy import func, select

    from verbale.archive.store import open_store
    from verbale.archive.tables import sources
    from verbale.errors import NotAnArchive

    try:
        with open_store(archive) as store, store.reading() as connection:
            held = connection.scalar(select(func.count()).where(sources.c.document_id.is_not(None)))
            return held or 0, len(store.check())
    except NotAnArchive:
        if archive.stat().st_size:
            raise
        return 0, 0  # killed between the making of the file and that of its tables


class _Memory:
    """Watches a process and its descendants."""

    def __init__(self, pid: int) -> None:
        self.peak: int | None = None
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(LOOKS):
            sizes = [_proportional_kb(pid) for pid in (self._pid, *_children(self._pid))]
            self.peak = max(self.peak or 0, sum(sizes) // 1024)


def _proportional_kb(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _children(pid: int) -> list[int]:
    """All descendants of a process. Linux only; elsewhere none."""
    found: list[int] = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text(encoding="ascii").split()):
                found += [child, *_children(child)]
    return found


def _mb(archive: Path) -> float:
    return round(sum(path.stat().st_size for path in archive.parent.glob(f"{archive.name}*")) / 1e6, 1)


class _Stub:
    """Reads in a millisecond: one statement a document, its first sentence."""

    def __init__(self) -> None:
        self.seconds = {"parse": 0.0, "find": 0.0}

    def read_many(self, items: Iterable[Any]) -> Iterator[Any]:
        """As `Reader.read_many` does."""
        from verbale.errors import Failure

        for item in items:
            time.sleep(0.001)
            yield item if isinstance(item, Failure) else _record_of(item)


def _record_of(document: Any) -> Any:
    from verbale.record import By, Record, Rows, Source, Statement

    head = Source(
        id=document.id, title=document.title, url=document.url, publisher=document.publisher,
        publisher_country=document.publisher_country, language=document.language, genre=document.genre or "speech",
        speaker=None, published=document.published, text=document.text, source_id=document.source_id,
    )  # fmt: skip
    end = document.text.find(".") + 1 or len(document.text)
    statement = Statement(
        id="s1", speaker=None, speaker_evidence=None, speaks_for=(), cue=None, manner="direct", evidence=(0, end),
        quote=document.text[:end], within=None, meeting=None, about=(), stance=(), by=By(rule="stub", confidence=0.5),
    )  # fmt: skip
    return Record(document=head, statements=Rows([statement]))


def stub() -> Callable[[Sequence[Any]], list[Any]]:
    """Opens the stub in a worker."""
    from verbale.archive.parcelling import pack_all

    reader: Any = _Stub()
    return lambda batch: pack_all(batch, reader)


if __name__ == "__main__":
    raise SystemExit(main())
