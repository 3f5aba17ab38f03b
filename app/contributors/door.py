"""Organisations and memberships, entered and edited one by one; of countries only the names are."""

from __future__ import annotations

from sqlalchemy import Connection, select

from app.contributors.commands import (
    ambiguous_names,
    edit_known_membership,
    known_contributors,
    known_memberships,
    put_contributor,
    put_membership,
)
from app.contributors.directory import Directory
from app.contributors.queries import get_contributor
from app.contributors.schemas import ContributorCreate, MembershipCreate, OrganisationCreate
from app.door.kind import Kind, Row
from app.errors import Conflict, Fault, InvalidInput, NotFound
from app.i18n import _
from app.ledger.change import Change
from app.models import Contributor, Membership
from app.models.columns import C, M
from app.models.naming import as_written, name_of
from app.operations.door import number_in
from app.text import fold

Organisation = Contributor.__table__.alias("organisation")


def add_contributor(change: Change, given: ContributorCreate) -> str:
    """A new organisation; its code. Conflict where the code is taken; InvalidInput."""
    known = known_contributors(change.session)
    if given.kind == "country":
        message = _("every country is in the record already: only organisations are added")
        raise InvalidInput(Fault("kind", message))
    if taken := known.get(fold(given.code)):
        raise Conflict(_("The code {code} is taken.", code=taken.code))
    contributor, _outcome = put_contributor(change, given, known)
    _means_one(known, contributor)
    return contributor.code


def add_organisation(change: Change, given: OrganisationCreate) -> str:
    """A new organisation with its members; its code. Conflict, InvalidInput."""
    own = given.model_dump(exclude={"members", "members_since"})
    code = add_contributor(change, ContributorCreate.model_validate(own))
    faults: list[Fault] = []
    for member in given.members:
        membership = MembershipCreate(organisation=code, member=member, since=given.members_since)
        try:
            add_membership(change, membership)
        except InvalidInput as refused:
            faults += [Fault("members", fault.message) for fault in refused.faults]
        except Conflict as twice:
            faults.append(Fault("members", str(twice)))
    if faults:
        raise InvalidInput(Fault("members", "; ".join(fault.message for fault in faults)))
    return code


def edit_contributor(change: Change, code: str, given: ContributorCreate) -> str:
    """Make the record say this of an organisation, or of a country's names. InvalidInput, NotFound."""
    known = known_contributors(change.session)
    found = known.get(fold(code))
    if found is None:
        raise NotFound(_("There is no contributor {code}.", code=code))
    kept = {
        "code": (fold(given.code) == fold(found.code), _("a code stays as it is, so that links hold")),
        "kind": (given.kind == found.kind, _("a country stays a country, an organisation an organisation")),
        "alpha2": (given.alpha2 == found.alpha2, _("a country's two-letter code stays as it is")),
    }
    if faults := [Fault(name, message) for name, (is_kept, message) in kept.items() if not is_kept]:
        raise InvalidInput(*faults)
    contributor, _outcome = put_contributor(change, given, known)
    _means_one(known, contributor)
    return contributor.code


def _means_one(known: dict[str, Contributor], contributor: Contributor) -> None:
    """A name must mean one contributor: pledges would go to the wrong one."""
    faults = []
    for code, name, other in ambiguous_names(known):
        if code == contributor.code:
            own = (field for field in ("name", "name_fr") if fold(getattr(contributor, field)) == fold(name))
            message = _(
                "{name!r} is a name of {other} too: a name must mean one of them", name=name, other=other
            )
            faults.append(Fault(next(own, "aliases"), message))
    if faults:
        raise InvalidInput(*faults)


def contributor_as_given(record: Row) -> Row:
    """A contributor as it would be given."""
    return {name: record[name] for name in ContributorCreate.model_fields}


def get_membership(reader: Connection, number: str) -> Row:
    """One membership by its number, with both codes and names. NotFound."""
    columns = (
        M.id,
        Organisation.c.code.label("organisation"),
        name_of(Organisation.c).label("organisation_name"),
        C.code.label("member"),
        name_of(C).label("member_name"),
        M.since,
        M.until,
    )
    query = select(*columns).join_from(
        Membership.__table__, Organisation, Organisation.c.id == M.organisation_id
    )
    found = query.join(Contributor.__table__, C.id == M.member_id).where(M.id == number_in(number))
    row = reader.execute(found).first()
    if row is None:
        raise NotFound(_("There is no membership {number}.", number=number))
    return dict(row._asdict())


def add_membership(change: Change, given: MembershipCreate) -> str:
    """A new membership; its number. Conflict where there is one of that day; InvalidInput."""
    known = known_memberships(change.session)
    before = {membership.id for membership in known.values()}
    membership, _outcome = put_membership(change, given, Directory(change.session), known)
    if membership.id in before:
        raise Conflict(
            _("The record has a membership of {member} from that day already.", member=given.member)
        )
    return str(membership.id)


def edit_membership(change: Change, number: str, given: MembershipCreate) -> str:
    """Give a membership another first or last day. NotFound, InvalidInput, Conflict."""
    membership = change.session.get(Membership, number_in(number))
    if membership is None:
        raise NotFound(_("There is no membership {number}.", number=number))
    record, directory = get_membership(change.session.connection(), number), Directory(change.session)
    for name in ("organisation", "member"):
        if directory.find(getattr(given, name)) != directory.find(record[name]):
            raise InvalidInput(Fault(name, _("whose membership it is stays: end this one and add another")))
    edit_known_membership(change, membership, given)
    return str(membership.id)


def membership_as_given(record: Row) -> Row:
    """A membership as it would be given."""
    return {name: record[name] for name in MembershipCreate.model_fields}


CONTRIBUTORS = Kind(
    "contributors",
    "contributor",
    ContributorCreate,
    as_written(get_contributor),
    contributor_as_given,
    add_contributor,
    edit_contributor,
)
MEMBERSHIPS = Kind(
    "memberships",
    "membership",
    MembershipCreate,
    as_written(get_membership),
    membership_as_given,
    add_membership,
    edit_membership,
)
