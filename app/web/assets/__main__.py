"""`python -m app.web.assets build`: make `static/build/` from the packages and the project's own files."""

import sys

from app.config import ROOT
from app.web.assets.build import build
from app.web.assets.sources import SourceError


def main(arguments: list[str]) -> int:
    """Build, and say how many files there are. The exit code is 1 where a source is missing, 2 for a wrong call."""
    if arguments != ["build"]:
        sys.stderr.write("Usage: python -m app.web.assets build\n")
        return 2
    try:
        paths = build(ROOT / "static", ROOT / "node_modules")
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Built {len(paths)} assets in static/build.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
