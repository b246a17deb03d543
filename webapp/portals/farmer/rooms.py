"""The rooms for guests: added, changed, removed."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Room
from webapp.portals.farmer import portal
from webapp.portals.farmer.farm_forms import ChangedRoomForm, RoomForm
from webapp.portals.farmer.loaders import keep, own_farm, own_room
from webapp.portals.farmer.topics import TOPICS, topic_after
from webapp.services.farms import farms, rooms
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import sentence


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
    """Change a room, after saying which dates change with it."""
    room = own_room(room_id)
    form = ChangedRoomForm(obj=room)
    if not form.validate_on_submit():
        return page(form=form, room=room, following=None)
    try:
        following = rooms.what_follows(db, room, form.beds.data)
        if following and not form.agreed.data:
            return page(form=form, room=room, following=following)
        room.name, room.lockable = form.name.data, form.lockable.data
        rooms.change(db, room, form.beds.data)
    except RuleBroken as rule:
        db.rollback()
        form.refuse("beds", sentence(rule))
        return page(form=form, room=own_room(room_id), following=None)
    return keep("farmer.list_rooms")


@portal.route("/my-farm/rooms/<int:room_id>/removal", methods=["GET", "POST"])
def remove_room(room_id: int) -> str | Response:
    """Remove a room, after saying which dates change with it."""
    room = own_room(room_id)
    try:
        if request.method != "POST":
            following = rooms.what_follows(db, room, 0)
            return page(room=room, following=following)
        rooms.remove(db, room)
    except RuleBroken as rule:
        db.rollback()
        flash(sentence(rule), "error")
        return redirect(url_for("farmer.list_rooms"))
    return keep("farmer.list_rooms", _("%(room)s is removed.", room=room.name))
