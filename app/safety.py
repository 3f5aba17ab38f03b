"""Whether a server may start: what others could do to it, or to its readers, as it is set up."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.config import Settings
from app.i18n import _


def dangers(settings: Settings, host: str) -> Iterator[str]:
    """Why this must not be served on `host`, each with what to do; nothing where it may."""
    is_open = not is_loopback(host)
    if settings.local_editor:
        yield from _of_the_local_editor(settings, host)
    if settings.public_url:
        yield from _of_the_address(settings.public_url)
    elif is_open:
        yield _(
            "others can reach {host}, and no MUSTER_PUBLIC_URL says by which address: set it to the https address that "
            "readers use (for a trial in a container, to http://127.0.0.1:8000)",
            host=host,
        )
    elif settings.proposals == "open" and settings.trusted_proxies:
        yield _(
            "MUSTER_PROPOSALS=open lets everybody send proposals and follow them by a private link, and without "
            "MUSTER_PUBLIC_URL such a link leads wherever the request says it came: set MUSTER_PUBLIC_URL"
        )


def _of_the_local_editor(settings: Settings, host: str) -> Iterator[str]:
    """The local editor is whoever sits here: not where others can come this way."""
    if not is_loopback(host):
        yield _(
            "MUSTER_LOCAL_EDITOR lets whoever sits at this machine write, so it is refused on {host}, which others can "
            "reach: leave the setting out, or listen on 127.0.0.1",
            host=host,
        )
    if settings.trusted_proxies:
        yield _(
            "MUSTER_LOCAL_EDITOR lets whoever sits at this machine write, so it is refused beside "
            "MUSTER_TRUSTED_PROXIES, which brings others here: leave one of them out"
        )


def _of_the_address(public: str) -> Iterator[str]:
    parts = urlsplit(public)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield _("MUSTER_PUBLIC_URL is {url}: write it as https://example.org", url=public)
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        yield _(
            "MUSTER_PUBLIC_URL is {url}: over http, passwords and the cookies of those who sign in can be read on the "
            "way. Put a proxy with https in front, and write the address as https://...",
            url=public,
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
