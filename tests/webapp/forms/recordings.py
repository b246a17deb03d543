"""Phrases recorded in a language of guests, and what speakers say of its voices."""

from io import BytesIO

import numpy as np
import soundfile
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.webapp.forms.places import newest
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.languages import DEFAULT, find
from webapp.models import Recording, User, VoiceJudgement
from webapp.portals.coordinator.recordings import VoiceForm
from webapp.web.phrase_form import RecordingForm
from webapp.wording.phrases import phrases_of

TURKISH = find("tr") or DEFAULT


def a_tone() -> bytes:
    file = BytesIO()
    soundfile.write(file, np.sin(np.arange(8_000) / 5), 8_000, format="WAV")
    return file.getvalue()


def a_voice(db: Session) -> World:
    return World(
        reader=a_coordinator(db, language="en"), code="tr", key=next(iter(phrases_of(TURKISH, {})))
    )


def a_kept_sound(db: Session, by: User, words: str = "Evet") -> Recording:
    kept = Recording(language="tr", phrase=words, sound=a_tone(), made_by_id=by.id)
    db.add(kept)
    db.flush()
    return kept


def a_recording(db: Session) -> World:
    world = a_voice(db)
    words = phrases_of(TURKISH, {})[world.key].words
    world.recording = a_kept_sound(db, world.reader, words)
    return world


def is_kept(reading: Reading) -> bool:
    return reading.again(reading.world.recording) is not None


def begins_as_mp3(reading: Reading) -> bool:
    sound = reading.fresh.scalar(select(Recording.sound))
    return sound is not None and sound[:2] == b"\xff\xf3"


def judged_voice(reading: Reading) -> str | None:
    note = newest(VoiceJudgement)(reading)
    return None if note is None else "recorded" if note.recorded else "synthetic"


def judged_clear(reading: Reading) -> str | None:
    note = newest(VoiceJudgement)(reading)
    return None if note is None else "yes" if note.is_clear else "no"


ROWS = [
    Row(
        "coordinator.record_phrase",
        a_voice,
        form=RecordingForm,
        subject=newest(Recording),
        fields={"sound": typed(("a.wav", a_tone()), True, at=begins_as_mp3)},
    ),
    Row(
        "coordinator.list_recordings",
        a_voice,
        form=VoiceForm,
        subject=newest(VoiceJudgement),
        fields={
            "voice": typed("synthetic", at=judged_voice),
            "clear": typed("no", at=judged_clear),
        },
    ),
    Row(
        "coordinator.remove_recording",
        a_recording,
        page="coordinator.record_phrase",
        then={is_kept: False},
    ),
]
