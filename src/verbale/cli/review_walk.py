"""Walking through a queue of facts in the terminal, one key a decision; over a pipe, one line a key."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from verbale.errors import ReviewConflict, ReviewError

if TYPE_CHECKING:
    from rich.console import Console

    from verbale.archive.queue import Fact
    from verbale.archive.store import Store

_KEYS = "[a]ccept [r]eject [c]orrect [s]kip [u]ndo [q]uit [?]"
_HELP = """a  accept: right as it stands
r  reject: not in the text, or wrong beyond mending; kept, and hidden in searches
c  correct: field=value, one a line, then an empty line; `edit` opens $EDITOR, `fields` lists what there is
s  skip: decide later
u  undo your last decision of this walk and come back to it
q  quit; every decision is saved already"""
_END = "q"


@dataclass
class Walk:
    """One pass through a queue.

    Attributes:
        counts: decisions taken, by action, those undone again not counted.
    """

    store: Store
    queue: Sequence[int]
    reviewer: str
    reason: str | None
    console: Console
    counts: dict[str, int] = field(default_factory=dict)
    _at: int = 0
    _done: list[tuple[int, int, str]] = field(default_factory=list)

    def run(self) -> None:
        """Show each fact and carry out what the reviewer says, until the end of the queue or of the reviewer's time."""
        from verbale.archive.queue import fact_of
        from verbale.show.judging import show_fact

        while self._at < len(self.queue):
            try:
                fact = fact_of(self.store, self.queue[self._at])
            except ReviewError as error:  # its document was read again meanwhile
                self.console.print(str(error), style="yellow")
                self._step(1)
                continue
            show_fact(fact.hit, fact.element, self.console, place=f"{self._at + 1} of {len(self.queue)}")
            if not self._ask(fact):
                break
            self.console.print()

    def _ask(self, fact: Fact) -> bool:
        """Ask for keys until one moves the walk; False to quit."""
        while True:
            self.console.print(_KEYS, style="dim", end=" ")
            key = _key()
            self.console.print()
            if key == _END:
                return False
            move = self._moves().get(key)
            if move is None:
                self.console.print(_HELP if key == "?" else f"{key!r} is no key here; ? explains")
                continue
            try:
                if move(fact):
                    return True
            except ReviewConflict as error:
                self.console.print(str(error), style="yellow")
                return True  # shown again as it is now
            except ReviewError as error:
                self.console.print(str(error), style="yellow")

    def _moves(self) -> dict[str, Callable[[Fact], bool]]:
        return {
            "a": lambda fact: self._decide(fact, "accept"),
            "r": lambda fact: self._decide(fact, "reject"),
            "c": self._correct,
            "s": lambda _: self._step(1),
            "u": lambda _: self._undo(),
        }

    def _step(self, by: int) -> bool:
        self._at += by
        return True

    def _decide(self, fact: Fact, action: str, after: Mapping[str, object] | None = None) -> bool:
        from verbale.archive.deciding import decide

        done = decide(
            self.store, fact.number, action, after=after, reviewer=self.reviewer, reason=self.reason, expected=fact.version
        )  # fmt: skip
        self._done.append((self._at, done.review.number, action))
        self.counts[action] = self.counts.get(action, 0) + 1
        return self._step(1)

    def _undo(self) -> bool:
        from verbale.archive.deciding import undo

        if not self._done:
            raise ReviewError("nothing was decided in this walk yet")
        at, review, action = self._done.pop()
        undo(self.store, review=review, reviewer=self.reviewer)
        self.counts[action] -= 1
        self._at = at
        return True

    def _correct(self, fact: Fact) -> bool:
        """Ask for assignments until the element is right; an empty line alone gives up."""
        from verbale.archive.correcting import corrected

        lines: list[str] = []
        while line := _line("  field=value> "):
            if line == "fields":
                self.console.print_json(json.dumps(fact.element, ensure_ascii=False))
            elif line == "edit":
                return self._edit(fact)
            else:
                lines.append(line)
        if not lines:
            return False
        return self._decide(fact, "correct", corrected(fact.hit.kind, fact.element, lines, text=fact.text))

    def _edit(self, fact: Fact) -> bool:
        written = click.edit(json.dumps(fact.element, ensure_ascii=False, indent=2), extension=".json")
        if written is None:
            raise ReviewError("nothing was changed in the editor")
        try:
            after = json.loads(written)
        except (ValueError, RecursionError) as error:
            raise ReviewError(f"what the editor gave is no JSON: {error}") from error
        return self._decide(fact, "correct", after)


def _key() -> str:
    """The next key: pressed at a terminal, else the first sign of the next line; the end of input quits."""
    if sys.stdin.isatty():
        try:
            return click.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            return _END
    line = sys.stdin.readline()
    return (line.strip()[:1] or "?").lower() if line else _END


def _line(prompt: str) -> str:
    click.echo(prompt, nl=False, err=True)
    return sys.stdin.readline().strip()
