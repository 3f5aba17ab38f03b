"""How much fuzzers try."""

import os

LONG = os.environ.get("MUSTER_LONG_TESTS") == "true"
TIMES = 100


def examples(n: int) -> int:
    """So many in the ordinary run; a hundred times as many where MUSTER_LONG_TESTS=true."""
    return n * TIMES if LONG else n
