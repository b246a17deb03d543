"""What is shown after the act that made it, and not again: a key, recovery codes.

Whoever acted is led to it. So a second press, as by a double click, leads there as well: the
browser shows the last answer alone. In the address it is sealed, for its reader and a few minutes.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Final

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.ground.clock import now
from webapp.ground.encryption import Cipher, NoKeyOpensError

FOR: Final = timedelta(minutes=10)
PARAMETER: Final = "shown"
PLACE: Final = "what is shown once"


def lead_to(*words: str) -> Response:
    """Lead to the present page, which shows these words."""
    told = json.dumps([current_user.user.id, now().timestamp(), words])
    sealed = urlsafe_b64encode(Cipher.seal(told, PLACE)).decode()
    return redirect(f"{request.path}?{PARAMETER}={sealed}")


def read() -> list[str]:
    """Return the words that the address holds for its reader; none once their minutes are over."""
    try:
        sealed = urlsafe_b64decode(request.args.get(PARAMETER, ""))
        reader, at, words = json.loads(Cipher.open(sealed, PLACE))
    except (NoKeyOpensError, ValueError):
        return []
    is_for_them = current_user.is_authenticated and current_user.user.id == reader
    in_time = at <= now().timestamp() < at + FOR.total_seconds()
    return list(map(str, words)) if is_for_them and in_time else []
