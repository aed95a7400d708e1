"""Relations of very large tie tables: Parquet on disk, DuckDB in memory (extra `parquet`).

The same numbers as `relations`, without intervals. No `.duckdb` file is made, no extension is loaded, nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verbale.analysis.network import Ints
from verbale.analysis.relations import Relation, Relations, relation
from verbale.analysis.tie_table import LAYERS, NEUTRAL, Layer, TieTable
from verbale.analysis.uncertainty import LEVEL, Interval
from verbale.analysis.windows import COARSEST, Unit, Window, windows_between
from verbale.errors import InputError, MissingExtra
from verbale.record import Rows

SCHEMA = "verbale-ties/1"
_NUMBERS = (
    "layer", "source", "target", "day", "precision", "value", "score", "goldstein", "confidence", "weight", "document",
    "origin", "publisher", "item", "start", "end", "claimant",
)  # fmt: skip
_NAMES = ("states", "documents", "origins", "publishers", "items")
_KEYS = ("source", "target", "window")
_DISTINCT = ("documents", "origins", "publishers")
_LENGTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}  # in months; the order of bits in `first`
_UNDATED = -2_000_000  # months; far before any date
_ROWS = 1_000_000  # of a row group: large enough to scan fast, small enough for two threads to share 10 million rows


def write_parquet(ties: TieTable, path: str | Path) -> None:
    """Write a tie table as one Parquet file, its rows by layer, dyad and day; names stand in the file's metadata.

    A column `first` is added: bits that tell whether a row is the first of its document, origin or publisher in its dyad's month,
    quarter or year, so that counting different ones is adding up bits. Counting them anew takes twenty times as long.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    arrow, parquet = _arrow()
    dyad = _dyads(ties)
    order = np.lexsort((ties.document, ties.day, dyad))
    columns = {name: arrow.array(getattr(ties, name)[order], from_pandas=True) for name in _NUMBERS}
    columns["month"] = arrow.array(_months(ties)[order])
    columns["first"] = arrow.array(_first(ties, dyad)[order])
    names = {name: "\n".join(getattr(ties, name)) for name in _NAMES}
    table = arrow.table(columns).replace_schema_metadata({"schema": SCHEMA, **names})
    parquet.write_table(table, path, row_group_size=_ROWS, compression="zstd")


def _dyads(ties: TieTable) -> Ints:
    """Layer and dyad as one number."""
    states = max(1, len(ties.states))
    return (ties.layer.astype(np.int64) * states + ties.source) * states + ties.target


def _months(ties: TieTable) -> NDArray[np.int32]:
    """Months since 1970, the least number for undated ties."""
    return np.asarray(ties.day.astype("datetime64[M]").astype(np.int64).clip(_UNDATED, None), dtype=np.int32)


def _first(ties: TieTable, dyad: Ints) -> NDArray[np.int16]:
    """Bits of the first rows: document, origin, publisher by month (1, 2, 4), by quarter (8, 16, 32), by year (64, 128, 256)."""
    bits = np.zeros(len(ties), dtype=np.int16)
    months = _months(ties)
    for place, column in enumerate((ties.document, ties.origin, ties.publisher)):
        order = np.lexsort((ties.day, column, dyad))
        new = np.ones(len(ties), dtype=bool)
        new[1:] = (dyad[order][1:] != dyad[order][:-1]) | (column[order][1:] != column[order][:-1])
        for unit, length in enumerate(_LENGTHS.values()):
            window = months[order] // length
            first = new.copy()
            first[1:] |= window[1:] != window[:-1]
            bits[order[first]] |= np.int16(1 << (3 * unit + place))
    return bits


def read_parquet(path: str | Path) -> TieTable:
    """Read what `write_parquet` wrote, whole, into memory."""
    _, parquet = _arrow()
    table = parquet.read_table(path)
    names: dict[str, Any] = {name: _names(table.schema.metadata, name) for name in _NAMES}
    columns = {name: table.column(name).to_numpy() for name in _NUMBERS}
    columns["day"] = columns["day"].astype("datetime64[D]")
    return TieTable(**columns, **names)


def large_relations(  # noqa: PLR0913 - one parameter an option of the question
    path: str | Path, *, layer: Layer = "words", by: Unit = "month", start: str | None = None, end: str | None = None,
    threads: int = 2,
) -> Relations:  # fmt: skip
    """Relations of all observed pairs in a Parquet file of ties, without intervals.

    Args:
        path: written by `write_parquet`, or the same columns from elsewhere.
        layer, by, start, end: as for `relations`.
        threads: of DuckDB.

    Raises:
        MissingExtra: duckdb or pyarrow is not installed.
        InputError: not such a file.
    """
    arrow = aggregate(path, layer=layer, by=by, start=start, end=end, threads=threads)
    columns = {name: arrow.column(name).to_numpy(zero_copy_only=False) for name in arrow.column_names}
    states = _states(path)
    first, last, undated = _span(path, layer, by, threads)
    rows = [_row(columns, index, states, layer, by) for index in range(arrow.num_rows)]
    return Relations(
        rows=Rows(rows), layer=layer, by=by, start=start or first, end=end or last, undated=undated, level=LEVEL
    )


