"""The server's own voice: words become sound in a process of its own, told to nobody."""

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final, NamedTuple

from webapp.ground import logs
from webapp.ground.errors import RuleBroken

VOICES: Final = {
    "fr": "fr",
    "en": "en",
    "ar": "ar",
    "prs": "fa",
    "ti": "ti",
    "uk": "uk",
    "ru": "ru",
    "bn": "bn",
    "tr": "tr",
}
"""The languages of the pages that espeak-ng speaks, and its name for each; Pashto and Somali it
does not speak."""
MOST_LETTERS: Final = 6_000
"""Of one page: some eight minutes of speech, and twice the longest page there is."""
PATIENCE: Final = 20
"""Seconds that a page may take to be spoken; the longest takes two."""
KEPT: Final = 16
"""Sounds kept in memory: a telephone fetches a sound in pieces, and a household listens again."""
LETTERS_A_SECOND: Final = {
    "fr": 18, "en": 14.5, "ar": 9.6, "fa": 11.6, "ti": 8.6, "uk": 11, "ru": 12.4, "bn": 10,
    "tr": 10.4,
}  # fmt: skip
"""As measured of whole proposals, by voice."""
A_FIGURE: Final = 5
"""So many letters long is a digit, as it is said."""
BETWEEN: Final = 0.35
"""Seconds of silence after a part."""
MOST_SECONDS: Final = 43
"""Of one sound, at 2 kB a second: with a sentence that leads to the next, it is below 100 kB."""
RECORDED: Final = "recorded"
"""In place of a voice, where the text is a sound that somebody recorded, as base64."""
REFUSED: Final = {3: "recording-unreadable", 4: "recording-too-long", 5: "recording-silent"}
"""By how the process ends: why a sound is not taken."""
_SPEAKING: Final = Path(__file__).with_name("speaking.py")
_TAKING: Final = Path(__file__).with_name("taking.py")
_turn = BoundedSemaphore(2)


class Words(NamedTuple):
    """Words that one voice says.

    Parameters
    ----------
    voice
        One of the values of `VOICES`, or `RECORDED`.
    text
        Plain text, or the sound.
    """

    voice: str
    text: str


Part = tuple[Words, ...]
"""What is said without a pause: a heading, a line, an answer."""


class VoiceLostError(Exception):
    """Nothing could be spoken: the process ended before it had."""


@lru_cache(maxsize=KEPT)
def spoken(parts: tuple[Part, ...], *, small: bool = False) -> bytes:
    """Return the sound of these parts one after the other, as MP3, which every telephone plays.

    A small one is Opus in Ogg, less than half as long, for telephones that say that they play it.
    Speaking happens in a process of its own with bounded memory and time: a library in C reads
    words that strangers typed.

    Raises
    ------
    VoiceLostError
        When that process fails or takes too long.
    """
    ended = _run(_SPEAKING, json.dumps(parts).encode(), *["opus"] * small)
    if ended.returncode != 0 or not ended.stdout:
        logs.log.error("voice-lost", code=ended.returncode)
        raise VoiceLostError
    return ended.stdout


def portions(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """Return parts by sounds, none of which is long; a part stays whole.

    How long each takes is told by its letters: it is not spoken for that.
    """
    sounds: list[list[Part]] = []
    seconds = 0.0
    for part in parts:
        long = BETWEEN + sum(map(_seconds, part))
        seconds += long
        if not sounds or seconds > MOST_SECONDS:
            sounds.append([])
            seconds = long
        sounds[-1].append(part)
    return [tuple(each) for each in sounds]


def _seconds(words: Words) -> float:
    figures = sum(sign.isdigit() for sign in words.text)
    said = len(words.text) + (A_FIGURE - 1) * figures
    return said / LETTERS_A_SECOND.get(words.voice, min(LETTERS_A_SECOND.values()))


def take(sent: bytes) -> bytes:
    """Return a sound that somebody sent as it is kept: MP3, of its points alone.

    Raises
    ------
    RuleBroken
        For what is no sound, silence, or longer than any phrase.
    """
    try:
        ended = _run(_TAKING, sent)
    except VoiceLostError as error:
        raise RuleBroken("recording-unreadable") from error
    if ended.returncode != 0 or not ended.stdout:
        raise RuleBroken(REFUSED.get(ended.returncode, "recording-unreadable"))
    return ended.stdout


def _run(program: Path, given: bytes, *asked: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-I", str(program), *asked]
    with _turn:
        try:
            return subprocess.run(  # noqa: S603 (our own program, on what it is given)
                command, input=given, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise VoiceLostError from error
