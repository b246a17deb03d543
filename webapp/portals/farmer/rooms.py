"""The rooms for guests: added, changed, removed."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Room
from webapp.portals.farmer import portal
from webapp.portals.farmer.farm_forms import ChangedRoomForm, RoomForm
from webapp.portals.farmer.loaders import own_farm, own_room
from webapp.portals.farmer.topics import TOPICS, topic_after
from webapp.services.farms import rooms
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.get("/my-farm/rooms")
def list_rooms() -> str:
    farm = own_farm()
    following = topic_after(farm, "rooms")
    return page(farm=farm, following=TOPICS[following] if following else "")


@portal.route("/my-farm/rooms/new", methods=["GET", "POST"])
def add_room() -> str | Response:
    farm = own_farm()
    form = RoomForm(beds=2)
    if form.validate_on_submit():
        room = Room()
        form.populate_obj(room)
        with acting(form, "name") as act:
            rooms.add(db, farm, room)
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for("farmer.list_rooms"))
    return page(form=form)


@portal.route("/my-farm/rooms/<int:room_id>", methods=["GET", "POST"])
def edit_room(room_id: int) -> str | Response:
    """Change a room, after saying which dates change with it."""
    room = own_room(room_id)
    form, following = ChangedRoomForm(obj=room), rooms.Following()
    if form.validate_on_submit():
        with acting(form, _field_of) as act:
            following = rooms.what_follows(db, room, form.beds.data)
            if form.agreed.data or not following:
                rooms.rename(room, form.name.data)
                room.lockable = form.lockable.data
                rooms.change(db, room, form.beds.data)
                act.tell(_("Saved."))
        if act.done and (form.agreed.data or not following):
            return redirect(url_for("farmer.list_rooms"))
    return page(form=form, room=room, following=following)


def _field_of(rule: RuleBroken) -> str:
    return "name" if rule.code == "room-known" else "beds"


@portal.route("/my-farm/rooms/<int:room_id>/removal", methods=["GET", "POST"])
def remove_room(room_id: int) -> str | Response:
    """Remove a room, after saying which dates change with it."""
    room, following, agreed = own_room(room_id), rooms.Following(), request.method == "POST"
    with acting() as act:
        if agreed:
            rooms.remove(db, room)
            act.tell(_("%(room)s is removed.", room=room.name))
        else:  # guests who are expected forbid it, and the page that asks as well
            following = rooms.what_follows(db, room, 0)
    if act.done and not agreed:
        return page(room=room, following=following)
    return redirect(url_for("farmer.list_rooms"))
