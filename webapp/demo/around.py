"""What goes on around the visits of a demonstration, whatever its size; and a year, at one."""

from collections.abc import Callable, Mapping
from random import Random

from sqlalchemy.orm import Session

from webapp.demo import (
    accreditations,
    aftermath,
    agreements,
    before_after,
    case_meetings,
    committees,
    desk,
    directory,
    drawings,
    farm_life,
    immersions,
    paths,
    reports,
    spoken,
    timetable,
    village,
    workshops,
)
from webapp.demo.year_around import Lived
from webapp.models import Farm, Party, Role, User

WHO = ("camille", "claire", "mehdi")
Live = Callable[[], Lived | None]
"""Lets there have been a year, where the programme is of the size that tells of one."""


def follow_visits(session: Session, rng: Random, by: User) -> None:
    """Let visits that are over have been told of, followed up, and have led to contacts."""
    aftermath.tell_how_it_went(session, rng)
    aftermath.say_why_nobody_came(session)
    aftermath.follow_up(session, by)
    aftermath.stay_in_contact(session, by)


def go_on(
    session: Session,
    farms: list[Farm],
    parties: list[Party],
    users: Mapping[str, User],
    live: Live,
) -> None:
    """Let workshops, paths, meetings, papers and reports be there."""
    camille, claire, mehdi = (users[f"{name}@sillon.example"] for name in WHO)
    farm_life.keep_a_pace(session, farms)
    workshops.hold_workshops(session, parties, farms, claire)
    village.invite(session)
    paths.go_their_way(session, parties, claire)
    directory.surround(session, parties, claire)
    before_after.answer_questions(session, parties)
    lived = live()
    workshops.attest(session)
    before_after.answer_as_farms(session)
    case_meetings.decide_together(session, parties, lived)
    drawings.show_drawings(farms)
    reports.be_paid(session, camille, a_year=lived is not None)
    accreditations.be_accredited(session, farms, camille)
    coordinators = [each for each in users.values() if each.role is Role.COORDINATOR]
    committees.meet(session, coordinators, a_year=lived is not None)
    others = agreements.agree(session, camille)
    if lived:
        immersions.go_now(session, others, lived.body, camille)
    spoken.record(session, camille)
    timetable.let_run(session, farms, parties)
    desk.change_hands(session, parties, claire, mehdi)
    desk.record_twice(session, parties, claire)
