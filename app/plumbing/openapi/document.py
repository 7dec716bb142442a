"""The whole document.  Its schemas are made by msgspec, which reads the bodies that it describes.

Litestar describes parameters; its own document would know nothing of our problems, and less than
msgspec of what a body may be.
"""

from importlib.metadata import version
from itertools import groupby
from typing import Any

import msgspec
from litestar import Litestar
from litestar._openapi.datastructures import OpenAPIContext
from litestar._openapi.parameters import create_parameters_for_handler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Parameter, Reference
from litestar.openapi.spec import Schema as LitestarSchema

from app.plumbing.openapi.answers import answers_of
from app.plumbing.openapi.examples import MISSING, find_example
from app.plumbing.openapi.general import DESCRIPTION, RESPONSES, SECURITY_SCHEMES, Problem
from app.plumbing.openapi.routes import Operation, about, operations_of, tag_of
from app.plumbing.openapi.times import name_times

JSON = "application/json"
TITLE = "Pointsbook"
REF = "#/components/schemas/"

Schema = dict[str, Any]


def document_of(app: Litestar) -> dict[str, Any]:
    operations = operations_of(app)
    schemas = _Schemas(operations)
    context = OpenAPIContext(_config(), plugins=app.plugins.openapi)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        described = _described(each, schemas, context)
        paths.setdefault(each.route.path_format, {})[each.method] = described
    features = sorted({each.feature for each in operations})
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": version("pointsbook"), "description": DESCRIPTION},
        "servers": [{"url": "/", "description": "The community at this address."}],
        "tags": [{"name": tag_of(each), "description": about(each)} for each in features],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": RESPONSES,
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _config() -> OpenAPIConfig:
    """What Litestar's own description of parameters looks at."""
    return OpenAPIConfig(title=TITLE, version="0")


class _Schemas:
    """The schemas of all bodies and answers, with what they share, by the feature's name."""

    def __init__(self, operations: list[Operation]) -> None:
        self.components = _components("plumbing", [Problem])[1]
        self.bodies: dict[Operation, list[Schema]] = {}
        self.answers: dict[Operation, Schema] = {}
        for feature, group in groupby(operations, key=lambda each: each.feature):
            self._add(feature, list(group))

    def _add(self, feature: str, operations: list[Operation]) -> None:
        types = [kind for each in operations for kind in (*each.bodies, each.answer)]
        made, components = _components(feature, types)
        self.components |= components
        # They come in the order of the types.
        schemas = iter(made)
        for each in operations:
            self.bodies[each] = [next(schemas) for _ in each.bodies]
            self.answers[each] = next(schemas)


def _components(feature: str, types: list[Any]) -> tuple[tuple[Schema, ...], dict[str, Schema]]:
    """Named by their feature, so that no other feature's struct ever changes the name of one."""
    schemas, components = msgspec.json.schema_components(
        types, schema_hook=_of_anything, ref_template=f"{REF}{feature}.{{name}}"
    )
    name_times(types, components)
    return schemas, {f"{feature}.{name}": schema for name, schema in components.items()}


def _of_anything(kind: type) -> Schema:
    """`object` stands for any JSON; nothing else may go undescribed."""
    if kind is object:
        return {"description": "Any JSON."}
    raise NotImplementedError(kind)


def _described(operation: Operation, schemas: _Schemas, context: OpenAPIContext) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [tag_of(operation.feature)],
        "summary": operation.summary,
        "security": _security(operation),
    }
    if operation.description:
        described["description"] = operation.description
    if parameters := _parameters(operation, context):
        described["parameters"] = parameters
    if body := _body(operation, schemas.bodies[operation], schemas.components):
        described["requestBody"] = body
    described["responses"] = _responses(operation, schemas.answers[operation])
    return described


def _parameters(operation: Operation, context: OpenAPIContext) -> list[dict[str, Any]]:
    found = create_parameters_for_handler(
        context, operation.handler, operation.route.path_parameters
    )
    return [_parameter(each, context) for each in found]


def _parameter(parameter: Parameter, context: OpenAPIContext) -> dict[str, Any]:
    rules = _rules(parameter.schema, context)
    rules.pop("description", None)
    described = {
        "name": parameter.name,
        "in": parameter.param_in,
        "required": parameter.required,
        "schema": {key: _whole(value) for key, value in rules.items()},
    }
    return described | ({"description": parameter.description} if parameter.description else {})


def _rules(schema: LitestarSchema | Reference | None, context: OpenAPIContext) -> Schema:
    """Without null, which no address can say, and with nothing referred to."""
    if isinstance(schema, Reference):
        schema = context.schema_registry.from_reference(schema).schema
    if schema is None:
        return {}
    rules = schema.to_schema()
    if isinstance(schema.items, LitestarSchema | Reference):
        rules["items"] = _rules(schema.items, context)
    parts = schema.one_of or schema.all_of or []
    for key in ("oneOf", "allOf"):
        rules.pop(key, None)
    return (_rules(parts[0], context) if parts else {}) | rules


def _whole(bound: object) -> object:
    """Litestar makes floats of all bounds."""
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.roles is None:
        return []
    schemes = ("token", "session") if operation.in_person else ("token", "key", "session")
    return [{scheme: [role.value for role in operation.roles]} for scheme in schemes]


def _body(operation: Operation, bodies: list[Schema], components: Schema) -> dict[str, Any] | None:
    if operation.file:
        content = {
            kind: {"schema": {"type": "string"}, "example": example}
            for kind, example in operation.file.items()
        }
        return {"required": True, "content": content}
    if not bodies:
        return None
    alternatives = [one for body in bodies for one in alternatives_of(body)]
    examples = {
        _name(each, number): {"value": example}
        for number, each in enumerate(alternatives, start=1)
        if (example := find_example(each, components)) is not MISSING
    }
    schema = bodies[0] if len(bodies) == 1 else {"anyOf": bodies}
    required = not operation.handler.parsed_fn_signature.parameters["data"].has_default
    return {
        "required": required,
        "content": {JSON: {"schema": schema, "examples": examples}},
    }


def alternatives_of(body: Schema) -> list[Schema]:
    return [each for each in body.get("anyOf", [body]) if each != {"type": "null"}]


def _name(schema: Schema, number: int) -> str:
    return str(schema.get("$ref", f"example {number}")).rpartition(".")[2]


def _answered(operation: Operation) -> dict[str, Any]:
    answers = answers_of(operation.feature)
    return {"example": answers[operation.address]} if operation.address in answers else {}


def _responses(operation: Operation, answer: Schema) -> dict[str, Any]:
    success: dict[str, Any] = {}
    if operation.answer is not None:
        file = operation.answer is bytes
        kind = operation.media_type if file else JSON
        schema = {"type": "string"} if file else answer
        success["content"] = {kind: {"schema": schema} | _answered(operation)}
    if operation.tagged:
        success["headers"] = {"ETag": {"schema": {"type": "string"}}}
    responses = {
        str(status): {"description": said} | success for status, said in operation.statuses.items()
    }
    if operation.tagged:
        responses["304"] = {"description": "Unchanged since the tag sent as `If-None-Match`."}
    refusals = {
        name: {"$ref": f"#/components/responses/{each}"}
        for name, each in (("4XX", "Refused"), ("5XX", "Broken"))
    }
    return responses | refusals
