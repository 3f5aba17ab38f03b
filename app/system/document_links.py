"""Where the links of a document in docs/ lead on the site, and what in it is an address itself."""

from __future__ import annotations

import posixpath
import re

from markdown_it.token import Token

from app.accounts.permissions import PERMISSIONS
from app.system.queries import HANDBOOK

# The page of each document that has one; any other file of the repository is only named.
PAGES = {
    "method": "/method",
    "import": "/import/help",
    "handbook/index": "/help",
    **{f"handbook/{name}": f"/help/{name}" for name in HANDBOOK},
}
DOCUMENT = re.compile(r"(?:\.[a-z]{2})?\.md$")
# A pledge's key, such as `serval-fra-troops`, and an address of this site, such as `/pledges.csv?operation=mali`.
PLEDGE = re.compile(r"<code>([a-z][a-z0-9]*(?:-[a-z0-9]+){2,})</code>")
# A message of the program, which may be wrapped; a command or a name may not.
SENTENCE = re.compile(r"<code>((?:[^<\s]+ ){3,})")
ADDRESS = re.compile(r"<code>(/[a-z][^<?{\s]*)(\?[^<\s]*)?</code>")


def point(tokens: list[Token], name: str) -> None:
    """Point the links of a document at the pages of the site; `name` is its own, from which they start."""
    for token in tokens:
        leads = True
        for child in token.children or ():
            if child.type == "link_open":
                href = _page_of(str(child.attrGet("href")), name)
                leads = href is not None
                child.attrSet("href", href or "")
            if child.type in ("link_open", "link_close") and not leads:
                # A link without a page is the words alone.
                child.type, child.tag, child.content = "text", "", ""


def _page_of(href: str, name: str) -> str | None:
    """Where a link leads; None where the site has no page for it."""
    if re.match(r"[a-z]+:|#|/", href):
        return href
    path, sign, anchor = href.partition("#")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    page = PAGES.get(DOCUMENT.sub("", place))
    return page and page + sign + anchor


def link_codes(html: str) -> str:
    """The same page, in which keys of pledges and addresses of pages lead there."""
    html = PLEDGE.sub(r'<a href="/pledges/\1"><code>\1</code></a>', html)
    html = SENTENCE.sub(r'<code class="sentence">\1', html)
    return ADDRESS.sub(_linked, html)


def _linked(found: re.Match[str]) -> str:
    if ("GET", found[1]) not in PERMISSIONS:
        return found[0]
    return f'<a href="{found[1]}{found[2] or ""}">{found[0]}</a>'
