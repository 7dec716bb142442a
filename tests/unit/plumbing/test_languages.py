"""Text, numbers and times as a reader wants them."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.plumbing import languages
from app.plumbing.languages import Reader, language_for

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Place the bet"
msgstr "Wette platzieren"

msgid "Not yet said"
msgstr ""

msgid "%(number)s bet"
msgid_plural "%(number)s bets"
msgstr[0] "%(number)s Wette"
msgstr[1] "%(number)s Wetten"
"""
KICK_OFF = datetime(2026, 6, 11, 19, 0, tzinfo=UTC)
ACCRA = Reader("en", ZoneInfo("Africa/Accra"))


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "pages.po").write_text(CATALOGUE)
    monkeypatch.setattr(languages, "CATALOGUES", tmp_path)
    languages.catalogue.cache_clear()
    return Reader("de", ZoneInfo("Europe/Berlin"))


def test_a_sentence_is_said_in_the_readers_language(german: Reader) -> None:
    assert german.text("Place the bet") == "Wette platzieren"


@pytest.mark.parametrize("sentence", ["Not yet said", "Never heard of"])
def test_what_has_no_translation_stays_english(german: Reader, sentence: str) -> None:
    assert german.text(sentence) == sentence


@pytest.mark.parametrize(("number", "said"), [(1, "%(number)s Wette"), (0, "%(number)s Wetten")])
def test_a_number_has_its_own_form(german: Reader, number: int, said: str) -> None:
    assert german.plural("%(number)s bet", "%(number)s bets", number) == said


def test_english_needs_no_catalogue() -> None:
    assert ACCRA.plural("bet", "bets", 1) == "bet"
    assert ACCRA.plural("bet", "bets", 2) == "bets"


def test_a_moment_is_told_in_the_readers_zone(german: Reader) -> None:
    assert ACCRA.moment(KICK_OFF) == "Thu 11 Jun, 19:00"
    assert german.moment(KICK_OFF) == "Do. 11. Juni, 21:00"


def test_numbers_are_written_as_the_reader_writes_them(german: Reader) -> None:
    assert ACCRA.number(12345) == "12,345"
    assert german.number(12345) == "12.345"
    assert ACCRA.percent(0.125, digits=1) == "12.5%"


def test_what_is_to_come_is_told_apart_from_what_was() -> None:
    assert ACCRA.ago(KICK_OFF, now=datetime(2026, 6, 11, 18, 46, tzinfo=UTC)) == "in 14 min"
    assert ACCRA.ago(KICK_OFF, now=datetime(2026, 6, 11, 19, 14, tzinfo=UTC)) == "14 min ago"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,de;q=0.9", "de"), ("fr, en;q=0.5", "en"), ("fr", "de"), ("", "de")],
)
def test_a_browser_gets_the_first_language_that_we_speak(accepted: str, language: str) -> None:
    assert language_for(accepted, "de") == language
