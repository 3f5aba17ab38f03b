"""`muster export-site`: the whole public site as files."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from app.cli.common import dry_run_option, note, record
from app.config import Settings
from app.i18n import LANGUAGES, _, day, listing, ngettext, number
from app.site.make import SOMEWHERE, USUAL, Made, Told, Wanted, make_copy, this_day


def _whole_address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        raise click.BadParameter(_("{written}: write it as https://example.org/mali/", written=value))
    return value


@click.command("export-site")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--as-of",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that is the copy's today; without it, today (UTC). No operation opens on a later one.",
)
@click.option(
    "--base-url", metavar="URL", default="", callback=_whole_address, help="Where the copy will stand."
)
@click.option(
    "--marked-days",
    is_flag=True,
    help="Each operation's dashboard on every day on which something changed, too.",
)
@click.option(
    "--language",
    "languages",
    metavar="LANGUAGE",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="A language of its pages (en, fr, fr-ca); give it again for another. Without it: English and French.",
)
@dry_run_option
def export_site(
    folder: Path,
    as_of: datetime | None,
    base_url: str,
    marked_days: bool,
    languages: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Write the whole public site as files, for any web host.

    Pages, charts as pictures, and all data, as they are now: a frozen copy, whose links work from any folder of a
    site. English stands at its top, French in fr/. DIR is new, empty, or holds an earlier copy, whose place it takes
    when all of it is there. Texts that name addresses (citations, feeds) name those of MUSTER_PUBLIC_URL, else of
    --base-url.

    Example: muster export-site copy --base-url https://example.org/mali/
    """
    settings = Settings()
    with record():  # says what to do where there is none, or an old one
        today = as_of.date() if as_of else this_day()
        spoken = tuple(dict.fromkeys(languages)) or USUAL
        wanted = Wanted(folder.absolute(), today, base_url, marked_days, spoken)
    with _progress() as told:
        made = make_copy(settings, wanted, told, keep=not dry_run)
    _tell(made, folder, dry_run)
    if not (base_url or settings.public_url):
        note(
            _(
                "Citations and feeds name {address}: give --base-url, or set MUSTER_PUBLIC_URL, and they name what "
                "readers can open.",
                address=SOMEWHERE,
            )
        )


def _tell(made: Made, folder: Path, dry_run: bool) -> None:
    files = ngettext("{n} file", "{n} files", made.files)
    pages = ngettext("{n} page", "{n} pages", made.pages)
    told: dict[str, Any] = {
        "files": files,
        "pages": pages,
        "mb": number(round(made.size / 1_000_000)),
        "version": number(made.version),
        "folder": folder,
        "days": listing([day(on) for on in made.days]),
    }
    if dry_run:
        click.echo(_("{files} ({pages}), {mb} MB would be written; nothing was.", **told))
    else:
        click.echo(_("{folder}: {files} ({pages}), {mb} MB, of data version {version}.", **told))
    click.echo(_("Days: {days}.", **told))


@contextmanager
def _progress() -> Iterator[Told]:
    """A line on a terminal, on standard error, that is written over; nothing elsewhere."""
    stream = sys.stderr
    is_terminal = stream.isatty()
    words: dict[str, str] = {
        "gather": _("Asking for pages: {n} of {most} known"),
        "point": _("Pointing links: {n} of {most}"),
    }

    def told(step: str, n: int, most: int) -> None:
        if is_terminal:
            line = words[step].format(n=number(n), most=number(most))
            click.echo(f"\r{line:<60}", file=stream, nl=False)

    yield told
    if is_terminal:
        click.echo("\r" + " " * 60 + "\r", file=stream, nl=False)
