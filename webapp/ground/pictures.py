"""Pictures that people send: read within bounds, turned upright, and written anew.

What is kept is made from the picture's points alone: no place, camera, comment or thumbnail of the
file that came is in the file that stays.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import IO, Final

from PIL import Image, ImageOps

from webapp.ground.errors import RuleBroken

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_POINTS: Final = 64_000_000
"""Width by height: more than the telephones of these years take, less than what fills a memory."""
SMALL, LARGE = 320, 1200
"""The longer side, in points: on a phone beside words, and opened alone."""
SMALL_BYTES, LARGE_BYTES = 7_000, 160_000
"""With one small photo, a guest's page still comes within 60 kB at first."""
A_PAGE, PAGE_BYTES = 2400, 900_000
QUALITIES: Final = (75, 65, 55, 45, 35, 25, 15)
ONE_AT_A_TIME = Lock()
"""A picture that is read takes up to a quarter of a gigabyte."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept, as JPEG in two sizes."""

    small: bytes
    large: bytes
    width: int
    height: int
    """Of the small one, so that a page keeps its place before it comes."""


def read_picture(sent: IO[bytes]) -> Picture:
    """Read a picture that was sent, and write it anew in both sizes; see `_read`."""
    large = _read(sent, LARGE)
    small = _points_alone(large, SMALL)
    return Picture(
        _written(small, SMALL_BYTES), _written(large, LARGE_BYTES), small.width, small.height
    )


def read_page(sent: IO[bytes]) -> bytes:
    """Read the picture of a paper, and write it anew so that it can be read; see `_read`."""
    return _written(_read(sent, A_PAGE), PAGE_BYTES)


def _read(sent: IO[bytes], longest: int) -> Image.Image:
    """Return a picture upright, on white, and of nothing but its points.

    Raises
    ------
    RuleBroken
        `picture-too-large` for one of more than `MOST_POINTS`, `picture-unreadable` for what is no
        whole picture of these formats.
    """
    try:
        with ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our bound is lower
            with Image.open(sent, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_POINTS:
                    raise RuleBroken("picture-too-large", most=MOST_POINTS // 1_000_000)
                opened.draft("RGB", (longest, longest))
                return _points_alone(ImageOps.exif_transpose(opened), longest)
    except Image.DecompressionBombError as error:
        raise RuleBroken("picture-too-large", most=MOST_POINTS // 1_000_000) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError) as error:
        raise RuleBroken("picture-unreadable") from error


def _points_alone(picture: Image.Image, longest: int) -> Image.Image:
    """Return the picture on white and no larger, without anything that the file told beside."""
    picture = picture.convert("RGBA")
    picture.thumbnail((longest, longest))
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture.getchannel("A"))
    return clean


def _written(picture: Image.Image, most: int) -> bytes:
    """Return the picture as JPEG, as good as so many bytes allow, and smaller where none is."""
    for quality in QUALITIES:
        file = BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= most:
            return file.getvalue()
    return _written(picture.reduce(2), most)
