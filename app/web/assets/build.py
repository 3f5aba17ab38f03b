"""Building `static/build/`: every served file under a name that holds the hash of its content, compressed once."""

import fcntl
import gzip
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath

import brotli

from app.web.assets import fonts, rewrite, sources
from app.web.assets.catalogue import MANIFEST

# Fonts and pixel images are compressed in themselves.
COMPRESSED = (".css", ".js", ".json", ".svg", ".txt", ".webmanifest")
LOCK = ".lock"


def build(static: Path, node_modules: Path) -> dict[str, str]:
    """Make `static/build` what the sources say now, and return its manifest: asset name -> path in the folder.

    A file whose content is already there is left alone, so a second run takes a fraction of a second. Whoever reads
    the folder meanwhile sees the old manifest with its files, or the new one. Raises SourceError.
    """
    folder = static / "build"
    with _alone(folder):
        paths, files = collect(static, node_modules)
        with ThreadPoolExecutor() as pool:  # both compressors let other threads run
            list(pool.map(lambda item: _write_with_variants(folder / item[0], item[1]), files.items()))
        _write(folder / MANIFEST, json.dumps(paths, indent=1, sort_keys=True).encode())
        _prune(folder, set(files))
    return paths


def collect(static: Path, node_modules: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """The manifest, and the content of each path in it."""
    plain = sources.packaged(node_modules) | sources.world(node_modules) | sources.own_files(static)
    plain |= fonts.for_pictures(plain)
    paths = {name: hashed(name, content) for name, content in plain.items()}
    files = {paths[name]: content for name, content in plain.items()}
    _add_flags(sources.flags(node_modules), paths, files)
    _add_style(static, node_modules, paths, files)
    _add_scripts(sources.own(static, "js"), paths, files)
    return paths, files


def hashed(name: str, content: bytes) -> str:
    """The name with the hash of the content before its ending: "js/theme.js" -> "js/theme.0f3a....js"."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{_hash(content)}{path.suffix}"))


def _add_flags(flags: dict[str, bytes], paths: dict[str, str], files: dict[str, bytes]) -> None:
    """One hash for the folder of all flags: "flags/fr.svg" -> "flags.0f3a.../fr.svg"."""
    folder = f"flags.{_hash(b''.join(name.encode() + content for name, content in flags.items()))}"
    for name, content in flags.items():
        paths[name] = f"{folder}/{PurePosixPath(name).name}"
        files[paths[name]] = content


def _add_style(static: Path, node_modules: Path, paths: dict[str, str], files: dict[str, bytes]) -> None:
    fonts = rewrite.used_fonts(sources.font_rules(node_modules))
    sheets = rewrite.bundle(sources.own(static, "css"))
    content = rewrite.point_css(f"{fonts}\n{sheets}", paths).encode()
    paths["app.css"] = hashed("app.css", content)
    files[paths["app.css"]] = content


def _add_scripts(scripts: dict[str, str], paths: dict[str, str], files: dict[str, bytes]) -> None:
    """What a script imports is built first, since its built name is part of the script's content."""

    def path_of(name: str, importers: tuple[str, ...] = ()) -> str:
        if name not in scripts or name in importers:
            chain = " -> ".join((*importers, name))
            raise sources.SourceError(f"static: imports that lead nowhere or in a circle: {chain}")
        if name not in paths:
            content = rewrite.point_js(
                scripts[name], lambda other: path_of(other, (*importers, name))
            ).encode()
            paths[name] = hashed(name, content)
            files[paths[name]] = content
        return paths[name]

    for name in scripts:
        path_of(name)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _write_with_variants(path: Path, content: bytes) -> None:
    # The plain file comes last: where it is, its variants are.
    if path.exists():
        return
    if path.suffix in COMPRESSED:
        _write(path.with_name(path.name + ".br"), brotli.compress(content, quality=11))
        _write(path.with_name(path.name + ".gz"), gzip.compress(content, compresslevel=9, mtime=0))
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    """Put the whole file in place at once: a build that is interrupted leaves no half file under a final name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _prune(folder: Path, kept: set[str]) -> None:
    wanted = {path + ending for path in kept for ending in ("", ".br", ".gz")} | {MANIFEST, LOCK}
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    for path in folder.iterdir():
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time in a folder: the second waits."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
