"""The form of a result: its fields by the sport's scheme, and what was typed into them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.catalogue.rules.events import Seat
from app.catalogue.rules.results import QUARTERS, ResultDocument, Scores
from app.catalogue.rules.sports import Scheme
from app.catalogue.rules.zones import TimeUnclear, in_utc
from app.plumbing.languages import sentence

SETS = tuple(f"set_{number}" for number in range(1, 6))
ROUNDS = tuple(f"round_{number}" for number in range(1, 13))
# What is usually told first, then what seldom is.
USUAL: Mapping[Scheme, tuple[str, ...]] = {
    Scheme.GOALS: ("half_time", "full_time"),
    Scheme.SETS: ("full_time", *SETS[:3]),
    Scheme.POINTS: (*QUARTERS, "half_time", "full_time"),
    Scheme.POSITIONS: (),
    Scheme.ROUNDS: ("full_time",),
    Scheme.CUSTOM: ("full_time",),
}
SELDOM: Mapping[Scheme, tuple[str, ...]] = {
    Scheme.GOALS: ("extra_time", "shoot_out"),
    Scheme.SETS: SETS[3:],
    Scheme.POINTS: ("extra_time",),
    Scheme.POSITIONS: ("laps",),
    Scheme.ROUNDS: ROUNDS,
    Scheme.CUSTOM: (),
}
WITH_POSITIONS = frozenset({Scheme.POSITIONS, Scheme.ROUNDS, Scheme.CUSTOM})
NAMES: Mapping[str, str] = {
    "half_time": sentence("Half time"),
    "full_time": sentence("Full time"),
    "extra_time": sentence("Extra time, with all before"),
    "shoot_out": sentence("Shoot-out alone"),
    "laps": sentence("Laps"),
}
SETS_WON = sentence("Sets won")
ROUNDS_WON = sentence("Rounds won")
NUMBERED: Mapping[str, str] = {
    "set": sentence("Set"),
    "round": sentence("Round"),
    "quarter": sentence("Quarter"),
}

PLAYED, ABANDONED, CANCELLED = "played", "abandoned", "cancelled"
ENDINGS = (
    (PLAYED, sentence("Played to its end")),
    (ABANDONED, sentence("Abandoned before its end")),
    (CANCELLED, sentence("Never played")),
)
NUMBER_WANTED = sentence("Give a whole number.")
ALL_OR_NONE = sentence("Give a score for everybody, or for nobody.")
MINUTES_WANTED = sentence("Give minutes with commas between them, such as 12, 45, 78.")
UNCLEAR = sentence("There is no such moment in your time zone, or there are two.")
NUMBER = re.compile(r"[0-9]{1,6}")
MINUTES = re.compile(r"[0-9]{1,3}( *, *[0-9]{1,3})*")
NUMBERS_FORM = "%Y-%m-%dT%H:%M"


def name_of(scheme: Scheme, period: str) -> tuple[str, str]:
    """The words for a period, and the number that follows them."""
    part, _, number = period.rpartition("_")
    if part in NUMBERED and number.isdigit():
        return NUMBERED[part], number
    if period == "full_time" and scheme in {Scheme.SETS, Scheme.ROUNDS}:
        return (SETS_WON if scheme is Scheme.SETS else ROUNDS_WON), ""
    return NAMES.get(period, period.replace("_", " ")), ""


def periods_of(scheme: Scheme) -> tuple[str, ...]:
    return USUAL[scheme] + SELDOM[scheme]


def filled_in(document: ResultDocument, zone: ZoneInfo) -> dict[str, str]:
    """A result as the fields of its form."""
    values = {
        f"score-{period}-{number}": str(score)
        for period, scores in document.all_scores.items()
        for number, score in scores.items()
    }
    values |= {f"position-{number}": str(at) for number, at in document.positions.items()}
    values |= {f"away-{number}": "true" for number in document.withdrawn}
    values |= {f"cut-{period}": "true" for period in document.cut_short or {}}
    values |= {
        f"goals-{number}": ", ".join(map(str, minutes))
        for number, minutes in (document.goals or {}).items()
    }
    if document.true_start_at:
        values["true_start_at"] = document.true_start_at.astimezone(zone).strftime(NUMBERS_FORM)
    if document.cut_short is not None:
        values["ended"] = ABANDONED if document.was_played else CANCELLED
    return values


class ResultForm:
    """What was typed, what is wrong with it, and the result that it tells."""

    def __init__(
        self, scheme: Scheme, seats: Sequence[Seat], values: Mapping[str, str], zone: ZoneInfo
    ) -> None:
        self._scheme = scheme
        self._seats = [seat.number for seat in seats if seat.withdrawn_at is None]
        self._zone = zone
        self.values = values
        self.errors: dict[str, str] = {}

    def read(self) -> ResultDocument | None:
        away = frozenset(n for n in self._seats if self._typed(f"away-{n}"))
        present = [number for number in self._seats if number not in away]
        ended = self._typed("ended") or PLAYED
        scores = {} if ended == CANCELLED else dict(self._scores(present))
        cut = {p for p in scores if ended == ABANDONED and self._typed(f"cut-{p}")}
        document = ResultDocument(
            scores={period: each for period, each in scores.items() if period not in cut},
            positions={} if ended == CANCELLED else dict(self._numbers("position", present)),
            cut_short=None if ended == PLAYED else {period: scores[period] for period in cut},
            withdrawn=away,
            true_start_at=self._true_start(),
            goals=self._goals(present),
        )
        return None if self.errors else document

    def _typed(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def _scores(self, present: Sequence[int]) -> Iterator[tuple[str, Scores]]:
        for period in periods_of(self._scheme):
            scores = dict(self._numbers(f"score-{period}", present))
            if scores and len(scores) < len(present):
                self.errors.setdefault(f"score-{period}", ALL_OR_NONE)
            if scores:
                yield period, scores

    def _numbers(self, prefix: str, present: Sequence[int]) -> Iterator[tuple[int, int]]:
        for number in present:
            typed = self._typed(f"{prefix}-{number}")
            if NUMBER.fullmatch(typed):
                yield number, int(typed)
            elif typed:
                self.errors[prefix] = NUMBER_WANTED

    def _goals(self, present: Sequence[int]) -> dict[int, tuple[int, ...]] | None:
        """Nobody's minutes: they are not known.  Somebody's: who has none scored none."""
        typed = {number: self._typed(f"goals-{number}") for number in present}
        if not any(typed.values()):
            return None
        for number, minutes in typed.items():
            if minutes and not MINUTES.fullmatch(minutes):
                self.errors[f"goals-{number}"] = MINUTES_WANTED
        if self.errors:
            return None
        return {n: tuple(int(at) for at in text.split(",") if at) for n, text in typed.items()}

    def _true_start(self) -> datetime | None:
        return self._moment("true_start_at")

    def _moment(self, name: str) -> datetime | None:
        typed = self._typed(name)
        try:
            return local_moment(typed, self._zone)
        except ValueError:
            self.errors[name] = UNCLEAR
            return None


def local_moment(typed: str, zone: ZoneInfo) -> datetime | None:
    """A moment as browsers write it, on the reader's clock.

    Raises ValueError where clocks show it never or twice, or where it is none.
    """
    if not typed:
        return None
    local = datetime.fromisoformat(typed)
    if local.tzinfo is not None:
        raise TimeUnclear(typed)
    return in_utc(local, zone)
