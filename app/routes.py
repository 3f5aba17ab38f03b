"""Every router of the application."""

from fastapi import FastAPI

from app.accounts import pages as account_pages
from app.accounts import people_pages, sign_in_pages
from app.articles import api as articles_api
from app.articles import pages as article_pages
from app.changes import api as changes_api
from app.changes import corrections_pages, history_pages
from app.changes import pages as change_pages
from app.contributors import api as contributors_api
from app.contributors import door_pages as contributor_doors
from app.contributors import pages as contributor_pages
from app.figures import api as figures_api
from app.figures import embed_pages
from app.figures import pages as figure_pages
from app.figures.compare import pages as compare_pages
from app.figures.kept import api as kept_api
from app.figures.presence import api as presence_api
from app.mcp import api as mcp_api
from app.operations import api as operations_api
from app.operations import door_pages as operation_doors
from app.operations import pages as operation_pages
from app.pledges import api as pledges_api
from app.pledges import (
    correct_pages,
    corrections_api,
    decision_pages,
    edit_pages,
    form_pages,
    left_out_api,
)
from app.pledges import pages as pledge_pages
from app.releases import pages as release_pages
from app.review import pages as review_pages
from app.review import sender_pages
from app.search import api as search_api
from app.search import pages as search_pages
from app.sheets import api as import_api
from app.sheets import pages as import_pages
from app.sources import api as sources_api
from app.sources import became_api
from app.sources import door_pages as source_doors
from app.sources import pages as source_pages
from app.system import api_docs, data, handbook, health, method, metrics, security_txt, sitemap
from app.web.assets import assets_app

# In the order in which the documentation lists them.
DATA = (
    figures_api,
    presence_api,
    kept_api,
    left_out_api,
    pledges_api,
    corrections_api,
    operations_api,
    contributors_api,
    import_api,
    sources_api,
    became_api,
    articles_api,
    search_api,
    changes_api,
    corrections_pages,
    api_docs,
)


def include_routes(app: FastAPI) -> None:
    """Data first: /pledges.csv must not be taken for a pledge called ".csv"."""
    for listed in DATA:
        app.include_router(listed.router)
    api_docs.describe(app)
    app.include_router(article_pages.router)
    app.include_router(form_pages.router)  # before /pledges/{key}
    for corrections in (correct_pages, decision_pages, edit_pages, history_pages):
        app.include_router(corrections.router)
    app.include_router(import_pages.router)
    app.include_router(review_pages.router)
    app.include_router(sender_pages.router)
    for doors in (operation_doors, contributor_doors, source_doors):  # before what takes any name
        app.include_router(doors.router)
    app.include_router(change_pages.router)
    app.include_router(operation_pages.router)
    app.include_router(figure_pages.router)
    app.include_router(compare_pages.router)
    app.include_router(embed_pages.router)
    for pages in (
        pledge_pages,
        contributor_pages,
        source_pages,
        search_pages,
        method,
        handbook,
        release_pages,
        data,
        sitemap,
        health,
        metrics,
        security_txt,
    ):
        app.include_router(pages.router)
    app.include_router(mcp_api.router)
    for accounts in (sign_in_pages, account_pages, people_pages):
        app.include_router(accounts.router)
    app.mount("/static", assets_app, name="static")
