"""Names that sound alike, across spellings and scripts, and those that do not."""

import pytest

from webapp.ground.name_sounds import sounds_like

ALIKE = [
    ("Mohamed Karimi", "Muhammad Kareemi", "محمد کریمی", "محمد كريمي"),
    ("Ahmad Rahimi", "Ahmed Raheemi", "أحمد رحیمی"),
    ("Youssef Hassan", "Yusuf Hasan", "يوسف حسن", "Юсуф Хасан", "Hassan, Youssef"),
    ("Fatima Hussein", "Fatimah Houssein", "فاطمة حسين", "Hussein Fatema"),
    ("Khaled Ghazal", "Khalid Gazal", "خالد غزل"),
    ("Chirine Sharif", "Shirin Charif", "شیرین شریف"),
    ("Djamal Qasim", "Jamal Kassem", "جمال قاسم"),
    ("Tesfaye Haile", "Tesfay Hayle", "ተስፋዬ ኃይሌ"),
    ("Oleksandr Petrenko", "Олександр Петренко"),
    ("Rahim Uddin", "রহিম উদ্দিন"),
    ("Samira El Hassani", "Samira Hassani", "سميرة الحسني"),
]  # fmt: skip
NOT_ALIKE = [
    ("Amina Karimi", "Amina Rahimi"), ("Hassan Ali", "Hassan Omar"), ("Salma Bahar", "Samal Bahar"),
    ("Fatima Diallo", "Mariam Diallo"), ("Nour Exemple", "Noor Example Said"),
]  # fmt: skip


@pytest.mark.parametrize("spellings", ALIKE, ids=lambda spellings: spellings[0])
def test_one_name_sounds_alike_in_every_spelling_and_script(spellings: tuple[str, ...]) -> None:
    assert {sounds_like(each) for each in spellings} == {sounds_like(spellings[0])} != {""}


@pytest.mark.parametrize(("one", "other"), NOT_ALIKE)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sounds_like(one) != sounds_like(other)


@pytest.mark.parametrize("short", ["Ali", "Li Wu", "", "علي", "🙂"])
def test_too_short_a_name_sounds_like_nobody(short: str) -> None:
    assert sounds_like(short) == ""
