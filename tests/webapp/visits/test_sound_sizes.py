"""How much of a telephone's data it costs to hear a proposal, and that nothing is lost for it."""

import io
import re

import numpy
import pytest
import soundfile
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_slot, a_visit, an_offer, an_organisation
from tests.page import SITE, Page
from tests.webapp.visits.test_visit_page import address
from webapp import voices
from webapp.models import Visit
from webapp.voices import speaking
from webapp.web.read_aloud import parts_of

LIGHT = 100_000
"""Bytes of a whole proposal that is heard."""
A_SECOND = 2_100
"""Bytes of a second as MP3, at most: one of a proposal's sounds is made so, and tells of the others
by how long they are."""


def a_long_proposal(db: Session, language: str) -> Visit:
    """Guests and hosts without a language in common, and nearly all that a proposal can tell."""
    farm = a_farm(
        db, languages=["fr", "it"],
        features=["no-dogs", "step-free", "vegetarian", "station-pickup"],
        house_rules=["smoke-outside", "quiet-nights", "internet", "laundry"],
    )  # fmt: skip
    hazards = ["birthing-period", "heavy-animals"]
    offer = an_offer(db, farm, hazards=hazards)
    home = an_organisation(db, name="Terres d’accueil")
    party = a_party(db, home, language=language, wishes=["sheep-goats"])
    return a_visit(db, party, a_slot(db, offer))


@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=[pytest.mark.long] * (each != "fr")) for each in voices.VOICES],
)
def test_a_whole_proposal_is_heard_on_any_phone_for_less_than_100_kb(
    page: Page, db: Session, language: str
) -> None:
    page.visit(address(a_long_proposal(db, language)))
    ways = [each["href"] for each in page.soup.select("a[data-sound]")]
    parts = parts_of(page.response.text, voices.VOICES[language])
    assert len(ways) == len(voices.portions(parts)) > 1
    whole = page.client.get(ways[0], base_url=SITE)
    assert (whole.status_code, whole.mimetype) == (200, "audio/mpeg")
    assert seconds(whole.data) > 20
    assert len(whole.data) < A_SECOND * seconds(whole.data)
    sounds = [page.client.get(f"{way}&opus", base_url=SITE) for way in ways]
    assert {each.mimetype for each in sounds} == {"audio/ogg"}
    assert seconds(sounds[0].data) == pytest.approx(seconds(whole.data), abs=0.5)
    assert sum(len(each.data) for each in sounds) < LIGHT
    assert all(A_SECOND * seconds(each.data) < LIGHT for each in sounds), "as MP3 each"


def seconds(sound: bytes) -> float:
    return float(soundfile.info(io.BytesIO(sound)).duration)


@pytest.fixture(scope="module")
def written() -> bytes:
    """A sound as libsndfile writes it: speech, a pause, and speech again."""
    told = io.BytesIO()
    points = numpy.random.default_rng(7).normal(0, 3_000, 16_000 * 9).astype("int16")
    points[16_000 * 3 : 16_000 * 5] = 0
    with soundfile.SoundFile(told, "w", speaking.OF_OPUS, 1, **speaking.AS_OPUS) as sound:
        sound.write(points)
    return told.getvalue()


def test_what_holds_a_sound_together_costs_less_and_the_sound_is_the_same(written: bytes) -> None:
    made = speaking.held_by_less(written)
    assert len(made) < 0.95 * len(written)
    before, after = (soundfile.read(io.BytesIO(each))[0] for each in (written, made))
    assert len(before) == len(after)
    assert numpy.array_equal(before, after)


def test_every_page_of_a_sound_has_the_sum_that_players_ask_for(written: bytes) -> None:
    made = speaking.held_by_less(written)
    pages = re.split(b"(?=OggS\\x00)", made)[1:]
    assert len(pages) > 4
    for page in pages:
        bare = page[:22] + bytes(4) + page[26:]
        assert int.from_bytes(page[22:26], "little") == the_sum_bit_by_bit(bare)


def the_sum_bit_by_bit(page: bytes) -> int:
    """The sum of RFC 3533 as it defines it, a bit at a time."""
    found = 0
    for bit in (byte >> place & 1 for byte in page + bytes(4) for place in range(7, -1, -1)):
        out, found = found >> 31, (found << 1 | bit) & 0xFFFFFFFF
        found ^= 0x04C11DB7 * out
    return found


@pytest.mark.parametrize(
    ("size", "said"), [(0, b"\x00"), (251, b"\xfb"), (252, b"\xfc\x00"), (1_275, b"\xff\xff")]
)
def test_the_size_of_a_frame_is_written_as_the_format_says(size: int, said: bytes) -> None:
    assert speaking._size(size) == said
    assert size == (said[0] if len(said) == 1 else said[0] + 4 * said[1])
