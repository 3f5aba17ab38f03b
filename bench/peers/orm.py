"""The same answers as most people would write them: FastAPI, SQLAlchemy's ORM with a session for each request, and a
`response_model`, the way of the tutorials of both; on the same tables with the same indexes.

`PEER_DATABASE_URL=sqlite:///record.db uvicorn bench.peers.orm:app`
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy import create_engine, func, select
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import Session, joinedload

engine = create_engine(os.environ["PEER_DATABASE_URL"])
Base: Any = automap_base()
Base.prepare(autoload_with=engine)
Standing, Operation = Base.classes.standing, Base.classes.operation
Contributor, Category = Base.classes.contributor, Base.classes.category
NOW = datetime(9999, 12, 31, tzinfo=None if engine.dialect.name == "sqlite" else UTC)

app = FastAPI()


class Named(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    code: str
    name: str


class PledgeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    key: str
    item: str


class StandingRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    pledge: PledgeRead
    operation: Named
    contributor: Named
    category: Named
    unit: str
    stage: str
    stated_on: date | None
    deployed: int
    committed: int
    announced: int


class TotalRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    code: str
    unit: str
    deployed: int
    committed: int
    announced: int


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def standing_on(operation: str, as_of: date) -> Any:
    """What holds of an operation on a day."""
    holds = (Standing.recorded_until == NOW, Standing.from_on <= as_of, Standing.until_on > as_of)
    return (Standing.operation.has(Operation.code == operation), *holds)


@app.get("/standings", response_model=list[StandingRead])
def read_standings(
    session: SessionDep, operation: str, category: str, stage: str, as_of: date, limit: int = 100
) -> Any:
    names = (Standing.pledge, Standing.operation, Standing.contributor, Standing.category)
    query = select(Standing).options(*(joinedload(name) for name in names))
    query = query.where(*standing_on(operation, as_of), Standing.stage == stage)
    query = query.where(Standing.category.has(Category.code == category))
    return session.scalars(query.order_by(Standing.pledge_id).limit(limit)).all()


@app.get("/totals", response_model=list[TotalRead])
def read_totals(session: SessionDep, operation: str, as_of: date) -> Any:
    sums = [func.sum(getattr(Standing, name)).label(name) for name in ("deployed", "committed", "announced")]
    query = select(Contributor.code, Standing.unit, *sums).join(Standing.contributor)
    return session.execute(
        query.where(*standing_on(operation, as_of)).group_by(Contributor.code, Standing.unit)
    ).all()
