"""What to say when somebody does not come in by the identity provider, or may not."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from webapp.ground.errors import RuleBroken

SENTENCES: dict[str, Callable[[RuleBroken], Any]] = {
    "provider-away": lambda _rule: _(
        "The identity provider does not answer just now. Sign in with your e-mail address and "
        "your password, or try again in a few minutes."
    ),
    "provider-refused": lambda _rule: _(
        "The identity provider has not let you through, or you stopped on the way. Begin again, "
        "or sign in with your password."
    ),
    "provider-stale": lambda _rule: _(
        "This attempt to sign in is over: it was too long ago, or was begun in another browser. "
        "Begin again."
    ),
    "provider-untrusted": lambda _rule: _(
        "What the identity provider answered cannot be believed, so nobody was signed in. Begin "
        "again; if it stays so, tell whoever runs Sillon."
    ),
    "provider-too-weak": lambda _rule: _(
        "The identity provider let you through with less proof than this programme asks for. "
        "Begin again there, with your second factor."
    ),
    "provider-unknown": lambda _rule: _(
        "No open account is linked to this identity. Sign in with your password, then link it "
        "under “My account”; or ask the coordination of the programme."
    ),
    "provider-linked": lambda _rule: _(
        "An identity is linked to this account already: unlink it first."
    ),
    "provider-taken": lambda _rule: _("This identity is linked to another account already."),
    "provider-not-linked": lambda _rule: _("No identity is linked to this account any more."),
    "provider-only": lambda _rule: _(
        "This account is opened by the identity provider alone: choose it on the sign-in page. A "
        "coordinator can unlink it."
    ),
}
