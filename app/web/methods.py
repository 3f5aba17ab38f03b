"""The methods an address takes: HEAD wherever GET is answered, and an Allow header that names them all."""

from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Methods:
    """Answers HEAD with the head of GET's answer; completes the Allow header of a 405."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, a HEAD as a GET whose body nobody gets."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if is_head else scope

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 405:
                MutableHeaders(scope=message)["Allow"] = ", ".join(allowed(inner))
            elif message["type"] == "http.response.body" and is_head:
                message = {**message, "body": b""}
            await send(message)

        await self.app(inner, receive, send_on)


def allowed(scope: Scope) -> list[str]:
    """Every method that some route takes at the request's address."""
    routes: list[BaseRoute] = scope["app"].router.routes
    found = [method for method in METHODS if _is_taken(routes, {**scope, "method": method})]
    return [*found, "HEAD"] if "GET" in found else found


def _is_taken(routes: list[BaseRoute], scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
