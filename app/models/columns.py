"""The tables' columns under the short names that queries use, as in SQL."""

from app.models import (
    Category,
    Contributor,
    Indicator,
    Membership,
    Operation,
    Pledge,
    Requirement,
    Revision,
    Source,
    Standing,
    Statement,
)

OP = Operation.__table__.c
C = Contributor.__table__.c
M = Membership.__table__.c
N = Indicator.__table__.c
K = Category.__table__.c
RQ = Requirement.__table__.c
P = Pledge.__table__.c
ST = Statement.__table__.c
SO = Source.__table__.c
S = Standing.__table__.c
R = Revision.__table__.c
