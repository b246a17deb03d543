"""Paths of some of the people: what they want, what stands in the way, steps done and to do."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import (
    Goal,
    Obstacle,
    Party,
    PathState,
    Person,
    Step,
    User,
)

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
