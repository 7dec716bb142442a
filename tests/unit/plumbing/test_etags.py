"""What a client has is not sent again; what it has not seen, it does not overwrite."""

from typing import Any

import msgspec
import pytest
from litestar import Request, Response
from litestar.testing import RequestFactory

from app.plumbing.etags import ChangedSinceRead, answer, check_match

CONTENT = {"name": "Ghana v Mali"}


def asking(method: str = "GET", **headers: str) -> Request[Any, Any, Any]:
    """A request with these headers, their names spelled like `if_match`."""
    spelled = {name.replace("_", "-"): value for name, value in headers.items()}
    factory = RequestFactory()
    return factory.get(headers=spelled) if method == "GET" else factory.put(headers=spelled)


def tag(response: Response[Any]) -> str:
    return str(response.headers["ETag"])


def body(response: Response[Any]) -> Any:  # noqa: ANN401 - whatever will be sent
    return response.content


def test_an_answer_names_its_content() -> None:
    told = answer(asking(), CONTENT)

    assert told.status_code == 200
    assert body(told) == b'{"name":"Ghana v Mali"}'
    assert tag(told) == tag(answer(asking(), CONTENT)) != tag(answer(asking(), {"name": "other"}))


@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', "*"])
def test_what_the_client_has_is_not_sent_again(spelling: str) -> None:
    known = tag(answer(asking(), CONTENT))

    told = answer(asking(if_none_match=spelling.format(known)), CONTENT)

    assert (told.status_code, body(told)) == (304, None)
    assert tag(told) == known


@pytest.mark.parametrize("header", ['"other"', "", "nonsense", '"', 'W/"'])
def test_what_the_client_has_not_is_sent(header: str) -> None:
    assert answer(asking(if_none_match=header), CONTENT).status_code == 200


def test_only_a_read_is_answered_with_nothing_new() -> None:
    assert answer(asking("PUT", if_none_match="*"), CONTENT).status_code == 200


def test_other_content_of_the_same_version_has_another_tag() -> None:
    known = tag(answer(asking(), CONTENT, version=7))

    assert answer(asking(if_none_match=known), {}, version=7).status_code == 200


def test_a_change_to_the_version_that_was_read_goes_through() -> None:
    known = tag(answer(asking(), CONTENT, version=7))

    check_match(asking("PUT", if_match=known), 7)
    check_match(asking("PUT", if_match='"6", "7"'), 7)


@pytest.mark.parametrize("headers", [{}, {"if_match": "*"}, {"if_match": " * "}])
def test_who_names_no_version_changes_any(headers: dict[str, str]) -> None:
    check_match(asking("PUT", **headers), 7)


@pytest.mark.parametrize("header", ['"6"', '"77"', 'W/"7"', "7", ""])
def test_a_change_to_another_version_is_refused(header: str) -> None:
    with pytest.raises(ChangedSinceRead) as refusal:
        check_match(asking("PUT", if_match=header), 7)

    assert refusal.value.facts == {"current": 7}


def test_a_set_is_sent_in_an_order_so_that_each_process_has_the_same_tag() -> None:
    words = [f"word {number}" for number in range(9)]

    assert body(answer(asking(), set(words))) == msgspec.json.encode(words)
