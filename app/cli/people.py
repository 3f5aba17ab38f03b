"""`muster user` and `muster token`: who has an account, and what speaks for them."""

import sys

import click

from app.accounts.altering import altering
from app.accounts.people import add_person, disable, needs_second_step
from app.accounts.queries import list_people
from app.accounts.tokens import MOST_DAYS, add_token, revoke_token
from app.cli.common import dry_run_option, note, record
from app.errors import MusterError
from app.i18n import _, moment
from app.models.account import ROLES, SCOPES

ACTOR = "command line"


@click.group()
def user() -> None:
    """Look after accounts: add, list and disable people.

    Example: muster user add anna --role admin
    """


@user.command("add")
@click.argument("name", metavar="NAME")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may.")
@click.option("--display", default="", help="The name that the history shows; without it, NAME.")
@dry_run_option
def user_add(name: str, role: str, display: str, dry_run: bool) -> None:
    """Add somebody.

    The password is asked for, or read from standard input: one line of at least 12 characters.

    Example: muster user add anna --role admin --display "Anna Ek"
    """
    with record() as database:
        password = _password()
        with altering(database, ACTOR, keep=not dry_run) as change:
            account = add_person(change, name, display, role, password)
            kept = account.name
    if dry_run:
        click.echo(_("{name} would be added as {role}; nothing was stored.", name=kept, role=role))
        return
    click.echo(_("{name} was added as {role}.", name=kept, role=role))
    if needs_second_step(role):
        note(
            _(
                "At the first sign-in {name} is led to set up the second step (a code from an app); until then nothing "
                "can be written in this name.",
                name=kept,
            )
        )


def _password() -> str:
    """The new password: asked for twice on a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        asked: str = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True)
        return asked
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise MusterError(_("No password: type it, or send it as a line to standard input."))
    return line


@user.command("list")
def user_list() -> None:
    """List everybody with an account.

    Name, role, whether the second step is set up, whether disabled, and when last seen; separated by tabs.

    Example: muster user list
    """
    with record() as database, database.reading() as reader:
        for person in list_people(reader):
            step = _("second step set up") if person["totp_since"] else _("no second step")
            state = _("disabled") if person["disabled_at"] else _("active")
            seen = moment(person["seen_at"]) if person["seen_at"] else _("not signed in")
            click.echo("\t".join((person["name"], person["role"], state, step, seen, person["display"])))


@user.command("disable")
@click.argument("name", metavar="NAME")
@dry_run_option
def user_disable(name: str, dry_run: bool) -> None:
    """Shut somebody out: their sessions end and their tokens are revoked at once.

    Example: muster user disable anna
    """
    with record() as database, altering(database, ACTOR, keep=not dry_run) as change:
        account = change.named(name)
        disable(change, account)
        kept = account.name
    if dry_run:
        click.echo(_("{name} would be disabled; nothing was stored.", name=kept))
    else:
        click.echo(_("{name} is disabled: sessions have ended, tokens are revoked.", name=kept))


@click.group()
def token() -> None:
    """Make and revoke tokens, with which programs act for a person.

    Example: muster token add anna --scope write --days 90
    """


@token.command("add")
@click.argument("name", metavar="NAME")
@click.option("--scope", type=click.Choice(SCOPES), default="read", show_default=True, help="What it may.")
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=90, show_default=True, help="How long it holds."
)
@click.option("--title", default=ACTOR, show_default=True, help="What it is for.")
@dry_run_option
def token_add(name: str, scope: str, days: int, title: str, dry_run: bool) -> None:
    """Make a token for an account; it is printed this once.

    Example: muster token add anna --scope write --days 90
    """
    with record() as database, altering(database, ACTOR, keep=not dry_run) as change:
        made, secret = add_token(change, change.named(name), title, scope, days)
        number = made.id
    if dry_run:
        note(_("A token would be made; nothing was stored."))
        return
    click.echo(secret)
    note(_("This is token {number}; it is shown only now.", number=number))


@token.command("revoke")
@click.argument("number", metavar="NUMBER", type=click.IntRange(1))
@dry_run_option
def token_revoke(number: int, dry_run: bool) -> None:
    """Revoke a token, by the number that was told when it was made.

    Example: muster token revoke 3
    """
    with record() as database, altering(database, ACTOR, keep=not dry_run) as change:
        revoke_token(change, number)
    if dry_run:
        click.echo(_("Token {number} would be revoked; nothing was stored.", number=number))
    else:
        click.echo(_("Token {number} is revoked.", number=number))
