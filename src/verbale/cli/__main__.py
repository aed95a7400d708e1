"""`python -m verbale.cli`: the same as `verbale`."""

from __future__ import annotations

from verbale.cli import main

main()
