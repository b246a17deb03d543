"""Says words with espeak-ng, in a process which may neither grow nor last: a program, not a part.

Parts come on standard input as JSON, `[[[voice, text], …], …]`; their sound leaves as MP3, or as
Opus where the program is told `opus`. What somebody recorded comes in place of a text, as MP3 in
base64, with `recorded` for its voice.
"""

import base64
import ctypes
import io
import json
import os
import resource
import sys
from typing import Any

MOST_MEMORY = 768 * 2**20
MOST_SECONDS = 15
PAUSE = 0.35
"""Seconds of silence after a part."""
WORDS_A_MINUTE = 160
"""A little slower than espeak-ng's 175: it comes out of a small loudspeaker."""
QUICKER = {"ar": 175, "fa": 170, "ti": 190, "uk": 200}
"""Voices that would say fewer syllables a second than the others at that measure, which is of
English words, or whose pages have more of them: none is quicker than the Russian one."""
AS_MP3: dict[str, Any] = {
    "format": "MP3", "subtype": "MPEG_LAYER_III",
    "compression_level": 0.95, "bitrate_mode": "CONSTANT",
}  # fmt: skip
"""By libsndfile's measure, where 1 is the smallest, 16 kbit a second: 2 kB."""
AS_OPUS: dict[str, Any] = {"format": "OGG", "subtype": "OPUS", "compression_level": 1.0}
"""6 kbit a second, below which libsndfile writes none: with what holds it together, 0.78 kB."""
OF_OPUS = 16_000
"""Points a second, one of those that Opus takes; at 8,000 consonants are lost and nothing saved."""
AT_ONCE, MADE_OF_THEM = 441, 320
"""So many points of espeak-ng's 22,050 a second become so many of Opus's."""

CONTINUES = 255
"""A size in a page after which its packet goes on."""
FIRST_PAGE, LAST_PAGE = 2, 4
TO_A_PAGE = 20
"""Packets: 2.4 seconds; a player begins with the first page that is whole."""
TAGS = b"OpusTags"
MANY, OF_ANY_SIZE, ONE_BYTE = 3, 0x80, 252
"""How a packet says that it holds several frames, and a frame its size (RFC 6716)."""
LONGEST = 5_760
"""Points of a packet, of 48,000 a second."""


def _sums() -> list[int]:
    made = []
    for found in range(256):
        each = found << 24
        for _bit in range(8):
            each = (each << 1 ^ (0x04C11DB7 if each >> 31 else 0)) & 0xFFFFFFFF
        made.append(each)
    return made


SUMS = _sums()

