"""The photos of a place, for whoever has the link of the party that may go there."""

from flask import Response, abort

from webapp.models import Photo
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import open_link
from webapp.web.extensions import db
from webapp.web.pictures import picture_answer


@portal.get("/<token>/photos/<int:photo_id>/<any(small,large):size>.jpg")
def show_picture(token: str, photo_id: int, size: str) -> Response:
    """Give a photo that the party's page shows now, and no other."""
    shown = [photo.id for photo in open_link(token).view().photos]
    if photo_id not in shown:
        abort(404)
    return picture_answer(getattr(db.get_one(Photo, photo_id), size))
