"""What the API's documentation says of the headers of answers."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
Headers = dict[str, dict[str, Any]]

READ_HEADERS: Headers = {
    "ETag": {"description": "Names these bytes: If-None-Match takes it.", "schema": TEXT},
    "X-Data-Version": {
        "description": "The number of the record's last revision.",
        "schema": {"type": "integer", "minimum": 0},
    },
}
LIST_HEADERS: Headers = {
    **READ_HEADERS,
    "Link": {
        "description": "The next page (next), the same rows as files (alternate), the terms (license).",
        "schema": TEXT,
    },
    "X-As-Of": {"description": "The day the rows are about.", "schema": {**TEXT, "format": "date"}},
}
FILE_HEADERS = {name: said for name, said in LIST_HEADERS.items() if name != "Link"}
RETRY: Headers = {
    "Retry-After": {
        "description": "In how many seconds to ask again.",
        "schema": {"type": "integer", "minimum": 1},
    }
}
