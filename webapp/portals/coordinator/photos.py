"""The photos of a farm, of which a coordinator can hide one that gives the place away."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.models import Farm, Photo
from webapp.portals.coordinator import portal
from webapp.services.farms import photos
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.pictures import picture_answer


@portal.get("/farms/<int:farm_id>/photos")
def list_photos(farm_id: int) -> str:
    """Show a farm's photos, and who sees each."""
    return page(farm=find_or_404(Farm, Farm.id == farm_id))


@portal.get("/photos/<int:photo_id>/<any(small,large):size>.jpg")
def show_picture(photo_id: int, size: str) -> Response:
    """Give a photo itself."""
    return picture_answer(getattr(find_or_404(Photo, Photo.id == photo_id), size))


@portal.post("/farms/<int:farm_id>/photos/<int:photo_id>/hiding")
def hide_photo(farm_id: int, photo_id: int) -> AnyResponse:
    """Show a photo to no guest any more; its farm sees that it is hidden."""
    return _hide(farm_id, photo_id, hidden=True, words=_("Guests do not see this photo any more."))


@portal.post("/farms/<int:farm_id>/photos/<int:photo_id>/showing")
def unhide_photo(farm_id: int, photo_id: int) -> AnyResponse:
    """Show a hidden photo again."""
    return _hide(farm_id, photo_id, hidden=False, words=_("Guests see this photo again."))


def _hide(farm_id: int, photo_id: int, *, hidden: bool, words: str) -> AnyResponse:
    photo = find_or_404(Photo, Photo.id == photo_id, Photo.farm_id == farm_id)
    with acting() as act:
        photos.hide(db, photo, hidden=hidden)
        act.tell(words)
    return redirect(url_for("coordinator.list_photos", farm_id=farm_id))
