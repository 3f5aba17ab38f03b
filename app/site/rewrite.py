"""A page with its links pointed at files: read by a parser, everything else byte for byte as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Any

from app.site.asking import HOST
from app.web.language import in_language

Attributes = list[tuple[str, str | None]]
# What may name an address; scripts read some of them out of data-* attributes.
POINTING = ("href", "src", "data-plotly", "data-script", "data-style", "data-description")
# Where a figure has the addresses that its points open.
OPENED = "customdata"
OWN_HOST = f"//{HOST}"
VOID = ("link", "img", "input", "meta", "br", "hr", "base", "source", "use", "image")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the links of a page lead.

    `to`: the link that stands for an address, None where the copy has nothing for it. `exact`: the same, but nothing
    that only comes near. `base`: how whole addresses inside the copy begin. `prefix`: what addresses in the page's
    language begin with. `is_told`: whether whole addresses in a page's head stay, for search engines.
    """

    to: Callable[[str], str | None]
    exact: Callable[[str], str | None]
    base: str = ""
    prefix: str = ""
    is_told: bool = False


def rewritten(page: str, pointer: Pointer) -> str:
    """The page with every address inside the record replaced by what `pointer` gives for it.

    A link to nothing loses its address and stays as words; a form, which needs a server, is left out.
    """
    writer = _Writer(pointer)
    writer.feed(page)
    writer.close()
    return "".join(writer.parts)


def addresses_in(page: str, prefix: str = "") -> set[str]:
    """Every address inside the record that a page in a language names, without what stands behind #.

    Whole addresses are none.
    """
    found: set[str] = set()

    def note(address: str) -> str:
        found.add(address.partition("#")[0])
        return address

    rewritten(page, Pointer(note, note, prefix=prefix))
    return found


class _Writer(HTMLParser):
    """Writes down what it reads, link by link changed."""

    def __init__(self, pointer: Pointer) -> None:
        super().__init__(convert_charrefs=False)
        self.pointer = pointer
        self.parts: list[str] = []
        # Of the element that is being left out, how many of its kind are open; "" and 0: none.
        self.left_out, self.depth = "", 0
        self.is_figure = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self.left_out:
            self.depth += tag == self.left_out
            return
        self.is_figure = tag == "script" and any(name == "data-figure" for name, _value in attrs)
        if tag == "form" or self._leads_nowhere(tag, dict(attrs)):
            if tag not in VOID:
                self.left_out, self.depth = tag, 1
            return
        self._write(self.get_starttag_text() or "", tag, attrs, " /" if self._closes_itself() else "")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not self.left_out and not self._leads_nowhere(tag, dict(attrs)):
            self._write(self.get_starttag_text() or "", tag, attrs, " /")

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.depth -= tag == self.left_out
            self.left_out = self.left_out if self.depth else ""
            return
        self.is_figure = False
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._say(_figure(data, self.pointer) if self.is_figure else data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._say(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._say(f"<!{decl}>")

    def _say(self, text: str) -> None:
        if not self.left_out:
            self.parts.append(text)

    def _closes_itself(self) -> bool:
        return (self.get_starttag_text() or "").endswith("/>")

    def _leads_nowhere(self, tag: str, attrs: dict[str, str | None]) -> bool:
        """A link of the page's head, or a step to another day, that the copy has nothing for."""
        href = attrs.get("href") or ""
        only_exact = tag == "link" or "data-step" in attrs
        return only_exact and href.startswith("/") and self.pointer.exact(href) is None

    def _write(self, source: str, tag: str, attrs: Attributes, end: str) -> None:
        changed = [(name, self._pointed(tag, name, value)) for name, value in attrs]
        if changed == attrs:
            self.parts.append(source)
            return
        written = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"'
            for name, value in changed
            if value is not None or dict(attrs)[name] is None
        )
        self.parts.append(f"<{tag}{written}{end}>")

    def _pointed(self, tag: str, name: str, value: str | None) -> str | None:
        if value is None or name not in POINTING:
            return value
        # A way to another language names the host, so that it is not put into the page's own.
        value = value.removeprefix(OWN_HOST)
        is_whole = bool(self.pointer.base) and value.startswith(self.pointer.base)
        if is_whole and tag == "link" and self.pointer.is_told:
            return value
        is_inside = value.startswith("/") and not value.startswith("//")
        return self.pointer.to(value) if is_whole or is_inside else value


def _figure(text: str, pointer: Pointer) -> str:
    """A figure's JSON, whose points carry the addresses they open."""
    pointed = json.dumps(_points(json.loads(text), pointer), ensure_ascii=False, separators=(",", ":"))
    return pointed.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _points(value: Any, pointer: Pointer, *, is_address: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _points(part, pointer, is_address=key == OPENED) for key, part in value.items()}
    if isinstance(value, list):
        return [_points(part, pointer, is_address=is_address) for part in value]
    # A figure names pages as they are in every language. Elsewhere "/" may be how an area is hatched.
    is_inside = is_address and isinstance(value, str) and value.startswith("/")
    return pointer.exact(in_language(value, pointer.prefix)) if is_inside else value
