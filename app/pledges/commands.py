"""Writing pledges and statements one by one; sheets write many with the same rules (rules.py) and rows (rows.py)."""

from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.errors import Conflict, Fault, Gone, InvalidInput, NotFound
from app.i18n import _
from app.ledger.change import RETRACTED, Change, Told
from app.models import Operation, Pledge, Source, Statement
from app.pledges.references import References
from app.pledges.rows import add_pledges, add_statements, pledge_row, statement_row
from app.pledges.rules import Place, Whole, faults_of, faults_of_key, faults_of_part, made_keys
from app.pledges.schemas import PledgeColumns, PledgeCreate, StatementCreate
from app.sources.commands import add_source, find_source

KEYS_AT_ONCE = 100


def record_pledge(change: Change, given: PledgeCreate, references: References | None = None) -> Pledge:
    """A new pledge with its first statement. InvalidInput names every fault; Conflict: the key is taken."""
    pledge = add_pledge(change, given, references or References.load(change.session), given.statement)
    enter_statement(change, pledge, given.statement)
    return pledge


def add_pledge(
    change: Change, given: PledgeColumns, references: References, statement: StatementCreate | None = None
) -> Pledge:
    """A new pledge without statements. `statement`: its first one, so that all faults are told at once."""
    faults: list[Fault] = []
    place = references.place(given, faults)
    whole = _whole(change, given.part_of)
    faults += faults_of_part(given.part_of, place, whole)
    if statement:
        said = _faults_of_statement(change, statement, place.operation, place.unit)
        faults += [Fault(f"statement.{f.field}", f.message) for f in said]
    faults += faults_of_key(given.key)
    if faults:
        raise InvalidInput(*faults)
    _check_key_is_free(change, given.key)
    key = given.key or _free_key(change, place, references)
    [pledge_id] = add_pledges(change, [pledge_row(change, given, place, key, whole.id if whole else None)])
    return change.session.get_one(Pledge, pledge_id)


def add_statement(
    change: Change, pledge: Pledge, given: StatementCreate, told: Told | None = None
) -> Statement:
    """What one more source says of a pledge, read back. As `enter_statement`."""
    return change.session.get_one(Statement, enter_statement(change, pledge, given, told))


def enter_statement(change: Change, pledge: Pledge, given: StatementCreate, told: Told | None = None) -> int:
    """What one more source says of a pledge; its number. InvalidInput; Conflict where the record has this statement.

    `told`: what the history says of it, where it takes another one's place.
    """
    operation = change.session.get_one(Operation, pledge.operation_id)
    faults = _faults_of_statement(change, given, operation, pledge.unit)
    if faults:
        raise InvalidInput(*faults)
    source_id = find_source(change, given.source)
    if source_id and (known := known_statement(change, pledge, given, source_id)):
        raise Conflict(_("The record has this statement already (number {id}).", id=known))
    row = statement_row(change, pledge.id, given, source_id or add_source(change, given.source))
    [statement_id] = add_statements(change, [row], told)
    # As `add_statements` has written it: to read it again would be one question more.
    set_committed_value(pledge, "version", pledge.version + 1)
    set_committed_value(pledge, "updated_at", change.at)
    return statement_id


def retract_statement(change: Change, statement_id: int, reason: str) -> Statement:
    """Take a statement out of every figure. It stays, marked, with its reason."""
    statement, pledge = statement_for_writing(change, statement_id)
    before = change.picture(statement)
    statement.retracted_at = change.at
    statement.retraction_reason = reason
    mark_changed(change, pledge)
    change.session.flush()
    change.note(RETRACTED, statement, str(statement.id), before=before, reason=reason)
    change.touch(pledge.id)
    return statement


def mark_changed(change: Change, pledge: Pledge) -> None:
    """The pledge, or one of its statements, says something else: it has another version."""
    pledge.version += 1
    pledge.updated_at = change.at


def statement_for_writing(change: Change, statement_id: int) -> tuple[Statement, Pledge]:
    """A live statement and its pledge. NotFound; Conflict where it was retracted; Gone where its pledge was."""
    statement = change.session.get(Statement, statement_id)
    if statement is None:
        raise NotFound(_("There is no statement {id}.", id=statement_id))
    pledge = change.session.get_one(Pledge, statement.pledge_id)
    _check_is_live(pledge)
    if statement.retracted_at:
        raise Conflict(
            _("This statement was retracted already: {reason}", reason=statement.retraction_reason)
        )
    return statement, pledge


def pledge_for_writing(change: Change, key: str) -> Pledge:
    """The pledge with this key. NotFound, or Gone with the reason where it was retracted."""
    pledge = change.session.scalar(select(Pledge).where(Pledge.key == key))
    if pledge is None:
        raise NotFound(_("There is no pledge {key}.", key=key))
    _check_is_live(pledge)
    return pledge


def _check_is_live(pledge: Pledge) -> None:
    if pledge.retracted_at:
        raise Gone(_("The pledge {key} was retracted.", key=pledge.key), pledge.retraction_reason)


def known_statement(change: Change, pledge: Pledge, given: StatementCreate, source_id: int) -> int | None:
    """The number of the live statement that is this one: same pledge, day, status, number as printed and source."""
    same = (Statement.pledge_id == pledge.id) & (Statement.source_id == source_id)
    same &= (Statement.on == given.on.on) & (Statement.precision == given.on.precision)
    same &= (Statement.status == given.status) & (Statement.quantity_text == given.quantity.text)
    return change.session.scalar(select(Statement.id).where(same, Statement.retracted_at.is_(None)))


def _faults_of_statement(
    change: Change, given: StatementCreate, operation: Operation | None, unit: str
) -> list[Fault]:
    """Everything that is wrong with a statement, its source's number included; as far as its operation is known."""
    faults = faults_of(given, operation, unit) if operation else []
    if given.source.id is not None and change.session.get(Source, given.source.id) is None:
        faults.append(Fault("source.id", _("there is no source {id}", id=given.source.id)))
    return faults


def _whole(change: Change, key: str) -> Whole | None:
    """The pledge with this key, as something to be part of."""
    whole = change.session.scalar(select(Pledge).where(Pledge.key == key)) if key else None
    if whole is None:
        return None
    return Whole(
        whole.id, whole.operation_id, whole.unit, whole.part_of_id is not None, whole.retracted_at is not None
    )


def _check_key_is_free(change: Change, key: str) -> None:
    if key and change.session.scalar(select(Pledge.id).where(Pledge.key == key)):
        raise Conflict(_("The key {key} is taken.", key=key))


def _free_key(change: Change, place: Place, references: References) -> str:
    """The first key made for this place that no pledge has; looked up by the hundred, through the index."""
    keys = made_keys(*references.codes(place))
    while True:
        some = list(islice(keys, KEYS_AT_ONCE))
        taken = set(change.session.scalars(select(Pledge.key).where(Pledge.key.in_(some))))
        if free := next((key for key in some if key not in taken), None):
            return free
