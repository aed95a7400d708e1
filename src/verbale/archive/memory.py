"""How much memory a process holds. Linux tells it of any process, other systems of this one at its worst."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

MB = 1024 * 1024


def resident_mb(pid: int | None = None) -> float | None:
    """Megabytes of memory that a process holds now.

    Args:
        pid: the process; None for this one.

    Returns:
        None where the system does not say, or the process is gone.
    """
    try:
        pages = Path(f"/proc/{pid or 'self'}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return _peak_mb() if pid is None else None
    return int(pages) * _page() / MB


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / MB if sys.platform == "darwin" else peak / 1024


@cache
def _page() -> int:
    return os.sysconf("SC_PAGE_SIZE")
