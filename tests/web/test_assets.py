"""The assets that pages ask for, read from a folder that was built, and served from it."""

import gzip
import json
import os
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.config import ROOT
from app.web.assets import asset_url, assets_app, has_asset
from app.web.assets.build import build
from app.web.assets.catalogue import AssetMissing, Catalogue
from app.web.assets.server import AssetServer

NAMES = (
    "app.css",
    "flags/fr.svg",
    "flags/xk.svg",
    "fonts/public-sans-ext.woff2",
    "fonts/public-sans.woff2",
    "fonts/source-serif-4-600-ext.woff2",
    "fonts/source-serif-4-600.woff2",
    "plotly.js",
    "swagger/swagger-ui-bundle.js",
    "swagger/swagger-ui.css",
)


@pytest.fixture(scope="module")
def folder() -> Path:
    """The project's own assets as they are now; quick where nothing changed."""
    build(ROOT / "static", ROOT / "node_modules")
    return ROOT / "static" / "build"


@pytest.fixture(scope="module")
def client(folder: Path) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/static", assets_app)]))


def put(folder: Path, **files: str) -> None:
    """Files and a manifest that names each by itself."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.css").write_text(text)
    unfinished = folder / "unfinished"
    unfinished.write_text(json.dumps({f"{name}.css": f"{name}.css" for name in files}))
    unfinished.replace(folder / "manifest.json")


@pytest.mark.parametrize("name", NAMES)
def test_each_asset_is_served_at_its_address(client: TestClient, name: str) -> None:
    answer = client.get(asset_url(name))

    assert answer.status_code == 200
    assert answer.content
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("app.css", "text/css; charset=utf-8"),
        ("plotly.js", "text/javascript; charset=utf-8"),
        ("flags/ml.svg", "image/svg+xml"),
        ("fonts/public-sans.woff2", "font/woff2"),
    ],
)
def test_a_file_says_what_it_is(client: TestClient, name: str, media_type: str) -> None:
    assert client.get(asset_url(name)).headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_smallest_accepted_variant_is_sent(
    client: TestClient, accepted: str, encoding: str | None
) -> None:
    plain = client.get(asset_url("app.css"), headers={"Accept-Encoding": "identity"})

    answer = client.get(asset_url("app.css"), headers={"Accept-Encoding": accepted})

    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == plain.content
    assert (int(answer.headers["content-length"]) < len(plain.content)) == (encoding is not None)


def test_variants_hold_the_same_content(folder: Path) -> None:
    path = folder / asset_url("plotly.js").removeprefix("/static/")
    plain = path.read_bytes()

    assert brotli.decompress(Path(f"{path}.br").read_bytes()) == plain
    assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == plain


def test_fonts_are_not_compressed_again(client: TestClient) -> None:
    answer = client.get(asset_url("fonts/public-sans.woff2"), headers={"Accept-Encoding": "br"})

    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers
    assert answer.content.startswith(b"wOF2")


def test_a_browser_that_has_the_file_gets_304(client: TestClient) -> None:
    first = client.get(asset_url("app.css"), headers={"Accept-Encoding": "br"})
    tag = {"If-None-Match": first.headers["etag"]}

    same = client.get(asset_url("app.css"), headers={"Accept-Encoding": "br"} | tag)
    other_variant = client.get(asset_url("app.css"), headers={"Accept-Encoding": "gzip"} | tag)

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["cache-control"] == first.headers["cache-control"]
    assert other_variant.status_code == 200


def test_head_says_the_same_without_the_file(client: TestClient) -> None:
    answer = client.head(asset_url("app.css"))

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path",
    [
        "/static/manifest.json",
        "/static/.lock",
        "/static/flags",
        "/static/",
        "/static/app.css",
        "/static/../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2fetc%2fpasswd",
        "/static/app.css%00.js",
    ],
)
def test_what_is_not_in_the_manifest_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers.get("cache-control") != "public, max-age=31536000, immutable"


def test_variants_have_no_address_of_their_own(client: TestClient) -> None:
    assert client.get(f"{asset_url('app.css')}.br").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_assets_cannot_be_written(client: TestClient, method: str) -> None:
    answer = client.request(method, asset_url("app.css"))

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_an_unknown_name_names_its_neighbours(folder: Path) -> None:
    with pytest.raises(AssetMissing, match=r"no asset 'fonts/public-sans\.woff'.*near: .*make install"):
        asset_url("fonts/public-sans.woff")


def test_not_every_code_has_a_flag(folder: Path) -> None:
    assert has_asset("flags/ml.svg")
    assert not has_asset("flags/zz.svg")


def test_without_a_build_the_error_says_what_to_run(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "build")

    with pytest.raises(AssetMissing, match="make install"):
        catalogue.path("app.css")
    with pytest.raises(AssetMissing, match="make install"):
        TestClient(AssetServer(catalogue)).get("/app.css")


def test_a_new_manifest_is_noticed_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    put(folder, first="a{}")
    catalogue = Catalogue(folder)
    before = catalogue.has("second.css")
    then = (folder / "manifest.json").stat().st_mtime_ns

    put(folder, first="a{}", second="b{}")
    # Even where the clock is too coarse to tell the two apart.
    os.utime(folder / "manifest.json", ns=(then, then))

    assert not before
    assert catalogue.path("second.css") == "second.css"
    assert TestClient(AssetServer(catalogue)).get("/second.css").text == "b{}"
