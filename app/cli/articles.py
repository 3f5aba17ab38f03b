"""`muster read`: the statements that an article may make. Nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import click
import orjson

from app.articles.queries import read_vocabulary
from app.articles.reading import read_article
from app.articles.schemas import Candidate
from app.articles.vocabulary import Vocabulary
from app.cli.common import note, record
from app.errors import MusterError
from app.i18n import _, ngettext


@click.command()
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option(
    "--published",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help='The day it was published, such as 2013-01-17: "on Wednesday" is reckoned from it.',
)
@click.option("--operation", metavar="CODE", default="", help="The operation all statements belong to.")
@click.option("--json", "as_json", is_flag=True, help="Everything, with the words that made each field.")
def read(file: Path, published: datetime | None, operation: str, as_json: bool) -> None:
    """Read an article and print the statements it may make.

    FILE is plain text, in English or French; - reads standard input. Rules find them, no model; an editor decides
    what is right. Nothing is stored.

    Example: muster read article.txt --published 2013-01-17
    """
    text = _text(file)
    with record() as database, database.reading() as reader:
        vocabulary = read_vocabulary(reader)
    _check(operation, vocabulary)
    found = read_article(text, published.date() if published else None, vocabulary)
    if operation:
        found = [_of_operation(candidate, operation) for candidate in found]
    if as_json:
        click.echo(orjson.dumps([asdict(each) for each in found], option=orjson.OPT_INDENT_2))
    else:
        _tell(found)


def _text(file: Path) -> str:
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = _("Standard input") if str(file) == "-" else file.name
        raise MusterError(
            _(
                "{file} is no text in UTF-8 (byte {n} cannot be read): save the article as plain text.",
                file=name,
                n=error.start + 1,
            )
        ) from None


def _check(operation: str, vocabulary: Vocabulary) -> None:
    known = [each.code for each in vocabulary.operations]
    if operation and operation not in known:
        accepted = ", ".join(known) or _("none: the record has no operation yet")
        raise click.UsageError(
            _("There is no operation {code}; accepted are {known}", code=operation, known=accepted)
        )


def _of_operation(candidate: Candidate, operation: str) -> Candidate:
    """The candidate for the operation that was chosen: no words of the article made that."""
    clues = tuple(clue for clue in candidate.clues if clue.field != "operation")
    return replace(candidate, operation=operation, clues=clues)


def _tell(found: Sequence[Candidate]) -> None:
    for number, each in enumerate(found, 1):
        quantity = each.quantity or _("number not given")
        until = _("until {day}", day=each.until) if each.until else ""
        what = (each.operation, each.category, each.item, quantity, each.status, each.on, until, each.speaker)
        click.echo(f"{number:3}  {each.contributor}  {'  '.join(filter(None, what))}")
        click.echo(f'     "{" ".join(each.phrase.split())}"')
    note(
        ngettext("{n} statement may be in it.", "{n} statements may be in it.", len(found))
        if found
        else _("No statement was found in it.")
    )
