"""Pointsbook: betting with points among friends."""

import sys

# Before any import that an older Python would trip over with a traceback.
if sys.version_info < (3, 11):  # noqa: UP036 - a checkout can be run by any Python
    sys.exit(f"Pointsbook needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
