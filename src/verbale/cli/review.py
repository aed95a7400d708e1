"""`verbale review`: facts judged by people, one by one in the terminal or named on the command line."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from verbale.archive.projection import KINDS
from verbale.cli.asked import console, write_json
from verbale.cli.outputs import opened_output
from verbale.cli.reviewers import ENVIRONMENT, reviewer_name

if TYPE_CHECKING:
    from verbale.archive.deciding import Decision
    from verbale.archive.store import Store

_WALK = "walk"
_VERDICTS = ("none", "any", "accepted", "corrected", "rejected")
_LISTED = 50  # facts on a page of `list`
_F = TypeVar("_F", bound=Callable[..., Any])


class _Review(click.Group):
    """A group whose ARCHIVE alone starts the walk: `verbale review press.verbale --kind event`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in `walk` where no command is named."""
        if args and not args[0].startswith("-") and (len(args) == 1 or args[1] not in {*self.commands, "-h", "--help"}):
            args = [args[0], _WALK, *args[1:]]
        return super().parse_args(ctx, args)


def _filters(command: _F) -> _F:
    """Options that choose facts."""
    for option in (
        click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only these; may be repeated."),
        click.option("--country", metavar="COUNTRY", help="Facts in which it takes any part: TUR or Turkey."),
        click.option("--from", "since", metavar="DATE", help="From 2020, 2020-01 or 2020-01-31 on."),
        click.option("--to", "until", metavar="DATE", help="Up to that day, included."),
    ):
        command = option(command)
    return command


def _signed(command: _F) -> _F:
    """Options of every decision."""
    for option in (
        click.option("--reviewer", metavar="NAME", help=f"Who decides; else {ENVIRONMENT}, git's user.name, or you."),
        click.option("--reason", metavar="TEXT", help="Why; kept with the decision."),
    ):
        command = option(command)
    return command


_as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


@contextlib.contextmanager
def _opened(ctx: click.Context, *, read_only: bool = False) -> Iterator[Store]:
    from verbale.archive.store import open_store

    with open_store(ctx.obj, read_only=read_only) as store:
        yield store


@click.group(cls=_Review, short_help="Accept, correct or reject what was read.")
@click.argument("archive", type=click.Path(dir_okay=False))
@click.pass_context
def review(ctx: click.Context, *, archive: str) -> None:
    """Judge the facts of ARCHIVE, the least certain first. Nothing that was read is changed: decisions are rows of their
    own, with who, when and why, can be undone, and survive another reading.

    \b
        verbale review press.verbale --kind statement --country ARM --limit 20
        verbale review press.verbale accept 1f0c3a5b7d92/s3 1f0c3a5b7d92/e1
        verbale review press.verbale correct 1f0c3a5b7d92/s4 --set act=condemn --reason "not a mere remark"
        verbale review press.verbale merge person:a-silva person:ana-silva
        verbale review press.verbale gold --out gold.jsonl
    """
    ctx.obj = archive


@review.command(_WALK, short_help="Walk through a queue (what ARCHIVE alone does).")
@_filters
@_signed
@click.option("--limit", type=click.IntRange(1), help="At most so many facts.")
@click.option("--verdict", type=click.Choice(_VERDICTS), default="none", show_default=True, help="Which facts.")
@click.pass_context
def walk(
    ctx: click.Context, /, *, reviewer: str | None, reason: str | None, limit: int | None, **asked: Any
) -> None:  # fmt: skip
    """Show facts one by one and take a key for each: accept, reject, correct, skip, undo, quit.

    The lowest confidence comes first, then statements without a speaker, stances near zero, and claims. Every decision is
    saved at once. Over a pipe, each line is a key: printf 'a\\nr\\nq\\n' | verbale review press.verbale
    """
    from verbale.archive.queue import queue
    from verbale.cli.review_walk import Walk

    name = _reviewer(reviewer)
    with _opened(ctx) as store:
        with store.reading() as connection:
            numbers = queue(connection, limit=limit, **asked)
        if not numbers:
            click.echo("nothing to review here")
            return
        done = Walk(store=store, queue=numbers, reviewer=name, reason=reason, console=console())
        done.run()
    told = ", ".join(f"{count} {action}" for action, count in sorted(done.counts.items()) if count)
    click.echo(f"Decided: {told or 'nothing'}")


def _reviewer(given: str | None) -> str:
    from verbale.show.safe import safe

    name, source = reviewer_name(given)
    click.echo(f"Reviewing as {safe(name)} (from {source})", err=True)
    return name


@review.command("accept")
@click.argument("ids", nargs=-1, required=True)
@_signed
@_as_json
@click.pass_context
def accept(ctx: click.Context, *, ids: Sequence[str], reviewer: str | None, reason: str | None, as_json: bool) -> None:
    """Say that facts are right as they stand. IDS are as `list` and `verbale search` show them."""
    _decide_all(ctx, ids, "accept", reviewer=reviewer, reason=reason, as_json=as_json)


@review.command("reject")
@click.argument("ids", nargs=-1, required=True)
@_signed
@_as_json
@click.pass_context
def reject(ctx: click.Context, *, ids: Sequence[str], reviewer: str | None, reason: str | None, as_json: bool) -> None:
    """Say that facts are wrong. They are kept, and hidden from searches that do not ask for them."""
    _decide_all(ctx, ids, "reject", reviewer=reviewer, reason=reason, as_json=as_json)


def _decide_all(
    ctx: click.Context, ids: Sequence[str], action: str, *, as_json: bool, **signed: str | None
) -> None:  # fmt: skip
    from verbale.archive.deciding import decide

    name = _reviewer(signed["reviewer"])
    with _opened(ctx) as store:
        for item in ids:
            _tell(decide(store, item, action, reviewer=name, reason=signed["reason"]), as_json=as_json)


@review.command("correct")
@click.argument("item", metavar="ID")
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="FIELD=VALUE",
    help="act=condemn, speaker=NOR, quote='…'; may be repeated.",
)
@click.option("--element", metavar="JSON", help="The whole element instead.")
@click.option(
    "--expect", "expected", metavar="VERSION", help="Refuse where the fact is not this version (`list --json`)."
)
@_signed
@_as_json
@click.pass_context
def correct(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context, *, item: str, assignments: Sequence[str], element: str | None, expected: str | None,
    reviewer: str | None, reason: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Put a fact right, field by field. The rules of the record hold: known fields and ids, words that are in the text.

    \b
        verbale review press.verbale correct 1f0c3a5b7d92/s4 --set act=condemn --set 'stance=ARM:-0.8'
    """
    from verbale.archive.correcting import corrected
    from verbale.archive.deciding import decide
    from verbale.archive.queue import fact_of

    if bool(assignments) == bool(element):
        raise click.UsageError("say what is right: --set FIELD=VALUE, or --element JSON")
    name = _reviewer(reviewer)
    with _opened(ctx) as store:
        fact = fact_of(store, item)
        after = _element(element) if element else corrected(fact.hit.kind, fact.element, assignments, text=fact.text)
        done = decide(
            store, fact.number, "correct", after=after, reviewer=name, reason=reason, expected=expected or fact.version
        )  # fmt: skip
    _tell(done, as_json=as_json)


