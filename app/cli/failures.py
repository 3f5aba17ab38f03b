"""What can go wrong, told in a line instead of a traceback."""

from typing import Any

import click
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.errors import MusterError
from app.i18n import _, ngettext
from app.sheets.faults import SheetError

WRONG_USAGE = 2


class Muster(click.Group):
    """The commands. Exit codes: 0 done, 1 a problem found, 2 wrong usage or settings."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SheetError as error:
            raise Faults(error) from None
        except (MusterError, CommandError) as error:
            raise click.ClickException(str(error)) from None
        except DBAPIError as error:
            raise click.ClickException(_of_the_store(error)) from None
        except (ArgumentError, ValidationError) as error:
            raise WrongSettings(error) from None
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{place}{error.strerror or error}") from None


class Faults(click.ClickException):
    """Everything that is wrong with sheets, one line each."""

    def __init__(self, error: SheetError) -> None:
        n = len(error.faults)
        super().__init__(ngettext("{n} fault: nothing was stored.", "{n} faults: nothing was stored.", n))
        self.error = error

    def show(self, file: Any = None) -> None:
        """Print them, then how many there are."""
        click.echo(str(self.error), file=file, err=True)
        click.echo(self.message, file=file, err=True)


class WrongSettings(click.ClickException):
    """A setting that cannot be used."""

    exit_code = WRONG_USAGE

    def __init__(self, error: ArgumentError | ValidationError) -> None:
        if isinstance(error, ValidationError):
            names = [f"MUSTER_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
            super().__init__("; ".join(names))
        else:
            super().__init__(f"MUSTER_DATABASE_URL: {error}")


def _of_the_store(error: DBAPIError) -> str:
    """Why the database cannot do it, and what to do."""
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    advice = {
        "locked": _("The database is busy with another writer: try again when that has finished."),
        "readonly": _("The database cannot be written: check the rights of its file and of its folder."),
        "read-only": _("The database cannot be written: it is open for reading only."),
        "disk is full": _("The disk is full: make room, then try again. Nothing was stored."),
        "No space left": _("The disk is full: make room, then try again. Nothing was stored."),
        "unable to open": _(
            "The database cannot be opened: check MUSTER_DATABASE_URL and the rights of its folder."
        ),
        "not a database": _("The file that MUSTER_DATABASE_URL names is no database."),
    }
    told = next(
        (told for sign, told in advice.items() if sign in said), _("The database cannot do this now.")
    )
    return f"{told} ({said})"
