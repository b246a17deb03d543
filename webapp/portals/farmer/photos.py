"""My photos: the farm, the bed, the animals; what a guest sees before a yes, and after."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.models import Photo
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.portals.farmer.photo_forms import NewPhotoForm, PhotoForm
from webapp.services.farms import photos
from webapp.services.records import on_duty
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.pictures import picture_answer
from webapp.web.unchanged import given_again
from webapp.web.uploads import takes_files

LARGEST_PHOTO = 10 * 1024 * 1024
"""In bytes; `deploy/nginx.conf` lets a little more through."""


def own_photo(photo_id: int) -> Photo:
    """Return a photo of the farmer's farm, or answer 404."""
    return find_or_404(Photo, Photo.id == photo_id, Photo.farm_id == own_farm().id)


@portal.get("/photos")
@given_again()
def list_photos() -> str:
    """Show the photos in their order, and who sees each."""
    number = on_duty.number(db)
    return page(photos=own_farm().photos, most=photos.MOST, on_duty_phone=number)


@portal.route("/photos/new", methods=["GET", "POST"])
@takes_files(LARGEST_PHOTO)
def add_photo() -> str | AnyResponse:
    """Send a photo, and say what it shows."""
    farm, form = own_farm(), NewPhotoForm()
    if form.validate_on_submit():
        with acting(form, "picture") as act:
            photos.add(
                db,
                farm,
                form.picture.data.stream,
                subject=form.subject.data,
                words=form.words.data,
                tells_no_place=form.tells_no_place.data,
            )
            act.tell(_("Your photo is kept."))
        if act.done:
            return _back()
    return page(form=form)


@portal.route("/photos/<int:photo_id>", methods=["GET", "POST"])
def edit_photo(photo_id: int) -> str | AnyResponse:
    """Change what is said of a photo."""
    photo = own_photo(photo_id)
    form = PhotoForm(obj=photo)
    if form.validate_on_submit():
        with acting(form) as act:
            photos.change(
                db,
                photo,
                subject=form.subject.data,
                words=form.words.data,
                tells_no_place=form.tells_no_place.data,
            )
            act.tell(_("Saved."))
        if act.done:
            return _back()
    return page(form=form, photo=photo)


@portal.get("/photos/<int:photo_id>/<any(small,large):size>.jpg")
def show_picture(photo_id: int, size: str) -> Response:
    """Give a photo itself to its farm."""
    return picture_answer(getattr(own_photo(photo_id), size))


@portal.post("/photos/<int:photo_id>/first")
def put_photo_first(photo_id: int) -> AnyResponse:
    """Show a photo before all others."""
    photo = own_photo(photo_id)
    with acting() as act:
        photos.put_first(db, photo)
        act.tell(_("It is shown first now."))
    return _back()


@portal.post("/photos/<int:photo_id>/removal")
def remove_photo(photo_id: int) -> AnyResponse:
    """Take a photo away for good."""
    photo = own_photo(photo_id)
    with acting() as act:
        photos.remove(db, photo)
        act.tell(_("The photo is removed."))
    return _back()


def _back() -> AnyResponse:
    return redirect(url_for("farmer.list_photos"))
