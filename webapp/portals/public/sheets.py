"""The stylesheets of a light page, as one file."""

from flask import Response, abort, request

from webapp.portals.public import portal
from webapp.web import light


@portal.get("/sheets/<filename>")
def show_sheet(filename: str) -> Response:
    """Give stylesheets as one; the address that a page names is another after each change."""
    names, dot, kind = filename.partition(".")
    asked = tuple(names.split("-"))
    if dot + kind != ".css" or not set(asked) <= set(light.SHEETS) or len(set(asked)) < len(asked):
        abort(404)
    sheet = light.joined(asked)
    response = Response(sheet.words, mimetype="text/css")
    if request.accept_encodings["gzip"]:
        response.data = sheet.compressed
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    kept = "max-age=31536000, immutable" if request.args.get("v") == sheet.version else "no-cache"
    response.headers["Cache-Control"] = f"public, {kept}"
    return response