def _element(written: str) -> dict[str, Any]:
    try:
        element = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"--element is no JSON: {error}") from error
    if not isinstance(element, dict):
        raise click.UsageError("--element takes a JSON object")
    return element


@review.command("undo")
@click.argument("ids", nargs=-1)
@click.option(
    "--decision",
    "numbers",
    multiple=True,
    type=int,
    metavar="NO",
    help="A decision by its number, as `history` shows it.",
)
@_signed
@_as_json
@click.pass_context
def undo(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context, *, ids: Sequence[str], numbers: Sequence[int], reviewer: str | None, reason: str | None, as_json: bool
) -> None:  # fmt: skip
    """Undo the last decision on each fact, or decisions (merges too) by number. What held before holds again."""
    from verbale.archive import deciding

    if not ids and not numbers:
        raise click.UsageError("name a fact, or --decision NO")
    if reason:
        raise click.UsageError("an undo keeps who and when, but no reason")
    name = _reviewer(reviewer)
    with _opened(ctx) as store:
        for item in ids:
            _tell(deciding.undo(store, item=item, reviewer=name), as_json=as_json)
        for number in numbers:
            _tell(deciding.undo(store, review=number, reviewer=name), as_json=as_json)


@review.command("merge")
@click.argument("gone", metavar="ID")
@click.argument("kept", metavar="INTO")
@click.option("--document", metavar="KEY", help="Only in this document; else in the whole archive.")
@_signed
@_as_json
@click.pass_context
def merge(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context, *, gone: str, kept: str, document: str | None, reviewer: str | None, reason: str | None, as_json: bool
) -> None:  # fmt: skip
    """Say that the actor ID is the actor INTO: all its facts become those of INTO."""
    from verbale.archive import deciding

    name = _reviewer(reviewer)
    with _opened(ctx) as store:
        done = deciding.merge(store, gone, kept, document=document, reviewer=name, reason=reason)
    _tell(done, as_json=as_json)


