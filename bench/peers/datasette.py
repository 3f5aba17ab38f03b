"""Datasette on the same file, tuned: no limit of time, pages as large as they may be, nothing counted or suggested.

It is no dependency of this project: it is installed into an environment of its own, once.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.server import Server, free_port, running
from bench.store import cache

VERSION = "0.65.5"
SETTINGS = {
    "sql_time_limit_ms": "600000",
    "max_csv_mb": "0",
    "suggest_facets": "off",
    "allow_facet": "off",
    "default_cache_ttl": "0",
    "num_sql_threads": "3",
}


def program() -> Path:
    """Its program; installed where it is not there yet."""
    folder = cache() / f"datasette-{VERSION}"
    if not (folder / "bin" / "datasette").exists():
        print("installing Datasette ...", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "-qq", "install", f"datasette=={VERSION}"]
        subprocess.run([*pip, "setuptools<81"], check=True)
    return folder / "bin" / "datasette"


@contextmanager
def serve_datasette(*files: Path, most_rows: int = 1_000) -> Iterator[Server]:
    """Datasette on files that nothing writes to; `most_rows` of a page."""
    port = free_port()
    settings = {**SETTINGS, "max_returned_rows": str(most_rows)}
    told = [word for name, value in settings.items() for word in ("--setting", name, value)]
    # Immutable: it opens the file without locks, and counts its rows once.
    served = [word for file in files for word in ("--immutable", str(file))]
    command = [str(program()), "serve", *served, "--port", str(port), *told]
    with running(command, f"http://127.0.0.1:{port}", "/-/versions.json") as server:
        yield server


def query(file: Path, sql: str, ending: str = "json", **values: str) -> str:
    """The address of a query's answer."""
    shape = {"_shape": "array"} if ending == "json" else {}
    return f"/{file.stem}.{ending}?{urlencode({'sql': sql, **shape, **values})}"
