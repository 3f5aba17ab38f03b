"""The local editor: whoever sits at the machine that `make serve` runs on may write."""

from ipaddress import ip_address

from starlette.requests import Request

FORWARDING = (
    *("forwarded", "via", "x-real-ip"),
    *("x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-forwarded-server"),
)


def is_local_editor(request: Request) -> bool:
    """Whether this request is the local editor's: the setting is on, and nothing says it came from elsewhere."""
    return bool(request.app.state.settings.local_editor) and is_from_here(request)


def is_from_here(request: Request) -> bool:
    """Whether a program of this machine asks by this machine's own name, and nothing says that it passes on."""
    if any(name in request.headers for name in FORWARDING):
        return False
    client = request.client.host if request.client else ""
    return is_loopback(client) and is_loopback(request.url.hostname or "")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host in ("localhost", "testclient"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
