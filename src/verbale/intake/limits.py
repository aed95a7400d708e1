"""How large and deep an input may be. Limits raise; nothing is cut off silently."""

from __future__ import annotations

from dataclasses import dataclass

from verbale.errors import LimitExceeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on one input. Every one of them can be set by the caller.

    Attributes:
        input_bytes: of one document, before decoding. The longest UN speech on record is 0.3 MB.
        html_bytes: of one HTML page. Extraction takes about 2.5 s a megabyte.
        line_bytes: of one JSONL line.
        html_depth: of nested tags that the extractor is trusted with; deeper pages take the plain walk.
    """

    input_bytes: int = 10_000_000
    html_bytes: int = 4_000_000
    line_bytes: int = 20_000_000
    html_depth: int = 200

    def check(self, size: int, limit: str) -> None:
        """Refuse `size` bytes where the limit of that name is lower.

        Raises:
            LimitExceeded: with code `limit:<name>`.
        """
        allowed = getattr(self, limit)
        if size > allowed:
            raise LimitExceeded(
                f"{size:,} bytes are more than the {allowed:,} allowed; raise Limits({limit}=…) if they are meant",
                code=f"limit:{limit}",
            )


DEFAULT_LIMITS = Limits()
"""What holds where the caller sets nothing."""
