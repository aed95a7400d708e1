from __future__ import annotations

import subprocess
import sys

import verbale

PUBLIC = {
    "Actor", "Agreement", "Archive", "ArchiveError", "BusyArchive", "DamagedArchive", "EmptyInput", "Event",
    "ExportError", "Failure", "FetchError", "Figure", "Format", "FullArchive", "InputError", "LimitExceeded",
    "LockedArchive", "MalformedInput", "Meeting", "MissingArchive", "MissingExtra", "NewerArchive", "NotAnArchive",
    "OlderArchive", "PipelineError", "Project", "Proposal", "QueryError", "Reader", "Record", "RecordError",
    "ReviewConflict", "ReviewError", "Statement", "UnknownDocument", "VerbaleError", "__version__", "read",
}  # fmt: skip
HEAVY = {"spacy", "numpy", "onnxruntime", "trafilatura", "lxml", "pandas", "rich", "click", "tokenizers", "sqlalchemy"}


def test_what_is_public_is_pinned() -> None:
    assert set(verbale.__all__) == PUBLIC
    assert all(getattr(verbale, name) is not None for name in PUBLIC)


def test_importing_loads_nothing_heavy() -> None:
    code = "import verbale, sys; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)
