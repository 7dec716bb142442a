"""A browser as plain as can be: it follows redirects within the provider and fills in forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from tests.contracts.identity.providers import Account

FORMS_MAX = 5


@dataclass
class Form:
    action: str
    id: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """All forms of a page with what they would send as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(action=given.get("action", ""), id=given.get("id", "")))
        elif tag in {"input", "button"} and self.found and "name" in given:
            if given.get("type", "submit" if tag == "button" else "text") == "submit":
                self.found[-1].buttons.append(given["name"])
            else:
                self.found[-1].values[given["name"]] = given.get("value", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The provider sent the browser elsewhere."""

    url: str

    @property
    def query(self) -> dict[str, str]:
        parts = parse_qs(urlsplit(self.url).query)
        return {name: value for name, (value,) in parts.items()}


class Browser:
    def __init__(self, provider_url: str) -> None:
        self._provider_url = provider_url
        self._http = httpx.Client(trust_env=False, timeout=20)
        self._cookies: dict[str, str] = {}

    @classmethod
    @contextmanager
    def opened(cls, provider_url: str) -> Iterator[Self]:
        browser = cls(provider_url)
        with browser._http:
            yield browser

    def open(self, url: str) -> httpx.Response | Left:
        return self._follow(self._send("GET", url))

    def submit(self, page: httpx.Response, **values: str) -> httpx.Response | Left:
        """Send the page's first form that has the fields given."""
        form = next(f for f in forms(page) if values.keys() <= {*f.values, *f.buttons})
        url = urljoin(str(page.url), form.action)
        return self._follow(self._send("POST", url, form.values | values))

    def sign_in(self, url: str, account: Account) -> httpx.Response | Left:
        """Open the address and answer every question of the provider with yes."""
        page = self.open(url)
        for _ in range(FORMS_MAX):
            if isinstance(page, Left) or not (questions := forms(page)):
                break
            if "password" in questions[0].values:
                page = self.submit(page, username=account.username, password=account.password)
            else:
                page = self.submit(page, accept="Yes")
        return page

    def _follow(self, response: httpx.Response) -> httpx.Response | Left:
        while response.is_redirect:
            target = urljoin(str(response.url), response.headers["location"])
            if not target.startswith(f"{self._provider_url}/"):
                return Left(url=target)
            response = self._send("GET", target)
        return response

    def _send(self, method: str, url: str, data: dict[str, str] | None = None) -> httpx.Response:
        # Keycloak's cookies are Secure.  Browsers count 127.0.0.1 as secure, httpx's jar does not.
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        response = self._http.request(method, url, data=data, headers={"cookie": cookies})
        for header in response.headers.get_list("set-cookie"):
            for name, cookie in SimpleCookie(header).items():
                self._cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self._cookies[name]
        return response


def forms(page: httpx.Response) -> list[Form]:
    return Forms(page.text).found
