"""Names inside files: a style sheet's url(...) and a script's imports must name the built files."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from app.web.assets.sources import PACKAGED, SourceError

ORDER = ("tokens.css", "base.css", "components.css")
LAST = "print.css"

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_SOURCE = re.compile(r"src:[^;]*;")
CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")\s]+))\s*\)""")
JS_IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])\./([\w.-]+\.js)\2""")


def used_fonts(rules: str) -> str:
    """Of the packages' @font-face rules those whose file we serve, naming it by its asset name.

    A family is called as readers call it: "Public Sans", not "Public Sans Variable".
    """
    by_file = {PurePosixPath(path).name: name for name, path in PACKAGED.items() if name.endswith(".woff2")}
    kept = []
    for rule in FONT_FACE.findall(rules):
        name = next((name for file, name in by_file.items() if f"/{file})" in rule), None)
        if name:
            kept.append(
                FONT_SOURCE.sub(f'src: url("{name}") format("woff2");', rule).replace(" Variable'", "'")
            )
    if len(kept) != len(by_file):
        raise SourceError(
            f"The font packages declare {len(kept)} of the {len(by_file)} fonts served: see PACKAGED."
        )
    return "\n".join(kept)


def bundle(sheets: Mapping[str, str]) -> str:
    """One style sheet: tokens, base, components, any other by name, print last, so that print wins."""
    names = [name.rpartition("/")[2] for name in sheets]
    middle = sorted(set(names) - {*ORDER, LAST})
    in_order = [name for name in (*ORDER, *middle, LAST) if name in names]
    return "\n".join(sheets[f"css/{name}"] for name in in_order)


def point_css(text: str, paths: Mapping[str, str]) -> str:
    """`text` with every url(...) naming the built file. Raises SourceError where it names none of ours."""

    def built(match: re.Match[str]) -> str:
        target = next(group for group in match.groups() if group is not None)
        if target.startswith(("data:", "#")):
            return match[0]
        name = re.sub(r"^(?:/static/|(?:\.{1,2}/)+)", "", target)
        if name not in paths:
            raise SourceError(
                f"A style sheet names url({target}), which is no asset. Nothing from elsewhere is used."
            )
        return f'url("{paths[name]}")'

    return CSS_URL.sub(built, text)


def point_js(text: str, path_of: Callable[[str], str]) -> str:
    """`text` with `import ... from "./other.js"` naming the built file that `path_of("js/other.js")` gives."""

    def built(match: re.Match[str]) -> str:
        return f'{match[1]}"./{PurePosixPath(path_of(f"js/{match[3]}")).name}"'

    return JS_IMPORT.sub(built, text)
