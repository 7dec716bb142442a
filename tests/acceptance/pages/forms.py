"""The forms of a page, as a browser without scripts would fill them in and send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    # All names that may be sent, ticked or not.
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """`forms` in their order, and all `text` that can be read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        # Where buttons lead that have an address of their own.
        self.buttons: list[str] = []
        self._read: list[str] = []
        self._form: PageForm | None = None
        self._select = ""
        self._area = ""
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._read).split())

    def form(self, action: str) -> PageForm:
        """The first form that sends something to an address with this in it."""
        found = [form for form in self.forms if action in form.action]
        assert found, f"no form leads to {action}: {self.text}"
        return found[0]

    def leads_to(self, action: str) -> bool:
        return any(action in form.action for form in self.forms)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._form = PageForm(told.get("action", ""))
                # What only looks something up is a link.
                if told.get("method") == "post":
                    self.forms.append(self._form)
            case "a":
                self.links.append(told.get("href", ""))
            case "button" if "formaction" in told:
                self.buttons.append(told["formaction"])
            case "input":
                self._input(told)
            case "select":
                self._select = told.get("name", "")
                self._know(self._select)
            case "textarea":
                self._area = told.get("name", "")
                self._know(self._area)
                self._set(self._area, "")
            case "option":
                self._option(told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._set(self._area, data)
        else:
            self._read.append(data)

    def _input(self, told: dict[str, str]) -> None:
        name = told.get("name", "")
        self._know(name)
        if told.get("type") in {"checkbox", "radio"} and "checked" not in told:
            return
        if told.get("type") not in {"file", "submit"}:
            self._set(name, told.get("value", ""))

    def _option(self, told: dict[str, str]) -> None:
        chosen = self._form and self._form.fields.get(self._select)
        if self._select and ("selected" in told or chosen is None):
            self._set(self._select, told.get("value", ""))

    def _know(self, name: str) -> None:
        if self._form and name:
            self._form.names.add(name)

    def _set(self, name: str, value: str) -> None:
        if self._form and name:
            self._form.fields[name] = value
