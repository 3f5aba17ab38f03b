"""`muster config`: how this installation is set up, and whether it may be served so."""

import os

import click
from sqlalchemy.engine import make_url

from app.cli.common import note
from app.config import Settings
from app.i18n import _, ngettext
from app.safety import dangers

PROBLEM = 1
PREFIX = "MUSTER_"
HIDDEN = "***"
SECRET_PARTS = ("password", "passfile", "sslpassword", "sslkey")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where muster serve would listen.")
@click.pass_context
def config(context: click.Context, host: str) -> None:
    """Explain each setting, and check them.

    Its value (passwords hidden), where it comes from, and what it means. Exit code 1 where muster serve would refuse
    to start with them, with the reason.

    Example: muster config --host 0.0.0.0
    """
    settings = Settings()
    for name, about in Settings.model_fields.items():
        click.echo(
            f"{PREFIX}{name.upper()} = {shown(name, getattr(settings, name))}  ({_origin(settings, name)})"
        )
        click.echo(f"    {about.description}")
    for name in _unknown():
        note(_("{name} is in the environment, but is no setting: is it mistyped?", name=name))
    found = list(dangers(settings, host))
    for danger in found:
        click.echo(_("Refused: {danger}", danger=danger))
    if not found:
        click.echo(_("muster serve --host {host} may start with these settings.", host=host))
    else:
        note(ngettext("{n} problem", "{n} problems", len(found)))
    context.exit(PROBLEM if found else 0)


def shown(name: str, value: object) -> str:
    """A setting's value as anybody may see it. ArgumentError where the database's address cannot be read."""
    if name != "database_url":
        return str(value).lower() if isinstance(value, bool) else str(value)
    url = make_url(str(value))
    hidden = {part: HIDDEN for part in SECRET_PARTS if part in url.query}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def _origin(settings: Settings, name: str) -> str:
    if name not in settings.model_fields_set:
        return _("default")
    is_there = f"{PREFIX}{name}".upper() in {variable.upper() for variable in os.environ}
    return _("from the environment") if is_there else _("from .env")


def _unknown() -> list[str]:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    return sorted(
        name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known
    )
