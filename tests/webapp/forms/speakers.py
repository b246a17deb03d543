"""Links for speakers of a language, and the phrases that come by them."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.places import newest
from tests.webapp.forms.recordings import TURKISH, a_kept_sound, a_tone, a_voice
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import today
from webapp.models import Recording, SpeakerLink, SpokenPhrase, User
from webapp.portals.coordinator.speakers import SpeakerForm
from webapp.services.records import tokens
from webapp.web.phrase_form import RecordingForm
from webapp.wording.phrases import phrases_of


def a_speaker_link(db: Session, by: User) -> SpeakerLink:
    link = SpeakerLink(language="tr", last_day=today() + timedelta(days=9), made_by_id=by.id)
    db.add(link)
    db.flush()
    return link


def a_spoken_phrase(db: Session, link: SpeakerLink, words: str = "Evet") -> SpokenPhrase:
    spoken = SpokenPhrase(link=link, phrase=words, sound=a_tone())
    db.add(spoken)
    db.flush()
    return spoken


def sounds_to_hear(db: Session, by: User) -> dict[str, int]:
    """Return the numbers of a recording, of a speaker's link and of what was said behind it."""
    spoken = a_spoken_phrase(db, a_speaker_link(db, by))
    kept = a_kept_sound(db, by)
    return {"recording_id": kept.id, "speaker_id": spoken.link_id, "spoken_id": spoken.id}


def a_speaker(db: Session) -> World:
    world = World(link=a_speaker_link(db, a_coordinator(db)))
    world.token = tokens.speaker_token(world.link)
    world.key, phrase = next(iter(phrases_of(TURKISH, {}).items()))
    world.words = phrase.words
    return world


def who_has_spoken(db: Session) -> World:
    world = a_speaker(db)
    world.spoken = a_spoken_phrase(db, world.link, world.words)
    return world


def who_is_to_hear(db: Session) -> World:
    world = a_voice(db)
    world.speaker = a_speaker_link(db, world.reader)
    world.spoken = a_spoken_phrase(db, world.speaker)
    return world


def is_kept(reading: Reading) -> bool:
    return reading.again(reading.world.spoken) is not None


def is_recorded(reading: Reading) -> bool:
    return reading.fresh.scalar(select(Recording.phrase)) == "Evet"


def is_said_as_mp3(reading: Reading) -> bool:
    sound = reading.fresh.scalar(select(SpokenPhrase.sound))
    return sound is not None and sound[:2] == b"\xff\xf3"


def is_over(reading: Reading) -> bool:
    return reading.again(reading.world.speaker).ended_at is not None


def is_asked_again(reading: Reading) -> bool:
    return reading.again(reading.world.spoken).refused_at is not None


HEARD = "coordinator.list_speakers"
ROWS = [
    Row(
        "public.say_phrase",
        a_speaker,
        form=RecordingForm,
        fields={"sound": typed(("a.wav", a_tone()), True, at=is_said_as_mp3)},
    ),
    Row(
        "public.take_phrase_back",
        who_has_spoken,
        page="public.say_phrase",
        then={is_kept: False},
    ),
    Row(
        HEARD,
        a_voice,
        form=SpeakerForm,
        subject=newest(SpeakerLink),
        fields={"last_day": typed(lambda _world: str(today() + timedelta(days=3)),
                                  lambda _world: today() + timedelta(days=3))},
    ),
    Row("coordinator.end_speaker_link", who_is_to_hear, page=HEARD, then={is_over: True}),
    Row(
        "coordinator.take_spoken",
        who_is_to_hear,
        page=HEARD,
        then={is_kept: False, is_recorded: True},
    ),
    Row("coordinator.refuse_spoken", who_is_to_hear, page=HEARD, then={is_asked_again: True}),
]  # fmt: skip
