"""What must not be seen."""

from typing import NoReturn, Self


class Secret:
    """A value that never shows itself; ask for it with `reveal`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        msg = "a secret does not travel: pickling would write it out"
        raise TypeError(msg)

    def __deepcopy__(self, _seen: object) -> Self:
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)
