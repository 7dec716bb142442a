"""The words that players meet, in words that they know.  `docs/words.md` holds all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.plumbing.languages import sentence


@dataclass(frozen=True, slots=True)
class Word:
    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Words of one matter; `slug` is its address on the page."""

    slug: str
    title: str
    words: Sequence[Word]


GLOSSARY = (
    Chapter(
        "playing",
        sentence("Playing along"),
        (
            Word(
                sentence("Points"),
                sentence("What is played for.  They are no money, and cost none."),
            ),
            Word(
                sentence("Competition"),
                sentence("What you play in: its events, its players, its own rules and points."),
            ),
            Word(
                sentence("Balance"),
                sentence("The points that you can stake right now."),
            ),
            Word(
                sentence("Event"),
                sentence("A match, a race, or anything else that has a result."),
            ),
            Word(
                sentence("Lock"),
                sentence("The moment when bets and predictions end: the start at the latest."),
            ),
            Word(
                sentence("Top-up"),
                sentence("Points that a competition gives to everybody from time to time."),
            ),
            Word(
                sentence("Private league"),
                sentence("Friends within a competition, with a leaderboard of their own."),
            ),
        ),
    ),
    Chapter(
        "betting",
        sentence("Betting"),
        (
            Word(
                sentence("Market"),
                sentence("A question about an event, such as who wins."),
            ),
            Word(
                sentence("Selection"),
                sentence("One answer to it."),
            ),
            Word(
                sentence("Odds, price"),
                sentence("What each point pays when you are right: 10 points at 2.50 pay 25."),
            ),
            Word(
                sentence("Stake"),
                sentence("The points that you put on a bet."),
            ),
            Word(
                sentence("Slip"),
                sentence("Where your selections wait until you place the bet."),
            ),
            Word(
                sentence("Single, combo, system"),
                sentence(
                    "A bet on one selection; on several that must all be right; on several of"
                    " which some may be wrong."
                ),
            ),
            Word(
                sentence("Each-way"),
                sentence("Half of the stake on the win, half on a place among the first."),
            ),
            Word(
                sentence("Cash out"),
                sentence("End an open bet early, for what it is worth at that moment."),
            ),
            Word(
                sentence("Void"),
                sentence("As if the bet had not been made: the stake comes back."),
            ),
            Word(
                sentence("Payout"),
                sentence("What comes back for a bet that won, your stake included."),
            ),
        ),
    ),
    Chapter(
        "pools",
        sentence("Pools"),
        (
            Word(
                sentence("Pool"),
                sentence("All stakes on a question together.  Those who are right share them."),
            ),
            Word(
                sentence("Dividend"),
                sentence("What each point on the right answer pays.  It moves until the lock."),
            ),
        ),
    ),
    Chapter(
        "predictions",
        sentence("Predictions"),
        (
            Word(
                sentence("Prediction"),
                sentence("A score that you foretell.  It takes no stake."),
            ),
            Word(
                sentence("Tendency"),
                sentence("Who wins, or that nobody does, whatever the score."),
            ),
            Word(
                sentence("Joker"),
                sentence("Doubles what one prediction of a round earns."),
            ),
            Word(
                sentence("Bonus question"),
                sentence("What no score can tell, such as who wins the cup."),
            ),
        ),
    ),
    Chapter(
        "standings",
        sentence("Standings"),
        (
            Word(
                sentence("Leaderboard"),
                sentence("Who stands where.  It follows each result within seconds."),
            ),
            Word(
                sentence("Return on investment"),
                sentence("What came back for each point staked, less that point."),
            ),
            Word(
                sentence("Correction"),
                sentence("Another result than the one before.  Points follow it, and say why."),
            ),
        ),
    ),
)
