"""What players see of themselves, and change, for programs."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, put
from litestar.params import JSONBody
from msgspec import Meta, Struct

from app.identity.rules.players import OddsFormat, Player, Profile, tidy_name
from app.identity.service import players as service
from app.identity.service.players import Person
from app.plumbing.access import Role, Via, in_person, players
from app.plumbing.web import CurrentActor, CurrentVault, Tx

Text = Annotated[str, Meta(min_length=1, max_length=100)]


class ProfileIn(Struct, frozen=True, forbid_unknown_fields=True):
    display_name: Annotated[Text, Meta(examples=["Ama of Osu"])]
    time_zone: Annotated[Text, Meta(examples=["Africa/Accra"])]
    locale: Annotated[Text, Meta(examples=["en"])]
    odds_format: OddsFormat = OddsFormat.DECIMAL


class ProfileOut(Struct, frozen=True, kw_only=True):
    id: UUID
    display_name: str
    time_zone: str
    locale: str
    odds_format: OddsFormat
    roles: list[Role]
    joined_at: datetime


class PersonOut(ProfileOut, frozen=True, kw_only=True):
    """What no key learns, which may be lost or lent."""

    email: str | None
    born_on: date | None


class ProfileApi(Controller):
    path = "/api/users/profile"
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get(guards=[players])
    async def show(self, tx: Tx, vault: CurrentVault, actor: CurrentActor) -> ProfileOut:
        """Show your profile.  With a key, without what is private."""
        person = await service.get_person(tx, vault, actor.subject)
        profile = _profile(person.player, actor.roles)
        return profile if actor.via is Via.KEY else _with_private(profile, person)

    @put(guards=[players, in_person])
    async def change(
        self, data: JSONBody[ProfileIn], tx: Tx, vault: CurrentVault, actor: CurrentActor
    ) -> PersonOut:
        """Change your name, time zone, language, and how prices are written."""
        profile = Profile(
            display_name=tidy_name(data.display_name),
            time_zone=data.time_zone,
            locale=data.locale,
            odds_format=data.odds_format,
        )
        await service.change_profile(tx, profile, subject=actor.subject, tenant_id=actor.tenant_id)
        person = await service.get_person(tx, vault, actor.subject)
        return _with_private(_profile(person.player, actor.roles), person)


def _profile(player: Player, roles: frozenset[Role]) -> ProfileOut:
    return ProfileOut(
        id=player.id,
        display_name=player.display_name,
        time_zone=player.time_zone,
        locale=player.locale,
        odds_format=player.odds_format,
        roles=sorted(roles),
        joined_at=player.created_at,
    )


def _with_private(profile: ProfileOut, person: Person) -> PersonOut:
    shown = msgspec.structs.asdict(profile)
    return PersonOut(**shown, email=person.email, born_on=person.born_on)
