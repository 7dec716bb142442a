"""A competition where Ama bets through pages, in a browser without a script."""

from datetime import timedelta
from uuid import UUID

from tests.acceptance.care import Care
from tests.acceptance.pages.reading import Reading
from tests.acceptance.settlement.ground import WON, Ground
from tests.acceptance.world import World


class Shop(Care):
    def __init__(self, world: World, points: int = 1_000) -> None:
        super().__init__(world)
        self.player("Ama", points)
        self.club = f"/competitions/{self.competition_id}"
        self.ama = Reading(world.sign_in(self.person("Ama"), f"{self.name}.localhost"))

    def sell(
        self, odds: dict[str, int | None], *, starts_in: timedelta = timedelta(hours=2)
    ) -> None:
        """A market of an event of its own, whose selections are called by their names."""
        self.offer(odds, starts_in=starts_in)
        for name in odds:
            self.change("update selection set name = %s where id = %s", name, self.selections[name])

    def event_of(self, name: str) -> str:
        return f"{self.club}/events/{self.markets[name].event_id}"

    def tap(self, *names: str) -> None:
        for name in names:
            self.ama.open(self.event_of(name))
            seen = f"{self.selections[name]}.{self.odds[name]}"
            self.ama.send(f"{self.club}/slip/picks", add=seen)
            assert self.ama.answer.is_success, self.ama.text

    def see_slip(self) -> str:
        self.ama.open(f"{self.club}/slip")
        return self.ama.text

    def do(self, what: str, **typed: str) -> str:
        """Press one of the slip's buttons; what can be read then."""
        self.ama.send(f"{self.club}/slip", do=what, **typed)
        return self.ama.text

    def settle(self, name: str) -> None:
        """This one won, and everything is paid."""
        ground = Ground(self.world.database, self.tenant_id, competition_id=self.competition_id)
        market = self.markets[name]
        [key] = [key for key, one in market.selections.items() if one == self.selections[name]]
        ground.rule(market, {key: WON})

    def bets(self) -> list[tuple[str, int, int]]:
        """Kind, stake and number of legs of each bet, in the order in which they were placed."""
        return [
            (str(kind), int(stake), int(legs))
            for kind, stake, legs in self.rows(
                "select kind, stake, (select count(*) from leg where bet_id = b.id)"
                " from bet b where competition_id = %s order by accepted_at, id",
                self.competition_id,
            )
        ]

    def newest_bet(self) -> UUID:
        ((bet_id,),) = self.rows(
            "select id from bet where competition_id = %s order by accepted_at desc limit 1",
            self.competition_id,
        )
        return UUID(str(bet_id))
