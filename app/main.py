"""Where everything meets: the application, its middleware in order, its routers and its error handlers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import State
from starlette.exceptions import HTTPException

from app import __version__
from app.accounts.finding import People
from app.accounts.instead import SignInInstead
from app.accounts.permissions import permitted
from app.config import Settings, settings
from app.db import Database
from app.errors import MusterError
from app.ledger.newest import newest_of
from app.review.limits import Limits
from app.review.rates import Counters
from app.routes import include_routes
from app.sheets.jobs import Importer
from app.system.chain import ChainWalk
from app.web import failures
from app.web.compression import Compression
from app.web.headers import SecurityHeaders
from app.web.keeping import Keeping
from app.web.language import Languages
from app.web.limits import AtOnce, BodyLimit
from app.web.methods import Methods
from app.web.origin import SameOrigin
from app.web.prompt import FromShelf
from app.web.rate import RateLimit
from app.web.shelf import Shelf
from app.web.watching import Counts, Watching


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Give the connections back when the server stops."""
    yield
    app.state.importer.close()
    app.state.limits.counters.close()
    app.state.newest.close()
    app.state.database.close()


def create_app(configuration: Settings | None = None) -> FastAPI:
    """The application on the record that the settings name."""
    configuration = configuration or settings()
    app = FastAPI(
        title="Muster",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(permitted)],
    )
    app.state.settings = configuration
    app.state.database = Database(configuration.database_url, configuration.pool_size, configuration.replicas)
    app.state.limits = Limits(configuration, Counters(app.state.database))
    app.state.importer = Importer(configuration)
    app.state.counts = Counts()
    app.state.chain = ChainWalk()
    _keep_answers(app.state, configuration)
    include_routes(app)
    _handle_errors(app)
    # The last one added is the first to see a request.
    app.add_middleware(RateLimit, writing=app.state.limits.writing, exporting=app.state.limits.exporting)
    app.add_middleware(SignInInstead)
    app.add_middleware(People)
    app.add_middleware(failures.CrashAnswers)
    app.add_middleware(AtOnce, most=configuration.pool_size)
    app.add_middleware(SameOrigin)
    app.add_middleware(BodyLimit, sheets=configuration.import_mb * 1024 * 1024)
    app.add_middleware(Compression)
    app.add_middleware(Methods)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Languages)
    if configuration.kept_megabytes:
        app.add_middleware(Keeping, newest=app.state.newest, shelf=app.state.shelf)
    # Outside of what is kept: each request is counted, and has an id of its own.
    app.add_middleware(Watching, counts=app.state.counts)
    return app


def _keep_answers(state: State, configuration: Settings) -> None:
    state.newest = newest_of(state.database)
    state.shelf = Shelf(configuration.kept_megabytes * 1024 * 1024)
    # Who the local editor is, a connection does not know.
    if configuration.kept_megabytes and not configuration.local_editor:
        state.prompt = FromShelf(state.newest.now, state.shelf, state.counts)


def _handle_errors(app: FastAPI) -> None:
    app.add_exception_handler(MusterError, failures.on_muster_error)
    app.add_exception_handler(RequestValidationError, failures.on_bad_request)
    app.add_exception_handler(HTTPException, failures.on_http_error)
    app.add_exception_handler(DBAPIError, failures.on_database_error)
