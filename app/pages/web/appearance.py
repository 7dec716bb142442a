"""Light or dark, as the reader's browser remembers it: a cookie, so that visitors choose, too."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.datastructures import Cookie
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from app.identity.rules.sign_in import local_path
from app.plumbing.access import anyone
from app.plumbing.forms import Form
from app.plumbing.languages import sentence
from app.plumbing.web import CurrentSettings

COOKIE = "theme"
A_YEAR = 365 * 24 * 3600
THEMES = {
    "auto": sentence("As my device has it"),
    "light": sentence("Light"),
    "dark": sentence("Dark"),
}


class ThemeForm(Struct, frozen=True):
    theme: Annotated[str, Meta(pattern="^(auto|light|dark)$", description="Choose one of these.")]
    next: str = "/appearance"


class AppearanceController(Controller):
    path = "/appearance"
    guards = (anyone,)

    @get()
    async def show(
        self,
        request: Request[Any, Any, Any],
        next: FromQuery[str] = "/appearance",  # noqa: A002
    ) -> Template:
        values = {"theme": theme_of(request), "next": local_path(next)}
        return _page(Form(ThemeForm, values))

    @post()
    async def choose(
        self, request: Request[Any, Any, Any], settings: CurrentSettings
    ) -> Template | Redirect:
        form = await Form.sent(request, ThemeForm)
        asked = form.read()
        if asked is None:
            return _page(form)
        cookie = Cookie(
            key=COOKIE,
            value=asked.theme,
            max_age=A_YEAR,
            path="/",
            secure=settings.https,
            httponly=True,
            samesite="lax",
        )
        return Redirect(local_path(asked.next), status_code=303, cookies=[cookie])


def theme_of(request: Request[Any, Any, Any]) -> str:
    kept = request.cookies.get(COOKIE, "")
    return kept if kept in THEMES else "auto"


def _page(form: Form[ThemeForm]) -> Template:
    context = {"form": form, "themes": THEMES.items()}
    status = 422 if form.errors else 200
    return Template("pages/account/appearance.html", context=context, status_code=status)
