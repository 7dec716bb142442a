"""The few pages of the directory, as HTML without scripts."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response, get

from app.development.directory.config import DEMO_PASSWORD, OPENID, REALM

HERE = Path(__file__).parent / "templates"
HEADERS = {
    "Cache-Control": "no-store",
    # No form-action: browsers apply it to the redirect that follows, too, and that leads elsewhere.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_templates = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_templates.globals.update(realm=REALM, openid=OPENID, password=DEMO_PASSWORD, complaint=None)


class Stop(Exception):
    """The request cannot go on, and nobody can be told but the person at the browser."""

    def __init__(self, *, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words = words
        self.status = status


def page(template: str, *, status: int = 200, **facts: object) -> Response[str]:
    html = _templates.get_template(f"{template}.html").render(facts)
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=HEADERS)


def notice(heading: str, words: str, status: int = 200) -> Response[str]:
    return page("notice", heading=heading, words=words, status=status)


@get(f"{REALM}/style.css")
async def style() -> Response[str]:
    return Response((HERE / "style.css").read_text(), media_type=MediaType.CSS)
