"""The programme, its associations and the accounts of the demonstration."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from webapp.demo import names
from webapp.ground.clock import now, today
from webapp.models import (
    Duty,
    Farm,
    LocalReferent,
    Organisation,
    Programme,
    Role,
    User,
)

PASSWORD = "chevres au pre du matin"  # noqa: S105 (printed at every local start; refused elsewhere)


@dataclass(frozen=True)
class Account:
    """Someone to sign in as, in the demonstration."""

    email: str
    name: str
    role: Role
    association: str | None = None


ASSOCIATIONS = (
    ("Accueil 93", "+33199000093", "93066"),
    ("Bienvenue Caen", "+33261910014", "14118"),
)
"""Name, telephone (a number kept for fiction), INSEE code of the commune."""

ON_DUTY = (("Jeanne Roussel", "+33639980041"), ("Paul Marie", "+33639980042"))
"""Name and mobile (kept for fiction) of those who take turns on duty."""
WEEKS_OF_DUTY = 8

LOCAL_PHONE, HOME = "+33639980043", "14118"
"""How the local referent is called (a number kept for fiction), and where they live if the first
farm has no commune."""

ACCOUNTS = (
    Account("camille@sillon.example", "Camille Moreau", Role.COORDINATOR),
    Account("dominique@sillon.example", "Dominique Petit", Role.COORDINATOR),
    Account("claire@sillon.example", "Claire Martin", Role.CASEWORKER, "Accueil 93"),
    Account("hugo@sillon.example", "Hugo Lambert", Role.CASEWORKER, "Accueil 93"),
    Account("mehdi@sillon.example", "Mehdi Laurent", Role.CASEWORKER, "Bienvenue Caen"),
    Account("lise@sillon.example", "Lise Hamel", Role.LOCAL_REFERENT),
    Account("anne@sillon.example", "Anne Lefort", Role.FARMER),
    Account("luc@sillon.example", "Luc Bonnet", Role.FARMER),
)


FARMERS = tuple(account.name for account in ACCOUNTS if account.role is Role.FARMER)
"""Who signs in at the first farms, one each."""


def accounts(*, farms: bool) -> list[Account]:
    """Return who can sign in; where there is no farm yet, no farmer."""
    return [each for each in ACCOUNTS if farms or each.role is not Role.FARMER]


def first_of_each(users: Iterable[User]) -> dict[int, User]:
    """Return who accompanies the files of each association, by its number: its first caseworker."""
    found: dict[int, User] = {}
    for each in users:
        if each.organisation_id is not None:
            found.setdefault(each.organisation_id, each)
    return found


def make_programme(session: Session) -> dict[str, Organisation]:
    """Add the programme and its associations; return these by name."""
    everyones = "demonstration"  # its people are invented: nobody is found by it
    called = {"name": "Migr'Action Normandie", "on_duty_phone": "+33261910000"}
    session.add(Programme(**called, rounding_key=everyones))
    session.add_all(_rota())
    made = {
        name: Organisation(name=name, phone=phone, commune=commune)
        for name, phone, commune in ASSOCIATIONS
    }
    session.add_all(made.values())
    session.flush()
    return made


def _rota() -> Iterator[Duty]:
    """Yield who is on duty in turns, from yesterday on: a day of duty lasts until the morning."""
    begun = today() - timedelta(days=1)
    for week in range(WEEKS_OF_DUTY):
        name, phone = ON_DUTY[week % len(ON_DUTY)]
        first_day = begun + timedelta(weeks=week)
        yield Duty(
            name=name, phone=phone, first_day=first_day, last_day=first_day + timedelta(days=6)
        )


def make_users(
    session: Session, organisations: dict[str, Organisation], farms: list[Farm]
) -> dict[str, User]:
    """Add the accounts, the farmers to the first farms; return them by e-mail."""
    homes, made = iter(farms), {}
    kept = PasswordHasher().hash(PASSWORD)
    for account in accounts(farms=bool(farms)):
        user = User(
            email=account.email,
            name=account.name,
            role=account.role,
            password_hash=kept,
            organisation=organisations[account.association] if account.association else None,
            farm=next(homes) if account.role is Role.FARMER else None,
        )
        if user.is_staff:
            user.code_secret, user.code_confirmed_at = pyotp.random_base32(), now()
        if account.role is Role.LOCAL_REFERENT:
            user.nearby = LocalReferent(
                commune=(farms[0].commune if farms else None) or HOME, phone=LOCAL_PHONE
            )
        made[account.email] = user
    session.add_all(made.values())
    session.flush()
    return made


def open_accounts(session: Session, farms: list[Farm]) -> None:
    """Give every other farm someone who receives its e-mails and comes in by their links."""
    for number, farm in enumerate(farms, 1):
        if not farm.users:
            name = names.first_of(farm.host_names or farm.name)
            email = f"ferme-{number}@sillon.example"
            session.add(User(email=email, name=name, role=Role.FARMER, farm=farm))
    session.flush()
