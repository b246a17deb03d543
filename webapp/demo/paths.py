"""Paths of some of the people: what they want, what stands in the way, steps done and to do."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.models import (
    NOT_SAID,
    Assessment,
    CaseDecision,
    CaseMeeting,
    CaseSignature,
    CaseState,
    FarmAssessment,
    Goal,
    Obstacle,
    Party,
    PathState,
    Person,
    Phase,
    Role,
    Step,
    User,
    Visit,
)
from webapp.models.assessments import ASSESSED, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.parties import assessments

SOME: Final = 6
"""So many people of an association have a path."""
WANTED: Final = {
    "fr": "Je veux travailler dehors, avec des animaux.",
    "ar": "أريد أن أعمل مع الحيوانات وأن أتعلم الفرنسية.",
    "prs": "می‌خواهم روی زمین کار کنم.",
    "ps": "زه غواړم په فارم کې کار وکړم.",
    "uk": "Я хочу працювати з тваринами.",
    "ru": "Я хочу работать с животными.",
    "tr": "Çiftlikte çalışmak istiyorum.",
    "so": "Waxaan rabaa inaan beer ka shaqeeyo.",
    "ti": "ኣብ ሕርሻ ክሰርሕ እደሊ።",
    "bn": "আমি খামারে কাজ করতে চাই।",
    "en": "I want to drive a tractor one day.",
}
NOTED: Final = (
    ("mobility", (3, 2), ""),
    ("french", (2, 1), "Cours du soir de la mairie"),
    ("childcare", (2,), "Halte-garderie des Tilleuls"),
    ("digital", (2, 0), ""),
    ("network", (1,), ""),
)
"""What stood in the way, at its levels one after the other, and who sees to it."""
MONTH: Final = timedelta(days=30)
DONE: Final = (("french-course", 30), ("title-renewal", 18))
TO_DO: Final = (("travel-card", -4), ("cv", 5), ("meet-people", 20))
"""Usual steps, and so many days ago or from now."""


def go_their_way(session: Session, parties: Sequence[Party], by: User) -> None:
    """Let some people of an association have a path; one of them waits for a step that is late."""
    own = [each for each in parties if each.organisation_id == by.organisation_id]
    for number, party in enumerate(own[:SOME]):
        person = party.persons[0]
        of = {"party_id": party.id, "person_id": person.id, "by_id": by.id}
        language = next((each for each in person.languages if each in WANTED), "fr")
        said = today() - timedelta(days=60 - number)
        session.add(Goal(**of, words=WANTED[language], language=language, said_on=said))
        for kind, levels, handled_by in NOTED[number % 2 :: 2] if number else NOTED:
            for turn, level in enumerate(levels):
                on = said + timedelta(days=30 * turn)
                noted = Obstacle(**of, kind=kind, level=level, noted_on=on)
                noted.handled_by = handled_by if level else None
                session.add(noted)
        _take_steps(session, person, of, number)


DECIDED: Final = (
    ("Je veux continuer le français le soir, pas le matin.", None,
     "Cours du soir dès la rentrée ; l’association appelle la mairie."),
    (None, "no-interpreter", "On en reparle avec un interprète avant de décider de la suite."),
)  # fmt: skip


def decide_together(session: Session, parties: Sequence[Party], by: User) -> None:
    """Let there have been a case meeting that is signed, and one that is open."""
    own = [each for each in parties if each.organisation_id == by.organisation_id][:SOME]
    home = {"organisation_id": by.organisation_id}
    past = CaseMeeting(**home, day=today() - timedelta(days=35), bodies="Mission locale, CAF")
    still = CaseMeeting(**home, day=today() - timedelta(days=1))
    for number, party in enumerate(own):
        word, why, decision = DECIDED[number % 2]
        of = {"party_id": party.id, "person_id": party.persons[0].id, "decision": decision}
        meeting = still if number == len(own) - 1 else past
        called = f"{party.code} · {party.persons[0].first_name}" if meeting is past else None
        made = CaseDecision(**of, their_word=word, not_asked=why, called=called)
        meeting.decisions.append(made)
    at = now() - timedelta(days=34)
    past.signatures = [CaseSignature(user_id=by.id, name=by.name, at=at)]
    session.add_all([past, still])
    session.flush()
    past.state = CaseState.SIGNED


SAID: Final = ("no", "rather-no", "rather-yes", "yes")
MOVES: Final = (1, 1, 0, 2, 1, 0, -1)
"""How far answers go after a visit: most are more of a yes, some stay, some are less of one."""


def answer_questions(session: Session, parties: Sequence[Party]) -> None:
    """Let most of those who were on a visit have answered before it, and some after it."""
    for number, party in enumerate(parties):
        went = [each for each in party.visits if each.state in assessments.WENT]
        if not went or number % 5 == 0:
            continue
        first = min(went, key=lambda each: each.arrival)
        days = {Phase.BEFORE: first.arrival - timedelta(days=12)}
        if number % 3 and first.departure < today() - timedelta(days=6):
            days[Phase.AFTER] = first.departure + timedelta(days=5)
        if number % 2 and first.departure < today() - timedelta(days=75):
            days[Phase.MONTH_3] = first.departure + timedelta(days=70)
        for later, (phase, day) in enumerate(days.items()):
            answers = {
                question: _answer(number, place, later=bool(later)) if (number + place) % 7
                else NOT_SAID
                for place, question in enumerate(ASSESSED[PRESENT_GRID])
            }  # fmt: skip
            of = {"party_id": party.id, "person_id": party.persons[0].id, "grid": PRESENT_GRID}
            told = {"phase": phase, "answers": answers, "answered_on": day}
            session.add(Assessment(**of, **told, by_link=bool(number % 2)))


def _answer(number: int, place: int, *, later: bool) -> str:
    """Return what somebody answers to the question of a place."""
    moved = MOVES[(2 * number + place) % len(MOVES)] if later else 0
    return SAID[max(0, min(3, (number + place) % 3 + moved))]


def answer_as_farms(session: Session) -> None:
    """Let most farms that had guests have answered before them, and some after."""
    went = Visit.state.in_(assessments.WENT)
    first = select(Visit.farm_id, func.min(func.lower(Visit.stay))).where(went)
    account = select(User.id).where(User.role == Role.COORDINATOR).order_by(User.id).limit(1)
    by = session.scalars(account).one()
    for number, (farm_id, arrival) in enumerate(
        session.execute(first.group_by(Visit.farm_id).order_by(Visit.farm_id))
    ):
        days = {Phase.BEFORE: arrival - timedelta(days=20), Phase.AFTER: arrival + MONTH}
        for later, (phase, day) in enumerate(days.items()):
            if day > today() or (number + later) % 4 == 3:
                continue
            answers = {
                question: _answer(number, place, later=bool(later))
                for place, question in enumerate(ASSESSED[PRESENT_FARM_GRID])
            }
            of = {"farm_id": farm_id, "grid": PRESENT_FARM_GRID, "by_id": by}
            session.add(FarmAssessment(**of, phase=phase, answers=answers, answered_on=day))


def _take_steps(session: Session, person: Person, of: dict[str, int], number: int) -> None:
    for kind, ago in DONE[: 2 - number % 2]:
        due, ended = (today() - timedelta(days=days) for days in (ago - 3, ago))
        done = {"state": PathState.DONE, "due_on": due, "ended_on": ended}
        session.add(Step(**of, kind=kind, who="person", **done))
    for kind, days in TO_DO if not number else TO_DO[1 + number % 2 :]:
        session.add(Step(**of, kind=kind, who="both", due_on=today() + timedelta(days=days)))
    if not number:
        words = f"Demander à la ferme si {person.first_name} peut revenir une journée"
        session.add(Step(**of, words=words, who="association"))
