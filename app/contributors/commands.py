"""Writing contributors, memberships and indicators: each call makes the record say what is given."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contributors.directory import Directory
from app.contributors.schemas import ContributorCreate, IndicatorCreate, MembershipCreate
from app.errors import Conflict, Fault, InvalidInput
from app.i18n import _
from app.ledger.change import Change
from app.models import Contributor, Indicator, Membership
from app.sources.commands import find_or_add_source
from app.text import fold, indexed

ContributorsByCode = dict[str, Contributor]
MembershipKey = tuple[int, int, object]


def searchable(code: str, name: str, name_fr: str, aliases: list[str]) -> str:
    """What a search for a contributor looks in."""
    return indexed(code, name, name_fr, *aliases)


def known_contributors(session: Session) -> ContributorsByCode:
    """Every contributor by its folded code."""
    return {fold(c.code): c for c in session.scalars(select(Contributor))}


def put_contributor(
    change: Change, given: ContributorCreate, known: ContributorsByCode
) -> tuple[Contributor, str]:
    """Add a contributor, or bring the known one up to date: "created", "updated" or "kept". `known` is kept current."""
    found = known.get(fold(given.code))
    values = given.model_dump()
    if found:
        # The code that the record has is the one it keeps: links hold. So are a country's alpha-2 and French name,
        # which come with the software (countries.py), where a sheet says nothing of them.
        values["code"] = found.code
        if found.kind == "country":
            values |= {n: getattr(found, n) for n in ("alpha2", "name_fr") if not values[n]}
    values["folded"] = searchable(values["code"], given.name, given.name_fr, given.aliases)
    entity, outcome = change.put(found, Contributor, values["code"], values)
    known[fold(entity.code)] = entity
    return entity, outcome


def ambiguous_names(contributors: ContributorsByCode) -> Iterator[tuple[str, str, str]]:
    """Names and aliases that two contributors share: (code, name, the other's code), for each of the two."""
    owners: dict[str, dict[str, str]] = {}
    for contributor in contributors.values():
        for name in (contributor.name, contributor.name_fr, *contributor.aliases):
            owners.setdefault(fold(name), {}).setdefault(contributor.code, name)
    owners.pop("", None)
    for codes in owners.values():
        for code, name in codes.items():
            for other in codes.keys() - {code}:
                yield code, name, other


def known_memberships(session: Session) -> dict[MembershipKey, Membership]:
    """Every membership by organisation, member and first day."""
    return {(m.organisation_id, m.member_id, m.since): m for m in session.scalars(select(Membership))}


def put_membership(
    change: Change, given: MembershipCreate, directory: Directory, known: dict[MembershipKey, Membership]
) -> tuple[Membership, str]:
    """Add a membership, or its last day to the known one with the same first day. InvalidInput."""
    faults: list[Fault] = []
    organisation = _find(change, directory, "organisation", given.organisation, "organisation", faults)
    member = _find(change, directory, "member", given.member, "country", faults)
    if organisation is None or member is None:
        raise InvalidInput(*faults)
    same = (organisation.id, member.id, given.since)
    key, values = _of_membership(organisation, member, given)
    entity, outcome = change.put(known.get(same), Membership, key, values)
    known[same] = entity
    return entity, outcome


def edit_known_membership(change: Change, found: Membership, given: MembershipCreate) -> None:
    """Make this membership say what is given; whose it is stays. InvalidInput; Conflict: there is one of that day."""
    organisation = change.session.get_one(Contributor, found.organisation_id)
    member = change.session.get_one(Contributor, found.member_id)
    same = (organisation.id, member.id, given.since)
    if known_memberships(change.session).get(same, found) is not found:
        raise Conflict(
            _("The record has a membership of {member} from that day already.", member=member.name)
        )
    change.put(found, Membership, *_of_membership(organisation, member, given))


def _of_membership(
    organisation: Contributor, member: Contributor, given: MembershipCreate
) -> tuple[str, dict[str, Any]]:
    """What a membership is called in the history, and its columns."""
    values = {
        "organisation_id": organisation.id,
        "member_id": member.id,
        "since": given.since,
        "until": given.until,
    }
    return " ".join(str(part) for part in (organisation.code, member.code, given.since) if part), values


def known_indicators(session: Session) -> dict[tuple[int, int], Indicator]:
    """Every indicator by contributor and year."""
    return {(i.contributor_id, i.year): i for i in session.scalars(select(Indicator))}


def put_indicator(
    change: Change, given: IndicatorCreate, directory: Directory, known: dict[tuple[int, int], Indicator]
) -> tuple[Indicator, str]:
    """Add a country's sizes in a year, or bring the known ones up to date. InvalidInput."""
    faults: list[Fault] = []
    country = _find(change, directory, "contributor", given.contributor, "country", faults)
    if country is None:
        raise InvalidInput(*faults)
    values: dict[str, Any] = given.model_dump(include={"year", "population", "gdp_usd", "armed_forces"})
    values |= {"contributor_id": country.id, "source_id": find_or_add_source(change, given.source)}
    same = (country.id, given.year)
    entity, outcome = change.put(known.get(same), Indicator, f"{country.code} {given.year}", values)
    known[same] = entity
    return entity, outcome


def _find(
    change: Change, directory: Directory, field: str, written: str, kind: str, faults: list[Fault]
) -> Contributor | None:
    """The contributor that is written, if it is of this kind; else a fault."""
    found = directory.find(written)
    contributor = change.session.get(Contributor, found) if found else None
    if contributor is None:
        message = _("{written!r} is no country or organisation of this record", written=written)
    elif contributor.kind != kind:
        # Both sentences are whole, so that each can be translated.
        message = (
            _("{written!r} is an organisation: name a country", written=written)
            if kind == "country"
            else _("{written!r} is a country: name an organisation", written=written)
        )
    else:
        return contributor
    faults.append(Fault(field, message))
    return None
