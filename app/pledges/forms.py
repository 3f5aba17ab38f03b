"""The editor's forms: what was typed, filled in where the record can tell, and what the rules say to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.errors import Conflict, Fault, InvalidInput
from app.i18n import _
from app.ledger.added import number_added
from app.ledger.change import Change
from app.ledger.quantity import NOTHING, Quantity, QuantityError, add_to_known, parse_added
from app.models import Pledge, Source, Statement
from app.pledges.commands import add_pledge, add_statement
from app.pledges.in_force import counting_day, known_number
from app.pledges.references import References
from app.pledges.schemas import LARGEST_ID, PledgeColumns, PledgeCreate, SourceCreate, StatementCreate, Strict
from app.web.forms import Binding, Bound, Typed

PLEDGE = tuple(name for name in PledgeColumns.model_fields if name != "key")
STATEMENT = tuple(f"statement.{name}" for name in StatementCreate.model_fields if name != "source")
SOURCE = tuple(f"statement.source.{name}" for name in SourceCreate.model_fields)
# Fields that are no columns: how the number is meant, and what the form says of itself.
OWN = ("form_id", "seen", "shown", "dismissed", "source_q", "searched")
CONTENT = (*PLEDGE, *STATEMENT, *SOURCE, "mode")
NAMES = (*CONTENT, *OWN)
STATEMENT_NAMES = tuple(name for name in NAMES if name not in PLEDGE)

ON, QUANTITY = "statement.on", "statement.quantity"
SOURCE_ID, TITLE, URL = "statement.source.id", "statement.source.title", "statement.source.url"
PUBLISHED = "statement.source.published_on"
MORE = "more"


class AddedStatement(Strict):
    """What the form for one more statement is bound to: the same names as in the form for a pledge."""

    statement: StatementCreate


REQUIRED = {
    "operation": lambda: _("choose what it is for"),
    "contributor": lambda: _("say who: a country or an organisation"),
    "category": lambda: _("choose what is given"),
    ON: lambda: _("give the day: the source has no day of its own to take instead"),
    "statement.status": lambda: _("choose what is said"),
}
PLACES = {"statement": "statement.until", "statement.source": TITLE}
# Any that are well formed: a fault that the record finds in a stand-in is not told.
STAND_INS = {
    "operation": "-",
    "contributor": "-",
    "category": "-",
    ON: "0001-01-01",
    "statement.status": "announced",
    SOURCE_ID: "1",
    TITLE: "-",
    # An address that was mistyped is an address all the same: it is not asked for again, nor is a title.
    URL: "https://-",
}
NEW_PLEDGE = Binding(PledgeCreate, REQUIRED, PLACES, STAND_INS)
NEW_STATEMENT = Binding(AddedStatement, REQUIRED, PLACES, STAND_INS)


@dataclass(slots=True)
class Filled:
    """What was typed with what follows from it: the source's day, the total after "1,100 more"."""

    values: Typed
    day_from_source: bool = False
    more: Quantity | None = None
    known: Quantity = NOTHING
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What a form would write, as far as it is right: with faults, `pledge` and `statement` may be missing."""

    filled: Filled
    faults: list[Fault]
    pledge: Pledge | None = None
    statement: Statement | None = None

    @property
    def is_new_source(self) -> bool:
        """Whether a source was entered, not chosen."""
        return not self.filled.values.get(SOURCE_ID, "").strip()


Adding = Callable[[Change, Pledge, StatementCreate], Statement]


def draft(change: Change, typed: Typed, pledge: Pledge | None, add: Adding = add_statement) -> Draft:
    """Write what was typed into the change, or tell every fault there is.

    `pledge`: what the statement is of, if known. `add` writes the statement. The caller undoes the
    change where there are faults, or where the form was only to be checked.
    """
    filled = filled_in(change.session, typed, pledge)
    bound: Bound[PledgeCreate] | Bound[AddedStatement]
    bound = (NEW_STATEMENT if pledge else NEW_PLEDGE).bind(filled.values)
    made = Draft(filled, _one_a_field([*_of_source(typed), *filled.faults, *bound.faults]))
    try:
        made.pledge, made.statement = _write(change, bound.model, pledge, add)
    except InvalidInput as refused:
        made.faults = _one_a_field([*made.faults, *refused.faults])
    except Conflict as known:
        made.faults.append(Fault("", str(known)))
    return made


def _write(
    change: Change, given: PledgeCreate | AddedStatement, pledge: Pledge | None, add: Adding
) -> tuple[Pledge, Statement]:
    if isinstance(given, PledgeCreate):
        pledge = add_pledge(change, given, References.load(change.session), given.statement)
    assert pledge is not None  # a statement alone is added to a pledge that was found
    try:
        return pledge, add(change, pledge, given.statement)
    except InvalidInput as refused:
        raise InvalidInput(*map(_of_statement, refused.faults)) from None


def _of_statement(fault: Fault) -> Fault:
    """Where a fault of the statement stands in the form; what is of no field of it stands above the form."""
    return Fault(f"statement.{fault.field}", fault.message) if fault.field else fault


def _one_a_field(faults: list[Fault]) -> list[Fault]:
    """The first fault of each field: what the record says of a stand-in comes after the reason for it."""
    first: dict[str, Fault] = {}
    for fault in faults:
        first.setdefault(fault.field, fault)
    return list(first.values())


def _of_source(typed: Typed) -> list[Fault]:
    typed_new = [name for name in SOURCE if name not in (SOURCE_ID, *_CHOSEN) and typed.get(name, "").strip()]
    if typed.get(SOURCE_ID) and typed_new:
        message = _("choose a source of the record or enter a new one, not both: empty one of them")
        return [Fault(SOURCE_ID, message)]
    return []


# These are chosen from a list, so that something may stand in them without having been meant.
_CHOSEN = ("statement.source.kind", "statement.source.language")


def filled_in(session: Session, typed: Typed, pledge: Pledge | None) -> Filled:
    """Put in what the form leaves to the record. A mistake in what was typed is left for the binding to find."""
    names = (*STATEMENT, *SOURCE) if pledge else (*PLEDGE, *STATEMENT, *SOURCE)
    filled = Filled({name: typed[name] for name in names if name in typed})
    if not typed.get(ON, "").strip() and (published := published_on(session, typed)):
        filled.values[ON] = published
        filled.day_from_source = True
    _fill_quantity(session, typed, pledge, filled)
    return filled


def published_on(session: Session, typed: Mapping[str, str]) -> str:
    """The day of the source that was chosen or entered, as it would be typed; empty where it has none."""
    chosen = typed.get(SOURCE_ID, "").strip()
    if not chosen:
        written = typed.get(PUBLISHED, "").strip()
        return written if counting_day(written) else ""
    source_id = int(chosen) if chosen.isascii() and chosen.isdigit() else 0
    source = session.get(Source, source_id) if 0 < source_id <= LARGEST_ID else None
    return source.published_on.isoformat() if source and source.published_on else ""


def _fill_quantity(session: Session, typed: Typed, pledge: Pledge | None, filled: Filled) -> None:
    text = typed.get(QUANTITY, "")
    try:
        if typed.get("mode") == MORE and text.strip():
            filled.more = parse_added(text)
            filled.known = known_number(
                session.connection(),
                pledge,
                filled.values.get(ON, ""),
                filled.values.get("statement.status", ""),
            )
            filled.values[QUANTITY] = add_to_known(filled.more, filled.known).text
        elif number_added(" ".join(text.split())):
            message = _(
                "“{text}” is what was added: choose “More than what is known”, or write the total", text=text
            )
            filled.faults.append(Fault(QUANTITY, message))
    except QuantityError as refused:
        filled.faults.append(Fault(QUANTITY, str(refused)))
        filled.values.pop(QUANTITY, None)
