"""The smallest application that renders the templates: no database, every screen language."""

from typing import Any

from flask import Flask, render_template, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from tests.keys import DATA_KEY, SECRET_KEY
from webapp.ground.encryption import Cipher
from webapp.ground.languages import ALL, PUBLIC, best, compile_catalogues, find
from webapp.portals.public.style_samples import samples
from webapp.services.records.audit_keys import AuditKeys
from webapp.services.records.tokens import Signer
from webapp.web import addresses, carried, form_tokens, spoken
from webapp.wording import FILTERS

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'"
PAGES = {
    "style": "public/show_style.html",
    "403": "errors/403.html",
    "404": "errors/404.html",
    "500": "errors/500.html",
    "503": "errors/503.html",
}


def asked_language() -> Any:
    return find(request.args.get("lang"), ALL) or best(list(request.accept_languages.values()))


def make_look_app() -> Flask:
    compile_catalogues()
    Cipher.use(DATA_KEY)  # forms carry a sealed token
    Signer.use(SECRET_KEY)
    AuditKeys.use(SECRET_KEY)
    app = Flask("webapp")
    app.config.update(SECRET_KEY="only for looking", TESTING=True)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    # The frame links to pages of the portals, which this application has not.
    app.url_build_error_handlers.append(lambda _error, endpoint, _values: f"/{endpoint}")
    CSRFProtect(app)
    LoginManager(app).user_loader(lambda _secret: None)  # forms ask who opens them: nobody
    Babel(app, locale_selector=lambda: asked_language().locale)
    addresses.init_app(app)
    spoken.init_app(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(form_tokens=form_tokens.fields, along=carried.along)

    @app.context_processor
    def contract() -> dict[str, Any]:
        return {
            "current_language": asked_language(),
            "languages": PUBLIC,
            "demonstration": "demonstration" in request.args,
            "current_user": None,
        }

    @app.route("/look/<page>")
    def look(page: str) -> str:
        return render_template(PAGES[page], **samples() if page == "style" else {})

    @app.after_request
    def policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app
