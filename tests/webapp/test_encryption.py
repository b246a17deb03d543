"""What is sealed opens with its key and in its column only, whichever version sealed it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.keys import DATA_KEY
from webapp.ground.database import Base
from webapp.ground.encryption import FINGERPRINT_OF, Cipher, Encrypted, NoKeyOpensError
from webapp.models import KeptForm, Person

NEXT_KEY = "the-key-that-the-installation-takes-next"
FIRST_FORMAT = bytes.fromhex("000102030405060708090a0b97d4c43fda69de48f9130e5915f62aa09d405a95")
"""`Nour`, as the version before numbered keys sealed it with `DATA_KEY`."""
FIRST_FINGERPRINT = "8cfa620ee2702c02fa0c8ae257caa23d2736c5f165970f2d09e270c895b59643"
"""Of `+33699000000`, by the same."""
PLACE = "persons.first_name"


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    """Whatever keys a test takes, the next one has its own again."""
    yield
    Cipher.use(DATA_KEY)


def test_every_sealed_column_is_sealed_for_itself() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    sealed = [column for column in columns if isinstance(column.type, Encrypted)]
    assert "persons.last_name" in {str(column) for column in sealed}
    for column in sealed:
        assert isinstance(column.type, Encrypted)
        assert column.type.place == f"{column.table.name}.{column.name}"


def test_every_fingerprint_says_of_which_sealed_column_it_is() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    marked = [column for column in columns if "fingerprint" in column.name]
    assert marked
    for column in marked:
        assert isinstance(column.table.columns[column.info[FINGERPRINT_OF]].type, Encrypted)


def test_a_value_put_into_another_column_does_not_open(db: Session) -> None:
    a_party(db)
    db.flush()
    db.execute(text("UPDATE persons SET first_name = last_name"))
    with pytest.raises(NoKeyOpensError, match=r"persons\.first_name"):
        db.scalars(select(Person.first_name)).all()


def test_a_value_put_into_another_row_does_not_open(db: Session) -> None:
    for _each in range(2):
        a_party(db)
    swapped = "SELECT first_name FROM persons AS other WHERE other.id <> persons.id"
    db.execute(text(f"UPDATE persons SET first_name = ({swapped})"))  # noqa: S608
    with pytest.raises(NoKeyOpensError, match=r"persons\.first_name"):
        db.scalars(select(Person.first_name)).all()


def test_what_somebody_typed_does_not_open_for_another(db: Session) -> None:
    for address in ("/farm/", "/casework/"):
        db.add(KeptForm(user_id=a_caseworker(db).id, address=address, typed="[]"))
    db.flush()
    db.execute(text("UPDATE kept_forms SET user_id = (SELECT max(id) FROM users)"))
    with pytest.raises(NoKeyOpensError, match=r"kept_forms\.typed"):
        db.scalars(select(KeptForm.typed)).all()


def test_the_same_text_is_never_sealed_twice_alike() -> None:
    assert Cipher.seal("Nour", PLACE) != Cipher.seal("Nour", PLACE)


@pytest.mark.parametrize("at", [0, 9, 15, 25, -1])
def test_a_value_with_one_changed_byte_does_not_open(at: int) -> None:
    sealed = bytearray(Cipher.seal("Nour", PLACE))
    sealed[at] ^= 1
    with pytest.raises(NoKeyOpensError):
        Cipher.open(bytes(sealed), PLACE)


def test_what_was_sealed_before_keys_had_numbers_is_read() -> None:
    assert Cipher.open(FIRST_FORMAT, PLACE) == "Nour"
    Cipher.use(NEXT_KEY, DATA_KEY)
    assert Cipher.open(FIRST_FORMAT, PLACE) == "Nour"


def test_fingerprints_are_those_of_the_version_before() -> None:
    assert Cipher.fingerprint("+33699000000") == FIRST_FINGERPRINT


def test_the_first_key_seals_and_all_open() -> None:
    before = Cipher.seal("Nour", PLACE)
    Cipher.use(NEXT_KEY, DATA_KEY)
    now = Cipher.seal("Nour", PLACE)
    assert (Cipher.open(before, PLACE), Cipher.open(now, PLACE)) == ("Nour", "Nour")
    Cipher.use(NEXT_KEY)
    assert Cipher.open(now, PLACE) == "Nour"
    with pytest.raises(NoKeyOpensError):
        Cipher.open(before, PLACE)


def test_what_no_key_opens_is_told_without_its_value() -> None:
    sealed = Cipher.seal("Nour", PLACE)
    Cipher.use(NEXT_KEY)
    for value in (sealed, FIRST_FORMAT, b"", b"short"):
        with pytest.raises(NoKeyOpensError) as refusal:
            Cipher.open(value, PLACE)
        assert str(refusal.value) == "no data key given opens this value of persons.first_name"


def test_a_number_is_looked_for_under_every_key() -> None:
    before = Cipher.fingerprint("+33699000000")
    Cipher.use(NEXT_KEY, DATA_KEY)
    assert Cipher.fingerprints("+33699000000") == [Cipher.fingerprint("+33699000000"), before]
    assert before != Cipher.fingerprint("+33699000000")
