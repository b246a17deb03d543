"""The rooms for guests: added, changed, removed."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.extensions import db
from webapp.farmer import portal
from webapp.farmer.farm_forms import RoomForm
from webapp.farmer.own import keep, own_farm, own_room
from webapp.farmer.topics import TOPICS, topic_after
from webapp.models import Room
from webapp.pages import page
from webapp.services import farms


@portal.get("/my-farm/rooms")
def list_rooms() -> str:
    """Show the rooms."""
    farm = own_farm()
    following = topic_after(farm, "rooms")
    return page(farm=farm, following=TOPICS[following] if following else "")


@portal.route("/my-farm/rooms/new", methods=["GET", "POST"])
def add_room() -> str | Response:
    """Add a room."""
    farm = own_farm()
    form = RoomForm(data={"beds": 2})
    if not form.validate_on_submit():
        return page(form=form)
    room = Room(farm_id=farm.id)
    form.populate_obj(room)
    db.add(room)
    farms.tell_rooms(db, farm)
    return keep("farmer.list_rooms")


@portal.route("/my-farm/rooms/<int:room_id>", methods=["GET", "POST"])
def edit_room(room_id: int) -> str | Response:
    """Change a room."""
    room = own_room(room_id)
    form = RoomForm(obj=room)
    if not form.validate_on_submit():
        return page(form=form, room=room)
    form.populate_obj(room)
    farms.tell_rooms(db, room.farm)
    return keep("farmer.list_rooms")


@portal.post("/my-farm/rooms/<int:room_id>/removal")
def remove_room(room_id: int) -> Response:
    """Remove a room; offers that count on it keep their beds until they are changed."""
    room = own_room(room_id)
    farm = room.farm
    db.delete(room)
    farms.tell_rooms(db, farm)
    return keep("farmer.list_rooms", _("%(room)s is removed.", room=room.name))
