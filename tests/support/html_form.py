"""A page's form as a browser without scripts holds it: what is in its fields, what it would send, what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from httpx2 import Response
from starlette.testclient import TestClient

VOID = {"input", "br", "img", "meta", "link", "hr", "source", "path", "rect", "circle", "line"}
Attributes = dict[str, str]


@dataclass
class HtmlForm(HTMLParser):
    """The form with the class "form" of a page. `fields`: what would be sent; `texts`: what each id says.

    `described`: the ids that controls are described by.
    """

    response: Response
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, Attributes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    title: str = ""
    action: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, Attributes]] = []
        self._select = self._area = self._button = ""
        self.feed(self.response.text)

    @property
    def _inside(self) -> bool:
        return any(tag == "form" and "form" in at.get("class", "").split() for tag, at in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, at))
        if "id" in at:
            self.texts.setdefault(at["id"], "")
        if tag == "a":
            self.links.append(at.get("href", ""))
        if tag == "form" and self._inside:
            self.action = at["action"]
        if self._inside:
            self._field(tag, at)

    def _field(self, tag: str, at: Attributes) -> None:
        name = at.get("name", "")
        self.described |= set(at.get("aria-describedby", "").split())
        if tag == "input" and (at.get("type") not in ("radio", "checkbox") or "checked" in at):
            self.fields[name] = at.get("value", "")
        elif tag == "select":
            self._select = name
            self.fields[name] = ""
        elif tag == "option" and self._select and "selected" in at:
            self.fields[self._select] = at["value"]
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "button" and "name" in at:
            self._button = ",".join((at["name"], at["value"], at.get("formaction", "")))
            self.buttons[self._button] = at | {"text": ""}

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data
        if self._button:
            self.buttons[self._button]["text"] += data
        for tag, at in self._open:
            if tag == "title":
                self.title += data
            if "id" in at:
                self.texts[at["id"]] += data

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(open_tag == tag for open_tag, _at in self._open):
            return
        while self._open.pop()[0] != tag:
            pass
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "button":
            self._button = ""

    def fill(self, **typed: str) -> HtmlForm:
        """Type into fields: two underscores stand for a dot in a name."""
        for name, text in typed.items():
            self.type(name.replace("__", "."), text)
        return self

    def type(self, name: str, text: str) -> None:
        """Type into one field."""
        self.fields[name] = text

    def says(self, element: str) -> str:
        """The words of the element with this id, with single spaces."""
        return " ".join(self.texts[element].split())

    def error_of(self, name: str) -> str:
        """What the page says is wrong with a field, beside it and tied to it; empty where nothing is."""
        place = f"field-{name}-error"
        if place not in self.texts:
            return ""
        return self.says(place).removeprefix("Error: ")

    @property
    def words(self) -> str:
        """Everything the main part says."""
        return self.says("main")

    def send(self, client: TestClient, action: str = "check", to: str = "") -> HtmlForm:
        """Press the button with this action (`to`: where that button sends the form); the page that follows."""
        return HtmlForm(self.press(client, action, to))

    def press(self, client: TestClient, action: str, to: str = "") -> Response:
        """The same; the plain answer, redirects not followed."""
        assert any(key.startswith(f"action,{action},{to}") for key in self.buttons), (
            f"no such button: {action} {to}"
        )
        address = urljoin(str(self.response.url), to or self.action)
        return client.post(address, data={**self.fields, "action": action}, follow_redirects=False)


def open_form(client: TestClient, address: str) -> HtmlForm:
    """The form at this address."""
    return HtmlForm(client.get(address))
