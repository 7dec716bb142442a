"""What happens before the whistle, one function a doing: on the pitch, and in the model."""

from collections.abc import Sequence

from hypothesis import note
from hypothesis import strategies as st

from app.plumbing.refusals import Refusal
from tests.acceptance.settlement import wishes
from tests.acceptance.settlement.model import Bet, Event, Market, Selection
from tests.acceptance.settlement.reckoning import reduced, rule_4
from tests.acceptance.settlement.stage import ENTRIES, Draw, Stage

EVENTS_TO_COME = 4


def add_event(stage: Stage, draw: Draw) -> None:
    race = draw(st.booleans())
    name = f"{'Race' if race else 'Match'}{len(stage.model.events)}"
    event = wishes.new_event(name, race=race)
    stage.do("add_event", event)
    stage.model.events.append(event)


def may_add_event(stage: Stage) -> bool:
    return len(stage.model.events_to_come) < EVENTS_TO_COME


def price(stage: Stage, draw: Draw) -> None:
    selection = draw(st.sampled_from(_priceable(stage)))
    odds = draw(wishes.odds)
    stage.do("price", selection, odds)
    if odds != selection.prices[-1]:
        selection.prices.append(odds)


def multiply(stage: Stage, draw: Draw) -> None:
    event = draw(st.sampled_from(stage.model.events_to_come))
    event.multiplier = draw(st.sampled_from([500, 900, 1_000, 1_100]))
    stage.do("multiply", event, event.multiplier)


def withdraw(stage: Stage, draw: Draw) -> None:
    selection = draw(st.sampled_from(_priceable(stage)))
    market = selection.market
    stage.do("withdraw", selection)
    selection.withdrawn = stage.model.tick()
    market.suspended = True
    percent = rule_4([selection.prices[-1]]) if market.event.race else 0
    for other in market.selections.values():
        if percent and other.withdrawn is None:
            other.prices.append(reduced(other.prices[-1], 1_000 - 10 * percent))


def may_price(stage: Stage) -> bool:
    return bool(_priceable(stage) and stage.model.events_to_come)


def open_again(stage: Stage, draw: Draw) -> None:
    market = draw(st.sampled_from(_suspended(stage)))
    stage.do("open", market)
    market.suspended = False


def may_open_again(stage: Stage) -> bool:
    return bool(_suspended(stage))


def lock(stage: Stage, draw: Draw) -> None:
    event = draw(st.sampled_from(_unlocked(stage)))
    stage.do("lock", event)
    event.locked = True


def may_lock(stage: Stage) -> bool:
    return bool(_unlocked(stage))


def grant(stage: Stage, draw: Draw) -> None:
    entry, points = draw(st.sampled_from(ENTRIES)), draw(st.integers(1, 60))
    stage.do("grant", entry, points)
    stage.model.given[entry] += points


def take_back(stage: Stage, draw: Draw) -> None:
    entry, points = draw(st.sampled_from(ENTRIES)), draw(st.integers(1, 60))
    stage.do("take_back", entry, points)
    stage.model.given[entry] -= points


def bet(stage: Stage, draw: Draw) -> None:
    _bet(stage, draw, stage.model.on_offer)


def bet_on_anything(stage: Stage, draw: Draw) -> None:
    _bet(stage, draw, stage.model.selections)


def may_bet(stage: Stage) -> bool:
    return bool(stage.model.on_offer)


def _bet(stage: Stage, draw: Draw, selections: Sequence[Selection]) -> None:
    model, entry = stage.model, draw(st.sampled_from(ENTRIES))
    wanted = draw(wishes.bets(f"bet{len(model.bets)}", entry, selections))
    note(f"    {wanted.told}")
    refused = stage.do("place", wanted)
    on_offer = all(leg.selection.offered for leg in wanted.legs)
    enough = wanted.stake <= model.position(entry)[0]
    # Until all is settled, a balance may be other than it will be.
    assert (refused is None) == (on_offer and enough) or (on_offer and stage.busy), refused
    if refused is None:
        wanted.accepted = model.tick()
        model.bets.append(wanted)


def cancel(stage: Stage, draw: Draw) -> None:
    wanted = draw(st.sampled_from(stage.model.bets))
    refused = stage.do("cancel", wanted)
    may = wanted.now()[0] == "accepted" and not any(
        leg.selection.market.event.locked or leg.selection.market.closed for leg in wanted.legs
    )
    assert (refused is None) == (may or wanted.cancelled), refused
    wanted.cancelled = wanted.cancelled or may


def cash_out(stage: Stage, draw: Draw) -> None:
    wanted = draw(st.sampled_from(_undecided(stage)))
    paid = stage.do("cash_out", wanted)
    on_offer = all(leg.selection.offered for leg in wanted.legs)
    may = wanted.now()[0] == "accepted" and wanted.cashable and on_offer
    assert paid == wanted.offer() if may else isinstance(paid, Refusal), paid
    if may:
        wanted.cashed_out = paid


def may_cash_out(stage: Stage) -> bool:
    return bool(_undecided(stage))


def has_bets(stage: Stage) -> bool:
    return bool(stage.model.bets)


def _undecided(stage: Stage) -> list[Bet]:
    return [bet for bet in stage.model.bets if not any(bet.outcomes())]


def _priceable(stage: Stage) -> list[Selection]:
    return [
        each
        for each in stage.model.selections
        if each.withdrawn is None and not each.market.closed and not each.market.event.over
    ]


def _suspended(stage: Stage) -> list[Market]:
    return [
        each
        for each in stage.model.markets
        if each.suspended and not each.closed and not each.event.ending
    ]


def _unlocked(stage: Stage) -> list[Event]:
    return [event for event in stage.model.events if not event.locked]
