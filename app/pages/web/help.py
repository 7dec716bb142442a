"""How to play, in the players' words."""

from litestar import get
from litestar.response import Template

from app.pages.rules.glossary import GLOSSARY
from app.plumbing.access import anyone


@get("/help", guards=[anyone])
async def show_help() -> Template:
    return Template("pages/help/show.html", context={"glossary": GLOSSARY})
