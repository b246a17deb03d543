"""Case meetings of a demonstration: decided by several, signed by each, over a year."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from webapp.demo.earlier import earlier
from webapp.demo.paths import SOME
from webapp.demo.year_around import Lived
from webapp.ground.clock import PARIS, today
from webapp.models import CaseMeeting, Party, User
from webapp.services.parties import case_meetings, referents

DECIDED: Final = (
    ("Je veux continuer le français le soir, pas le matin.", "",
     "Cours du soir dès la rentrée ; l’association appelle la mairie."),
    ("", "no-interpreter", "On en reparle avec un interprète avant de décider de la suite."),
    ("J’aimerais retourner à la ferme une semaine entière.", "",
     "Une immersion est préparée avec la ferme ; la mission locale prescrit."),
    ("Sans permis je ne peux pas aller travailler.", "",
     "Demande d’aide au permis au Département ; covoiturage en attendant."),
    ("", "unreachable", "Deux appels à des heures différentes, puis une lettre dans sa langue."),
    ("Je veux apprendre le métier, pas seulement aider.", "",
     "Visite du CFPPA de Coutances, puis un dossier pour la rentrée."),
    ("Je préfère attendre le printemps pour la suite.", "",
     "La suite est reportée de deux mois ; on s’appelle au milieu."),
)  # fmt: skip
"""Their word or why it was not asked, and what was decided."""
BODIES: Final = ("Mission locale, CAF", "France Travail", "", "Mission locale, Cap emploi")
OF_A_YEAR: Final = ((333, 284, 236, 185, 141, 88), (240, 95))
"""Of the first association and of each other one: so many days ago they met before the last."""
LAST, TO_SIGN, OPEN = 35, 6, 1
ABOUT: Final = 4
"""People a meeting of the year speaks of, at most."""


def decide_together(session: Session, parties: Sequence[Party], lived: Lived | None) -> None:
    """Let associations have met and signed; the first has one to be signed still, and one open."""
    gone, left = (lived.gone, lived.left) if lived else ((), {})
    homes = {each.organisation_id for each in parties}
    desks = [(home, referents.colleagues(session, home)) for home in sorted(homes)]
    for turn, (home, staff) in enumerate(desks):
        theirs = [each for each in (*gone, *parties) if each.organisation_id == home]
        for number, ago in enumerate(OF_A_YEAR[min(turn, 1)] if gone else ()):
            day = today() - timedelta(days=ago)
            there = [each for each in theirs if _was_there(each, day, left)]
            _meet(session, staff, there[number % 3 :: 3][:ABOUT], ago, number)
        if not turn:
            _decide_lately(session, staff, [each for each in parties if each in theirs][:SOME])


def _decide_lately(session: Session, staff: Sequence[User], own: Sequence[Party]) -> None:
    """Meet about those who have a path: signed, to be signed by one more, and open."""
    _meet(session, staff, own[:-1], LAST, 0)
    _meet(session, staff, own[1:3], TO_SIGN, 2, signed_by=staff[:-1])
    _begin(session, staff[0], own[-1:], OPEN, 1)


def _was_there(party: Party, day: date, left: Mapping[int, date]) -> bool:
    came = party.created_at.astimezone(PARIS).date()
    return came + timedelta(days=20) <= day < left.get(party.id, today())


def _meet(
    session: Session,
    staff: Sequence[User],
    about: Sequence[Party],
    ago: int,
    turn: int,
    signed_by: Sequence[User] | None = None,
) -> None:
    """Let people have met, closed their meeting, and signed it: all, or some of them."""
    if not about:
        return
    meeting = _begin(session, staff[0], about, ago, turn)
    with earlier(session, staff[0], meeting.day, 16):
        case_meetings.close(session, meeting, staff, staff)
    for later, user in enumerate(staff if signed_by is None else signed_by):
        with earlier(session, user, meeting.day, 17 + later):
            case_meetings.sign(session, meeting, user)


def _begin(session: Session, by: User, about: Sequence[Party], ago: int, turn: int) -> CaseMeeting:
    day = today() - timedelta(days=ago)
    with earlier(session, by, day, 14):
        home, bodies = by.organisation_id or 0, BODIES[turn % len(BODIES)]
        meeting = case_meetings.begin(session, home, day, bodies)
        session.flush()
        for number, party in enumerate(about):
            word, why, decided = DECIDED[(number + turn) % len(DECIDED)]
            said = {"decision": decided, "their_word": word, "not_asked": why}
            case_meetings.decide(session, meeting, party.persons[0], **said)
    return meeting
