"""Puts the web application together: settings, extensions, portals, commands."""

import gc
import logging
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import wording
from webapp.ground import clock, languages, logs
from webapp.ground.config import Config
from webapp.ground.database import make_engine, make_sessions
from webapp.ground.encryption import Cipher
from webapp.services.records.audit_keys import AuditKeys
from webapp.services.records.tokens import Signer
from webapp.web import (
    acts,
    addresses,
    ahead,
    carried,
    clocked,
    decided,
    error_pages,
    extensions,
    figures,
    form_tokens,
    forms,
    headers,
    heard,
    left_out,
    pages,
    spoken,
    thread_form,
)
from webapp.web.access import possible_numbers_only
from webapp.web.uploads import UploadRequest
from webapp.wording import agreed_words
from webapp.wording.barriers import barrier_facts
from webapp.wording.stay_calendar import stay_calendar
from webapp.wording.thread_labels import card_in

if TYPE_CHECKING:
    from webapp.services.accounts.openid import Provider

COOKIE_DAYS = 60
LARGEST_FORM = 512 * 1024


class Application(Flask):
    """Flask, with failures in our own log: none of their words, since these may be personal."""

    request_class = UploadRequest

    def log_exception(self, exc_info: Any) -> None:
        """Write the line of an unforeseen failure."""
        logs.failure(exc_info[1])


TEMPLATES = {"trim_blocks": True, "lstrip_blocks": True, "cache_size": -1}
"""All stay compiled: there are more than the 400 that Jinja would keep."""


def create_app(config: Config, sessions: sessionmaker[Session] | None = None) -> Flask:
    """Return the application, ready to serve.

    Parameters
    ----------
    config
        The installation's settings.
    sessions
        Where database sessions come from; tests give their own.
    """
    if config.mode != "test":
        logs.configure(logging.WARNING if config.demonstration else logging.INFO)
    _use_keys(config)
    app = Application("webapp")
    app.extensions |= {"config": config, "identity_provider": _provider(config)}
    app.config.from_mapping(_flask_settings(config))
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=0
    )
    app.jinja_options = TEMPLATES
    extensions.init_database(app, sessions or _sessions(config))
    logs.init_app(app)  # first: a request that CSRF refuses has an id as well
    extensions.csrf.init_app(app)
    extensions.login_manager.init_app(app)
    extensions.babel.init_app(app, locale_selector=lambda: extensions.current_language().locale)
    app.jinja_env.template_class = pages.Part
    addresses.init_app(app)
    heard.init_app(app)  # before pages are compressed
    spoken.init_app(app)
    app.jinja_env.filters.update(wording.FILTERS)
    app.jinja_env.globals.update(_page_parts(config))
    for part in (headers, ahead, error_pages, figures):
        part.init_app(app)
    clocked.init_app(app)
    acts.init_app(app)
    app.context_processor(_page_context)
    app.before_request(possible_numbers_only)
    _register_portals(app)
    _register_commands(app)
    if config.mode != "test":
        _collect_less()
    return app


def _use_keys(config: Config) -> None:
    Cipher.use(config.data_key, *config.old_data_keys)
    Signer.use(config.secret_key)
    AuditKeys.use(config.audit_key or config.secret_key, *config.old_audit_keys, config.secret_key)


def _sessions(config: Config) -> sessionmaker[Session]:
    return make_sessions(make_engine(config.database_url, pooled=config.pooled))


def _provider(config: Config) -> "Provider | None":
    if config.identity_provider is None:
        return None
    from webapp.services.accounts.openid import (  # noqa: PLC0415 (few installations have one)
        Provider,
    )

    return Provider(config.identity_provider)


def _collect_less() -> None:
    """Leave what stays until the end out of every collection of garbage, and collect seldom.

    A page makes thousands of objects and leaves almost none: looking for them took a fifth of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 50)


def _flask_settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "SESSION_COOKIE_NAME": "__Host-sillon" if config.secure_cookies else "sillon",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": COOKIE_DAYS * 24 * 3600,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open overnight must still be accepted
        "WTF_CSRF_SSL_STRICT": False,  # it wants the referrer that our own policy withholds
        "BABEL_DEFAULT_LOCALE": languages.DEFAULT.locale,
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
        "TESTING": config.mode == "test",
        "EVEN_SECONDS": 0 if config.mode == "test" else 0.4,
    }


def _register_portals(app: Flask) -> None:
    # The views need the application's parts above.
    from webapp.portals import (  # noqa: PLC0415
        api,
        auth,
        caseworker,
        coordinator,
        farmer,
        gateway,
        local_referent,
        public,
        visit_page,
    )
    from webapp.web import health  # noqa: PLC0415

    portals = (
        public, auth, farmer, caseworker, coordinator, local_referent, visit_page, gateway, api,
        health,
    )  # fmt: skip
    for portal in portals:
        app.register_blueprint(portal.portal)
    left_out.init_app(app)
    extensions.csrf.exempt(gateway.portal)
    app.register_blueprint(auth.account)


def _register_commands(app: Flask) -> None:
    from webapp import cli  # noqa: PLC0415

    cli.init_app(app)


def _page_parts(config: Config) -> dict[str, Any]:
    """Return what every page is written with, whoever reads it."""
    return {
        "account_pages": [("account.show_account", _l("My account"), "user")],
        "demonstration": config.demonstration,
        "provider_name": config.identity_provider.name if config.identity_provider else "",
        "along": carried.along,
        "form_guard": form_tokens.fields,
        "form_tokens": forms.fields_of_buttons,
        "undecided": decided.undecided,
        "has_workshops": pages.has_workshops,
        "uses": pages.uses,
        "usual_languages": pages.usual_languages,
        "labels": wording.labels,
        "day": wording.day,
        "short_day": wording.short_day,
        "present_day": clock.today,
        "day_range": wording.day_range,
        "barrier_facts": barrier_facts,
        "card_in": card_in,
        "translated": thread_form.translated,
        "household": wording.household,
        "stay_calendar": stay_calendar,
        "days_of": wording.days_of,
        "its_year": wording.its_year,
        "duration": wording.duration,
        "telephone": wording.telephone,
        "word_proposed": agreed_words.proposed,
        "reader_of": wording.reader_of,
    }


def _page_context() -> dict[str, Any]:
    return {
        "clock_stands": clock.today() if clock.ahead() else None,
        "current_language": extensions.current_language(),
        "languages": extensions.offered_languages(),
    }
