"""Every sentence that people read can be read in each language that a community may choose."""

import re
from pathlib import Path

import pytest

import app
from app.development.catalogues import missing, read_catalogue, sentences
from app.plumbing.languages import USUAL
from app.tenants.rules import LOCALES

TEMPLATES = Path(app.__file__).parent / "templates"
# For programs and those who write them, who read English.
IN_ENGLISH = (
    "api/",
    "development/",
    "notifications/catcher.html",
    "notifications/caught.html",
    "problems.html",
    "leaderboards/picture.svg",
)
TRANSLATED = re.compile(r"{%-? *trans\b.*?endtrans *-?%}|{#.*?#}|{{.*?}}|{%.*?%}", re.DOTALL)
# What `pre` and `code` hold is for programs; a macro may end within a tag, after its attributes.
TAGS = re.compile(
    r"<(script|style|pre|code)\b.*?</\1>|<[^>]*>|&[a-z]+;|\b[a-z-]+=\"[^\"]*\"", re.DOTALL
)
READ_OUT = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"')
NAMES = {"Pointsbook", "API", "CSV", "JSON", "ZIP", "QR"}


@pytest.mark.parametrize("language", sorted(LOCALES.keys() - {USUAL}))
def test_every_sentence_has_its_translation(language: str) -> None:
    said = read_catalogue(language)

    assert missing(said) == []
    assert [str(each) for each in sentences() if said.get(first(each)) is None] == []


def first(english: str | tuple[str, ...]) -> str:
    return english if isinstance(english, str) else english[0]


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
)
def test_a_template_says_nothing_that_is_not_translated(name: str) -> None:
    if name.startswith(IN_ENGLISH):
        return
    untranslated = TRANSLATED.sub("", (TEMPLATES / name).read_text())
    text = " ".join([TAGS.sub(" ", untranslated), *READ_OUT.findall(untranslated)])

    assert set(re.findall(r"[A-Za-z]{3,}", text)) - NAMES == set()
