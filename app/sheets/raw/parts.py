"""The parts of an XLSX file: unpacked step by step, within limits, and read as XML that names nothing outside."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from app.i18n import _
from app.sheets.raw.told import unreadable

BLOCK = 1 << 16
# What one file may hold once it is unpacked; and how much more than packed, where it is not small.
LARGEST = 1 << 30
SMALL, MOST_TIMES = 20 << 20, 200
MOST_PARTS = 5_000
# A list of parts, and one piece of XML (a tag with its attributes): what is larger would be held in memory whole.
LARGEST_LIST, LARGEST_TAG = 1 << 20, 4 << 20
END_OF_LIST, TAIL = b"PK\x05\x06", (1 << 16) + 22


class Package:
    """An XLSX file. SheetError: it is none, or it would grow beyond all measure."""

    def __init__(self, file: Any, name: str) -> None:
        self.name = name
        try:
            if _list_size(file) > LARGEST_LIST:
                raise self._too_large()
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.broken(str(error)) from None
        self._left = LARGEST
        self._check()

    def _check(self) -> None:
        """What the file says of itself. It may lie: `blocks` counts too."""
        parts = self._zip.infolist()
        whole, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
        if len(parts) > MOST_PARTS or whole > LARGEST or (whole > SMALL and whole > packed * MOST_TIMES):
            raise self._too_large()

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def blocks(self, part: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece. SheetError where it cannot be, or where it becomes too large."""
        try:
            info = self._zip.getinfo(part)
            most = max(SMALL, info.compress_size * MOST_TIMES)
            with self._zip.open(info) as stream:
                for block in iter(lambda: stream.read(BLOCK), b""):
                    self._left, most = self._left - len(block), most - len(block)
                    if self._left < 0 or most < 0:
                        raise self._too_large()
                    yield block
        except KeyError:
            raise self.broken(_("it has no part {part}", part=part)) from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise self.broken(str(error)) from None

    def parse(
        self, part: str, start: Callable[[str, dict[str, str]], None], end: Any = None, text: Any = None
    ) -> Iterator[None]:
        """Read a part as XML with these handlers, which get names without prefixes; stops after each piece."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        # No workbook has one: it is how XML is made to grow, or to name other files.
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            fed = 0
            for block in self.blocks(part):
                parser.Parse(block, False)
                fed += len(block)
                if fed - max(0, parser.CurrentByteIndex) > LARGEST_TAG:
                    raise self._too_large()
                yield
            parser.Parse(b"", True)
            yield
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise self.broken(f"{part}: {error}") from None

    def elements(self, part: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The elements of a small part, with their attributes, as they begin."""
        found: list[tuple[str, dict[str, str]]] = []
        for _piece in self.parse(part, lambda name, given: found.append((local(name), given))):
            yield from found
            found.clear()

    def broken(self, why: str) -> Exception:
        """What is said of a file that is no workbook."""
        return unreadable(self.name, 1, "", _("the workbook cannot be read: {error}", error=why))

    def _too_large(self) -> Exception:
        message = _("the workbook would unpack to more than it should hold: save the sheet alone, as CSV")
        return unreadable(self.name, 1, "", message)

    def _refuse_doctype(self, *_given: object) -> None:
        raise self.broken(_("it declares a document type"))

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _list_size(file: Any) -> int:
    """How many bytes the list of a ZIP file's parts says that it has; the most, where it says so twice."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    file.seek(0)
    places = [match.start() for match in re.finditer(re.escape(END_OF_LIST), tail)]
    return max((int.from_bytes(tail[at + 12 : at + 16], "little") for at in places), default=0)
