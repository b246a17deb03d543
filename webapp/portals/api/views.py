"""Reading: the key is proven, its scope looked at, the question counted and written down."""

from datetime import timedelta
from math import ceil
from typing import Any

from flask import Response, g, jsonify, request

from webapp.ground.database import EVERYONE, LARGEST_NUMBER, set_scope
from webapp.ground.errors import TooManyAttempts
from webapp.models import ApiKey
from webapp.portals.api import portal
from webapp.portals.api.openapi import MOST, document
from webapp.portals.api.resources import RESOURCES, query, told
from webapp.services.records import api_keys
from webapp.web.access import knock
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.throttle import Door

A_MINUTE, QUESTIONS = timedelta(minutes=1), 300
"""So many questions of one key a minute."""
FOR_EVERYONE = ("api.describe", "api.publish_inclusion")
Refused = tuple[Response, int, dict[str, str]]


class Wrong(Exception):  # noqa: N818 (it reads as what happened)
    """A question that is not answered.

    Parameters
    ----------
    status
        401 without a live key, 403 without the scope, 422 for a parameter.
    error
        A code for programs.
    """

    def __init__(self, status: int, error: str, detail: str = "") -> None:
        super().__init__(error)
        self.status, self.error, self.detail = status, error, detail


@portal.before_request
def prove_key() -> None:
    """Let nobody in without a live key, but to what is for everyone."""
    if request.endpoint in FOR_EVERYONE:
        return
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    key = api_keys.prove(db, text.strip()) if kind.lower() == "bearer" else None
    if key is None:
        raise Wrong(401, "no-key")
    set_scope(db, EVERYONE)  # nosemgrep: everything-seen-by-a-view - the guard here
    knock(Door(f"api:{key.id}", QUESTIONS, A_MINUTE))
    g.api_key = key


@portal.get("/openapi.json")
def describe() -> Response:
    """Give the description of the API (OpenAPI 3.1)."""
    return jsonify(document())


@portal.get("/offers")
def list_offers() -> Response:
    """List what farms propose."""
    return _listed("offers")


@portal.get("/slots")
def list_slots() -> Response:
    """List dated openings."""
    return _listed("slots")


@portal.get("/rounds")
def list_rounds() -> Response:
    """List matching rounds."""
    return _listed("rounds")


@portal.get("/workshops")
def list_workshops() -> Response:
    """List groups of workshops."""
    return _listed("workshops")


@portal.get("/visits")
def list_visits() -> Response:
    """List visits by code."""
    return _listed("visits")


@portal.get("/reports")
def list_reports() -> Response:
    """List frozen reports with what they tell."""
    return _listed("reports")


def want_scope(name: str) -> ApiKey:
    """Return the key that asks, if it is for this."""
    key: ApiKey = g.api_key
    if name not in key.scopes:
        raise Wrong(403, "not-in-scope", name)
    return key


def _listed(name: str) -> Response:
    key = want_scope(name)
    described = {"after", "limit"} | ({"code"} if RESOURCES[name].code is not None else set())
    if unknown := min(request.args.keys() - described, default=None):
        raise Wrong(422, "parameter", unknown[:40])
    after, limit = _number("after", 0, 0, LARGEST_NUMBER), _number("limit", MOST, 1, MOST)
    found = db.execute(query(RESOURCES[name], after, limit + 1, _code())).mappings().all()
    rows = [told(RESOURCES[name], row) for row in found[:limit]]
    note_reading("api-key.read", key, resource=name, rows=len(rows))
    return jsonify(data=rows, next=rows[-1]["id"] if len(found) > limit else None)


def _number(name: str, otherwise: int, least: int, most: int) -> int:
    typed = request.args.get(name)
    if typed is None:
        return otherwise
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(LARGEST_NUMBER))
    if not (is_number and least <= int(typed) <= most):
        raise Wrong(422, "parameter", name)
    return int(typed)


def _code() -> str | None:
    typed = request.args.get("code")
    if typed is not None and (len(typed) > 20 or "\0" in typed):
        raise Wrong(422, "parameter", "code")
    return typed


@portal.errorhandler(Wrong)
def say_what_is_wrong(wrong: Wrong) -> Refused:
    """Answer a program in its own terms."""
    answer: dict[str, Any] = {"error": wrong.error}
    answer |= {"detail": wrong.detail} if wrong.detail else {}
    headers = {"WWW-Authenticate": "Bearer"} if wrong.status == 401 else {}
    return jsonify(answer), wrong.status, headers


@portal.errorhandler(TooManyAttempts)
def say_when_to_come_back(error: TooManyAttempts) -> Refused:
    """Say how many seconds to wait."""
    seconds = str(ceil(error.wait.total_seconds()))
    return jsonify(error="too-many"), 429, {"Retry-After": seconds}


@portal.after_app_request
def say_it_to_a_program(answer: Response) -> Response:
    """Answer in JSON whatever else was refused or broke below our address, even before a view."""
    if is_ours(request.path) and answer.status_code >= 400 and not answer.is_json:
        in_json = jsonify(error="refused" if answer.status_code < 500 else "broken")
        answer.data, answer.content_type = in_json.data, "application/json"
    return answer


def is_ours(path: str) -> bool:
    """Whether a program asks at this address, be there anything or not."""
    return f"{path}/".startswith(f"{portal.url_prefix}/")
