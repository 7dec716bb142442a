"""Dice that fall the same way each time, whatever else is thrown meanwhile."""

from random import Random


def dice(seed: int, *of: object) -> Random:
    """Those of one purpose, such as the prices of match 7."""
    return Random(" ".join(map(str, (seed, *of))))  # noqa: S311 - a game
