"""Who is in which group."""

from dataclasses import replace

from litestar import delete, get, put
from litestar.params import FromPath

from app.development.directory.administration.shapes import (
    Json,
    find_group,
    find_person,
    page_of,
    show_group,
    show_person,
)
from app.development.directory.realm import Asked, TheRealm


@get("/users/{person_id:str}/groups")
async def groups_of(request: Asked, person_id: FromPath[str], realm: TheRealm) -> list[Json]:
    person = find_person(realm, person_id)
    groups = [show_group(realm.state, find_group(realm, group_id)) for group_id in person.groups]
    return page_of(request, sorted(groups, key=lambda group: str(group["path"])))


@put("/users/{person_id:str}/groups/{group_id:str}", status_code=204)
async def join(person_id: FromPath[str], group_id: FromPath[str], realm: TheRealm) -> None:
    person = find_person(realm, person_id)
    group = find_group(realm, group_id, "Group not found")
    if group.id not in person.groups:
        realm.state.put_person(replace(person, groups=(*person.groups, group.id)))


@delete("/users/{person_id:str}/groups/{group_id:str}")
async def leave(person_id: FromPath[str], group_id: FromPath[str], realm: TheRealm) -> None:
    person = find_person(realm, person_id)
    group = find_group(realm, group_id, "Group not found")
    left = tuple(other for other in person.groups if other != group.id)
    realm.state.put_person(replace(person, groups=left))


@get("/groups/{group_id:str}/members")
async def members(request: Asked, group_id: FromPath[str], realm: TheRealm) -> list[Json]:
    group = find_group(realm, group_id)
    people = sorted(realm.state.members(group.id), key=lambda person: person.username)
    return page_of(request, [show_person(person) for person in people])


ROUTES = [groups_of, join, leave, members]
