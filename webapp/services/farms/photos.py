"""The photos of a farm: sent, put in order, taken away, hidden by the coordination."""

from typing import IO

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.ground.pictures import read_picture
from webapp.models import Farm, Photo
from webapp.services.records import audit
from webapp.services.visits import places

SUBJECTS = ("farm", "bed", "animals")
MOST = 8
"""Photos of one farm: what somebody looks at on a telephone."""


def add(
    session: Session, farm: Farm, sent: IO[bytes], *, subject: str, words: str, tells_no_place: bool
) -> Photo:
    """Keep a photo that was sent, after the others."""
    places.lock_farm(session, farm)
    session.refresh(farm, ["photos"])
    if len(farm.photos) >= MOST:
        raise RuleBroken("too-many-photos", most=MOST)
    picture = read_picture(sent)
    photo = Photo(
        subject=subject,
        words=words,
        tells_no_place=tells_no_place,
        position=max((each.position for each in farm.photos), default=0) + 1,
        small=picture.small,
        large=picture.large,
        width=picture.width,
        height=picture.height,
    )
    farm.photos.append(photo)
    session.flush()
    audit.record(session, "photo.added", photo, shown_before_yes=tells_no_place)
    return photo


def change(
    session: Session, photo: Photo, *, subject: str, words: str, tells_no_place: bool
) -> None:
    """Keep what a farm says anew of a photo."""
    photo.subject, photo.words, photo.tells_no_place = subject, words, tells_no_place
    audit.record(session, "photo.changed", photo, shown_before_yes=tells_no_place)
    session.flush()


def put_first(session: Session, photo: Photo) -> None:
    """Show a photo before all others."""
    photo.position = min(each.position for each in photo.farm.photos) - 1
    audit.record(session, "photo.changed", photo)
    session.flush()


def remove(session: Session, photo: Photo) -> None:
    """Take a photo away for good."""
    audit.record(session, "photo.removed", photo)
    photo.farm.photos.remove(photo)
    session.flush()


def hide(session: Session, photo: Photo, *, hidden: bool) -> None:
    """Show a photo to no guest any more, or again."""
    if hidden:
        photo.hide()
    else:
        photo.unhide()
    audit.record(session, "photo.hidden" if hidden else "photo.unhidden", photo)
    session.flush()
