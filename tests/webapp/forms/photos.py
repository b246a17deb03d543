"""Photos of a farm: sent, said anew, put first, removed, hidden."""

from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_photo
from tests.webapp.forms.places import newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.models import Photo, Role
from webapp.portals.farmer.photo_forms import NewPhotoForm, PhotoForm


def a_picture() -> tuple[str, bytes]:
    """A small file as a browser sends it."""
    file = BytesIO()
    Image.new("RGB", (60, 40), "green").save(file, "PNG")
    return "pre.png", file.getvalue()


def photos_of(role: Role) -> Any:
    """Return what builds a farm with two photos, before a farmer or a coordinator."""

    def build(db: Session) -> World:
        farm = a_farm(db)
        first, photo = a_photo(), a_photo(position=2)
        farm.photos.extend([first, photo])
        db.flush()
        who = a_farmer(db, farm) if role is Role.FARMER else a_coordinator(db)
        return World(reader=who, farm=farm, first=first, photo=photo)

    return build


def a_hidden_photo(db: Session) -> World:
    world: World = photos_of(Role.COORDINATOR)(db)
    world.photo.hide()
    db.flush()
    return world


def order(reading: Reading) -> list[int]:
    world = reading.world
    return [[world.first.id, world.photo.id].index(each.id) for each in shown(reading)]


def shown(reading: Reading) -> list[Photo]:
    return list(reading.again(reading.world.farm).photos)


def is_hidden(reading: Reading) -> bool:
    return reading.again(reading.world.photo).hidden_at is not None


WHAT = {"subject": typed("bed"), "words": typed("Un lit"), "tells_no_place": typed(False)}

ROWS = [
    Row(
        "farmer.add_photo",
        photos_of(Role.FARMER),
        form=NewPhotoForm,
        subject=newest(Photo),
        fields={
            "picture": typed(a_picture(), 60, at="width"),
            "subject": typed("bed"),
            "words": typed("Un lit"),
            "tells_no_place": typed(True),
        },
    ),
    Row(
        "farmer.edit_photo",
        photos_of(Role.FARMER),
        form=PhotoForm,
        subject="photo",
        edits=True,
        fields=WHAT,
    ),
    Row(
        "farmer.put_photo_first",
        photos_of(Role.FARMER),
        page="farmer.list_photos",
        then={order: [1, 0]},
    ),
    Row(
        "farmer.remove_photo",
        photos_of(Role.FARMER),
        page="farmer.list_photos",
        then={order: [0]},
    ),
    Row(
        "coordinator.hide_photo",
        photos_of(Role.COORDINATOR),
        page="coordinator.list_photos",
        then={is_hidden: True},
    ),
    Row(
        "coordinator.unhide_photo",
        a_hidden_photo,
        page="coordinator.list_photos",
        then={is_hidden: False},
    ),
]