def _tell(done: Decision, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(done.to_dict(), ensure_ascii=False, allow_nan=False))
        return
    from verbale.show.safe import safe

    made = done.review
    what = (
        f"{made.before['id']} → {(made.after or {}).get('id')}"
        if made.kind is None
        else f"{made.kind} {made.before['id']}"
    )
    undone = "undone: " if made.closed else ""
    count = "" if made.kind else f", {done.documents} document{'s' * (done.documents != 1)} changed"
    click.echo(f"{made.number}  {undone}{made.action} {safe(what)}{count}")


@review.command("list")
@_filters
@click.option("--verdict", type=click.Choice(_VERDICTS), default="none", show_default=True, help="Which facts.")
@click.option("--limit", type=click.IntRange(1), default=_LISTED, show_default=True, help="At most so many.")
@_as_json
@click.pass_context
def listing(ctx: click.Context, /, *, limit: int, as_json: bool, **asked: Any) -> None:
    """List the queue: what is to be judged, the least certain first; with --verdict, what was."""
    from verbale.archive.queue import facts_of, queue

    with _opened(ctx, read_only=True) as store, store.reading() as connection:
        facts = facts_of(connection, queue(connection, limit=limit, **asked))
    if as_json:
        write_json([fact.to_dict() for fact in facts])
        return
    from verbale.show.judging import show_fact

    for fact in facts:
        show_fact(fact.hit, fact.element, console())
        click.echo()
    click.echo(f"{len(facts)} facts" if facts else "nothing to review here")


@review.command("history")
@click.argument("item", metavar="[ID]", required=False)
@click.option("--actor", metavar="ID", help="Only merges of this actor.")
@click.option("--orphans", "only_orphans", is_flag=True, help="Only decisions whose fact is gone.")
@_as_json
@click.pass_context
def history(ctx: click.Context, *, item: str | None, actor: str | None, only_orphans: bool, as_json: bool) -> None:
    """Show decisions: who, when, what, why, and how they stand: holds, earlier (a later one on the fact holds), undone,
    orphan (its fact is gone), read otherwise (it holds, but a newer reading says something else of the fact)."""
    from verbale.archive import deciding
    from verbale.archive.standing import ORPHAN
    from verbale.archive.standing import states as states_of

    with _opened(ctx, read_only=True) as store:
        states = states_of(store)
        found = deciding.history(store, item=item, actor=actor)
    shown = [made for made in found if not only_orphans or states[made.number] == ORPHAN]
    if as_json:
        write_json([made.to_dict() | {"state": states[made.number]} for made in shown])
        return
    from verbale.show.judging import show_reviews

    show_reviews(shown, console(), states=states)


@review.command("gold")
@click.option("-o", "--out", type=click.Path(dir_okay=False), help="Write to this file; else to standard output.")
@click.pass_context
def gold(ctx: click.Context, *, out: str | None) -> None:
    """Write what was reviewed as a gold set, one document a line: `python -m evaluation.reviewed` scores it."""
    from verbale.archive.gold import gold_lines

    count = 0
    with _opened(ctx, read_only=True) as store, store.reading() as connection, opened_output(out) as stream:
        for count, line in enumerate(gold_lines(connection), start=1):  # noqa: B007 - told afterwards
            stream.write(json.dumps(line, ensure_ascii=False, allow_nan=False, sort_keys=True) + "\n")
    click.echo(f"{count} document{'s' * (count != 1)}", err=True)
