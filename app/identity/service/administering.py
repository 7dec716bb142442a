"""What the provider's ways of failing mean to whoever administers people."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.identity.gateway import GrantRefused, PersonUnknown, ProviderDown
from app.identity.rules.people import NoSuchPerson, PeopleUnavailable


@contextmanager
def administering() -> Iterator[None]:
    try:
        yield
    except PersonUnknown as error:
        raise NoSuchPerson from error
    except (GrantRefused, ProviderDown) as error:
        raise PeopleUnavailable from error
