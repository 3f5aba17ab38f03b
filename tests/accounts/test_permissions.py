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


def test_only_declared_ways_change_anything_without_an_account() -> None:
    """Whoever adds a write that takes no account writes it here as well."""
    assert sorted(
        path for (method, path), role in PERMISSIONS.items() if method != "GET" and role == "anybody"
    ) == [
        "/pledges/new",
        "/pledges/{key}/statements/new",
        "/proposals/{token}/withdrawal",
        "/report",
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
    ]
