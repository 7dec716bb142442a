"""People, groups, made clients and signing keys: in memory, and in one JSON file."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import msgspec

from app.development.directory.config import DEMO_PASSWORD, Client, Config
from app.development.directory.rules import hash_password
from app.development.directory.tokens import new_key


class DamagedState(Exception):
    """The file cannot be read; the message says which and what to do."""


class Taken(Exception):
    """Somebody or something has this name already; said in Keycloak's words."""

    def __init__(self, *, words: str) -> None:
        super().__init__(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    username: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    password: str = field(default="", repr=False)
    enabled: bool = True
    email_verified: bool = False
    locale: str = "en"
    created_at: int = 0
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    service_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    id: str
    name: str
    parent: str | None = None


@dataclass(slots=True)
class Everything:
    """The file's content.  Keys are private JWKs, newest first."""

    keys: list[dict[str, str]] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)


class State:
    def __init__(self, path: Path, everything: Everything, clients: tuple[Client, ...]) -> None:
        self._path = path
        self._all = everything
        self._configured = {client.id: client for client in clients}

    # -- people

    def people(self) -> list[Person]:
        return [person for person in self._all.people.values() if person.service_of is None]

    def person(self, person_id: str) -> Person | None:
        return self._all.people.get(person_id)

    def person_named(self, name: str) -> Person | None:
        """By user name or e-mail address, as people type either."""
        name = name.strip().lower()
        return next((p for p in self.people() if name and name in {p.username, p.email}), None)

    def service_account(self, client_id: str) -> Person:
        return next(p for p in self._all.people.values() if p.service_of == client_id)

    def put_person(self, person: Person) -> None:
        for other in self._all.people.values():
            if other.id == person.id:
                continue
            if other.username == person.username:
                raise Taken(words="User exists with same username")
            if person.email and other.email == person.email:
                raise Taken(words="User exists with same email")
        self._all.people[person.id] = person
        self.save()

    def remove_person(self, person_id: str) -> None:
        del self._all.people[person_id]
        self.save()

    # -- groups

    def group(self, group_id: str) -> Group | None:
        return self._all.groups.get(group_id)

    def children(self, parent: str | None) -> list[Group]:
        """The groups right below one, by name; below None are those at the top."""
        below = (group for group in self._all.groups.values() if group.parent == parent)
        return sorted(below, key=lambda group: group.name)

    def path(self, group: Group) -> str:
        parent = self._all.groups[group.parent] if group.parent else None
        return f"{self.path(parent) if parent else ''}/{group.name}"

    def paths_of(self, person: Person) -> list[str]:
        return sorted(self.path(self._all.groups[group_id]) for group_id in person.groups)

    def group_at(self, path: str) -> Group | None:
        found: Group | None = None
        for name in path.strip("/").split("/"):
            below = self.children(found.id if found else None)
            found = next((group for group in below if group.name == name), None)
            if found is None:
                return None
        return found

    def members(self, group_id: str) -> list[Person]:
        return [person for person in self.people() if group_id in person.groups]

    def put_group(self, group: Group) -> None:
        siblings = self.children(group.parent)
        if any(other.name == group.name and other.id != group.id for other in siblings):
            kind = "Sibling" if group.parent else "Top level"
            raise Taken(words=f"{kind} group named '{group.name}' already exists.")
        self._all.groups[group.id] = group
        self.save()

    def remove_group(self, group_id: str) -> None:
        for child in self.children(group_id):
            self.remove_group(child.id)
        for person in list(self._all.people.values()):
            left = tuple(other for other in person.groups if other != group_id)
            self._all.people[person.id] = replace(person, groups=left)
        del self._all.groups[group_id]
        self.save()

    def grow(self, path: str) -> Group:
        """The group at this path, made with all above it where it is missing."""
        above, _, name = path.rstrip("/").rpartition("/")
        if group := self.group_at(path):
            return group
        group = Group(id=str(uuid4()), name=name, parent=self.grow(above).id if above else None)
        self.put_group(group)
        return group

    # -- clients

    def client(self, client_id: str) -> Client | None:
        return self._configured.get(client_id) or self._all.clients.get(client_id)

    def put_client(self, client: Client, account: Person | None) -> None:
        if self.client(client.id):
            raise Taken(words=f"Client {client.id} already exists")
        self._all.clients[client.id] = client
        if account:
            self.put_person(account)
        self.save()

    def remove_client(self, client_id: str) -> None:
        del self._all.clients[client_id]
        account = [p.id for p in self._all.people.values() if p.service_of == client_id]
        for person_id in account:
            del self._all.people[person_id]
        self.save()

    # -- keys and the file

    @property
    def keys(self) -> list[dict[str, str]]:
        return self._all.keys

    def rotate_keys(self) -> str:
        """Sign with a new key from now on; tokens under the old ones stay good."""
        key = new_key()
        self._all.keys.insert(0, key)
        self.save()
        return key["kid"]

    def save(self) -> None:
        """Write a new file, then put it in the old one's place: a crash leaves either, whole."""
        fresh = self._path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(self._all)))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def open_state(config: Config) -> State:
    """Read the file, or begin with the demo people where there is none."""
    config.state.parent.mkdir(parents=True, exist_ok=True)
    try:
        everything = msgspec.json.decode(config.state.read_bytes(), type=Everything)
    except FileNotFoundError:
        return _seed(config)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{config.state} is damaged ({error}).  `make reset` starts afresh."
        raise DamagedState(msg) from error
    state = State(config.state, everything, config.clients)
    _add_service_accounts(state, config)
    return state


def _seed(config: Config) -> State:
    state = State(config.state, Everything(keys=[new_key()]), config.clients)
    for path in config.groups:
        state.grow(path)
    for demo in config.people:
        state.put_person(
            Person(
                id=demo.id,
                username=demo.username,
                email=demo.email,
                first_name=demo.first_name,
                last_name="Demo",
                password=hash_password(DEMO_PASSWORD),
                email_verified=True,
                groups=tuple(state.grow(path).id for path in demo.groups),
                roles=demo.roles,
            )
        )
    _add_service_accounts(state, config)
    return state


def _add_service_accounts(state: State, config: Config) -> None:
    for client in config.clients:
        account = service_account_of(client)
        if client.service_account and state.person(account.id) is None:
            state.put_person(account)


def service_account_of(client: Client) -> Person:
    return Person(
        id=f"service-account-{client.id}",
        username=f"service-account-{client.id}",
        service_of=client.id,
    )
