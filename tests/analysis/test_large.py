from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from tests.analysis.made_up import tie
from verbale.analysis.large import large_relations, read_parquet, write_parquet
from verbale.analysis.relations import relations
from verbale.analysis.tie_table import TieTable, tie_table
from verbale.errors import InputError


@pytest.fixture(scope="module")
def ties() -> TieTable:
    random = np.random.default_rng(3)
    states = ["TUR", "AZE", "ARM", "GEO"]
    rows = []
    for number in range(600):
        source, target = random.choice(states, 2, replace=False)
        layer = ("words", "deeds")[number % 4 == 0]
        rows.append(tie(
            str(source), str(target), float(random.choice([-0.6, 0.0, 0.04, 0.7])), number // 3, layer=layer, item=f"s{number}",
            origin=f"o{number // 7}", publisher=f"p{random.integers(5)}", precision=("day", "month", "year")[number % 11 == 0],
            day=None if number % 50 == 0 else f"{2018 + number % 3}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            score=None if layer == "words" else -4.0, goldstein=None if number % 8 else 2.0,
        ))  # fmt: skip
    return tie_table(rows)


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
@pytest.mark.parametrize("layer", ["words", "deeds"])
@pytest.mark.parametrize("bounds", [{}, {"start": "2018-05-14", "end": "2020-02-10"}, {"start": "2019-01-01"}])
def test_duckdb_gives_the_same_relations_as_memory(
    ties: TieTable, tmp_path: Path, by: Any, layer: Any, bounds: Any
) -> None:
    path = tmp_path / "ties.parquet"
    write_parquet(ties, path)
    large = large_relations(path, layer=layer, by=by, **bounds).to_dict()
    small = relations(ties, layer=layer, by=by, draws=None, **bounds).to_dict()
    assert len(large["rows"]) == len(small["rows"]) > 0
    for one, other in zip(large["rows"], small["rows"], strict=True):
        assert one == pytest.approx(other, abs=2e-6)
    assert {name: large[name] for name in ("start", "end", "undated")} == {
        name: small[name] for name in ("start", "end", "undated")
    }


def test_a_table_survives_the_file(ties: TieTable, tmp_path: Path) -> None:
    write_parquet(ties, tmp_path / "ties.parquet")
    again = read_parquet(tmp_path / "ties.parquet")
    assert relations(again, draws=None).to_dict() == relations(ties, draws=None).to_dict()


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        large_relations(tmp_path / "none.parquet")


def test_an_empty_table_has_no_relations(tmp_path: Path) -> None:
    write_parquet(tie_table([]), tmp_path / "ties.parquet")
    assert large_relations(tmp_path / "ties.parquet").rows == ()
