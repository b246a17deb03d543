"""Pictures that pages show to some only: kept by the reader's browser, by nobody between."""

from hashlib import sha256

from flask import Response, request

AN_HOUR = 3600


def picture_answer(picture: bytes) -> Response:
    """Return a picture that the reader's own browser may keep for an hour."""
    answer = Response(picture, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = f"private, max-age={AN_HOUR}"
    answer.set_etag(sha256(picture).hexdigest()[:32])
    answer.make_conditional(request)
    return answer
