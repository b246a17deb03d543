"""What Flask is extended with: the request's database session, CSRF, sign-in, languages."""

from typing import cast

from babel import Locale
from flask import Flask, current_app, g, request, session
from flask_babel import Babel, force_locale, get_translations
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.local import LocalProxy

from webapp.ground import languages
from webapp.ground.database import DOOR, set_scope

csrf = CSRFProtect()
babel = Babel()
login_manager = LoginManager()


def request_session() -> Session:
    """Return the one session of this request or command; the outermost code commits it.

    It begins at the door: who asks is found there, and a portal's guard says what they see.
    """
    if "db" not in g:
        sessions: sessionmaker[Session] = current_app.extensions["sessions"]
        g.db = sessions()
        set_scope(g.db, DOOR)
    return cast(Session, g.db)


db = cast(Session, LocalProxy(request_session))


def close_session(_error: BaseException | None) -> None:
    """End the request's session; what was not committed never happened."""
    opened: Session | None = g.pop("db", None)
    if opened is not None:
        opened.close()


def init_database(app: Flask, sessions: sessionmaker[Session]) -> None:
    """Give the application its sessions."""
    app.extensions["sessions"] = sessions
    app.teardown_appcontext(close_session)


def read_every_language(app: Flask) -> None:
    """Read the words and the days of every language, which else wait for their first reader."""
    with app.test_request_context():
        for each in languages.PUBLIC:
            Locale.parse(each.locale).days  # noqa: B018 (looked at, it is read)
            with force_locale(each.locale):
                get_translations()


def offered_languages() -> tuple[languages.Language, ...]:
    """Return the languages that the page asked for is offered in."""
    narrowed: tuple[languages.Language, ...] | None = g.get("offered_languages")
    return narrowed or languages.offered(request.blueprint or "public")


def offer_languages(some: tuple[languages.Language, ...]) -> None:
    """Offer the page asked for in these only, and choose anew among them."""
    g.offered_languages = some
    g.pop("language", None)


def current_language() -> languages.Language:
    """Return the request's language: asked for, chosen before, the person's, the browser's."""
    if "language" not in g:
        offered = offered_languages()
        asked = languages.find(request.args.get("lang"), offered)
        if asked is not None:
            session["language"] = asked.code
        chosen = asked or languages.find(session.get("language"), offered)
        if chosen is None and current_user.is_authenticated:
            chosen = languages.find(current_user.user.language, offered)
        g.language = chosen or languages.best(list(request.accept_languages.values()), offered)
    language: languages.Language = g.language
    return language
