"""Writes `records/NAME.json` for each example, for a person to read over before committing: `python examples/update_records.py`."""

from __future__ import annotations

import json
from pathlib import Path

from verbale import Reader

HERE = Path(__file__).parent


def main() -> None:
    """Read every example and write its record."""
    reader = Reader()
    (HERE / "records").mkdir(exist_ok=True)
    for path in sorted(HERE.glob("*.txt")):
        record = json.dumps(reader.read(path).to_dict(), ensure_ascii=False, indent=1)
        (HERE / "records" / f"{path.stem}.json").write_text(record + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
