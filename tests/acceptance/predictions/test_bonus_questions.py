"""Steps of bonus_questions.feature, played over HTTP against a real database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.contest import Contest

scenarios("bonus_questions.feature")


@pytest.fixture
def asked() -> dict[str, Any]:
    """The question of the scenario, as Efua sends it."""
    return {
        "id": str(new_id()),
        "question": "Who wins the cup?",
        "choices": ["Ghana", "Mali", "Togo"],
        "points": 10,
        "locks_at": (datetime.now(UTC) + timedelta(hours=2)).isoformat(),
    }


def answers_path(asked: dict[str, Any]) -> str:
    return f"/api/bonus-questions/{asked['id']}/answers"


@given('Efua has asked "Who wins the cup?" with the choices Ghana, Mali and Togo')
def _(contest: Contest, asked: dict[str, Any]) -> None:
    contest.must("Efua", f"POST {contest.path}/bonus-questions", asked)


@given("the question has locked")
def _(contest: Contest, asked: dict[str, Any]) -> None:
    # Those who answered did so long before.
    contest.sql("update bonus_question set locks_at = now() where id = %s", asked["id"])
    contest.sql(
        "update bonus_answer set answered_at = answered_at - interval '1 day'"
        " where question_id = %s",
        asked["id"],
    )


@given(parsers.re(r'(?P<who>\w+) has answered "(?P<answer>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) answers "(?P<answer>[^"]+)"'))
def _(contest: Contest, asked: dict[str, Any], who: str, answer: str) -> None:
    path = f"/api/entries/{contest.entry(who)}/bonus-answers/{asked['id']}"
    contest.ask(who, f"PUT {path}", {"answer": answer})


@given(parsers.re(r'(?P<who>\w+) has said that (?P<right>.+) was right( because "(?P<why>.+)")?'))
@when(parsers.re(r'(?P<who>\w+) says that (?P<right>.+) was right( because "(?P<why>.+)")?'))
def _(contest: Contest, asked: dict[str, Any], who: str, right: str, why: str | None) -> None:
    contest.ask(who, f"PUT {answers_path(asked)}", {"answers": right.split(", "), "reason": why})


@when("Efua sends the same question again")
def _(contest: Contest, asked: dict[str, Any]) -> None:
    contest.ask("Efua", f"POST {contest.path}/bonus-questions", asked)


@when("Efua sends another question by the same id")
def _(contest: Contest, asked: dict[str, Any]) -> None:
    another = asked | {"question": "Who comes last?"}
    contest.ask("Efua", f"POST {contest.path}/bonus-questions", another)


@when(
    parsers.re(
        r'Efua asks "(?P<question>.*)" with the choices (?P<choices>.+) for (?P<points>\d+) points'
    )
)
def _(contest: Contest, asked: dict[str, Any], question: str, choices: str, points: str) -> None:
    wish = {"question": question, "choices": choices.split(", "), "points": int(points)}
    contest.ask(
        "Efua", f"POST {contest.path}/bonus-questions", asked | wish | {"id": str(new_id())}
    )


@when(parsers.parse('Efua changes the question to "{question}"'))
def _(contest: Contest, asked: dict[str, Any], question: str) -> None:
    change = {name: value for name, value in asked.items() if name != "id"}
    contest.ask("Efua", f"PUT /api/bonus-questions/{asked['id']}", change | {"question": question})


@given("Efua has withdrawn the question")
@when("Efua withdraws the question")
def _(contest: Contest, asked: dict[str, Any]) -> None:
    contest.ask("Efua", f"POST /api/bonus-questions/{asked['id']}/withdraw", {"reason": "a slip"})


@when("Kofi looks at the answers")
def _(contest: Contest, asked: dict[str, Any]) -> None:
    contest.ask("Kofi", f"GET {answers_path(asked)}")


@then(parsers.parse('Ama\'s answer is "{answer}"'))
def _(contest: Contest, answer: str) -> None:
    mine = contest.must("Ama", f"GET /api/entries/{contest.entry('Ama')}/bonus-answers")
    assert [line["answer"] for line in mine["items"]] == [answer]


@then("he learns that 1 has answered and nothing more")
def _(contest: Contest) -> None:
    seen = contest.answer.json()
    assert (seen["answered"], seen["locked"], seen["items"]) == (1, False, [])


@then("he sees Ghana by Ama and Togo by Kofi")
def _(contest: Contest) -> None:
    told = {line["player"]: line["answer"] for line in contest.answer.json()["items"]}
    assert told == {
        contest.person("Ama").username: "Ghana",
        contest.person("Kofi").username: "Togo",
    }


@then(parsers.parse('the right answers are "{right}"'))
def _(contest: Contest, right: str) -> None:
    (question,) = contest.must("Ama", f"GET {contest.path}/bonus-questions")["items"]
    assert question["answers"] == right.split(", ")


@then(parsers.parse('the question is "{question}"'))
def _(contest: Contest, question: str) -> None:
    (found,) = contest.must("Ama", f"GET {contest.path}/bonus-questions")["items"]
    assert found["question"] == question


@then(parsers.parse('players are told once of "{kind}"'))
@then(parsers.parse('players are told of "{kind}"'))
def _(contest: Contest, asked: dict[str, Any], kind: str) -> None:
    (told,) = contest.must("Ama", f"GET {contest.path}/announcements")["items"]
    assert told["kind"] == kind
    assert told["facts"]["question_id"] == asked["id"]


@then("there is 1 question")
def _(contest: Contest) -> None:
    assert len(contest.must("Ama", f"GET {contest.path}/bonus-questions")["items"]) == 1


@then(parsers.parse('the audit record tells of "{action}"'))
def _(contest: Contest, action: str) -> None:
    assert f'"action":"{action}"' in contest.world.audit_of(contest.subdomain)


@then(parsers.re(r"s?he is told that it is (?P<state>\w+)"))
def _(contest: Contest, state: str) -> None:
    assert contest.answer.json()["state"] == state, contest.answer.text


@then(parsers.parse("Efua reads of the decisions that were {states}"))
def _(contest: Contest, asked: dict[str, Any], states: str) -> None:
    told = contest.must("Efua", f"GET /api/bonus-questions/{asked['id']}/decisions")
    assert [each["state"] for each in told["items"]] == states.split(", ")