def aggregate(  # noqa: PLR0913 - as above
    path: str | Path, *, layer: Layer = "words", by: Unit = "month", start: str | None = None, end: str | None = None,
    threads: int = 2,
) -> Any:  # fmt: skip
    """The sums and counts as a `pyarrow.Table`, one row a dyad and window: codes of states, and the window's number since 1970.

    This is what scales; `large_relations` makes records of it.
    """
    with closing(_connect(path, threads)) as connection:
        return connection.sql(_query(layer, by, start, end)).to_arrow_table()


def _query(layer: Layer, by: Unit, start: str | None, end: str | None) -> str:
    """Counts of different sources are sums of bits, but for windows that are cut by `start` or `end`: there they are counted."""
    length, unit = _LENGTHS[by], list(_LENGTHS).index(by)
    bounds = [f"day >= DATE '{start}'"] * bool(start) + [f"day <= DATE '{end}'"] * bool(end)
    where = " AND ".join(
        [f"layer = {LAYERS.index(layer)}", f"month > {_UNDATED}", f"precision <= {COARSEST[by]}", *bounds]
    )
    cut = sorted({_ordinal(day, length) for day in _cutting(start, end, by)})
    edge = f"month // {length} IN ({', '.join(map(str, cut))})" if cut else "false"
    summed = ", ".join(
        f"sum((first >> {3 * unit + place}) & 1)::BIGINT AS {name}" for place, name in enumerate(_DISTINCT)
    )
    counted = ", ".join(f"count(DISTINCT {name[:-1]}) AS {name}" for name in _DISTINCT)
    parts = [f"SELECT {_sums(layer, length)}, {summed} FROM ties WHERE {where} AND NOT ({edge}) GROUP BY ALL"]
    if cut:
        parts.append(f"SELECT {_sums(layer, length)}, {counted} FROM ties WHERE {where} AND ({edge}) GROUP BY ALL")
    return " UNION ALL ".join(parts) + ' ORDER BY source, target, "window"'


def _sums(layer: Layer, length: int) -> str:
    scales = (
        ""
        if layer == "words"
        else "".join(
            f", sum(weight * {name}) / sum(weight) FILTER ({name} IS NOT NULL) AS {name}"
            for name in ("score", "goldstein")
        )
    )
    return (
        f'source, target, month // {length} AS "window", sum(weight * value) AS "sum", sum(weight) AS volume, '
        f"sum(CASE WHEN value >= {NEUTRAL} THEN weight ELSE 0 END) AS positive, "
        f"sum(CASE WHEN value <= -{NEUTRAL} THEN weight ELSE 0 END) AS negative, "
        f"sum(CASE WHEN abs(value) < {NEUTRAL} THEN weight ELSE 0 END) AS neutral, count(*) AS ties{scales}"
    )


def _cutting(start: str | None, end: str | None, by: Unit) -> list[str]:
    """Days that cut a window in two."""
    cut = [start] if start and _window(start, by).start != start else []
    return [*cut, *([end] if end and _window(end, by).end != end else [])]


def _ordinal(day: str, length: int) -> int:
    return int(np.datetime64(day[:7], "M").astype(np.int64)) // length


def _row(columns: dict[str, Any], index: int, states: Sequence[str], layer: Layer, by: Unit) -> Relation:
    numbers = {name: column[index] for name, column in columns.items() if name not in _KEYS}
    scales = {} if layer != "words" else {"score": np.nan, "goldstein": np.nan}
    source, target = states[columns["source"][index]], states[columns["target"][index]]
    month = np.datetime64(int(columns["window"][index]) * _LENGTHS[by], "M")
    return relation(source, target, layer, _window(f"{month}-01", by), numbers | scales, Interval(None, None))


@lru_cache(maxsize=4096)
def _window(day: str, by: Unit) -> Window:
    return windows_between(day, day, by=by)[0]


def _span(path: str | Path, layer: Layer, by: Unit, threads: int) -> tuple[str | None, str | None, int]:
    """First and last day of a layer, and its ties that no window can hold."""
    with closing(_connect(path, threads)) as connection:
        found = connection.execute(
            f"SELECT min(day)::VARCHAR, max(day)::VARCHAR, count(*) FILTER (day IS NULL OR precision > {COARSEST[by]}) "
            f"FROM ties WHERE layer = {LAYERS.index(layer)}"
        ).fetchone()
    return found[0], found[1], int(found[2])


def _connect(path: str | Path, threads: int) -> Any:
    """DuckDB in memory with the file as the view `ties`; nothing of it is written, loaded or fetched."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("duckdb", "parquet") from error
    if not Path(path).is_file():
        raise InputError(f"{path}: no such file; write one with `write_parquet`", code="missing")
    settings: dict[str, Any] = {
        "threads": str(threads),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.from_parquet(str(path)).create_view("ties")
    return connection


def _states(path: str | Path) -> tuple[str, ...]:
    _, parquet = _arrow()
    return _names(parquet.read_schema(path).metadata, "states")


def _names(metadata: dict[bytes, bytes] | None, name: str) -> tuple[str, ...]:
    if not metadata or metadata.get(b"schema") != SCHEMA.encode():
        raise InputError(f"not a table of ties ({SCHEMA}); write one with `write_parquet`", code="malformed")
    found = metadata[name.encode()].decode()
    return tuple(found.split("\n")) if found else ()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra("pyarrow", "parquet") from error
    return pyarrow, pyarrow.parquet
