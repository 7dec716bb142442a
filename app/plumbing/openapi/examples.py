"""An example of a body, put together from those of its fields."""

from typing import Any

REF = "#/components/schemas/"
# Enough for what has one form alone; text and numbers need examples of their own.
BY_FORMAT = {
    "uuid": "019aa6b4-3f00-7c52-9d1e-5b2f6a7c8d90",
    "date": "2026-06-11",
    "date-time": "2026-06-11T15:00:00Z",
}


MISSING = object()


class ExampleMissing(Exception):
    """Says where an example is wanted."""


def find_example(schema: dict[str, Any], components: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """The example, or MISSING: a test asks for those, so that no answer ever breaks for one."""
    try:
        return example_of(schema, components)
    except ExampleMissing:
        return MISSING


def example_of(schema: dict[str, Any], components: dict[str, Any], where: str = "body") -> Any:  # noqa: ANN401, PLR0911 - JSON, of every kind
    match schema:
        case {"examples": [first, *_]}:
            return first
        case {"$ref": str(ref)}:
            name = ref.removeprefix(REF)
            return example_of(components[name], components, name)
        case {"anyOf": [first, *_]}:
            return example_of(first, components, where)
        case {"const": value} | {"enum": [value, *_]} | {"default": value}:
            return value
        case {"format": str(form)} if form in BY_FORMAT:
            return BY_FORMAT[form]
        case {"type": "boolean"}:
            return True
        case {"type": "null"}:
            return None
        case {"type": "array", "items": dict(items)}:
            return [example_of(items, components, where)]
        case {"type": "object", "properties": dict(properties)}:
            return {
                name: example_of(field, components, f"{where}.{name}")
                for name, field in properties.items()
                if name in schema.get("required", ()) or _has_example(field)
            }
    raise ExampleMissing(where)


def _has_example(field: dict[str, Any]) -> bool:
    """Of what may be left out, an example shows only what is worth it."""
    return "examples" in field or any("examples" in each for each in field.get("anyOf", ()))
