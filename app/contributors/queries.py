"""Reading contributors, their memberships and their sizes."""

from typing import Any

from sqlalchemy import Connection, select

from app.contributors.directory import Directory
from app.errors import NotFound
from app.i18n import _
from app.models import Contributor, Indicator, Membership, Source
from app.models.columns import C, M, N, S
from app.pledges.scope import Scope, has, members_on, scope_of
from app.text import fold

Organisation = Contributor.__table__.alias("organisation")

CONTRIBUTOR_FIELDS = ("code", "kind", "name", "name_fr", "alpha2", "aliases", "version")


def list_contributors(reader: Connection, scope: Scope | None = None) -> list[dict[str, Any]]:
    """Every country and organisation by name, with or without pledges; a narrowing filter keeps those with some."""
    query = select(C.id, *(C[name] for name in CONTRIBUTOR_FIELDS)).order_by(C.name, C.code)
    if scope:
        query = query.where(*_conditions(reader, scope))
    return [row._asdict() for row in reader.execute(query)]


def _conditions(reader: Connection, scope: Scope) -> list[Any]:
    conditions = [has(C.folded, word) for word in fold(scope.filter.q).split()]
    filter = scope.filter
    # Who belongs to an organisation is asked of the contributors themselves, pledges or not.
    only_members = filter.but(member_of="", q="", sort="", as_of=None, recorded_by=None)
    if filter.member_of:
        organisation = Directory(reader).find(filter.member_of)
        conditions.append(C.id.in_(members_on([organisation] if organisation else [], scope.as_of)))
    if only_members.is_narrow:
        conditions.append(C.id.in_(select(S.contributor_id).where(_without_words(reader, scope))))
    return conditions


def _without_words(reader: Connection, scope: Scope) -> Any:
    return scope_of(reader, scope.filter.but(q="", as_of=scope.as_of)).on_the_day


def get_contributor(reader: Connection, code: str) -> dict[str, Any]:
    """One contributor with memberships and indicators; by code or any name people write. NotFound."""
    found = Directory(reader).find(code)
    if found is None:
        raise NotFound(_("There is no contributor {code}.", code=code))
    row = reader.execute(select(C.id, *(C[name] for name in CONTRIBUTOR_FIELDS)).where(C.id == found)).one()
    return {
        **row._asdict(),
        "memberships": memberships_of(reader, found),
        "members": members_of(reader, found),
        "indicators": indicators_of(reader, found),
    }


def memberships_of(reader: Connection, contributor_id: int) -> list[dict[str, Any]]:
    """The organisations it belongs or belonged to."""
    query = select(Organisation.c.code.label("organisation"), Organisation.c.name, M.since, M.until)
    joined = query.join_from(Membership.__table__, Organisation, Organisation.c.id == M.organisation_id)
    rows = reader.execute(joined.where(M.member_id == contributor_id).order_by(Organisation.c.code, M.since))
    return [row._asdict() for row in rows]


def members_of(reader: Connection, organisation_id: int) -> list[dict[str, Any]]:
    """Who belongs or belonged to an organisation; empty for a country."""
    query = select(C.code.label("member"), C.name, C.alpha2, M.since, M.until)
    joined = query.join_from(Membership.__table__, Contributor.__table__, C.id == M.member_id)
    rows = reader.execute(joined.where(M.organisation_id == organisation_id).order_by(C.name, M.since))
    return [row._asdict() for row in rows]


def indicators_of(reader: Connection, contributor_id: int) -> list[dict[str, Any]]:
    """Its population, GDP and armed forces, by year, with their source."""
    query = select(N.year, N.population, N.gdp_usd, N.armed_forces, Source.title.label("source"))
    joined = query.join_from(Indicator.__table__, Source.__table__, Source.id == N.source_id)
    rows = reader.execute(joined.where(N.contributor_id == contributor_id).order_by(N.year))
    return [row._asdict() for row in rows]


def names_of(reader: Connection) -> dict[str, Any]:
    """Code to (code, name, alpha2, kind), for pages that show codes as names."""
    return {row.code: row for row in reader.execute(select(C.code, C.name, C.alpha2, C.kind))}
