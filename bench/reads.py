"""Reading: answers that are kept, and answers that are made anew, beside a raw answer, Datasette and the usual service.

What is compared is the processor time of each server for an answer, in rounds that are run in turn with 32
connections: a worker is bound by its processor, and other work on the machine counts for little. Times that pass are
medians, and those of a busy machine.
"""

from __future__ import annotations

import http.client
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench import driver
from bench.driver import Bell, asked, costs, drive
from bench.peers.datasette import query, serve_datasette
from bench.server import Server, serve_bytes, serve_muster, serve_orm
from bench.store import Record
from bench.table import Line

# A name, its server, what it is asked, and how often its cost is at least to be ours: made anew, and kept.
Other = tuple[str, Server, Sequence[bytes], float | None, float | None]
# Answers that take long are asked for on fewer connections: all of them have to end.
FEW = 8
ASKED_MOST, WORKING_SECONDS = 50, 1.5
DAY = date(2015, 6, 30)
LARGEST, USUAL = "mission-1", "mission-27"
CHOSEN = f"operation={LARGEST}&category=troops&stage=deployed"
LIST = f"/api/v1/pledges?limit=100&{CHOSEN}&as_of="
TOTALS = f"/api/v1/totals?by=contributor&operation={USUAL}&as_of="
EVERYTHING = "/api/v1/totals?by=category&as_of="
SEARCH = "/api/v1/search?q=delivery+17&as_of="
DASHBOARD = f"/operations/{USUAL}?as_of="
PEER_LIST, PEER_TOTALS = f"/standings?{CHOSEN}&as_of=", f"/totals?operation={USUAL}&as_of="
NOW = "9999-12-31 00:00:00.000000"
HOLDS = f"s.recorded_until = '{NOW}' AND s.from_on <= :as_of AND s.until_on > :as_of"
LIST_SQL = f"""
SELECT p.key, p.item, o.code AS operation, c.code AS contributor, c.name AS contributor_name, k.code AS category,
  s.unit, s.stage, s.stated_on, s.deployed, s.committed, s.announced
FROM standing s JOIN pledge p ON p.id = s.pledge_id JOIN operation o ON o.id = s.operation_id
  JOIN contributor c ON c.id = s.contributor_id JOIN category k ON k.id = s.category_id
WHERE {HOLDS} AND o.code = :operation AND k.code = :category AND s.stage = :stage
ORDER BY s.pledge_id LIMIT 100"""  # noqa: S608 - our own words
TOTALS_SQL = f"""
SELECT c.code AS contributor, s.unit, sum(s.deployed) AS deployed, sum(s.committed) AS committed,
  sum(s.announced) AS announced
FROM standing s JOIN contributor c ON c.id = s.contributor_id JOIN operation o ON o.id = s.operation_id
WHERE {HOLDS} AND o.code = :operation GROUP BY c.code, s.unit"""  # noqa: S608 - our own words
# The same made once for one day, for every operation.
SUMMARY_SQL = """
SELECT contributor, unit, deployed, committed, announced FROM summary WHERE day = :as_of AND operation = :operation"""
SUMMARIES = (
    "CREATE TABLE summary AS "
    + TOTALS_SQL.replace("SELECT c.code", "SELECT :as_of AS day, o.code AS operation, c.code")
    .replace(" AND o.code = :operation", "")
    .replace("GROUP BY c.code", "GROUP BY o.code, c.code"),
    "CREATE INDEX summary_of ON summary (day, operation)",
)


def lines(record: Record) -> Iterator[Line]:
    """Every line of reading."""
    with serve_muster(record) as keeping, serve_muster(record, kept_megabytes=0) as making:
        yield from _kept(keeping, record)
        yield from _made(making, record)
        if not record.server:
            yield from _beside(keeping, making, record)


def days(address: str) -> list[bytes]:
    """The same of many days, so that no answer is one of a moment ago."""
    return [asked(f"{address}{DAY + timedelta(days=n)}") for n in range(200)]


def _kept(server: Server, record: Record) -> Iterator[Line]:
    """Answers that are kept, beside the same bytes from a bare server; with and without what the reader has already."""
    kinds = (("of one record", "/api/v1/categories/troops"), ("page", f"{DASHBOARD}{DAY}"))
    for kind, address in kinds:
        head, body = first(server, address)
        ratio, unchanged, limit = _of_bare(server, address, head, body)
        least = 0.85 if kind == "of one record" else 0.8
        of = f"{record.engine}, {len(body):,} bytes"
        yield Line(f"kept answer {kind} / raw ASGI", of, ratio, "", at_least=least)
        yield Line(f"304 {kind} / raw ASGI", of, unchanged, "", at_least=1)
    yield Line("the driver's own limit", "small answers", limit, "a second")


