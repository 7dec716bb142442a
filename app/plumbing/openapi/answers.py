"""Answers as they were given in play, shown as examples: `answers.json` beside each feature."""

import json
from functools import cache
from pathlib import Path
from typing import Any

APP = Path(__file__).parents[2]


@cache
def answers_of(feature: str) -> dict[str, Any]:
    """By method and address, such as `GET /api/bets/{bet_id}`."""
    path = APP / feature / "answers.json"
    answers: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return answers
