"""Keep the promise of the API: `python -m scripts.openapi` writes docs/openapi.json, what programs may rely on.

It writes what was added. Where something that programs rely on would break it says what, and writes nothing, unless
`--breaking` is given: that is a new version of the API (docs/decisions/0018-programs.md).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.config import Settings
from app.main import create_app

SNAPSHOT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"
LEAST, MOST = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")
BODY = "application/json"


@dataclass(slots=True)
class Said:
    """What a description says of one value: its types, its words if it has only some, its limits, if it must be."""

    types: set[str] = field(default_factory=set)
    words: set[Any] | None = None
    limits: dict[str, Any] = field(default_factory=dict)
    required: bool = False


def described() -> dict[str, Any]:
    """What the API says of itself now. The software's own version is no part of the promise."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/none.db", _env_file=None))
        said: dict[str, Any] = json.loads(json.dumps(app.openapi()))
        app.state.database.close()
    said["info"]["version"] = "v1"
    return said


def written(said: dict[str, Any]) -> str:
    """As the file holds it: in one order, so that a difference is what differs."""
    return json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def breaking(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a program that relies on `old` would no longer find in `new`, in words."""
    found: list[str] = []
    for path, methods in old["paths"].items():
        for method, call in methods.items():
            name = f"{method.upper()} {path}"
            instead = new["paths"].get(path, {}).get(method)
            found += [f"{name} is gone"] if instead is None else _in_a_call(name, old, call, new, instead)
    return found


def _in_a_call(name: str, old: Any, call: Any, new: Any, instead: Any) -> list[str]:
    before, after = _parameters(old, call), _parameters(new, instead)
    asked = _asked(f"{name}: parameter", before, after)
    body, sent = _body(old, call), _body(new, instead)
    taken = [f"{name}: takes no body any more"] if body and not sent else _asked(f"{name}: body", body, sent)
    return [*asked, *taken, *_in_the_answers(name, old, call, new, instead)]


def _in_the_answers(name: str, old: Any, call: Any, new: Any, instead: Any) -> list[str]:
    found: list[str] = []
    for status, answer in call["responses"].items():
        if not status.startswith("2"):
            continue
        there = instead["responses"].get(status)
        if there is None:
            found.append(f"{name}: does not answer {status} any more")
            continue
        found += [f"{name}: header {h} is gone" for h in _missing(answer, there, "headers")]
        found += [f"{name}: {kind} is gone" for kind in _missing(answer, there, "content")]
        for kind in set(answer.get("content", {})) & set(there.get("content", {})):
            before = _values(old, answer["content"][kind].get("schema", {}))
            after = _values(new, there["content"][kind].get("schema", {}))
            found += _answered(f"{name}: answer", before, after)
    return found


def _missing(old: Any, new: Any, part: str) -> list[str]:
    return sorted(set(old.get(part, {})) - set(new.get(part, {})))


def _asked(name: str, old: dict[str, Said], new: dict[str, Said]) -> list[str]:
    """What is sent: it may take more than before, never less, and never ask for more."""
    gone = [f"{name} {key} is gone" for key in old if key not in new]
    must = [
        f"{name} {key} is new and required" for key in new if key not in old and _must_be_sent(key, old, new)
    ]
    both = [key for key in old if key in new]
    return [
        *gone,
        *must,
        *(words for key in both for words in _narrowed(f"{name} {key}", old[key], new[key])),
    ]


def _must_be_sent(key: str, old: dict[str, Said], new: dict[str, Said]) -> bool:
    """A required part of something that is itself new and may be left out breaks nothing."""
    whole = key.removesuffix("[]").rpartition(".")[0] or ("as a whole" if "(" not in key else "")
    return new[key].required and not key.endswith("[]") and (whole in old or not whole)


def _narrowed(name: str, old: Said, new: Said) -> list[str]:
    found = [f"{name} is required now"] if new.required and not old.required else []
    found += [f"{name} does not take {kind} any more" for kind in sorted(old.types - new.types) if new.types]
    if new.words is not None:
        lost = sorted(map(str, old.words - new.words)) if old.words is not None else ["any other word"]
        found += [f"{name} does not take {word} any more" for word in lost]
    found += [
        f"{name} has the {limit} {new.limits[limit]} now"
        for limit in (*LEAST, *MOST)
        if _tighter(limit, old, new)
    ]
    if "pattern" in new.limits and new.limits["pattern"] != old.limits.get("pattern"):
        found.append(f"{name} has another pattern now")
    return found


def _tighter(limit: str, old: Said, new: Said) -> bool:
    if limit not in new.limits:
        return False
    if limit not in old.limits:
        return True
    return bool(
        new.limits[limit] > old.limits[limit] if limit in LEAST else new.limits[limit] < old.limits[limit]
    )


def _answered(name: str, old: dict[str, Said], new: dict[str, Said]) -> list[str]:
    """What is answered: a field stays, stays there always, and stays of its type."""
    found = [f"{name} {key} is gone" for key in old if key not in new]
    for key in (key for key in old if key in new):
        before, after = old[key], new[key]
        found += [f"{name} {key} may be left out now"] if before.required and not after.required else []
        found += [
            f"{name} {key} may be {kind} now" for kind in sorted(after.types - before.types) if before.types
        ]
        if before.words and after.words:
            found += [
                f"{name} {key} is never {w} any more" for w in sorted(map(str, before.words - after.words))
            ]
    return found


def _parameters(doc: Any, call: Any) -> dict[str, Said]:
    listed = [_resolved(doc, parameter) for parameter in call.get("parameters", [])]
    found: dict[str, Said] = {}
    for parameter in listed:
        name = f"{parameter['name']} ({parameter['in']})"
        values = dict(_walk(doc, parameter["schema"], name, (), required=parameter.get("required", False)))
        found |= values
    return found


def _body(doc: Any, call: Any) -> dict[str, Said]:
    content = call.get("requestBody", {}).get("content", {})
    return _values(doc, content[BODY]["schema"]) if BODY in content else {}


def _values(doc: Any, schema: Any) -> dict[str, Said]:
    return dict(_walk(doc, schema, "", (), required=True))


def _walk(
    doc: Any, schema: Any, name: str, inside: tuple[str, ...], *, required: bool
) -> Iterator[tuple[str, Said]]:
    """Every value that a schema describes, by its place; alternatives are one value of several types."""
    said = Said(required=required)
    below: dict[str, Any] = {}
    places: list[tuple[Any, tuple[str, ...]]] = [(schema, inside)]
    while places:
        part, via = places.pop()
        if ref := part.get("$ref"):
            if ref not in via:
                places.append((_resolved(doc, part), (*via, ref)))
            continue
        places += [(one, via) for key in ("anyOf", "oneOf", "allOf") for one in part.get(key, [])]
        _take(said, part)
        must = part.get("required", [])
        for key, one in part.get("properties", {}).items():
            below[f"{name}.{key}" if name else key] = (one, via, key in must)
        if "items" in part:
            below[f"{name}[]"] = (part["items"], via, True)
    yield name or "as a whole", said
    for key, (one, via, is_required) in below.items():
        yield from _walk(doc, one, key, via, required=is_required)


def _take(said: Said, part: Any) -> None:
    types = part.get("type", [])
    said.types |= {types} if isinstance(types, str) else set(types)
    words = part.get("enum", [part["const"]] if "const" in part else None)
    if words is not None:
        said.words = (said.words or set()) | set(words)
    said.limits |= {key: part[key] for key in (*LEAST, *MOST, "pattern") if key in part}


def _resolved(doc: Any, part: Any) -> Any:
    if "$ref" not in part:
        return part
    found = doc
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def main(arguments: list[str]) -> int:
    """Write the promise; 1 where that would break it."""
    now = described()
    broken = breaking(json.loads(SNAPSHOT.read_text(encoding="utf-8")), now) if SNAPSHOT.exists() else []
    sys.stdout.writelines(f"{line}\n" for line in broken)
    if broken and "--breaking" not in arguments:
        sys.stdout.write("Nothing was written: programs rely on this (docs/decisions/0018-programs.md).\n")
        return 1
    SNAPSHOT.write_text(written(now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
