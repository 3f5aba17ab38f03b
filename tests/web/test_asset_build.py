"""Building the assets: names that hold the content's hash, and files that name each other by them."""

import re
import shutil
from pathlib import Path

import pytest

from app.config import ROOT
from app.web.assets.__main__ import main
from app.web.assets.build import build, collect
from app.web.assets.rewrite import bundle, point_css
from app.web.assets.sources import ATLAS, COUNTRIES, PACKAGED, SourceError

pytestmark = pytest.mark.slow

PACKAGES = ROOT / "node_modules"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A small project of its own, whose assets are collected with the real packages."""
    put(tmp_path, "css/base.css", "body{color:red}")
    put(tmp_path, "js/theme.js", "document.title = 'theme'")
    put(tmp_path, "icons/icon.svg", "<svg/>")
    return tmp_path


@pytest.fixture
def few_packages(tmp_path: Path) -> Path:
    """The real packages with two flags of 271 and short scripts: enough to build again and again."""
    folder = tmp_path / "packages"
    for name, path in PACKAGED.items():
        put(folder, path, "plotly")
        if name.endswith(".woff2"):  # pictures need fonts that are some
            shutil.copy(PACKAGES / path, folder / path)
    for path in (ATLAS, COUNTRIES):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGES / path, folder / path)
    for name in ("fr", "ml"):
        put(folder, f"flag-icons/flags/4x3/{name}.svg", f"<svg>{name}</svg>")
    for path in ("@fontsource/source-serif-4/600.css", "@fontsource-variable/public-sans/index.css"):
        shutil.copy(PACKAGES / path, folder / path)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_name_changes_with_the_content_and_only_then(static: Path) -> None:
    first, _ = collect(static, PACKAGES)
    again, _ = collect(static, PACKAGES)
    put(static, "css/base.css", "body{color:blue}")
    changed, _ = collect(static, PACKAGES)

    assert first == again
    assert {name for name in first if first[name] != changed[name]} == {"app.css"}
    assert re.fullmatch(r"app\.[0-9a-f]{12}\.css", first["app.css"])


def test_flags_share_one_folder_that_any_of_them_renames(static: Path, few_packages: Path) -> None:
    before, _ = collect(static, few_packages)
    put(few_packages, "flag-icons/flags/4x3/ml.svg", "<svg>new</svg>")
    after, _ = collect(static, few_packages)

    assert re.fullmatch(r"flags\.[0-9a-f]{12}/fr\.svg", before["flags/fr.svg"])
    assert before["flags/fr.svg"] != after["flags/fr.svg"]


def test_style_sheets_are_joined_in_the_order_that_lets_print_win() -> None:
    names = ("print", "forms", "components", "tokens", "base")

    assert bundle({f"css/{name}.css": name for name in names}).split() == [
        "tokens",
        "base",
        "components",
        "forms",
        "print",
    ]


def test_the_style_sheet_declares_each_served_font_and_no_other(static: Path) -> None:
    paths, files = collect(static, PACKAGES)
    style = files[paths["app.css"]].decode()

    fonts = {path for name, path in paths.items() if name.endswith(".woff2")}
    assert set(re.findall(r'url\("([^"]+)"\)', style)) == fonts
    assert style.count("@font-face") == style.count("unicode-range") == 4
    assert set(re.findall(r"font-family: '([^']+)'", style)) == {"Source Serif 4", "Public Sans"}
    assert style.index("@font-face") < style.index("body{color:red}")


@pytest.mark.parametrize(
    "written", ["url(icons/a.svg)", 'url("../icons/a.svg")', "url('/static/icons/a.svg')"]
)
def test_a_style_sheet_names_the_built_file(written: str) -> None:
    assert (
        point_css(f"a{{mask:{written}}}", {"icons/a.svg": "icons/a.0f.svg"})
        == 'a{mask:url("icons/a.0f.svg")}'
    )


@pytest.mark.parametrize("kept", ["url(#grain)", "url(\"data:image/svg+xml,<svg d='M0(1)'/>\")"])
def test_a_style_sheet_keeps_what_is_inside_itself(kept: str) -> None:
    assert point_css(kept, {}) == kept


@pytest.mark.parametrize("target", ["https://example.org/a.css", "//example.org/a.css", "icons/none.svg"])
def test_a_style_sheet_that_names_something_else_is_refused(target: str) -> None:
    with pytest.raises(SourceError, match=re.escape(target)):
        point_css(f'a{{mask:url("{target}")}}', {"icons/a.svg": "icons/a.0f.svg"})


def test_scripts_import_each_other_by_their_built_names(static: Path) -> None:
    put(static, "js/a.js", 'import { b } from "./b.js";\nconst c = await import("./c.js");\n')
    put(static, "js/b.js", "export { c as b } from './c.js';")
    put(static, "js/c.js", "export const c = 1;")
    paths, files = collect(static, PACKAGES)

    first = files[paths["js/a.js"]].decode()
    assert f'from "./{paths["js/b.js"].removeprefix("js/")}"' in first
    assert f'import("./{paths["js/c.js"].removeprefix("js/")}")' in first


def test_a_changed_script_renames_those_that_import_it(static: Path) -> None:
    put(static, "js/a.js", 'import "./b.js";')
    put(static, "js/b.js", "1")
    before, _ = collect(static, PACKAGES)
    put(static, "js/b.js", "2")
    after, _ = collect(static, PACKAGES)

    assert before["js/a.js"] != after["js/a.js"]


@pytest.mark.parametrize(
    ("line", "chain"), [('import "./a.js";', "js/a.js -> js/a.js"), ('import "./no.js";', "js/no.js")]
)
def test_an_import_that_leads_nowhere_is_named(static: Path, line: str, chain: str) -> None:
    put(static, "js/a.js", line)

    with pytest.raises(SourceError, match=chain):
        collect(static, PACKAGES)


def test_a_type_that_cannot_be_served_is_refused(static: Path) -> None:
    put(static, "icons/photo.bmp", "")

    with pytest.raises(SourceError, match=r"static/icons/photo\.bmp: .*accepted are css"):
        collect(static, PACKAGES)


def test_a_missing_package_says_what_to_run(static: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="make install"):
        collect(static, tmp_path / "nothing")


def test_a_second_build_writes_no_asset_again_and_removes_what_is_gone(
    static: Path, few_packages: Path
) -> None:
    folder = static / "build"
    first = build(static, few_packages)
    written = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.name != "manifest.json"}
    put(static, "css/base.css", "body{color:blue}")
    second = build(static, few_packages)

    old, new = folder / first["app.css"], folder / second["app.css"]
    kept = {path: path.stat().st_mtime_ns for path in written if path.exists()}
    assert kept.items() <= written.items()
    assert {path.name for path in written.keys() - kept.keys()} == {
        old.name,
        f"{old.name}.br",
        f"{old.name}.gz",
    }
    assert new.exists()
    assert (folder / first["js/theme.js"]).exists()


def test_a_half_written_file_is_never_taken_for_whole(static: Path, few_packages: Path) -> None:
    paths, files = collect(static, few_packages)
    put(static / "build", f"{paths['app.css']}.new", "half")

    build(static, few_packages)

    assert (static / "build" / paths["app.css"]).read_bytes() == files[paths["app.css"]]


def test_a_wrong_call_says_how_to_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bild"]) == 2
    assert "build" in capsys.readouterr().err
