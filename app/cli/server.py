"""`muster serve`: the server."""

import gc
import socket

import click
import uvicorn

from app import logs
from app.cli.common import record
from app.config import Settings, hops
from app.i18n import _
from app.main import create_app
from app.safety import dangers
from app.web.connections import Patient, open_files

PROBLEM = 1
PATIENCE_SECONDS = 30


class Announced(uvicorn.Server):
    """A server that says where it is once it really listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        # What is there now stays until the end: nobody has to look through it for what may go.
        gc.freeze()
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            click.echo(_("Muster is at {address}", address=f"http://{shown}:{port}"))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 takes a free one.",
)
def serve(host: str, port: int) -> None:
    """Serve the record.

    Example: muster serve --host 127.0.0.1 --port 8000
    """
    settings = Settings()
    if found := list(dangers(settings, host)):
        raise click.UsageError("\n".join(found))
    logs.configure()
    with record():
        pass  # it is there, and up to date
    open_files()
    trusted = hops(settings.trusted_proxies)
    config = uvicorn.Config(
        create_app,
        factory=True,
        http=Patient,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        # What a client says of itself must change no limit, what a proxy says of it must: see
        # docs/decisions/0011-trusted-proxies.md. Without a hop to believe, no header is looked at.
        proxy_headers=bool(trusted),
        forwarded_allow_ips=trusted,
        timeout_graceful_shutdown=PATIENCE_SECONDS,
    )
    try:
        Announced(config).run()
    except KeyboardInterrupt:
        pass  # Ctrl+C is how one stops it
    except SystemExit:
        # It has logged why, with an exit code of its own.
        raise click.exceptions.Exit(PROBLEM) from None
