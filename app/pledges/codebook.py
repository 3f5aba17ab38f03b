"""The codebook: each status in a line, with the words that sources use for it. The form and docs/method.md share it."""

from dataclasses import dataclass

from app.i18n import _
from app.pledges.words import status_label


@dataclass(frozen=True, slots=True)
class Code:
    """A status: what its line says of it, with an example in a source's own words."""

    status: str
    line: str

    @property
    def label(self) -> str:
        """Its name as readers see it."""
        return status_label(self.status)


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The statuses of one track."""

    label: str
    codes: tuple[Code, ...]


def codebook() -> tuple[CodeGroup, ...]:
    """All eight statuses by track: asked, promised, delivered (docs/method.md, "Codebook")."""
    return (
        CodeGroup(_("Asked"), _asked()),
        CodeGroup(_("Promised"), _promised()),
        CodeGroup(_("Delivered"), _given()),
    )


def _asked() -> tuple[Code, ...]:
    return (
        Code(
            "requested", _("Somebody asked the contributor for it: “personally asked Mr. Harper to extend”.")
        ),
        Code("under_review", _("The contributor says it is considering it: “would review the needs”.")),
    )


def _promised() -> tuple[Code, ...]:
    return (
        Code(
            "announced",
            _("Said, not yet decided: “could”, “expects”, “offers”, or said of it by somebody else."),
        ),
        Code(
            "committed",
            _("Decided by a government, parliament or council: its own “will” or “would send”, “approved”."),
        ),
        Code("declined", _("Refused: “ruled out”, “is not up for debate”.")),
        Code(
            "lapsed",
            _("A source says that the promise was withdrawn, or turned down by whom it was offered to."),
        ),
    )


def _given() -> tuple[Code, ...]:
    return (
        Code(
            "deployed",
            _("In place, or being delivered, in the number given: “arrived”, “has sent”, “is flying”."),
        ),
        Code(
            "ended",
            _(
                "No longer in place: withdrawn, handed over or completed. A number here is all that was delivered."
            ),
        ),
    )
