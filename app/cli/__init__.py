"""The command line, a command a function: what it takes, what it does, what it says.

Results go to standard output, messages to standard error. Exit codes: 0 done, 1 a problem found, 2 wrong usage.
"""

import click

from app import __version__
from app.cli.articles import read
from app.cli.backup import backup, restore
from app.cli.config import config
from app.cli.failures import Muster
from app.cli.importing import import_sheet
from app.cli.people import token, user
from app.cli.record import check, export, migrate, rebuild
from app.cli.release import release
from app.cli.server import serve
from app.cli.sheets import seed
from app.cli.site import export_site


@click.group(cls=Muster, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="muster")
def main() -> None:
    """Who promised what to a military operation, who delivered, and how we know.

    The record is where MUSTER_DATABASE_URL says; without it, in data/muster.db.
    """


for command in (
    serve,
    config,
    migrate,
    seed,
    import_sheet,
    export,
    export_site,
    release,
    rebuild,
    check,
    backup,
    restore,
    read,
    user,
    token,
):
    main.add_command(command)
