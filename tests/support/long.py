"""How long random tests look: a short look each time, a long one where MUSTER_LONG_TESTS=true asks for it."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

LONG = os.environ.get("MUSTER_LONG_TESTS") == "true"
TIMES = 10


def examples(ordinary: int) -> settings:
    """So many random records in the ordinary suite, ten times as many in the long one.

    A database may be shared by the examples of a test, and a busy machine is no fault of what is tested.
    """
    return settings(
        max_examples=ordinary * (TIMES if LONG else 1),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
