"""The cookie of somebody who signed in, for a browser that talks to a server of its own."""

from flask import Flask
from sqlalchemy.orm import Session

from webapp.models import User
from webapp.services.records import sessions


def cookie_of(app: Flask, session: Session, user: User) -> str:
    """Return the cookie of a user with everything that signing in asks for behind them."""
    found = sessions.find_session(session, sessions.open_session(session, user))
    assert found is not None
    secret = sessions.pass_second_factor(found)
    session.commit()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps({"_user_id": secret, "_fresh": True}))
