"""Gradings with their outcomes, and corrected prices."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, exists, func, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.results import Result, ResultDocument, Source
from app.catalogue.tables import results
from app.markets.rules.markets import Market
from app.markets.tables import markets as markets_table
from app.markets.tables import prices
from app.settlement.rules.grading import Graded, Grading, Parts
from app.settlement.rules.rulings import CorrectedPrice, Ruling
from app.settlement.tables import gradings, outcomes, price_corrections, rulings


async def get_document(tx: AsyncConnection, ruling: Ruling) -> ResultDocument:
    """What a ruling on a result says."""
    found = await tx.execute(
        select(results.c.document).where(
            results.c.tenant_id == ruling.event_tenant_id,
            results.c.event_id == ruling.event_id,
            results.c.version == ruling.result_version,
        )
    )
    return msgspec.convert(found.scalar_one(), ResultDocument, strict=False)


async def list_unruled(tx: AsyncConnection, event_id: UUID | None) -> list[tuple[UUID, Result]]:
    """The newest results of our own events, or of one, that nobody has ruled on yet."""
    newest = (
        select(results)
        .where(results.c.tenant_id == func.current_setting("app.tenant_id").cast(Uuid))
        .order_by(results.c.event_id, results.c.version.desc())
        .ext(postgresql.distinct_on(results.c.event_id))
    )
    if event_id:
        newest = newest.where(results.c.event_id == event_id)
    result = newest.subquery()
    ruled = exists().where(
        rulings.c.tenant_id == result.c.tenant_id,
        rulings.c.event_id == result.c.event_id,
        rulings.c.result_version == result.c.version,
    )
    found = await tx.execute(select(result).where(~ruled).order_by(result.c.event_id))
    return [(row["event_id"], _result(row)) for row in found.mappings()]


async def find_gradings(tx: AsyncConnection, of: Collection[Market]) -> dict[UUID, Grading]:
    """The newest of each market that was ever graded, by the market's id."""
    by_id = {market.id: market for market in of}
    graded = await _find_outcomes(tx, by_id)
    found = await tx.execute(
        select(gradings)
        .join_from(
            gradings,
            markets_table,
            (markets_table.c.tenant_id == gradings.c.tenant_id)
            & (markets_table.c.id == gradings.c.market_id)
            & (markets_table.c.grading == gradings.c.number),
        )
        .where(gradings.c.market_id.in_(by_id))
    )
    return {
        row["market_id"]: Grading(
            market=by_id[row["market_id"]],
            outcomes=graded[row["market_id"]],
            result_version=row["result_version"],
            true_start_at=row["true_start_at"],
        )
        for row in found.mappings()
    }


async def insert_gradings(tx: AsyncConnection, new: Sequence[tuple[Grading, Ruling]]) -> None:
    """Each by the ruling that made it so."""
    if not new:
        return
    await tx.execute(
        insert(gradings),
        [
            {
                "market_id": grading.market.id,
                "number": grading.market.grading + 1,
                "ruling_tenant_id": ruling.tenant_id,
                "ruling_id": ruling.id,
                "result_version": grading.result_version,
                "true_start_at": grading.true_start_at,
            }
            for grading, ruling in new
        ],
    )
    rows = [row for grading, _ in new for row in _outcome_rows(grading)]
    if rows:
        await tx.execute(insert(outcomes), rows)


async def save_corrected_prices(tx: AsyncConnection, ruling: Ruling) -> None:
    new = postgresql.insert(price_corrections)
    await tx.execute(
        new.on_conflict_do_update(
            constraint="price_correction_pk",
            set_={"odds": new.excluded.odds, "ruling_id": new.excluded.ruling_id},
        ),
        [
            {
                "selection_id": price.selection_id,
                "odds_version": price.odds_version,
                "odds": price.odds,
                "ruling_id": ruling.id,
            }
            for price in ruling.document.prices
        ],
    )


async def find_priced(
    tx: AsyncConnection, wanted: Collection[CorrectedPrice]
) -> set[tuple[UUID, int]]:
    """Which of these selections had a price of these versions."""
    found = await tx.execute(
        select(prices.c.selection_id, prices.c.version).where(
            prices.c.selection_id.in_({price.selection_id for price in wanted}),
            prices.c.version.in_({price.odds_version for price in wanted}),
            prices.c.odds.is_not(None),
        )
    )
    return {(row.selection_id, row.version) for row in found}


async def _find_outcomes(
    tx: AsyncConnection, by_id: Mapping[UUID, Market]
) -> Mapping[UUID, dict[UUID, Graded]]:
    graded: dict[UUID, dict[UUID, Graded]] = defaultdict(dict)
    found = await tx.execute(
        select(outcomes)
        .join_from(
            outcomes,
            markets_table,
            (markets_table.c.tenant_id == outcomes.c.tenant_id)
            & (markets_table.c.id == outcomes.c.market_id)
            & (markets_table.c.grading == outcomes.c.grading),
        )
        .where(
            outcomes.c.selection_id.in_(
                [each.id for market in by_id.values() for each in market.selections]
            )
        )
    )
    for row in found.mappings():
        graded[row["market_id"]][row["selection_id"]] = _graded(row)
    return graded


def _result(row: Mapping[Any, Any]) -> Result:
    return Result(
        version=row["version"],
        document=msgspec.convert(row["document"], ResultDocument, strict=False),
        source=Source(row["source"]),
        entered_by=row["entered_by"],
        reason=row["reason"],
        entered_at=row["created_at"],
    )


def _graded(row: Mapping[Any, Any]) -> Graded:
    place = None
    if row["place_divisor"] is not None:
        place = Parts(win=row["place_win"], push=row["place_push"], divisor=row["place_divisor"])
    return Graded(win=Parts(win=row["win"], push=row["push"], divisor=row["divisor"]), place=place)


def _outcome_rows(grading: Grading) -> list[dict[str, object]]:
    return [
        {
            "selection_id": selection_id,
            "grading": grading.market.grading + 1,
            "market_id": grading.market.id,
            "win": each.win.win,
            "push": each.win.push,
            "divisor": each.win.divisor,
            "place_win": each.place.win if each.place else None,
            "place_push": each.place.push if each.place else None,
            "place_divisor": each.place.divisor if each.place else None,
        }
        for selection_id, each in grading.outcomes.items()
    ]
