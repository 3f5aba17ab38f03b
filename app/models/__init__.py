"""The tables: facts, the standings that follow from them, and the record's own history."""

from app.models.category import Category
from app.models.contributor import Contributor, Membership
from app.models.indicator import Indicator
from app.models.operation import Operation
from app.models.pledge import Pledge
from app.models.requirement import Requirement
from app.models.revision import Revision
from app.models.source import Source
from app.models.standing import Standing
from app.models.statement import Statement
from app.models.submission import Submission

__all__ = [
    "Category",
    "Contributor",
    "Indicator",
    "Membership",
    "Operation",
    "Pledge",
    "Requirement",
    "Revision",
    "Source",
    "Standing",
    "Statement",
    "Submission",
]