def _of_bare(
    server: Server, address: str, head: list[tuple[str, str]], body: bytes
) -> tuple[float, float, float]:
    known = asked(address, If_None_Match=dict(head)["etag"])
    with serve_bytes(body, head) as bare, serve_bytes(b"", _without_length(head), 304) as bare_304:
        cases = [
            (server, [asked(address)]),
            (bare, [asked("/")]),
            (server, [known]),
            (bare_304, [asked("/")]),
        ]
        ours, theirs, ours_304, theirs_304 = costs(cases)
        limit = drive(bare_304, [asked("/")], Bell(bare_304, 2)).limit
        assert drive(server, [known], Bell(server, 0.5)).statuses == {b"304"}
    return theirs / ours, theirs_304 / ours_304, limit


def _without_length(head: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in head if name not in ("content-length", "content-type")]


def first(server: Server, address: str) -> tuple[list[tuple[str, str]], bytes]:
    """Head and body of an answer, without what every server puts there itself."""
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=600)
    # The host is part of what a tag is of.
    connection.request("GET", address, headers={"Accept-Encoding": "identity", "Host": driver.HOST})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{address}: {answer.status}")
    return [(k.lower(), v) for k, v in answer.getheaders() if k.lower() not in driver.OWN], body


def passing(server: Server, address: str) -> tuple[float, float]:
    """Milliseconds that pass until an answer of one client (the median), and of processor time: a new day each time.

    It is asked until the server has worked for a while, or often enough.
    """
    waits: list[float] = []
    before = server.worked()
    while len(waits) < ASKED_MOST and server.worked() - before < WORKING_SECONDS:
        begun = time.perf_counter()
        first(server, f"{address}{DAY + timedelta(days=300 + len(waits))}")
        waits.append(time.perf_counter() - begun)
    return statistics.median(waits) * 1000, (server.worked() - before) / len(waits) * 1000


def _made(server: Server, record: Record) -> Iterator[Line]:
    """Answers that are made anew, one client."""
    cases = (
        ("dashboard of an operation", DASHBOARD, 60),
        ("totals over everything", EVERYTHING, 50),
        ("totals of one operation", TOTALS, None),
        ("list of 100, three filters", LIST, None),
        ("search", SEARCH, None),
    )
    for measure, address, most in cases:
        first(server, f"{address}{DAY}")
        passed, worked = passing(server, address)
        of = f"{record.engine}, {record.size:,}"
        yield Line(f"{measure}, made anew", of, worked, "ms", at_most=most, note=f"{passed:.0f} ms passed")


def _beside(keeping: Server, making: Server, record: Record) -> Iterator[Line]:
    """The same questions put to the others; ratios of processor time for an answer, theirs to ours."""
    with ExitStack() as stack:
        summary = Path(stack.enter_context(TemporaryDirectory())) / "summary.db"
        _write_summary(record.file, summary)
        datasette = stack.enter_context(serve_datasette(record.file, summary))
        orm = stack.enter_context(serve_orm(record))
        rows = query(record.file, LIST_SQL, operation=LARGEST, category="troops", stage="deployed", as_of="")
        sums = query(record.file, TOTALS_SQL, operation=USUAL, as_of="")
        ours, of = (making, keeping), f"{record.engine}, {record.size:,}"
        others: list[Other] = [("Datasette", datasette, days(rows), 3.5, 80.0)]
        others.append(("FastAPI + ORM", orm, days(PEER_LIST), 3.5, 80.0))
        yield from _ratios("list of 100, three filters", of, LIST, ours, others)
        others = [("Datasette's group by", datasette, days(sums), 30.0, None)]
        summed = asked(query(summary, SUMMARY_SQL, operation=USUAL, as_of=f"{DAY}"))
        others.append(("Datasette on a summary table", datasette, [summed], 3.0, None))
        others.append(("FastAPI + ORM", orm, days(PEER_TOTALS), None, None))
        yield from _ratios("totals of one operation", of, TOTALS, ours, others)


def _write_summary(file: Path, summary: Path) -> None:
    store = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    store.execute("ATTACH ? AS made", (f"file:{summary}?mode=rwc",))
    for sql in SUMMARIES:
        made = sql.replace("TABLE summary", "TABLE made.summary").replace("summary_of", "made.summary_of")
        store.execute(made, {"as_of": f"{DAY}"} if ":as_of" in made else {})
    store.commit()
    store.close()


def _ratios(
    measure: str, of: str, address: str, ours: tuple[Server, Server], others: Sequence[Other]
) -> Iterator[Line]:
    making, keeping = ours
    cases: list[tuple[Server, Sequence[bytes]]] = [
        (making, days(address)),
        (keeping, [asked(f"{address}{DAY}")]),
    ]
    cases += [(server, requests) for _name, server, requests, _least, _least_kept in others]
    anew, kept, *costly = costs(cases, FEW)
    for (name, *_, least, least_kept), cost in zip(others, costly, strict=True):
        note = f"{anew * 1000:.1f} and {cost * 1000:.1f} ms"
        yield Line(f"{measure}, made anew / {name}", of, cost / anew, "times", at_least=least, note=note)
        yield Line(f"{measure}, kept / {name}", of, cost / kept, "times", at_least=least_kept)
