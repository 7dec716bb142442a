"""The list of all signals, as the tests read it."""

from pathlib import Path
from typing import Any

import yaml

SIGNALS: dict[str, Any] = yaml.safe_load(Path("observability/signals.yaml").read_text())
