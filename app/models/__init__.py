"""The tables: facts, the standings that follow from them, and the record's own history."""

from app.models.account import Account, AccountLog, Failure, RecoveryCode, SignIn, Token
from app.models.category import Category
from app.models.contributor import Contributor, Membership
from app.models.indicator import Indicator
from app.models.operation import Operation
from app.models.pledge import Pledge
from app.models.proposal import Proposal
from app.models.rate import Rate, Secret
from app.models.requirement import Requirement
from app.models.revision import Revision
from app.models.source import Source
from app.models.standing import Standing
from app.models.statement import Statement
from app.models.submission import Submission
from app.models.tally import BY_CATEGORY, BY_CONTRIBUTOR, BY_OPERATION

__all__ = [
    "BY_CATEGORY",
    "BY_CONTRIBUTOR",
    "BY_OPERATION",
    "Account",
    "AccountLog",
    "Category",
    "Contributor",
    "Failure",
    "Indicator",
    "Membership",
    "Operation",
    "Pledge",
    "Proposal",
    "Rate",
    "RecoveryCode",
    "Requirement",
    "Revision",
    "Secret",
    "SignIn",
    "Source",
    "Standing",
    "Statement",
    "Submission",
    "Token",
]
