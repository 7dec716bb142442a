"""The rules that explanations lead to."""

import re
from pathlib import Path

from app.settlement.rules.rulebook import DEAD_HEAT, RULES


def test_each_rule_has_an_address_of_its_own() -> None:
    assert DEAD_HEAT.link == "/rules#dead-heat"
    assert len({rule.slug for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z0-9-]+", rule.slug) for rule in RULES)


def test_the_documents_tell_the_same_rules() -> None:
    page = Path("docs/how-to/how-points-are-made.md").read_text()
    told = dict(re.findall(r"^## (.+)\n((?:.+\n)+)", page, flags=re.MULTILINE))

    assert {title: " ".join(text.split()) for title, text in told.items()} == {
        rule.title: " ".join(rule.text.split()) for rule in RULES
    }
