"""What the table of who gives what says in words: its title and its sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.figures.matrix.charts import Given, breadth
from app.figures.matrix.schemas import MatrixColumn
from app.figures.words import opening, some_names
from app.i18n import _, day, ngettext, number

# Contributors that a title can name.
NAMED = 3


def said_of_matrix(given: Sequence[Given]) -> str:
    """The title: who gives in most categories, and how many give in one alone."""
    broad, names = breadth(given), {one.giver.code: one.giver.in_text for one in given}
    if not broad:
        return _not_given(given)
    most, alone = max(broad.values()), sum(count == 1 for count in broad.values())
    leaders = [names[code] for code, count in broad.items() if count == most]
    if len(broad) == 1:
        return opening(
            ngettext(
                "{name} alone gave or promised help, in {n} category",
                "{name} alone gave or promised help, in {n} categories",
                most,
                name=leaders[0],
            )
        )
    if most == 1:
        return _("Each of {n} contributors gave or promised help in one category alone", n=number(len(broad)))
    return opening(_with_rest(_broadest(leaders, most, categories_given(given)), alone))


def _broadest(leaders: Sequence[str], most: int, categories: int) -> str:
    counts = {"most": number(most), "all": number(categories)}
    if most == categories:
        return _("{names} gave or promised help in each of {all} categories", names=_some(leaders), **counts)
    if len(leaders) == 1:
        return _("{name} gave or promised help in {most} of {all} categories", name=leaders[0], **counts)
    return _(
        "{names} each gave or promised help in {most} of {all} categories", names=_some(leaders), **counts
    )


def _some(leaders: Sequence[str]) -> str:
    return some_names(list(leaders), NAMED)


def _with_rest(sentence: str, alone: int) -> str:
    if not alone:
        return sentence
    return ngettext(
        "{sentence}; {n} contributor in one alone",
        "{sentence}; {n} contributors in one alone",
        alone,
        sentence=sentence,
    )


def _not_given(given: Sequence[Given]) -> str:
    asked = {one.giver.code for one in given if one.giver.asked}
    declined = {one.giver.code for one in given if one.giver.has_declined}
    if asked:
        return ngettext(
            "{n} contributor was asked or declined; no help was in force",
            "{n} contributors were asked or declined; no help was in force",
            len(asked | declined),
        )
    if declined:
        return ngettext(
            "{n} contributor declined; no help was in force",
            "{n} contributors declined; no help was in force",
            len(declined),
        )
    return _("No help was in force on this day")


def categories_given(given: Sequence[Given]) -> int:
    """In how many categories anybody gives or promises something."""
    return len({one.key[0] for one in given if one.gives})


def matrix_in_words(given: Sequence[Given], columns: Sequence[MatrixColumn], as_of: date) -> str:
    """The sentence: how many give, in how many categories, and in which the most do."""
    givers = breadth(given)
    if not givers:
        return ""
    kinds = ngettext("{n} category", "{n} categories", categories_given(given))
    said = ngettext(
        "On {day}, {n} contributor gave or promised help in {kinds}",
        "On {day}, {n} contributors gave or promised help in {kinds}",
        len(givers),
        day=day(as_of),
        kinds=kinds,
    )
    first = max(columns, key=lambda column: column.givers)
    if len(givers) == 1 or len(columns) == 1:
        return _("{sentence}.", sentence=said)
    return _(
        "{sentence}; the most, {n}, in “{category}”.",
        sentence=said,
        n=number(first.givers),
        category=first.label,
    )
