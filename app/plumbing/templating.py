"""How pages are made: Jinja, in the reader's language, zone and numbers."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.plumbing import assets
from app.plumbing.languages import USUAL, Reader, language_for

# As typographers set them: as wide as a digit.
PLUS, MINUS = "+", "\N{MINUS SIGN}"
TEMPLATES = Path(__file__).parent.parent / "templates"


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    # Jinja's own extension makes `trans` blocks of these.
    made.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"asset": assets.address_of, "icon": icon, "reader": reader_in}
    made.filters |= {
        "t": _text,
        "instant": datetime.fromisoformat,
        "points": _points,
        "signed": _signed,
        "percent": _percent,
        "moment": _moment,
        "ago": _ago,
        "countdown": _countdown,
    }
    return made


def reader_of(scope: Mapping[str, Any]) -> Reader:
    """Whom a request's answer is for: the player, or whoever's browser asks."""
    state = scope["state"]
    reader: Reader | None = state.get("reader")
    if reader is None:
        reader = state["reader"] = _reader(scope)
    return reader


def _reader(scope: Mapping[str, Any]) -> Reader:
    if player := scope["state"].get("player"):
        return Reader(player.locale, ZoneInfo(player.time_zone))
    community = scope["state"].get("community")
    usual = community.settings.locale if community else USUAL
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    zone = ZoneInfo(community.settings.time_zone) if community else ZoneInfo("UTC")
    return Reader(language_for(accepted, usual), zone)


@pass_context
def reader_in(context: Context) -> Reader:
    """A message names its reader; a page's is whoever asks for it."""
    addressee: Reader | None = context.get("addressee")
    return addressee or reader_of(context["request"].scope)


def icon(name: str) -> Markup:
    """A drawing beside words that say the same, so that it is nothing to a reader of the screen."""
    address = f"{assets.address_of('icons.svg')}#{name}"
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>').format(
        address
    )


@pass_context
def _gettext(context: Context, english: str) -> str:
    return reader_in(context).text(english)


@pass_context
def _ngettext(context: Context, one: str, many: str, number: int) -> str:
    return reader_in(context).plural(one, many, number)


@pass_context
def _text(context: Context, english: object) -> str:
    """Words that come from elsewhere: of a refusal, a choice, a place."""
    return reader_in(context).text(str(english))


@pass_context
def _points(context: Context, points: int) -> str:
    return reader_in(context).number(points)


@pass_context
def _signed(context: Context, points: int) -> str:
    number = reader_in(context).number(abs(points))
    return f"{PLUS if points > 0 else MINUS if points < 0 else ''}{number}"


@pass_context
def _percent(context: Context, share: float, digits: int = 0) -> str:
    return reader_in(context).percent(float(share), digits=digits)


@pass_context
def _moment(context: Context, at: datetime, style: str = "moment") -> Markup:
    reader = reader_in(context)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.isoformat(), reader.moment(at, "exact"), reader.moment(at, style)
    )


@pass_context
def _ago(context: Context, at: datetime, now: datetime) -> Markup:
    reader = reader_in(context)
    said = reader.ago(at, now=now)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.isoformat(), reader.moment(at, "exact"), said
    )


@pass_context
def _countdown(context: Context, at: datetime, now: datetime) -> Markup:
    """The browser keeps it true."""
    reader = reader_in(context)
    said = reader.ago(at, now=now)
    return Markup('<time data-countdown datetime="{}" title="{}">{}</time>').format(
        at.isoformat(), reader.moment(at, "exact"), said
    )
