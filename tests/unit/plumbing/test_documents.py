"""What must not go undocumented."""

from dataclasses import fields
from pathlib import Path

from app.plumbing.settings import PREFIX, Settings


def test_every_setting_has_a_line_in_the_reference() -> None:
    page = Path("docs/how-to/configure.md").read_text()

    missing = [f.name for f in fields(Settings) if f"`{PREFIX}{f.name.upper()}`" not in page]

    assert missing == []


def test_every_setting_is_read_somewhere() -> None:
    code = "\n".join(
        path.read_text() for path in Path("app").rglob("*.py") if path.name != "settings.py"
    )

    unread = [f.name for f in fields(Settings) if f".{f.name}" not in code]

    assert unread == []
