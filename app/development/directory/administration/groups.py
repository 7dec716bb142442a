"""Groups: a tree, `/communities/<subdomain>/<role>`."""

from dataclasses import replace
from uuid import uuid4

from litestar import Response, delete, get, post, put
from litestar.params import FromPath

from app.development.directory.administration.shapes import (
    GroupChange,
    Json,
    Refused,
    created,
    find_group,
    is_true,
    page_of,
    read_json,
    show_group,
)
from app.development.directory.realm import Asked, Realm, TheRealm
from app.development.directory.state import Group, State, Taken


@get("/groups")
async def search(request: Asked, realm: TheRealm) -> list[Json]:
    """The groups at the top; in a search, the branches that lead to a match."""
    top = realm.state.children(None)
    if "search" not in request.query_params:
        return page_of(request, [show_group(realm.state, group) for group in top])
    branches = (_branch(request, realm.state, group) for group in top)
    return page_of(request, [branch for branch in branches if branch])


@post("/groups")
async def create(request: Asked, realm: TheRealm) -> Response[Json | None]:
    group = await _make(request, realm, parent=None)
    return created(realm, f"groups/{group.id}")


@get("/groups/{group_id:str}")
async def look_up(group_id: FromPath[str], realm: TheRealm) -> Json:
    return show_group(realm.state, find_group(realm, group_id))


@put("/groups/{group_id:str}", status_code=204)
async def rename(request: Asked, group_id: FromPath[str], realm: TheRealm) -> None:
    group = find_group(realm, group_id)
    change = await read_json(request, GroupChange)
    _put(realm, replace(group, name=change.name))


@delete("/groups/{group_id:str}")
async def remove(group_id: FromPath[str], realm: TheRealm) -> None:
    realm.state.remove_group(find_group(realm, group_id).id)


@get("/groups/{group_id:str}/children")
async def children(request: Asked, group_id: FromPath[str], realm: TheRealm) -> list[Json]:
    below = realm.state.children(find_group(realm, group_id).id)
    found = [show_group(realm.state, group) for group in below if _is_wanted(request, group)]
    return page_of(request, found)


@post("/groups/{group_id:str}/children")
async def create_child(
    request: Asked, group_id: FromPath[str], realm: TheRealm
) -> Response[Json | None]:
    parent = find_group(realm, group_id)
    group = await _make(request, realm, parent=parent.id)
    return created(realm, f"groups/{group.id}", show_group(realm.state, group))


@get("/group-by-path/{path:path}")
async def at_path(path: FromPath[str], realm: TheRealm) -> Json:
    group = realm.state.group_at(path)
    if group is None:
        raise Refused(404, "Group path does not exist")
    return show_group(realm.state, group)


ROUTES = [search, create, look_up, rename, remove, children, create_child, at_path]


async def _make(request: Asked, realm: Realm, parent: str | None) -> Group:
    change = await read_json(request, GroupChange)
    if not change.name.strip():
        raise Refused(400, "Group name is missing", "errorMessage")
    group = Group(id=str(uuid4()), name=change.name, parent=parent)
    _put(realm, group)
    return group


def _put(realm: Realm, group: Group) -> None:
    try:
        realm.state.put_group(group)
    except Taken as taken:
        raise Refused(409, str(taken), "errorMessage") from taken


def _is_wanted(request: Asked, group: Group) -> bool:
    wanted: str | None = request.query_params.get("search")
    if wanted is None:
        return True
    if is_true(request, "exact"):
        return group.name == wanted
    return wanted.lower() in group.name.lower()


def _branch(request: Asked, state: State, group: Group) -> Json | None:
    below = [_branch(request, state, child) for child in state.children(group.id)]
    kept = [branch for branch in below if branch]
    if not kept and not _is_wanted(request, group):
        return None
    return show_group(state, group) | {"subGroups": kept}
