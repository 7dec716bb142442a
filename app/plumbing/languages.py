"""Text, numbers and times as one reader wants them.

Sentences are written in English where they are used, and looked up in the reader's catalogue when
a page or a message is made.  What has no translation stays English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_timedelta
from babel.messages import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parent.parent / "locales"
USUAL = "en"
# English as most of the world writes its days.
REGIONS = {"en": "en_GB"}
PATTERNS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "moment": "EEE d MMM, HH:mm",
        "day": "EEE d MMM y",
        "time": "HH:mm",
        "exact": "EEEE d MMMM y, HH:mm:ss z",
    },
    "de": {
        "moment": "EEE d. MMM, HH:mm",
        "day": "EEE d. MMM y",
        "time": "HH:mm",
        "exact": "EEEE, d. MMMM y, HH:mm:ss z",
    },
}


def sentence(english: str) -> str:
    """Mark words that Python holds and a page translates, so that they are found for catalogues."""
    return english


def sentences(one: str, many: str) -> tuple[str, str]:
    """The same for words that depend on a number."""
    return one, many


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is written."""

    language: str
    zone: ZoneInfo

    def text(self, english: str) -> str:
        said = catalogue(self.language).get(english)
        return said[0] if said else english

    def plural(self, one: str, many: str, number: int) -> str:
        said = catalogue(self.language).get(one)
        if said:
            return said[_form(self.language, number)]
        return one if number == 1 else many

    def number(self, value: float) -> str:
        return format_decimal(value, locale=_region(self.language))

    def percent(self, share: float, *, digits: int = 0) -> str:
        pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
        return format_percent(share, pattern, locale=_region(self.language))

    def moment(self, at: datetime, style: str = "moment") -> str:
        return _moment(at.astimezone(self.zone), style, self.language)

    def ago(self, at: datetime, *, now: datetime) -> str:
        return format_timedelta(
            at - now, add_direction=True, format="short", locale=_region(self.language)
        )


def language_for(accepted: str, usual: str) -> str:
    """The first of the browser's languages that we speak, or what is usual here."""
    for wanted in accepted.split(","):
        language = wanted.split(";")[0].strip().lower().split("-")[0]
        if language in PATTERNS:
            return language
    return usual


# A page names the same moments again and again.
@lru_cache(maxsize=4096)
def _moment(at: datetime, style: str, language: str) -> str:
    patterns = PATTERNS.get(language, PATTERNS[USUAL])
    return format_datetime(at, patterns[style], tzinfo=at.tzinfo, locale=_region(language))


def _region(language: str) -> str:
    return REGIONS.get(language, language)


@cache
def catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """What each English sentence is in another language; of some there is a form a number."""
    path = CATALOGUES / language / "pages.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language, ignore_obsolete=True)
    said = (_said(message) for message in messages)
    return {english: words for english, words in said if english and all(words)}


def _said(message: Message) -> tuple[str, tuple[str, ...]]:
    match message.id, message.string:
        case [str(one), *_], [*forms]:
            return one, tuple(map(str, forms))
        case str(english), str(words):
            return english, (words,)
    return "", ()


@cache
def _forms(language: str) -> Mapping[str, int]:
    """Which of a catalogue's plural forms each kind of number has; both count as CLDR does."""
    kinds = [*Locale.parse(language).plural_form.tags, "other"]
    order = [each for each in ("zero", "one", "two", "few", "many", "other") if each in kinds]
    return {kind: at for at, kind in enumerate(order)}


def _form(language: str, number: int) -> int:
    return _forms(language)[Locale.parse(language).plural_form(number)]
