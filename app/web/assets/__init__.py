"""Style sheets, scripts, fonts and flags: brought together once, served under names that never change their content.

`python -m app.web.assets build` makes `static/build/` (the Makefile does it); pages ask `asset_url` for addresses;
`assets_app` serves them at /static.
"""

from pathlib import Path
from time import monotonic

from app.config import ROOT
from app.web.assets.catalogue import AssetMissing, Catalogue
from app.web.assets.server import AssetServer

PREFIX = "/static"

_catalogue = Catalogue(ROOT / "static" / "build")
assets_app = AssetServer(_catalogue)


# A page asks for hundreds of addresses: the folder is looked at once a second, so that a developer's change is seen.
LOOKS_SECONDS = 1.0


class _Known:
    """Addresses that were asked for since the folder was last looked at."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        self.until = 0.0


_known = _Known()


def asset_url(name: str) -> str:
    """The address of the asset `name`: "app.css" -> "/static/app.3f2a7c....css".

    Raises AssetMissing where there is no such asset, or where the assets were never built.
    """
    now = monotonic()
    if now > _known.until:
        _known.addresses, _known.until = {}, now + LOOKS_SECONDS
    address = _known.addresses.get(name)
    if address is None:
        address = _known.addresses[name] = f"{PREFIX}/{_catalogue.path(name)}"
    return address


def asset_addresses() -> list[str]:
    """The address of every asset. Raises AssetMissing where nothing was built."""
    return sorted(f"{PREFIX}/{path}" for path in _catalogue.contents().paths.values())


def asset_file(name: str) -> Path:
    """The built file of the asset `name`, for what the server itself reads. Raises AssetMissing."""
    return _catalogue.folder / _catalogue.path(name)


def has_asset(name: str) -> bool:
    """Whether there is an asset `name` (not every code has a flag). Raises AssetMissing where nothing was built."""
    return _catalogue.has(name)


__all__ = ["PREFIX", "AssetMissing", "asset_addresses", "asset_file", "asset_url", "assets_app", "has_asset"]
