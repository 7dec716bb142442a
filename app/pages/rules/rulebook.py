"""What players read of a competition's rules: made of its settings, so that it is always true."""

from collections.abc import Iterator

from app.competitions.rules.settings import (
    THOUSAND,
    CompetitionSettings,
    Every,
    JoinPolicy,
    Mode,
    PredictionSettings,
    Standing,
)
from app.leaderboards.rules.prizes import sums_of
from app.pages.rules.telling import Told, counted
from app.plumbing.languages import sentence, sentences
from app.plumbing.points import POINTS_MAX

MINUTE, HOUR = 60, 3600
Rules = Iterator[Told]


def rules_of(settings: CompetitionSettings) -> list[tuple[str, list[Told]]]:
    """Headings with their rules, in the order in which players meet them."""
    parts = [
        (sentence("Who plays"), _joining(settings)),
        (sentence("Points"), _points(settings)),
        (sentence("Bets"), _bets(settings)),
        (sentence("Pools"), _pools(settings)),
        (sentence("Predictions"), _predictions(settings)),
        (sentence("Results"), _results(settings)),
        (sentence("Standings"), _standings(settings)),
        (sentence("Prizes"), _prizes(settings)),
    ]
    told = [(heading, list(rules)) for heading, rules in parts]
    return [(heading, rules) for heading, rules in told if rules]


JOINING = {
    JoinPolicy.OPEN: sentence("Every player of this community may join."),
    JoinPolicy.CODE: sentence("Whoever has the competition's code may join."),
    JoinPolicy.APPROVAL: sentence("Players ask to join, and an admin lets them in."),
    JoinPolicy.INVITATION: sentence("Only those play whom an admin invites."),
}


def _joining(settings: CompetitionSettings) -> Rules:
    yield Told(JOINING[settings.join_policy])
    yield Told(sentence("Whoever withdraws may come back, with the points they had."))


TOP_UPS = {
    Every.DAY: sentences(
        "Everybody gets %(number)s more point each day.",
        "Everybody gets %(number)s more points each day.",
    ),
    Every.WEEK: sentences(
        "Everybody gets %(number)s more point each Monday.",
        "Everybody gets %(number)s more points each Monday.",
    ),
    Every.MONTH: sentences(
        "Everybody gets %(number)s more point on the first of each month.",
        "Everybody gets %(number)s more points on the first of each month.",
    ),
}


def _points(settings: CompetitionSettings) -> Rules:
    if settings.starting_points:
        words = sentences(
            "Everybody begins with %(number)s point.", "Everybody begins with %(number)s points."
        )
        yield counted(words, settings.starting_points)
    elif settings.modes != {Mode.PREDICTION}:
        yield Told(sentence("Everybody begins without points."))
    if settings.top_up:
        yield counted(TOP_UPS[settings.top_up.every], settings.top_up.points)
    yield Told(sentence("Points are no money: nobody can buy them, sell them or cash them in."))


def _bets(settings: CompetitionSettings) -> Rules:
    if not settings.modes & {Mode.FIXED_ODDS, Mode.POOL}:
        return
    stakes = settings.stakes
    yield Told(
        sentence("A bet stakes %(minimum)s to %(maximum)s points."),
        {"minimum": stakes.minimum, "maximum": stakes.maximum},
    )
    if stakes.share_of_bankroll is not None:
        yield Told(
            sentence("One bet stakes at most %(share)s of what you had to play with that day."),
            {"share": stakes.share_of_bankroll / THOUSAND},
        )
    if stakes.day_share_of_bankroll is not None:
        yield Told(
            sentence("In one day, you stake at most %(share)s of what you had to play with."),
            {"share": stakes.day_share_of_bankroll / THOUSAND},
        )
    if Mode.FIXED_ODDS in settings.modes:
        yield from _fixed_odds(settings)
    yield from _cancelling(settings.cancel_seconds)


def _fixed_odds(settings: CompetitionSettings) -> Rules:
    yield Told(sentence("A bet keeps the odds at which it was placed."))
    if settings.stakes.maximum_payout < POINTS_MAX:
        yield Told(
            sentence("No bet pays more than %(most)s points."),
            {"most": settings.stakes.maximum_payout},
        )
    yield Told(sentence("A payout is rounded down to whole points."))
    if settings.same_event_combos:
        yield Told(sentence("One bet may hold selections of one event that are not related."))
    else:
        yield Told(sentence("One bet holds no two selections of the same event."))
    yield Told(
        sentence("Cashing out pays what a bet is worth at the odds of the moment, less %(margin)s.")
        if settings.cash_out_margin
        else sentence("Cashing out pays what a bet is worth at the odds of the moment."),
        {"margin": settings.cash_out_margin / THOUSAND},
    )


CANCELLING = (
    (
        HOUR,
        sentences(
            "A bet may be taken back for %(number)s hour after it was placed.",
            "A bet may be taken back for %(number)s hours after it was placed.",
        ),
    ),
    (
        MINUTE,
        sentences(
            "A bet may be taken back for %(number)s minute after it was placed.",
            "A bet may be taken back for %(number)s minutes after it was placed.",
        ),
    ),
    (
        1,
        sentences(
            "A bet may be taken back for %(number)s second after it was placed.",
            "A bet may be taken back for %(number)s seconds after it was placed.",
        ),
    ),
)


