from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
import zxcvbn
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farmer
from tests.webapp.auth.conftest import PASSWORD
from webapp import demo
from webapp.ground.errors import RuleBroken
from webapp.models import Message, User
from webapp.services.accounts import passwords
from webapp.services.records import sessions


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "le chat gris dort sous la charrue",
        "Gr4nd-Moulin&7-cruches",
        "شجرة التين قرب النهر",
        "xK9#mQ2$vL7!pRz",
    ],
)
def test_a_passphrase_is_accepted(db: Session, farmer: User, password: str) -> None:
    passwords.set_password(db, farmer, password)
    assert passwords.fits(farmer, password)
    assert not passwords.fits(farmer, password + "x")


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("quatorze signes"[:14], "password-too-short"),
        ("a" * 201, "password-too-long"),
        ("aaaaaaaaaaaaaaaaaaaa", "password-easy"),
        ("123456789012345678", "password-easy"),
        ("motdepasse-motdepasse", "password-easy"),
        ("azertyuiopqsdfghjklm", "password-easy"),
        ("Password2026Password!", "password-easy"),
        ("correct horse battery staple", "password-easy"),
        ("Anne Lebrun anne@ferme", "password-easy"),
        ("sillonsillonsillon1", "password-easy"),
        ("Été2026!Été2026!Été", "password-easy"),
        ("janvier février mars avril", "password-easy"),
        ("0612345678 0612345678", "password-easy"),
        ("passwordpassword12" * 9, "password-easy"),
        ("     .     .     .     ", "password-easy"),
        ("MotDePasse " * 18, "password-easy"),
        (demo.PASSWORD, "password-easy"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(
    db: Session, farmer: User, password: str, rule: str
) -> None:
    with pytest.raises(RuleBroken, match=rule):
        passwords.set_password(db, farmer, password)


def test_the_words_of_one_person_never_count_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library keeps them for all threads: nobody else's check may begin meanwhile."""
    both, at_once = Barrier(2, timeout=0.5), []

    def judge(password: str, _words: list[str]) -> dict[str, int]:
        with suppress(BrokenBarrierError):
            both.wait()
            at_once.append(password)
        return {"guesses": 1}

    monkeypatch.setattr(zxcvbn, "zxcvbn", judge)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(passwords.takes_long_to_guess, ["a" * 15, "b" * 15]))
    assert at_once == []


def test_of_a_long_password_only_the_beginning_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library takes seconds for 72 signs that are chosen to keep it busy."""
    lengths = []

    def judge(password: str, _words: list[str]) -> dict[str, int]:
        lengths.append(len(password))
        return {"guesses": 1}

    monkeypatch.setattr(zxcvbn, "zxcvbn", judge)
    passwords.takes_long_to_guess("4@8({[<369" * 20)
    assert lengths == [passwords.JUDGED]


def test_a_password_typed_with_another_keyboard_is_the_same(db: Session, farmer: User) -> None:
    passwords.set_password(db, farmer, "été à la rivière des aulnes")
    assert passwords.fits(farmer, "e\u0301te\u0301 a\u0300 la rivie\u0300re des aulnes")


def test_nothing_fits_an_account_without_password(db: Session) -> None:
    without = a_farmer(db)
    assert not passwords.fits(without, "")
    assert not passwords.fits(without, "decoy")
    assert not passwords.fits(None, "decoy")


def test_a_new_password_signs_out_everywhere_and_is_told(db: Session, caseworker: User) -> None:
    secret = sessions.open_session(db, caseworker)
    passwords.set_password(db, caseworker, "mousse tambour quai lanterne")
    assert sessions.find_session(db, secret) is None
    assert db.scalars(select(Message.kind)).all() == ["password-changed"]


def test_the_hash_is_argon2id(
    db: Session,
    caseworker: User,
    production_hasher: PasswordHasher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_hasher", production_hasher)
    passwords.set_password(db, caseworker, PASSWORD)
    assert caseworker.password_hash is not None
    assert caseworker.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.fits(caseworker, PASSWORD)
