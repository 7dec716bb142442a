"""A person at a browser, who notes everything that a page of ours should never do."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request

from app.development.directory.state import Person
from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.people import PASSWORD
from tests.acceptance.world import World

# A page that is told late never hangs a test for long.
PATIENCE_MS = 10_000
TABS_MAX = 30


@dataclass
class Visit:
    world: World
    context: BrowserContext
    host: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        self.context.on("request", self._look_at)
        self.page: Page = self.context.new_page()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.world.port}"

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def sign_in(self, person: Person, password: str = PASSWORD) -> None:
        """From our page, through the provider's form, and back."""
        self.open("/auth/sign-in")
        self.fill_in(person, password)

    def fill_in(self, person: Person, password: str = PASSWORD) -> None:
        self.page.get_by_label("E-mail or user name").fill(person.username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def go_to(self, area: str, name: str) -> None:
        """By the navigation, and a card of the page it leads to."""
        self.page.get_by_role("navigation").get_by_role("link", name=area, exact=True).click()
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out", exact=True).click()

    def outlast_memory(self) -> None:
        """Wait until each web process has looked at its communities again."""
        self.page.wait_for_timeout(MEMORY_SECONDS * 1_100)

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def sees(self, words: str) -> bool:
        return words in self.page.locator("body").inner_text()

    def _hear(self, message: ConsoleMessage) -> None:
        # A page with a status of its own, such as 404, is said here too, and is what we asked for.
        expected = message.location["url"] == message.page.url if message.page else False
        refused_page = expected and message.text.startswith("Failed to load resource")
        # htmx says so when a stream ends, as it does with its session.
        ended_stream = message.text == "[object Event]"
        if message.type in {"error", "warning"} and not refused_page and not ended_stream:
            self.troubles.append(message.text)

    def _look_at(self, request: Request) -> None:
        url = urlsplit(request.url)
        local = url.hostname == "127.0.0.1" or (url.hostname or "").endswith("localhost")
        if url.scheme in {"http", "https", "ws", "wss"} and not local:
            self.troubles.append(f"asked somebody else: {request.url}")


def visit(browser: Browser, world: World, host: str = "demo.localhost", **options: Any) -> Visit:  # noqa: ANN401 - as Playwright has them
    return Visit(world, browser.new_context(**options), host)


def tab_to(page: Page, name: str) -> int:
    """Press Tab until what has this name is reached; returns how often."""
    said = """(() => { const one = document.activeElement.labels?.[0] ?? document.activeElement;
        return one.innerText.trim() || one.ariaLabel; })()"""
    for presses in range(1, TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate(said) == name:
            return presses
    message = f"Tab does not lead to {name}"
    raise AssertionError(message)


def css(part: Locator, name: str) -> str:
    """The value that the browser makes of all style sheets together."""
    value: str = part.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    return value