def _cancelling(seconds: int) -> Rules:
    if seconds == 0:
        yield Told(sentence("A bet that was placed is not taken back."))
        return
    unit, words = next((unit, words) for unit, words in CANCELLING if seconds % unit == 0)
    yield counted(words, seconds // unit)


def _pools(settings: CompetitionSettings) -> Rules:
    if Mode.POOL not in settings.modes:
        return
    pools = settings.pools
    yield Told(sentence("Those who are right share the stakes of all in a pool."))
    if pools.takeout:
        yield Told(
            sentence("%(takeout)s of the stakes in a pool are kept back."),
            {"takeout": pools.takeout / THOUSAND},
        )
    if pools.minimum_dividend:
        yield Told(sentence("Whoever is right in a pool gets back at least their stake."))
    if pools.carry_over:
        yield Told(sentence("What nobody won in a pool goes on to the one that is named next."))
    else:
        yield Told(sentence("If nobody was right in a pool, everybody gets their stake back."))


def _predictions(settings: CompetitionSettings) -> Rules:
    if Mode.PREDICTION not in settings.modes:
        return
    scheme = settings.predictions
    yield Told(
        sentence(
            "The exact score earns %(exact)s, the right difference %(difference)s,"
            " and who wins, or that nobody does, %(tendency)s."
        ),
        {"exact": scheme.exact, "difference": scheme.difference, "tendency": scheme.tendency},
    )
    yield Told(sentence("The score after full time counts: no extra time, no shoot-out."))
    yield from _of_quotas(scheme)
    if scheme.jokers_a_round:
        yield counted(
            sentences(
                "Each round, %(number)s prediction of yours may carry a joker, which doubles it.",
                "Each round, %(number)s predictions of yours may carry a joker, which doubles"
                " them.",
            ),
            scheme.jokers_a_round,
        )
    yield Told(sentence("Predictions may be changed until their event locks."))


def _of_quotas(scheme: PredictionSettings) -> Rules:
    if scheme.quota:
        yield Told(
            sentence(
                "Saying who wins, or that nobody does, earns %(least)s to %(most)s instead:"
                " the fewer were right, the more."
            ),
            {"least": scheme.quota_minimum, "most": scheme.quota_maximum},
        )


def _results(settings: CompetitionSettings) -> Rules:
    if settings.four_eyes:
        yield Told(sentence("A second official confirms each result before anything is paid."))
    if settings.postponement_hours:
        yield counted(
            sentences(
                "What is put off counts if it begins within %(number)s hour of its first time;"
                " else it is void.",
                "What is put off counts if it begins within %(number)s hours of its first time;"
                " else it is void.",
            ),
            settings.postponement_hours,
        )
    else:
        yield Told(sentence("What is put off is void."))
    yield Told(
        sentence("When a result is corrected, so are bets and standings, and you are told why.")
    )


RANKED_BY = {
    Standing.NET_WORTH: sentence("The most points, debts taken off, lead."),
    Standing.NET_POINTS: sentence("The most points won beyond those staked lead."),
    Standing.ROI: sentence("The best return for each point staked leads."),
    Standing.PREDICTION_POINTS: sentence("The most points for predictions lead."),
    Standing.EXACT_PREDICTIONS: sentence("The most exact predictions lead."),
    Standing.WIN_RATE: sentence("The largest share of bets won leads."),
    Standing.STREAK: sentence("The longest row of wins at the moment leads."),
    Standing.BEST_STREAK: sentence("The longest row of wins ever leads."),
}
SEPARATED_BY = {
    Standing.NET_WORTH: sentence("Between equals, the points that each has decide."),
    Standing.NET_POINTS: sentence("Between equals, points won beyond those staked decide."),
    Standing.ROI: sentence("Between equals, the return for each point staked decides."),
    Standing.PREDICTION_POINTS: sentence("Between equals, points for predictions decide."),
    Standing.EXACT_PREDICTIONS: sentence("Between equals, the number of exact ones decides."),
    Standing.WIN_RATE: sentence("Between equals, the share of bets won decides."),
    Standing.STREAK: sentence("Between equals, the present row of wins decides."),
    Standing.BEST_STREAK: sentence("Between equals, the longest row of wins decides."),
    Standing.EARLIEST_ENTRY: sentence("Between equals, whoever joined first stands first."),
}


def _standings(settings: CompetitionSettings) -> Rules:
    first, *others = settings.standing
    yield Told(RANKED_BY[first])
    for other in others:
        yield Told(SEPARATED_BY[other])
    if Standing.ROI in settings.standing:
        yield counted(
            sentences(
                "Whoever has settled fewer than %(number)s bet has no return yet.",
                "Whoever has settled fewer than %(number)s bets has no return yet.",
            ),
            settings.roi_minimum_bets,
        )
    yield Told(sentence("Bots play along without a place."))


def _prizes(settings: CompetitionSettings) -> Rules:
    sums = sums_of(settings.prizes)
    for place, points in enumerate(sums, start=1):
        yield counted(
            sentences(
                "Place %(place)s earns %(number)s point.",
                "Place %(place)s earns %(number)s points.",
            ),
            points,
            place=place,
        )
    if sums:
        yield Told(sentence("Equals share the prizes of the places that they take."))
