"""The API as OpenAPI 3.1 describes it, made from the same table as its answers."""

from typing import Any, Final

from webapp.portals.api.resources import NUMBER, RESOURCES, TEXT, Resource, or_none

MOST: Final = 100
"""Rows of one answer."""
ERROR: Final = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": TEXT, "detail": TEXT},
    "additionalProperties": False,
}
ANSWERS: Final = {
    "401": "No key, or one that is over",
    "403": "The key is not for this",
    "422": "A parameter is wrong",
    "429": "Too many questions: `Retry-After` says when to come back",
}


def _answer(words: str, schema: str) -> dict[str, Any]:
    of_it = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": words, "content": {"application/json": {"schema": of_it}}}


REFUSALS: Final = {code: _answer(words, "Error") for code, words in ANSWERS.items()}
METRICS: Final = {
    "operationId": "show_metrics",
    "summary": "How the installation does, in the text form of Prometheus.",
    "responses": {
        "200": {"description": "The figures", "content": {"text/plain": {"schema": TEXT}}},
        **REFUSALS,
    },
}


def document() -> dict[str, Any]:
    """Return the description of every resource."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sillon",
            "version": "1",
            "description": "Figures and codes of the programme, to read. No name is told.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"key": []}],
        "paths": {
            **{f"/{name}": {"get": _operation(name, each)} for name, each in RESOURCES.items()},
            "/metrics": {"get": METRICS},
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": ERROR, **{n: _page_of(r) for n, r in RESOURCES.items()}},
        },
    }


def _operation(name: str, of: Resource) -> dict[str, Any]:
    parameters = [
        _parameter("after", {**NUMBER, "minimum": 0, "maximum": 2**31 - 1, "default": 0},
                   "Rows with a larger number; `next` of the answer before"),
        _parameter("limit", {**NUMBER, "minimum": 1, "maximum": MOST, "default": MOST},
                   "How many rows at most"),
    ]  # fmt: skip
    if of.code is not None:
        code = _parameter("code", {**TEXT, "maxLength": 20}, "Of one party")
        parameters.append(code)
    return {
        "operationId": f"list_{name}",
        "summary": of.words,
        "parameters": parameters,
        "responses": {"200": _answer("The rows, by their number", name), **REFUSALS},
    }


def _parameter(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": words}


def _page_of(of: Resource) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": list(of.columns),
        "properties": {name: schema for name, (_, schema) in of.columns.items()},
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "required": ["data", "next"],
        "properties": {"data": {"type": "array", "items": row}, "next": or_none(NUMBER)},
        "additionalProperties": False,
    }
