"""What changed in a competition's rules, from one version of its settings to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from app.competitions.rules.competitions import SettingsVersion
from app.competitions.rules.settings import CompetitionSettings
from app.pages.rules.rulebook import rules_of
from app.pages.rules.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChange:
    """Rules that held until then, and those that hold since."""

    version: int
    at: datetime
    before: Sequence[Told]
    after: Sequence[Told]


def changes_of(versions: Sequence[SettingsVersion]) -> list[RulesChange]:
    """The newest first.  A version that changed a name or a period alone changed no rule."""
    changes = [_between(old, new) for old, new in pairwise(versions)]
    return [change for change in reversed(changes) if change.before or change.after]


def _between(old: SettingsVersion, new: SettingsVersion) -> RulesChange:
    before, after = _all_rules(old.settings), _all_rules(new.settings)
    return RulesChange(
        version=new.version,
        at=new.at,
        before=[rule for rule in before if rule not in after],
        after=[rule for rule in after if rule not in before],
    )


def _all_rules(settings: CompetitionSettings) -> list[Told]:
    return [rule for _, rules in rules_of(settings) for rule in rules]
