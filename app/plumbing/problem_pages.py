"""What each problem means, at the address in its `type`."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Redirect, Template

from app.plumbing.access import anyone
from app.plumbing.problems import catalogue
from app.plumbing.refusals import Missing


class NoSuchProblem(Missing):
    """There is no problem of this name."""


@get("/problems", guards=[anyone], opt={"any_host": True})
async def list_problems() -> Template:
    return Template("problems.html", context={"catalogue": catalogue()})


@get("/problems/{slug:str}", guards=[anyone], opt={"any_host": True})
async def explain_problem(slug: FromPath[str]) -> Redirect:
    if slug not in {problem.slug for problem in catalogue()}:
        raise NoSuchProblem(slug=slug)
    return Redirect(f"/problems#{slug}", status_code=303)


HANDLERS = (list_problems, explain_problem)
