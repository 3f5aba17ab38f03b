"""The one table of who may call what: each route, by method and path, and the role it takes.

A route that is not in it fails the tests (tests/accounts/test_permissions.py); until it is declared, reading it is
open and writing takes an editor. Some routes ask for more in their own words: proposing follows MUSTER_PROPOSALS.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request

from app.web.local import is_from_here
from app.web.person import require
from app.web.watching import note_route

ANYBODY, READER, EDITOR, ADMIN = "anybody", "reader", "editor", "admin"
ENDINGS = (".json", ".csv", ".xlsx")
API = "/api/v1"


def _lists(*paths: str) -> list[str]:
    """Lists and the files beside them."""
    return [path + ending for path in paths for ending in ("", *ENDINGS)]


def _files(*paths: str) -> list[str]:
    """Files alone: their page stands elsewhere, or there is none."""
    return [path + ending for path in paths for ending in ENDINGS]


def _each(roots: Iterable[str], *tails: str) -> list[str]:
    return [root + tail for root in roots for tail in tails]


# What everybody reads.
_API_LISTS = (
    "became",
    "categories",
    "changes",
    "contributors",
    "corrections",
    "events",
    "left-out",
    "operations",
    "pledges",
    "presence",
    "promises",
    "requirements",
    "search",
    "sources",
    "statements",
    "timeline",
    "totals",
)
_OPEN = (
    *("/data/muster.db", "/data/releases/{release}/{name:path}"),
    *("/", "/api", "/data", "/method", "/livez", "/readyz", "/search", "/changes", f"{API}/openapi.json"),
    *("/.well-known/security.txt", "/robots.txt", "/sitemap.xml", "/sitemap/{number}.xml"),
    *("/help", "/help/{name}", "/import/help"),
    *("/corrections.atom", "/history/{entity}/{key}", "/history/{entity}/{key}/{number}"),
    *("/pledges/{key}/history", "/pledges/{key}/history/{number}"),
    *_each(("/changes", "/operations/{code}/changes", "/contributors/{code}/changes"), ".atom", ".feed.json"),
    *("/operations/{code}/changes", "/contributors/{code}/changes"),
    *_lists(*(f"{API}/{name}" for name in _API_LISTS)),
    *(f"{API}/{name}/{{code}}" for name in ("categories", "contributors", "operations")),
    *(f"{API}/{name}/{{number}}" for name in ("memberships", "requirements", "sources")),
    f"{API}/pledges/{{key}}",
    *_lists("/compare", "/contributors", "/corrections", "/operations", "/pledges", "/sources"),
    *_files("/statements", "/pledges/left-out", "/sources/{number}"),
    *_files(
        *_each(("/operations/{code}",), "/presence", "/promises", "/requirements", "/timeline", "/totals")
    ),
    *("/categories", "/contributors/{code}", "/operations/{code}", "/pledges/{key}", "/sources/{source_id}"),
    *("/embed/resize.js", "/embed/{chart}"),
    *_each(("/embed/{chart}",), ".bib", ".png", ".ris", ".svg", ".txt", ".{ending}"),
)
# Proposing and reporting, as far as MUSTER_PROPOSALS lets everybody; and signing in.
_SENDING = (
    *("/pledges/new", "/pledges/new/quantity", "/pledges/{key}/statements/new"),
    *("/articles/new", "/articles/proposed", "/articles/saved"),
    *("/statements/{number}/correct", "/proposals/{token}", "/report", "/sign-in"),
)
_SENT = (
    *("/articles/new", "/pledges/new", "/pledges/{key}/statements/new", "/statements/{number}/correct"),
    *("/proposals/{token}/withdrawal", "/report"),
    *("/sign-in", "/sign-in/code", "/sign-out"),
)
# Reading by POST: the protocol of assistants.
_ASKED = ("/mcp",)
# The editors' desk. Each form is read and sent at the same address.
_EDITORS_FORMS = (
    *("/categories/new", "/contributors/new", "/operations/new", "/sources/new"),
    *_each(("/categories/{code}", "/contributors/{code}", "/operations/{code}"), "/edit"),
    *_each(("/contributors/{code}/members",), "/new", "/{number}/edit"),
    *_each(("/operations/{code}/requirements",), "/new", "/{number}/edit"),
    "/sources/{number}/edit",
    *_each(("/pledges/{key}",), "/edit", "/restore", "/retract"),
    *_each(("/statements/{number}",), "/edit", "/restore", "/retract"),
    "/review/{number}",
    *("/import", "/import/{token}"),
)
_EDITORS_POSTS = (
    "/categories/usual",
    *(
        f"{API}/{name}"
        for name in [
            "articles",
            "categories",
            "contributors",
            "import",
            "memberships",
            "operations",
            "pledges",
            "requirements",
            "sources",
        ]
    ),
    *_each((f"{API}/pledges/{{key}}",), "/restoration", "/retraction", "/statements"),
    *_each((f"{API}/statements/{{number}}",), "/correction", "/restoration", "/retraction"),
)
_EDITORS_PATCHES = (
    *(f"{API}/{name}/{{code}}" for name in ("categories", "contributors", "operations")),
    *(f"{API}/{name}/{{number}}" for name in ("memberships", "requirements", "sources", "statements")),
    f"{API}/pledges/{{key}}",
)
# One's own account, and everybody's.
_OWN = ("/account", "/account/second-step")
_OWN_POSTS = (
    *("/account/password", "/account/second-step", "/account/second-step/codes", "/account/tokens"),
    *("/account/sessions/end-others", "/account/sessions/{number}/end", "/account/tokens/{number}/revoke"),
)
_ADMIN_POSTS = ("/people", *_each(("/people/{number}",), "/disable", "/enable", "/reset", "/role"))

PERMISSIONS: dict[tuple[str, str], str] = {
    **{("GET", path): ANYBODY for path in (*_OPEN, *_SENDING)},
    **{("POST", path): ANYBODY for path in (*_SENT, *_ASKED)},
    **{("GET", path): EDITOR for path in (*_EDITORS_FORMS, "/review")},
    **{("POST", path): ANYBODY for path in _SENT},
    **{("GET", path): EDITOR for path in (*_EDITORS_FORMS, "/review", "/import/{token}/bad-rows.csv")},
    **{("POST", path): EDITOR for path in (*_EDITORS_FORMS, *_EDITORS_POSTS)},
    **{("PATCH", path): EDITOR for path in _EDITORS_PATCHES},
    **{("GET", path): READER for path in _OWN},
    **{("POST", path): READER for path in _OWN_POSTS},
    ("GET", "/people"): ADMIN,
    ("GET", "/metrics"): ADMIN,
    **{("POST", path): ADMIN for path in _ADMIN_POSTS},
}

# Open to a program on this machine too, which needs no secret then. Whoever can run one here can read the store itself.
_FROM_HERE = ("/metrics",)

# Read by everybody, but an answer to the moment: of a frozen copy of the site it is no part.
_OF_THE_MOMENT = ("/.well-known/security.txt", "/livez", "/readyz", *_lists("/search", f"{API}/search"))


def read_by_all() -> list[str]:
    """The paths of what everybody may read."""
    return [path for (method, path), role in PERMISSIONS.items() if method == "GET" and role == ANYBODY]


def needs_server() -> list[str]:
    """The paths of what is read and no file can stand for: forms, what takes an account, and answers to the moment."""
    closed = [path for (method, path), role in PERMISSIONS.items() if method == "GET" and role != ANYBODY]
    return [*closed, *_SENDING, *_OF_THE_MOMENT]


def needed(method: str, path: str) -> str:
    """The role that a route takes; of an undeclared one: reading is open, writing takes an editor."""
    method = "GET" if method == "HEAD" else method
    return PERMISSIONS.get((method, path), ANYBODY if method == "GET" else EDITOR)


async def permitted(request: Request) -> None:
    """Ask before any endpoint runs. NotSignedIn, NotAllowed."""
    note_route(request.scope)
    path = request.scope["route"].path
    role = needed(request.method, path)
    if role != ANYBODY and not (path in _FROM_HERE and is_from_here(request)):
        require(request, role)
