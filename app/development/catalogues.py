"""`make catalogues`: gathers every sentence that people read, for those who translate them.

Sentences are found where they stand: in templates, in `sentence("…")`, as what a refusal says, and
as what a form asks for.  What nobody says any more goes; what is new comes without words.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import walk_packages

import msgspec
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import app
from app.plumbing.languages import CATALOGUES, USUAL
from app.plumbing.problems import catalogue as problems
from app.tenants.rules import LOCALES

TOP = Path(app.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "sentence": None, "sentences": (1, 2)}
LEAVE_ALONE = {"frontend", "static", "migrations", "locales", "__pycache__"}
WIDTH = 100

Sentence = str | tuple[str, ...]


def sentences() -> dict[Sentence, list[str]]:
    """Each with the files in which it stands."""
    found: dict[Sentence, list[str]] = {}
    for place, english in (*_written(), *_refused(), *_asked_for()):
        places = found.setdefault(english, [])
        if place not in places:
            places.append(place)
    return dict(sorted(found.items(), key=lambda item: (item[1][0], str(item[0]))))


def _written() -> Iterator[tuple[str, Sentence]]:
    options = {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}
    for name, _, english, _, _ in extract_from_dir(
        TOP,
        method_map=METHODS,
        options_map=options,
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in LEAVE_ALONE,
    ):
        yield name, english


def _refused() -> Iterator[tuple[str, Sentence]]:
    for module in walk_packages(app.__path__, "app."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    for problem in problems():
        yield "problems", problem.title


def _asked_for() -> Iterator[tuple[str, Sentence]]:
    """What a form's fields say when they are left wrong."""
    for kind in _structs(msgspec.Struct):
        if not _is_form(kind):
            continue
        for field in msgspec.structs.fields(kind):
            for part in getattr(field.type, "__metadata__", ()):
                if isinstance(part, msgspec.Meta) and part.description:
                    yield "forms", part.description


def _is_form(kind: type[msgspec.Struct]) -> bool:
    """Litestar makes structs of what handlers ask for, and says that they stand beside them."""
    name = kind.__module__
    if not name.startswith("app.") or ".web" not in name:
        return False
    return getattr(sys.modules[name], kind.__name__, None) is kind


def _structs(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for child in kind.__subclasses__():
        yield child
        yield from _structs(child)


def bring_up_to_date(language: str) -> Catalog:
    """The language's catalogue with every sentence of today, and no others."""
    said = read_catalogue(language)
    today = Catalog(locale=language)
    for english, places in sentences().items():
        one = english[0] if isinstance(english, tuple) else english
        before = said.get(one)
        words = (
            before.string if before and before.pluralizable is isinstance(english, tuple) else ""
        )
        today.add(english, words, locations=[(place, 0) for place in places])
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # No header: its only news would be when somebody last looked.
        write_po(file, today, width=WIDTH, include_lineno=False, omit_header=True)
    return today


def read_catalogue(language: str) -> Catalog:
    path = _path(language)
    with path.open("rb") if path.exists() else BytesIO() as file:
        return read_po(file, locale=language)


def _path(language: str) -> Path:
    return CATALOGUES / language / "pages.po"


def missing(said: Catalog) -> list[str]:
    """Sentences that a language does not have, or whose facts it lost."""
    return [
        str(message.id)
        for message in said
        if message.id and (not all(_forms(message.string)) or message.check())
    ]


def _forms(words: object) -> tuple[object, ...]:
    return words if isinstance(words, tuple) else (words,)


def main() -> None:
    for language in LOCALES.keys() - {USUAL}:
        said = bring_up_to_date(language)
        sys.stdout.write(f"{language}: {len(said)} sentences, {len(missing(said))} missing\n")


if __name__ == "__main__":
    main()
