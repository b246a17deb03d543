"""Whether this process lives, and whether it can serve; nothing more is told."""

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.ground import migrate
from webapp.web.extensions import db

portal = Blueprint("health", __name__, url_prefix="/health")

Answer = tuple[str, int, dict[str, str]]
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@portal.get("/live")
def live() -> Answer:
    """Say that the process answers."""
    return "live\n", 200, PLAIN


@portal.get("/ready")
def ready() -> Answer:
    """Say whether the database is reachable and as new as the code, or newer.

    A newer one is on the way to the next version, and this one serves meanwhile.
    """
    try:
        version = db.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        version = None
    return (
        ("ready\n", 200, PLAIN)
        if version and version >= migrate.newest()
        else ("not ready\n", 503, PLAIN)
    )
