"""The colours: text reads at 4.5 to 1 and more, edges and signs show at 3 to 1 and more."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).parents[2] / "webapp" / "static" / "sillon.css"
TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "stone"), ("ink", "sun"), ("ink", "sun-wash"),
    ("ink", "leaf-wash"), ("ink", "earth-wash"), ("ink", "sky-wash"), ("ink", "clay-wash"),
    ("soft", "paper"), ("soft", "card"), ("soft", "leaf-wash"), ("soft", "stone"),
    ("stone-ink", "stone"), ("stone-ink", "card"), ("sun-ink", "sun-wash"),
    ("leaf-deep", "leaf-wash"), ("leaf-deep", "card"), ("leaf", "card"), ("card", "leaf"),
    ("card", "leaf-deep"), ("card", "clay"), ("clay", "card"), ("clay", "paper"),
    ("clay", "clay-wash"), ("sky", "paper"), ("sky", "card"), ("sky", "sky-wash"),
    ("sky", "earth-wash"), ("sky", "stone"), ("sky", "sun-wash"), ("sky", "leaf-wash"),
]  # fmt: skip
SIGNS = [
    ("edge", "card"), ("edge", "paper"), ("edge", "stone"), ("earth", "card"),
    ("earth", "earth-wash"), ("sun-edge", "sun-wash"), ("leaf", "line"), ("leaf", "leaf-wash"),
    ("ink", "sun"), ("sky", "sky-wash"), ("clay", "clay-wash"),
]  # fmt: skip


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", SHEET.read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_reads_on_its_ground(text: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_an_edge_or_a_sign_shows_on_its_ground(sign: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[sign], colours[ground]) >= 3
