"""The catalogue of what was built: `static/build/manifest.json`, read again whenever it changes."""

import json
import os
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

MANIFEST = "manifest.json"


class AssetMissing(RuntimeError):
    """A page names a file that was not built: a fault of this installation, not of the reader."""


@dataclass(frozen=True, slots=True)
class Contents:
    """One state of the folder: which path an asset's name stands for, and every file that may be served."""

    paths: dict[str, str]
    files: frozenset[str]


class Catalogue:
    """What `folder` holds. Cheap to ask: the manifest is read only when it has changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # As text: a page asks hundreds of times, and a path is made into one each time.
        self._manifest = str(folder / MANIFEST)

    def path(self, name: str) -> str:
        """The path inside the folder of the asset `name`. Raises AssetMissing where there is none."""
        paths = self.contents().paths
        if name not in paths:
            near = ", ".join(get_close_matches(name, paths)) or "none alike"
            raise AssetMissing(
                f"There is no asset '{name}' in {self.folder} (near: {near}). Run `make install`."
            )
        return paths[name]

    def has(self, name: str) -> bool:
        """Whether there is an asset `name`. Raises AssetMissing where nothing was built at all."""
        return name in self.contents().paths

    def contents(self) -> Contents:
        """What the folder holds now. Raises AssetMissing where nothing was built."""
        try:
            state = os.stat(self._manifest)  # noqa: PTH116 - text, not a path: see above
        except FileNotFoundError as error:
            raise AssetMissing(
                f"The style sheets and scripts were never built: no {self.folder / MANIFEST}. Run `make install`."
            ) from error
        # The manifest is replaced, never rewritten: a new one has another inode, even within the clock's resolution.
        return _read(self.folder, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=8)
def _read(folder: Path, _changed_ns: int, _inode: int) -> Contents:
    paths: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    built = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    listed = {path + ending for path in paths.values() for ending in ("", ".br", ".gz")}
    return Contents(paths, frozenset(built & listed))
