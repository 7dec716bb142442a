"""The document as people read it: for each feature its operations, and the shapes they name."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.plumbing.openapi.document import REF, Schema

FORMATS = {"uuid": "UUID", "date-time": "time with its zone", "date": "date"}
BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "pattern": "like {}",
}
# What PostgreSQL holds and what it keeps: true of every number and text.
UNSAID = (-(2**63), 2**63 - 1, r"^[^\x00]*$")
WHO = {
    "player": "players",
    "results": "scorers and admins",
    "admin": "admins",
    "superadmin": "superadmins",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A part of what a value is; `shape` is where to read on."""

    text: str
    shape: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    words: list[Word]
    required: bool
    about: str
    bounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A named struct with its fields."""

    name: str
    title: str
    about: str
    fields: list[Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A call that can be copied."""

    name: str
    curl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    who: str
    parameters: list[Field]
    bodies: list[Shape]
    answers: list[tuple[str, str, list[Word]]]
    samples: list[Sample]
    # An answer as it was given once, where one is kept.
    answered: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    slug: str
    title: str
    about: str
    operations: list[Described]
    shapes: list[Shape]


class Reader:
    """Reads one document, for callers at one address."""

    def __init__(self, document: dict[str, Any], address: str) -> None:
        self._document = document
        self._address = address
        self._components: dict[str, Schema] = document["components"]["schemas"]

    def features(self) -> list[Feature]:
        return [self._feature(tag) for tag in self._document["tags"]]

    def _feature(self, tag: dict[str, str]) -> Feature:
        found = [
            (method, path, operation)
            for path, methods in self._document["paths"].items()
            for method, operation in methods.items()
            if tag["name"] in operation["tags"]
        ]
        names: dict[str, None] = {}
        for _, _, operation in found:
            self._gather(operation, names)
        return Feature(
            slug=tag["name"].lower(),
            title=tag["name"],
            about=tag["description"],
            operations=[self._described(*each) for each in found],
            shapes=[self._shape(name) for name in sorted(names)],
        )

    def _gather(self, part: object, names: dict[str, None]) -> None:
        """All structs that can be reached from here."""
        match part:
            case {"$ref": str(ref)} if ref.startswith(REF):
                name = ref.removeprefix(REF)
                if name not in names and name in self._components:
                    if "properties" in self._components[name]:
                        names[name] = None
                    self._gather(self._components[name], names)
            case dict():
                for value in part.values():
                    self._gather(value, names)
            case list():
                for value in part:
                    self._gather(value, names)

    def _described(self, method: str, path: str, operation: dict[str, Any]) -> Described:
        content = operation.get("requestBody", {}).get("content", {})
        bodies = [named for each in content.values() for named in self._bodies(each["schema"])]
        return Described(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            about=operation.get("description", ""),
            who=_who(operation["security"]),
            parameters=[self._parameter(each) for each in operation.get("parameters", [])],
            bodies=bodies,
            answers=list(self._answers(operation["responses"])),
            samples=list(self._samples(method.upper(), path, operation)),
            answered=_answered(operation["responses"]),
        )

    def _bodies(self, schema: Schema) -> Iterator[Shape]:
        for each in schema.get("anyOf", [schema]):
            if "$ref" in each:
                yield self._shape(each["$ref"].removeprefix(REF))

    def _answers(self, responses: dict[str, Any]) -> Iterator[tuple[str, str, list[Word]]]:
        for status, response in responses.items():
            if status.isdigit():
                content = response.get("content", {})
                schema = next((each["schema"] for each in content.values()), None)
                words = list(self._words(schema)) if schema else []
                yield status, response["description"], words

    def _shape(self, name: str) -> Shape:
        schema = self._components[name]
        required = schema.get("required", ())
        fields = [
            self._field(key, each, required=key in required)
            for key, each in schema["properties"].items()
        ]
        return Shape(
            name=name,
            title=schema["title"],
            about=schema.get("description", ""),
            fields=fields,
        )

    def _parameter(self, parameter: dict[str, Any]) -> Field:
        schema = parameter["schema"] | {"description": parameter.get("description", "")}
        return self._field(parameter["name"], schema, required=parameter["required"])

    def _field(self, name: str, schema: Schema, *, required: bool) -> Field:
        said = schema.get("anyOf", [{}])[0] | schema
        bounds = [
            text.format(said[key])
            for key, text in BOUNDS.items()
            if said.get(key, UNSAID[0]) not in UNSAID
        ]
        if said.get("default") not in (None, "", [], {}):
            bounds.append(f"{_json(said['default'])} by default")
        if examples := said.get("examples"):
            bounds.append(f"such as {_json(examples[0])}")
        return Field(
            name=name,
            words=list(self._words(schema)),
            required=required,
            about=said.get("description", ""),
            bounds="; ".join(bounds),
        )

    def _words(self, schema: Schema) -> Iterator[Word]:
        match schema:
            case {"$ref": str(ref)}:
                yield from self._reference(ref.removeprefix(REF))
            case {"anyOf": [first, *others]}:
                yield from self._words(first)
                for each in others:
                    yield Word(" or ")
                    yield from self._words(each)
            case {"enum": values}:
                yield Word(" or ".join(_json(value) for value in values))
            case {"const": value}:
                yield Word(_json(value))
            case {"type": "array", "items": dict(items)}:
                yield Word("list of ")
                yield from self._words(items)
            case {"type": "array", "prefixItems": [first, *_] as parts}:
                yield Word(f"{len(parts)} of ")
                yield from self._words(first)
            case {"type": "object", "additionalProperties": dict(values)} if values:
                yield Word("by name: ")
                yield from self._words(values)
            case _:
                kind = str(schema.get("type", "anything"))
                yield Word(FORMATS.get(schema.get("format", ""), kind))

    def _reference(self, name: str) -> Iterator[Word]:
        schema = self._components[name]
        if "properties" in schema:
            yield Word(schema["title"], name)
        else:
            yield from self._words(schema)

    def _samples(self, method: str, path: str, operation: dict[str, Any]) -> Iterator[Sample]:
        lines = [f'curl{"" if method == "GET" else f" -X {method}"} "{self._url(path, operation)}"']
        if operation["security"]:
            lines.append('  -H "Authorization: Bearer $KEY"')
        lines += [
            f'  -H "{each["name"]}: ${_variable(each["name"])}"'
            for each in operation.get("parameters", [])
            if each["in"] == "header" and each["required"]
        ]
        content = operation.get("requestBody", {}).get("content", {})
        for kind, each in content.items():
            sending = [*lines, f"  -H 'Content-Type: {kind}'"]
            examples = each.get("examples", {"": {"value": each.get("example")}})
            for name, example in examples.items():
                value = example["value"]
                text = value if isinstance(value, str) else _json(value, indent=2)
                data = f"  --data-binary {shlex.quote(text)}"
                yield Sample(name=name, curl=" \\\n".join([*sending, data]))
        if not content:
            yield Sample(name="", curl=" \\\n".join(lines))

    def _url(self, path: str, operation: dict[str, Any]) -> str:
        """With a shell variable for each part that the caller fills in."""
        wanted = [
            each["name"]
            for each in operation.get("parameters", [])
            if each["in"] == "query" and each["required"]
        ]
        query = "&".join(f"{name}=${name}" for name in wanted)
        filled = path.replace("{", "$").replace("}", "")
        return f"{self._address}{filled}" + (f"?{query}" if query else "")


def _answered(responses: dict[str, Any]) -> str | None:
    for response in responses.values():
        for content in response.get("content", {}).values():
            if "example" in content:
                return _json(content["example"], indent=2)
    return None


def _who(security: list[dict[str, list[str]]]) -> str:
    if not security:
        return "For anyone."
    roles = security[0]["token"]
    who = WHO[roles[0]] if len(roles) == 1 else "whoever has a role here"
    in_person = all("key" not in each for each in security)
    return (
        f"For {who if roles else 'whoever is signed in'}{', not with a key' if in_person else ''}."
    )


def _variable(name: str) -> str:
    return name.replace("-", "_").lower()


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
