"""The rules, asked without playing: what a ticket, market, pool, prediction or ranking comes to."""

from typing import Annotated, Any

from litestar import Controller, post
from litestar.params import JSONBody, PathParameter

from app.calculator import service
from app.calculator.service import Kind
from app.plumbing.access import anyone
from app.plumbing.refusals import Invalid, Missing

QUESTIONS_MAX = 100
KindName = Annotated[str, PathParameter(description=f"One of {', '.join(Kind)}.")]


class NoSuchCalculation(Missing):
    """The calculator does not answer questions of this kind."""


class NotAnswered(Invalid):
    """The calculator cannot make sense of this question."""


class TooManyQuestions(Invalid):
    """The calculator answers at most 100 questions at once."""


class CalculatorApi(Controller):
    path = "/api/calculator"
    guards = (anyone,)

    @post("/{kind:str}", status_code=200, opt={"bodies": tuple(service.QUESTIONS.values())})
    async def calculate(self, kind: KindName, data: JSONBody[Any]) -> Any:  # noqa: ANN401 - one answer or a list of them, as asked
        """Answer one question, or a list of them in order, each with what is wrong with it.

        `kind` says which: the examples show one question of each.
        """
        if kind not in Kind.__members__.values():
            raise NoSuchCalculation(kind=kind, kinds=list(Kind))
        if isinstance(data, list):
            return _answers(Kind(kind), data)
        answer = service.answer(Kind(kind), data, number=1)
        if "error" in answer:
            raise NotAnswered(**answer)
        return answer


def _answers(kind: Kind, questions: list[Any]) -> list[service.Answer]:
    if len(questions) > QUESTIONS_MAX:
        raise TooManyQuestions(questions=len(questions), most=QUESTIONS_MAX)
    return [
        service.answer(kind, asked, number=number)
        for number, asked in enumerate(questions, start=1)
    ]
