"""Citations: each format can be read back by its own rules, whatever the title holds."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.figures.citations import LATEX, Citation, latex

ADDRESS = (
    "https://muster.example/operations/mali?as_of=2013-01-17&recorded_by=2026-11-24T10:00:00Z#contributors"
)
CITED = Citation(
    "contributors",
    "France had four in five of the soldiers deployed",
    date(2013, 1, 17),
    datetime(2026, 11, 24, 10, tzinfo=UTC),
    ADDRESS,
)


def fields_of(bibtex: str) -> dict[str, str]:
    """The fields of an entry: a name, and what stands between its outer braces."""
    assert re.fullmatch(r"@misc\{[\w-]+,\n.*\n\}\n", bibtex, re.DOTALL)
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", bibtex, re.MULTILINE))


def tags_of(ris: str) -> list[tuple[str, str]]:
    lines = ris.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    return [(line[:2], line[6:]) for line in lines]


def test_a_citation_in_text_says_title_both_clocks_and_address() -> None:
    assert CITED.text == (
        "Muster, “France had four in five of the soldiers deployed”, as of 17 January 2013, "
        f"record of 24 November 2026, 10:00 UTC. {ADDRESS}"
    )


def test_an_empty_record_is_cited_without_a_moment() -> None:
    cited = replace(CITED, recorded=None)
    assert "record of" not in cited.text
    assert "year" not in fields_of(cited.bibtex)
    assert "PY" not in dict(tags_of(cited.ris))


def test_bibtex_has_every_field_and_the_address_verbatim() -> None:
    assert fields_of(CITED.bibtex) == {
        "author": "{Muster}",
        "title": "{France had four in five of the soldiers deployed}",
        "year": "2026",
        "urldate": "2026-11-24",
        "note": "As of 17 January 2013, record of 24 November 2026, 10:00 UTC",
        "url": ADDRESS,
    }


def test_ris_begins_with_its_type_and_ends_with_its_end() -> None:
    tags = tags_of(CITED.ris)
    assert (tags[0], tags[-1]) == (("TY", "DATA"), ("ER", ""))
    assert dict(tags)["UR"] == ADDRESS
    assert dict(tags)["TI"] == CITED.title


def test_another_address_has_another_key() -> None:
    other = replace(CITED, address=ADDRESS.replace("mali", "serval"))
    assert other.key != CITED.key
    assert re.fullmatch(r"[a-z0-9-]+", CITED.key)


@given(st.text(st.sampled_from("ab %#&_{}$~^\\\r\n é"), max_size=40))
def test_no_sign_of_a_title_is_a_command(title: str) -> None:
    written = latex(title)
    back = written
    for sign, command in sorted(LATEX.items(), key=lambda pair: -len(pair[1])):
        if len(command) > 2:
            back = back.replace(command, sign if sign != "\\" else "\0")
    assert not re.search(r"(?<!\\)[%#&_{}$]", back)
    assert re.sub(r"\\([%#&_{}$])", r"\1", back).replace("\0", "\\") == " ".join(title.split())
    cited = replace(CITED, title=title)
    assert fields_of(cited.bibtex)["url"] == ADDRESS
    assert dict(tags_of(cited.ris))["UR"] == ADDRESS
