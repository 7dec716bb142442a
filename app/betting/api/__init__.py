"""Placing bets and all that players do with them until they are settled."""

from app.betting.api.bets import BetsApi
from app.betting.api.dependencies import provide_batches
from app.betting.api.export import export_bets
from app.betting.api.history import show_history
from app.betting.api.quotes import quote

__all__ = ["CONTROLLERS", "provide_batches"]

CONTROLLERS = (BetsApi, show_history, export_bets, quote)
