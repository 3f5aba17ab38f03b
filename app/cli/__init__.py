"""The command line, a command a function: what it takes, what it does, what it says.

Results go to standard output, messages to standard error. Exit codes: 0 done, 1 a problem found, 2 wrong usage.
"""

import click

from app import __version__
from app.cli.failures import Muster
from app.cli.loading import Commands

COMMANDS = {
    "serve": "server.serve",
    "config": "config.config",
    "migrate": "record.migrate",
    "seed": "sheets.seed",
    "import": "importing.import_sheet",
    "export": "record.export",
    "export-site": "site.export_site",
    "release": "release.release",
    "rebuild": "record.rebuild",
    "check": "record.check",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "read": "articles.read",
    "user": "people.user",
    "token": "people.token",
}


@click.group(
    cls=Muster, commands=Commands(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="muster")
def main() -> None:
    """Who promised what to a military operation, who delivered, and how we know.

    The record is where MUSTER_DATABASE_URL says; without it, in data/muster.db.
    """
