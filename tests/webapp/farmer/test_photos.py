"""Photos: nothing of the file is kept but its points, and nobody sees one who may not."""

import zlib
from io import BytesIO
from random import Random
from typing import Any

import pytest
from flask import Flask
from PIL import Image, PngImagePlugin
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_photo, a_programme, a_visit
from tests.page import SITE, Page
from webapp.ground.clock import now
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.ground.pictures import LARGE_BYTES, SMALL_BYTES, read_picture
from webapp.models import Photo, Side
from webapp.services.records import on_duty
from webapp.services.records.tokens import visit_token

SECRET = b"49.3512 N, 1.2345 W"


def noise(width: int, height: int) -> Image.Image:
    """What compresses worst."""
    return Image.frombytes("RGB", (width, height), Random(1).randbytes(3 * width * height))


def sent(picture: Image.Image, kind: str = "JPEG", **beside: Any) -> BytesIO:
    file = BytesIO()
    picture.save(file, kind, **beside)
    file.seek(0)
    return file


def test_nothing_of_the_file_is_kept_but_its_points_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    told: dict[str, Any] = {"exif": exif, "comment": SECRET, "xmp": SECRET, "icc_profile": SECRET}
    file = sent(noise(1600, 900), **told)
    assert file.getvalue().count(SECRET) >= 4
    kept = read_picture(file)
    for picture, most in ((kept.small, SMALL_BYTES), (kept.large, LARGE_BYTES)):
        assert len(picture) <= most
        read = Image.open(BytesIO(picture))
        assert read.height > read.width
        assert SECRET not in picture
        assert set(read.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                  "progressive", "progression"}  # fmt: skip
    text = PngImagePlugin.PngInfo()
    text.add_text("Place", SECRET.decode())
    kept = read_picture(sent(Image.new("LA", (90, 60), (0, 0)), "PNG", pnginfo=text))
    assert SECRET not in kept.small + kept.large
    assert Image.open(BytesIO(kept.small)).getpixel((5, 5)) == (255, 255, 255)


def a_bomb() -> BytesIO:
    """A few bytes that say they are a picture of nine hundred million points."""
    small = sent(Image.new("1", (1, 1)), "PNG").getvalue()
    head = (30_000).to_bytes(4, "big") * 2
    crc = zlib.crc32(b"IHDR" + head + small[24:29]).to_bytes(4, "big")
    return BytesIO(small[:16] + head + small[24:29] + crc + small[33:])


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (a_bomb(), "picture-too-large"),
        (BytesIO(b"<svg onload=alert(1)>"), "picture-unreadable"),
        (sent(Image.new("P", (9, 9)), "GIF"), "picture-unreadable"),
        (BytesIO(sent(noise(90, 90)).getvalue()[:2000]), "picture-unreadable"),
        (BytesIO(), "picture-unreadable"),
    ],
)
def test_what_is_no_whole_picture_or_a_far_too_large_one_is_refused(
    file: BytesIO, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        read_picture(file)


def test_a_photo_is_given_to_whoever_may_see_it_and_to_nobody_else(
    app: Flask, page: Page, db: Session
) -> None:
    visit, stranger = a_visit(db), a_farm(db)
    shown, kept = a_photo(), a_photo(tells_no_place=False)
    visit.farm.photos.extend([shown, kept])
    stranger.photos.append(a_photo())
    db.commit()
    of_party, of_farm = (f"/v/{visit_token(visit, side)}/photos" for side in Side)
    client = page.client
    answer = client.get(f"{of_party}/{shown.id}/small.jpg", base_url=SITE)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"small", "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    again = {"If-None-Match": answer.headers["ETag"]}
    address = f"{of_party}/{shown.id}/small.jpg"
    assert client.get(address, base_url=SITE, headers=again).status_code == 304
    for address in (
        f"{of_party}/{kept.id}/small.jpg",
        f"{of_party}/{stranger.photos[0].id}/large.jpg",
        f"{of_farm}/{shown.id}/small.jpg",
        f"/farm/photos/{shown.id}/small.jpg",
    ):
        assert client.get(address, base_url=SITE).status_code in {302, 404}, address
    page.sign_in(a_farmer(db, stranger))
    page.visit(f"/farm/photos/{shown.id}/small.jpg", status=404)
    set_scope(db, Scope("farm", stranger.id))
    assert {photo.farm_id for photo in db.scalars(select(Photo))} == {stranger.id}


def test_a_farm_whose_photo_is_hidden_reads_why_it_may_be_and_whom_to_ask(
    page: Page, db: Session
) -> None:
    a_programme(db)
    farm = a_farm(db)
    farm.photos.append(a_photo(hidden_at=now()))
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/photos")
    assert "Hidden by the coordination" in page.text
    assert "a name, a number, a sign or a face may be on it" in page.text
    assert page.soup.find("a", href=f"tel:{on_duty.number(db)}")
