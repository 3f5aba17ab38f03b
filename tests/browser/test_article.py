"""An editor reads an article with the keyboard alone, and without scripts: eight statements, each with its phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.articles.sample import FORM, PUBLISHED, TEXT
from tests.browser.conftest import Watched, serving
from tests.conftest import copy_of

pytestmark = pytest.mark.browser
EIGHT, MOST_PRESSES = 8, 60
PASTED = ("text", "statement.source.title", "statement.source.publisher", "statement.source.url")


@pytest.fixture
def origin(seeded_file: Path, tmp_path: Path) -> Iterator[str]:
    """A server on a record of this test's own, since it writes."""
    with serving(copy_of(seeded_file, tmp_path)) as address:
        yield address


class Keyboard:
    """Somebody's ten fingers, and how often they came down; pasting is not counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, key: str) -> None:
        self.presses += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        for letter in words:
            self.press(letter)

    def tab_to(self, name: str) -> None:
        """Tab until the field with this name, or the button with this value, has the focus."""
        for _ in range(12):
            if self.page.evaluate("[document.activeElement.name, document.activeElement.value]")[0] == name:
                return
            self.press("Tab")
        raise AssertionError(f"no way to {name}")

    def paste(self, words: str) -> None:
        self.page.keyboard.insert_text(words)


def test_eight_statements_by_keyboard_alone(watch: Callable[..., Watched]) -> None:
    editor = watch()
    page = editor.open("/articles/new")
    keys = Keyboard(page)
    paste_the_article(keys)
    keys.tab_to("action")
    keys.press("Enter")
    expect(page.locator(".cand.is-current")).to_be_focused()
    editor.is_whole("light")
    page.set_viewport_size({"width": 1440, "height": 900})

    confirmed = accept(keys, EIGHT)
    keys.press("s")
    expect(page.locator("#save")).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/articles/saved?statements=*")
    assert keys.presses < MOST_PRESSES, keys.presses
    every_one_is_in_the_record(editor, confirmed)


def paste_the_article(keys: Keyboard) -> None:
    """The first field has the focus already; the day is typed, month first, as the browser's field wants it."""
    expect(keys.page.locator("textarea[name=text]")).to_be_focused()
    for name in PASTED[:3]:
        keys.tab_to(name)
        keys.paste(FORM[name])
    keys.tab_to("statement.source.published_on")
    year, month, day = PUBLISHED.split("-")
    keys.type(f"{month}{day}{year}")
    keys.tab_to(PASTED[3])
    keys.paste(FORM[PASTED[3]])
    keys.tab_to("operation")
    keys.type("op")  # Operation Serval


def accept(keys: Keyboard, many: int) -> list[str]:
    """Accept candidates one after the other, drop one, and mend one; the phrases that were accepted."""
    phrases: list[str] = []
    keys.press("d")
    expect(keys.page.locator("#c1")).to_have_class("cand k-change is-dropped")
    while len(phrases) < many:
        card = keys.page.locator(".cand.is-current")
        number = card.get_attribute("data-number")
        phrases.append(card.locator("textarea").input_value())
        if len(phrases) == 1:
            mend_the_speaker(keys, str(number))
        keys.press("a")
        expect(keys.page.locator(f'[name="c{number}.accept"]')).to_be_checked()
    every = keys.page.locator(".cand").count()
    expect(keys.page.locator("#accepted-count")).to_have_text(f"Accepted: {many} of {every}")
    return phrases


def mend_the_speaker(keys: Keyboard, number: str) -> None:
    """In a field single keys are letters; Escape leaves it."""
    keys.press("e")
    keys.press("End")
    keys.press("a")
    field = keys.page.locator(f'[name="c{number}.contributor"]')
    expect(field).to_be_focused()
    assert field.input_value().endswith("a")
    keys.press("Backspace")
    keys.press("Escape")
    expect(keys.page.locator(f"#c{number}")).to_be_focused()
    expect(keys.page.locator(f'[name="c{number}.accept"]')).not_to_be_checked()


def every_one_is_in_the_record(editor: Watched, phrases: list[str]) -> None:
    page = editor.page
    shown = page.locator(".saved-one")
    expect(shown).to_have_count(EIGHT)
    assert page.locator(".saved-one blockquote").all_inner_texts() == phrases
    assert all(phrase in TEXT for phrase in phrases)
    editor.nothing_wrong()
    assert editor.violations() == []
    editor.fits(320)
    names = [text.partition(",")[0] for text in page.locator(".saved-title").all_inner_texts()]
    charts = [link.get_attribute("href") for link in page.locator(".saved-chart a").all()]
    for name, chart in dict(zip(names, charts, strict=True)).items():
        assert chart
        editor.open(chart)
        expect(page.locator("#contributors").get_by_text(name, exact=True).first).to_be_attached()


def test_the_same_without_scripts(watch: Callable[..., Watched]) -> None:
    editor = watch(scripts=False)
    page = editor.open("/articles/new")
    for name in (*PASTED, "statement.source.published_on"):
        page.locator(f'form.pasting [name="{name}"]').fill(FORM[name])
    page.locator('form.pasting [name="operation"]').select_option("serval")
    page.get_by_role("button", name="Read it").click()
    accepts = page.get_by_role("checkbox", name="Accept")
    expect(accepts.first).to_be_visible()
    assert page.locator(".cand-body").evaluate_all("all => all.every((one) => one.offsetHeight > 0)")
    assert not any(box.is_checked() for box in accepts.all())
    for box in accepts.all()[2 : 2 + EIGHT]:
        box.check()
    page.get_by_role("button", name="Save what is accepted").click()
    page.wait_for_url("**/articles/saved?statements=*")
    expect(page.locator(".saved-one")).to_have_count(EIGHT)
    assert editor.foreign == []
