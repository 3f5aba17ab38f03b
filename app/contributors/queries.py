"""Reading contributors, their memberships and their sizes."""

from typing import Any

from sqlalchemy import Connection, Select, select

from app.contributors.directory import Directory
from app.errors import NotFound
from app.i18n import _
from app.models import Contributor, Indicator, Membership, Source
from app.models.columns import C, M, N, S
from app.models.naming import name_of, named, sorting_name_of
from app.models.words import begins
from app.pledges.scope import Scope, members_on, scope_of
from app.text import sought

Organisation = Contributor.__table__.alias("organisation")

CONTRIBUTOR_FIELDS = ("code", "kind", "name", "name_fr", "alpha2", "aliases", "version")


def list_contributors(reader: Connection, scope: Scope | None = None) -> list[dict[str, Any]]:
    """Every country and organisation by name, with or without pledges; a narrowing filter keeps those with some."""
    query = select(C.id, *named(C, CONTRIBUTOR_FIELDS)).order_by(sorting_name_of(C), C.code)
    if scope:
        query = query.where(*_conditions(reader, scope))
    return [row._asdict() for row in reader.execute(query)]


def _conditions(reader: Connection, scope: Scope) -> list[Any]:
    conditions = [begins(C, word) for word in sought(scope.filter.q)]
    filter = scope.filter
    if filter.contributor:
        conditions.append(C.id.in_(scope.contributor_ids))
    # Who belongs to an organisation is asked of the contributors themselves, pledges or not.
    if filter.member_of:
        organisation = Directory(reader).find(filter.member_of)
        conditions.append(C.id.in_(members_on([organisation] if organisation else [], scope.as_of)))
    if filter.but(contributor=(), member_of="").is_narrow:
        conditions.append(C.id.in_(select(S.contributor_id).where(_without_words(reader, scope))))
    return conditions


def _without_words(reader: Connection, scope: Scope) -> Any:
    return scope_of(reader, scope.filter.but(q="", as_of=scope.as_of)).on_the_day


def get_contributor(reader: Connection, code: str) -> dict[str, Any]:
    """One contributor with memberships and indicators; by code or any name people write. NotFound."""
    found = Directory(reader).find(code)
    if found is None:
        raise NotFound(_("There is no contributor {code}.", code=code))
    row = reader.execute(select(C.id, *named(C, CONTRIBUTOR_FIELDS)).where(C.id == found)).one()
    return with_details(reader, [row._asdict()])[0]


def with_details(reader: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Contributors' rows with the organisations each belongs or belonged to, its members (of a country none), and
    its sizes by year with their source. Three queries, however many rows.
    """
    ids = [row["id"] for row in rows]
    details = {
        "memberships": _grouped(reader, _memberships().where(M.member_id.in_(ids))),
        "members": _grouped(reader, _members().where(M.organisation_id.in_(ids))),
        "indicators": _grouped(reader, _indicators().where(N.contributor_id.in_(ids))),
    }
    return [{**row, **{name: found.get(row["id"], []) for name, found in details.items()}} for row in rows]


def _grouped(reader: Connection, query: Select[Any]) -> dict[int, list[dict[str, Any]]]:
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in reader.execute(query):
        values = row._asdict()
        grouped.setdefault(values.pop("of"), []).append(values)
    return grouped


def _memberships() -> Select[Any]:
    own = (M.id, Organisation.c.code.label("organisation"), name_of(Organisation.c), M.since, M.until)
    query = select(M.member_id.label("of"), *own).order_by(Organisation.c.code, M.since)
    return query.join_from(Membership.__table__, Organisation, Organisation.c.id == M.organisation_id)


def _members() -> Select[Any]:
    own = (M.id, C.code.label("member"), name_of(C), C.alpha2, M.since, M.until)
    query = select(M.organisation_id.label("of"), *own).order_by(sorting_name_of(C), M.since)
    return query.join_from(Membership.__table__, Contributor.__table__, C.id == M.member_id)


def _indicators() -> Select[Any]:
    own = (N.year, N.population, N.gdp_usd, N.armed_forces, Source.title.label("source"))
    query = select(N.contributor_id.label("of"), *own).order_by(N.year)
    return query.join_from(Indicator.__table__, Source.__table__, Source.id == N.source_id)


def names_of(reader: Connection) -> dict[str, Any]:
    """Code to (code, name, alpha2, kind), for pages that show codes as names."""
    return {row.code: row for row in reader.execute(select(C.code, name_of(C), C.alpha2, C.kind))}
