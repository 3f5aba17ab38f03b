"""What programs may rely on, in words. tests/api/test_promise.py and others hold the software to it."""

from __future__ import annotations

from app.i18n import _


def promised() -> list[str]:
    """What stays."""
    return [
        _(
            "Addresses under /api/v1, their parameters, and the fields of what they take and answer stay, with their "
            "types and meanings. So do the addresses of files and feeds."
        ),
        _(
            "More may come at any time: addresses, parameters that may be left out, fields, words in a list of words. "
            "A program passes over a field that it does not know, and reads CSV columns by name."
        ),
        _(
            "A figure with as_of and recorded_by in its address never changes, whatever is corrected later. So does "
            "every link that pages give to cite."
        ),
        _(
            "Codes, pledges' keys and the numbers of statements and sources are never given to something else. What "
            "was retracted answers 410 with the reason."
        ),
        _("A number that is not known is null, never 0. Numbers of different units are never added."),
        _(
            "What cannot stay gets a new version beside the old one (/api/v2). The old one then works for at least "
            "twelve months; its answers carry the headers Deprecation and Sunset, and the changelog says so."
        ),
        _(
            "The five tools for assistants keep their names, what they take and what they answer, in the same way."
        ),
    ]


def not_promised() -> list[str]:
    """What may change."""
    return [
        _("the words of messages, sentences and boundaries, and what stands on pages"),
        _("what a cursor holds: take it from next, and use it within the hour"),
        _("the order of rows of equal rank, and headers that are not in the description"),
    ]
