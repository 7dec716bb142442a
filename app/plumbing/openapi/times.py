"""Times in schemas: msgspec gives their format only where it checks their zone, as in bodies.

What is answered has its zone as well, so the format is added to whatever is a time.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect

FORMAT = "date-time"


def name_times(types: list[Any], schemas: dict[str, dict[str, Any]]) -> None:
    """Add the format to all times in the schemas, which go by the titles of their structs."""
    by_title = {schema["title"]: schema for schema in schemas.values()}
    seen: set[Any] = set()
    for struct in _structs(inspect.multi_type_info(types), seen):
        name = getattr(struct.cls, "__name__", "")
        for field in struct.fields:
            schema = by_title.get(name, {}).get("properties", {}).get(field.encode_name)
            if schema and any(
                isinstance(part, inspect.DateTimeType) for part in _parts(field.type)
            ):
                _name_time(schema)


def _name_time(schema: dict[str, Any]) -> None:
    for each in schema.get("anyOf", [schema]):
        if each.get("type") == "string":
            each["format"] = FORMAT


def _structs(types: Any, seen: set[Any]) -> Iterator[inspect.StructType]:  # noqa: ANN401 - types
    for each in types:
        for part in _parts(each):
            if isinstance(part, inspect.StructType) and part.cls not in seen:
                seen.add(part.cls)
                yield part
                yield from _structs([field.type for field in part.fields], seen)


def _parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    """The type, or those that it is made of."""
    match kind:
        case inspect.Metadata(type=inner):
            yield from _parts(inner)
        case inspect.UnionType(types=inner):
            for each in inner:
                yield from _parts(each)
        case inspect.CollectionType(item_type=inner) | inspect.DictType(value_type=inner):
            yield from _parts(inner)
        case _:
            yield kind