SYNCHRONOUS = 2
UTF8 = 1
RATE = 1
FAILED = -1
"""Numbers of espeak-ng's `speak_lib.h`."""
HEARD = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Speaker:
    """espeak-ng, saying what it is given into memory."""

    def __init__(self) -> None:
        import espeakng_loader  # noqa: PLC0415 (after the limits, which hold for it too)

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = str(espeakng_loader.get_data_path()).encode()
        self.points_a_second = self._library.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
        if self.points_a_second == FAILED:
            raise RuntimeError("espeak-ng does not start")
        self._said = bytearray()
        self._hear = HEARD(self._heard)  # kept: the library calls it later
        self._library.espeak_SetSynthCallback(self._hear)

    def _heard(self, points: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if count > 0:
            self._said += ctypes.string_at(points, 2 * count)
        return 0

    def say(self, voice: str, text: str) -> bytes:
        """Return the points of a text, 16 bits each."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        self._library.espeak_SetParameter(RATE, QUICKER.get(voice, WORDS_A_MINUTE), 0)
        self._said.clear()
        written = text.encode() + b"\0"
        self._library.espeak_Synth(written, len(written), 0, 0, 0, UTF8, None, None)
        return bytes(self._said)

    def silence(self, seconds: float) -> bytes:
        """Return the points of a pause."""
        return bytes(2 * int(seconds * self.points_a_second))


def recorded(text: str) -> bytes:
    """Return the points of a recorded phrase, which has as many a second as espeak-ng."""
    import soundfile  # noqa: PLC0415

    with soundfile.SoundFile(io.BytesIO(base64.b64decode(text))) as sound:
        # Not `buffer_read`: an MP3 may hold fewer points than its header says, which it forbids.
        return bytes(sound.read(dtype="int16").tobytes())


def fewer(points: bytes) -> bytes:
    """Return the same sound in as many points a second as Opus takes."""
    import numpy  # noqa: PLC0415

    given = numpy.frombuffer(points, "int16").astype("float32")
    given = numpy.pad(given, (0, -len(given) % AT_ONCE))
    many = len(given) * MADE_OF_THEM // AT_ONCE
    waves = numpy.fft.rfft(given)[: many // 2 + 1]
    made = numpy.fft.irfft(waves, many) * MADE_OF_THEM / AT_ONCE
    return bytes(made.clip(-(2**15), 2**15 - 1).astype("int16").tobytes())


def sound_of(parts: list[list[tuple[str, str]]], *, small: bool) -> bytes:
    """Return the sound of all parts: as Opus where it is to be small, else as MP3."""
    import soundfile  # noqa: PLC0415

    speaker = Speaker()
    written = io.BytesIO()
    kind, points = (AS_OPUS, OF_OPUS) if small else (AS_MP3, speaker.points_a_second)
    with soundfile.SoundFile(written, "w", points, 1, **kind) as sound:
        for part in parts:
            for voice, text in part:
                said = recorded(text) if voice == "recorded" else speaker.say(voice, text)
                sound.buffer_write(fewer(said) if small else said, "int16")
            silence = speaker.silence(PAUSE)
            sound.buffer_write(fewer(silence) if small else silence, "int16")
    return held_by_less(written.getvalue()) if small else written.getvalue()


def held_by_less(sound: bytes) -> bytes:
    """Return Opus in Ogg with the same frames, six to a packet, and nothing that it tells beside.

    libsndfile makes a packet of each 20 ms and a page of each second, and leaves room for notes.
    """
    head, tags, *packets = _packets(sound)
    maker = tags[: len(TAGS) + 4 + int.from_bytes(tags[len(TAGS) : len(TAGS) + 4], "little")]
    last_point = int.from_bytes(sound[sound.rindex(b"OggS") :][6:14], "little")
    serial, pages = sound[14:18], []
    joined = [packet for same in _alike(packets) for packet in _joined(same)]
    pages += [([head], 0, FIRST_PAGE), ([maker + bytes(4)], 0, 0)]
    point = 0
    for start in range(0, len(joined), TO_A_PAGE):
        some = joined[start : start + TO_A_PAGE]
        point += sum(frames * _points_of(packet) for packet, frames in some)
        is_last = start + TO_A_PAGE >= len(joined)
        pages.append(
            ([each for each, _ in some], last_point if is_last else point, LAST_PAGE * is_last)
        )
    return b"".join(
        _page(packets, point, kind, serial, number)
        for number, (packets, point, kind) in enumerate(pages)
    )


def _packets(sound: bytes) -> list[bytes]:
    """Return the packets of an Ogg stream."""
    at, packets, begun = 0, [], b""
    while at < len(sound):
        sizes = sound[at + 27 : at + 27 + sound[at + 26]]
        at += 27 + len(sizes)
        for size in sizes:
            begun += sound[at : at + size]
            at += size
            if size < CONTINUES:
                packets.append(begun)
                begun = b""
    return packets


def _alike(packets: list[bytes]) -> list[list[bytes]]:
    """Return packets by those that follow each other, begin alike, and hold one frame each."""
    groups: list[list[bytes]] = []
    for packet in packets:
        is_one = packet[0] & MANY == 0
        if groups and is_one and packet[0] == groups[-1][0][0]:
            groups[-1].append(packet)
        else:
            groups.append([packet])
    return groups


def _joined(packets: list[bytes]) -> list[tuple[bytes, int]]:
    """Return packets that begin alike as fewer, each with how many frames it holds."""
    most = LONGEST // _points_of(packets[0])
    made = []
    for start in range(0, len(packets), most):
        some = packets[start : start + most]
        if len(some) == 1:
            made.append((some[0], 1))
            continue
        begins = bytes([some[0][0] | MANY, OF_ANY_SIZE | len(some)])
        sizes = b"".join(_size(len(each) - 1) for each in some[:-1])
        made.append((begins + sizes + b"".join(each[1:] for each in some), len(some)))
    return made


def _size(size: int) -> bytes:
    """Return the size of a frame as a packet writes it."""
    if size < ONE_BYTE:
        return bytes([size])
    return bytes([ONE_BYTE + size % 4, (size - ONE_BYTE - size % 4) // 4])


def _points_of(packet: bytes) -> int:
    """Return how long a frame of a packet is, in points of 48,000 a second (RFC 6716, 3.1)."""
    kind = packet[0] >> 3
    if kind < 12:
        return (480, 960, 1920, 2880)[kind % 4]
    return (480, 960)[kind % 2] if kind < 16 else (120, 240, 480, 960)[kind % 4]


def _page(packets: list[bytes], point: int, kind: int, serial: bytes, number: int) -> bytes:
    """Return a page of an Ogg stream (RFC 3533)."""
    sizes = b"".join(
        bytes([CONTINUES] * (len(each) // CONTINUES) + [len(each) % CONTINUES]) for each in packets
    )
    begins = b"OggS" + bytes([0, kind]) + point.to_bytes(8, "little") + serial
    begins += number.to_bytes(4, "little")
    ends = bytes([len(sizes)]) + sizes + b"".join(packets)
    return begins + _sum(begins + bytes(4) + ends).to_bytes(4, "little") + ends


def _sum(page: bytes) -> int:
    """Return the sum by which a player sees that a page is whole."""
    found = 0
    for byte in page:
        found = (found << 8 & 0xFFFFFFFF) ^ SUMS[found >> 24 ^ byte]
    return found


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread reserves memory that the limit counts
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(sound_of(json.load(sys.stdin.buffer), small="opus" in sys.argv))
