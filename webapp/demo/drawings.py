"""Drawings in place of photos for the invented farms: nobody's house, bed or animals."""

from io import BytesIO

from PIL import Image, ImageDraw

from webapp.ground.pictures import read_picture
from webapp.models import Farm, Photo

SIZE = (800, 600)
SKY, MEADOW, HILL, WALL, ROOF, WOOD, LINEN, DARK = (
    "#cfe6f2", "#8fbf6a", "#5f9a4e", "#f3e6cc", "#b5523b", "#8a5a36", "#fdf8ee", "#3d3a36"
)  # fmt: skip
WORDS = {
    "farm": "Dessin : une maison de ferme au pied d’une colline, une grange à côté.",
    "bed": "Dessin : un lit d’une personne sous une fenêtre, une couverture verte.",
    "animals": "Dessin : trois chèvres dans un pré.",
}
DRAWN = 12
"""Farms that show drawings; the others have sent no photo yet."""


def show_drawings(farms: list[Farm]) -> None:
    """Give the first farms a drawing of each kind."""
    drawn = {subject: read_picture(_draw(subject)) for subject in WORDS}
    for farm in farms[:DRAWN]:
        for position, (subject, picture) in enumerate(drawn.items(), 1):
            farm.photos.append(
                Photo(
                    subject=subject,
                    words=WORDS[subject],
                    tells_no_place=True,
                    position=position,
                    small=picture.small,
                    large=picture.large,
                    width=picture.width,
                    height=picture.height,
                )
            )


def _draw(subject: str) -> BytesIO:
    picture = Image.new("RGB", SIZE, SKY)
    {"farm": _farm, "bed": _bed, "animals": _animals}[subject](ImageDraw.Draw(picture))
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file


def _farm(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((-200, 250, 700, 900), fill=HILL)
    pen.rectangle((0, 430, 800, 600), fill=MEADOW)
    pen.rectangle((230, 300, 480, 470), fill=WALL)
    pen.polygon([(210, 300), (355, 200), (500, 300)], fill=ROOF)
    pen.rectangle((330, 380, 385, 470), fill=WOOD)
    pen.rectangle((540, 340, 720, 470), fill=WOOD)
    pen.polygon([(525, 340), (630, 270), (735, 340)], fill=DARK)


def _bed(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 800, 600), fill=WALL)
    pen.rectangle((290, 60, 510, 240), fill=SKY, outline=WOOD, width=12)
    pen.rectangle((0, 500, 800, 600), fill=WOOD)
    pen.rectangle((170, 310, 640, 500), fill=LINEN, outline=WOOD, width=8)
    pen.rectangle((300, 330, 632, 492), fill=HILL)
    pen.rounded_rectangle((185, 330, 285, 400), 20, fill="white", outline=DARK)


def _animals(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 260, 800, 600), fill=MEADOW)
    for left, top in ((120, 340), (360, 400), (560, 320)):
        pen.ellipse((left, top, left + 130, top + 75), fill=LINEN, outline=DARK, width=4)
        pen.ellipse((left + 105, top - 35, left + 160, top + 20), fill=LINEN, outline=DARK, width=4)
        pen.line((left + 120, top - 32, left + 110, top - 60), fill=DARK, width=5)
        for leg in (25, 50, 85, 105):
            pen.line((left + leg, top + 70, left + leg, top + 115), fill=DARK, width=6)
