"""One table says who may call what, and it names every route there is, and no other."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.accounts.permissions import PERMISSIONS
from app.web.person import ROLES


def routes_of(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path that the application answers; files under /static are no routes."""
    for route in iter_route_contexts(app.routes):
        for method in getattr(route, "methods", None) or ():
            if method != "HEAD":
                yield method, str(route.path)


def test_every_route_declares_who_may_call_it(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    assert sorted(set(routes_of(client.app)) - set(PERMISSIONS)) == []


def test_no_permission_is_declared_for_a_route_that_is_not_there(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    assert sorted(set(PERMISSIONS) - set(routes_of(client.app))) == []


def test_roles_are_those_there_are() -> None:
    assert set(PERMISSIONS.values()) <= set(ROLES)


def test_the_table_is_what_its_parts_should_take() -> None:
    """The same table, told a second time: a role that slips in the one is seen in the other."""
    assert {cell: (role, kind) for cell, role in PERMISSIONS.items() if role != (kind := meant(*cell))} == {}


def meant(method: str, path: str) -> str:
    """The role that a route takes by the part of the house it stands in."""
    if path.startswith("/people") or path == "/metrics":
        return "admin"
    if path.startswith("/account"):
        return "reader"
    is_sent = path.startswith(("/sign-", "/report", "/proposals/", "/mcp"))
    forms = ("/articles/new", "/pledges/new", "/pledges/new/quantity", "/pledges/{key}/statements/new")
    if is_sent or path in (*forms, "/statements/{number}/correct"):
        return "anybody"
    last = path.rpartition("/")[2]
    is_import = path.startswith("/import") and last != "help"
    is_desk = (
        is_import or path.startswith("/review") or last in ("new", "edit", "correct", "restore", "retract")
    )
    return "editor" if is_desk or method != "GET" else "anybody"


def test_only_declared_ways_change_anything_without_an_account() -> None:
    """Whoever adds a write that takes no account writes it here as well."""
    assert sorted(
        path for (method, path), role in PERMISSIONS.items() if method != "GET" and role == "anybody"
    ) == [
        "/articles/new",
        "/mcp",  # it only reads: tests/mcp
        "/pledges/new",
        "/pledges/{key}/statements/new",
        "/proposals/{token}/withdrawal",
        "/report",
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
        "/statements/{number}/correct",
    ]
