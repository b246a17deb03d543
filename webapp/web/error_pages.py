"""What a person sees when something is refused, missing or broken: what happened, what to do."""

from contextlib import suppress
from math import ceil
from pathlib import Path

from flask import Flask, flash, g, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)
from werkzeug.wrappers import Response

from webapp.ground import languages, logs
from webapp.ground.clock import PARIS, now
from webapp.ground.errors import RuleBroken, TooManyAttempts
from webapp.web import form_tokens, kept_forms
from webapp.web.extensions import close_session, db, login_manager
from webapp.web.left_out import LeftOut
from webapp.web.let_in import may_enter, sign_in_first
from webapp.wording import sentence

Answer = tuple[str, int]
PAGES = {403, 404, 405, 413}
"""The refusals that have a page of their own; any other shows the page of 404 or of 400."""
DRAWN = (400, *sorted(PAGES), 429, 500, 503)
"""What a proxy may have to say without asking Sillon."""


def init_app(app: Flask) -> None:
    """Show our own page for every refusal and failure."""
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(CSRFError, form_too_old)
    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(StaleDataError, changed_meanwhile)
    app.register_error_handler(ObjectDeletedError, changed_meanwhile)
    app.register_error_handler(TooManyAttempts, too_many_attempts)
    app.register_error_handler(OperationalError, database_down)
    app.register_error_handler(PoolTimeoutError, database_down)
    app.register_error_handler(InternalServerError, broken)


def refused(
    error: HTTPException,
) -> Answer | HTTPException | Response | tuple[str, int, dict[str, str]]:
    """Show the page of a refusal; redirects pass as they are."""
    if error.code is None or error.code < 400:
        return error
    if error.code == RequestEntityTooLarge.code and not may_enter(request.blueprint):
        return _come_in_first()
    if isinstance(error, LeftOut) and current_user.is_authenticated:
        return _page("left_out", part=error.part), NotFound.code
    if error.code == NotFound.code and form_tokens.read():
        # Its form stood on a page that was shown: what it is about went away since.
        return rule_broken(RuleBroken("changed-meanwhile"))[0], NotFound.code
    name = error.code if error.code in PAGES else 400
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        return _page(name), error.code, {"Allow": dict(error.get_headers())["Allow"]}
    return _page(name), error.code


def _come_in_first() -> Answer | Response:
    """Lead whoever sends a file without being let in to where they sign in; it was not read."""
    if current_user.is_authenticated and current_user.complete:
        return _page(NotFound.code), NotFound.code
    if not current_user.is_authenticated:  # or what comes second is due, and asked for there
        flash(
            _("Your session had ended, and nothing was changed. Sign in to be where you were."),
            "info",
        )
    return sign_in_first(_page_of_the_form())


def form_too_old(_error: CSRFError) -> Answer | Response:
    """Lead back to the page of a form that was opened in another session, with what was typed."""
    return kept_forms.lead_back() or (_page("form_too_old"), 400)


def _page(name: object, **facts: object) -> str:
    """Return the page of a refusal, with the way back to the page whose form was sent, if any."""
    g.pop("carried_for", None)  # whose page it was may be gone: nothing is asked of it
    return render_template(f"errors/{name}.html", again=_page_of_the_form(), **facts)


def _page_of_the_form() -> str | None:
    """Return the address of the page whose form was sent, where it can be opened."""
    if request.method != "POST":
        return None
    if token := form_tokens.read():
        return token.address
    rule = request.url_rule
    return request.path if rule is not None and "GET" in (rule.methods or ()) else None


def rule_broken(rule: RuleBroken) -> Answer:
    """Show the sentence of a rule that no form could show."""
    db.rollback()
    return _page(409, sentence=sentence(rule)), 409


def changed_meanwhile(_error: StaleDataError) -> Answer:
    """Say that what the page is about is no longer there."""
    return rule_broken(RuleBroken("changed-meanwhile"))


def too_many_attempts(error: TooManyAttempts) -> tuple[str, int, dict[str, str]]:
    """Say when to come back."""
    seconds = ceil(error.wait.total_seconds())
    opens_at = (now() + error.wait).astimezone(PARIS)
    shown = _page(429, opens_at=opens_at, minutes=ceil(seconds / 60))
    return shown, 429, {"Retry-After": str(seconds)}


def database_down(error: Exception) -> Answer:
    """Say that the service is having a break, without asking the database anything."""
    logs.failure(error)
    _ask_nothing()
    return render_template("errors/503.html"), 503


def broken(error: InternalServerError) -> Answer:
    """Say that the fault is ours."""
    cause = error.original_exception
    if isinstance(cause, OperationalError | PoolTimeoutError):
        return database_down(cause)
    if isinstance(cause, DBAPIError) and cause.connection_invalidated:
        return database_down(cause)
    _ask_nothing()
    return render_template("errors/500.html"), 500


def draw(app: Flask, folder: Path) -> list[Path]:
    """Write the pages of errors that a proxy before Sillon answers by itself: `429.fr.html`, ….

    They hold nothing of a request, and need no Sillon that runs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _draw_one(app, code, language, folder) for code in DRAWN for language in languages.PUBLIC
    ]


def _draw_one(app: Flask, code: int, language: languages.Language, folder: Path) -> Path:
    with app.app_context(), app.test_request_context():  # each page has its own `g`
        _ask_nothing()
        g.language = language
        drawn = folder / f"{code}.{language.code}.html"
        drawn.write_text(render_template(f"errors/{code}.html"), encoding="utf-8")
    return drawn


def _ask_nothing() -> None:
    """Let the page be drawn without database: by nobody in particular, in the first language.

    What was asked before ends here, and frees its locks: the error may be kept for long.
    """
    with suppress(SQLAlchemyError):  # the database may be what is broken
        close_session(None)
    g.language = languages.DEFAULT
    g._login_user = login_manager.anonymous_user()
