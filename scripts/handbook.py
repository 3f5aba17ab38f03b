"""What the handbook tells of settings and commands: `python -m scripts.handbook` writes it from the program itself.

The whole of docs/handbook/reference.md, and two tables of the README. Its French is a text of its own, which
tests/test_handbook.py holds against the English one.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from app.cli import main as muster
from app.config import ROOT, Settings

REFERENCE = ROOT / "docs" / "handbook" / "reference.md"
README = ROOT / "README.md"
SETTINGS = "| setting | default | means |\n|---|---|---|\n"
COMMANDS = "| command | does |\n|---|---|\n"
INTRODUCTION = """# Settings and commands

Every setting and every command, as the program itself tells of them: `muster config` and `muster COMMAND --help` say
the same. [Running Muster](operator.md) tells when each is of use.

## Settings

Settings are read from the environment, or from a file `.env` in the folder in which the program starts, one a line
(`MUSTER_FEATURED=mali`). The environment goes before the file. A default that is a file or folder lies in the folder of
the program. `muster config` shows each setting with its value and where that comes from; `muster serve` refuses to
start with what would be unsafe, and says why.

"""
# Options, settings, files, commands and addresses, as they stand in a sentence.
CODES = re.compile(
    r"(?<![\w`/:-])(--[a-z][a-z-]*|MUSTER_[A-Z_]+|X-[A-Z]\w+-\w+|[\w/*]+\.(?:csv|toml|md|py|sha256)|pg_dump"
    r"|muster [a-z]+|/\.?[a-z][\w./-]*\w)(?![\w`])"
)


def main() -> None:
    """Write them."""
    REFERENCE.write_text(reference(), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")


def reference() -> str:
    """The page of the handbook."""
    return INTRODUCTION + settings_table() + "\n" + "\n".join(_section(*each) for each in commands())


def readme(text: str) -> str:
    """The README with its two tables as they should be."""
    rows = "".join(f"| `{usage}` | {paragraphs(command)[0]} |\n" for usage, command in commands())
    for head, table in ((SETTINGS, settings_table()), (COMMANDS, COMMANDS + rows)):
        text = re.sub(re.escape(head) + r"(?:\|.*\n)*", lambda _found, table=table: table, text)  # type: ignore[misc]
    return text


def settings_table() -> str:
    """Each setting with its default and its meaning."""
    return SETTINGS + "".join(
        f"| `MUSTER_{name.upper()}` | {default_of(name)} | {_coded(about.description or '')} |\n"
        for name, about in Settings.model_fields.items()
    )


def default_of(name: str) -> str:
    """A default as a reader sets it; what lies in the folder of the program is told from there."""
    value = Settings.model_fields[name].default
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text.replace(f'{ROOT}/', '')}`" if text else "none"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Each command by how it is typed: `muster user add NAME`."""
    for name, command in muster.commands.items():
        inside = command.commands.items() if isinstance(command, click.Group) else []
        for words, each in [(f"{name} {sub}", found) for sub, found in inside] or [(name, command)]:
            pieces = [param.human_readable_name for param in each.params if isinstance(param, click.Argument)]
            yield " ".join(["muster", words, *pieces]), each


def paragraphs(command: click.Command) -> list[str]:
    """What a command says of itself, a paragraph a line; the last one is its example."""
    return [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]


def _section(usage: str, command: click.Command) -> str:
    *about, example = paragraphs(command)
    typed = [] if usage == _bare(usage) else [f"`{usage}`"]
    parts = [f"## {_bare(usage)}", *typed, *map(_coded, about)]
    if options := [param for param in command.params if isinstance(param, click.Option)]:
        parts.append("| option | means |\n|---|---|\n" + "\n".join(map(_option, options)))
    return "\n\n".join([*parts, f"```sh\n{example.removeprefix('Example: ')}\n```"]) + "\n"


def _bare(usage: str) -> str:
    """A command without what it is given."""
    return " ".join(word for word in usage.split() if word.islower() and word[0].isalpha())


def _option(option: click.Option) -> str:
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    accepted = f" Accepted: {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
    default = f" Default: `{option.default}`." if option.show_default and option.default else ""
    name = (
        option.opts[0] if option.is_flag else f"{option.opts[0]} {option.metavar or str(option.name).upper()}"
    )
    return f"| `{name}` | {_coded(option.help or '')}{accepted}{default} |"


def _coded(text: str) -> str:
    """Names of options, settings, files and commands as code."""
    return CODES.sub(r"`\1`", text)


if __name__ == "__main__":
    main()
