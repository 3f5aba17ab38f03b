"""Every kind of page: what it costs made anew, how large it is, and how many SQL statements it takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import OK

from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.config import Settings
from app.db import Database
from app.main import create_app
from bench.reads import DAY, LARGEST, USUAL
from bench.store import Record
from bench.table import Line

TIMES = 3
# Of a reader who has a cookie of any kind, whom nothing kept is sent to.
ANEW = {"Cookie": "none=1"}
OF_A_DAY = (
    f"/operations/{USUAL}",
    f"/operations/{LARGEST}",
    "/operations/intervention-1",
    "/operations",
    "/contributors",
    "/contributors/{most}",
    "/contributors/SEN",
    "/pledges",
    f"/pledges?operation={USUAL}&sort=-deployed",
    "/pledges?q=delivery+17",
    "/pledges/{pledge}",
    "/sources",
    "/sources/1",
    "/search?q=delivery+17",
    "/compare",
    "/compare?contributor=GIN,SEN",
    f"/compare?contributor=GIN,SEN&operation={USUAL}",
    f"/changes?operation={USUAL}",
    "/changes",
    f"/embed/contributors?operation={USUAL}",
    f"/embed/over-time?operation={USUAL}",
    f"/embed/map?operation={USUAL}",
    f"/embed/matrix?operation={USUAL}",
    f"/embed/presence?operation={USUAL}",
    f"/embed/kept?operation={USUAL}",
    f"/embed/headline?operation={USUAL}",
)
OF_NO_DAY = (
    "/",
    "/categories",
    "/corrections",
    "/pledges/{pledge}/history",
    f"/history/operation/{USUAL}",
    "/method",
    "/data",
    "/api",
)
# Whoever has most pledges, and a pledge of the usual operation.
MOST = """
SELECT c.code FROM pledge p JOIN contributor c ON c.id = p.contributor_id
GROUP BY c.id, c.code ORDER BY count(*) DESC, c.code LIMIT 1"""
PLEDGE = f"""
SELECT p.key FROM pledge p JOIN operation o ON o.id = p.operation_id
WHERE o.code = '{USUAL}' ORDER BY p.id LIMIT 1"""  # noqa: S608 - our own words
CHOSEN = {"most": MOST, "pledge": PLEDGE}


def lines(record: Record) -> Iterator[Line]:
    """A line for each page: milliseconds of processor time, bytes and statements."""
    settings = Settings(database_url=record.url, kept_megabytes=0, _env_file=None)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        store: Database = client.app.state.database  # type: ignore[attr-defined]
        with store.reading() as reader:
            engine = reader.engine
            named = {name: reader.exec_driver_sql(sql).scalar_one() for name, sql in CHOSEN.items()}
        for address in (*OF_A_DAY, *OF_NO_DAY):
            yield _line(client, engine, record, address.format(**named), has_day=address in OF_A_DAY)


def _line(client: TestClient, engine: Engine, record: Record, address: str, *, has_day: bool) -> Line:
    costs, seen = [], list[str]()
    listener = lambda *told: seen.append(told[2])  # noqa: E731 - to be taken off again
    for n in range(TIMES):
        joint = "&" if "?" in address else "?"
        asked = f"{address}{joint}as_of={DAY + timedelta(days=n)}" if has_day else address
        seen.clear()
        event.listen(engine, "before_cursor_execute", listener)
        begun = time.process_time()
        answer = client.get(asked, headers=ANEW)
        costs.append(time.process_time() - begun)
        event.remove(engine, "before_cursor_execute", listener)
        if answer.status_code != OK:
            raise RuntimeError(f"{asked}: {answer.status_code}")
    note = f"{len(answer.content) / 1000:,.0f} kB, {len(seen)} statements"
    return Line(
        f"page {address}",
        f"{record.engine}, {record.size:,}",
        statistics.median(costs) * 1000,
        "ms",
        note=note,
    )
