"""``python -m matching`` for someone with a file or a spreadsheet."""

import json
from pathlib import Path

import pytest

from matching import Problem, to_json
from matching.__main__ import main
from tests.matching.builders import a_party, a_problem, a_slot

PARTIES = """id,men,home,reach_km,languages,available,frames,interpreter
p1,1,48.85;2.35,100,en; prs,2027-04-01/2027-04-20; 2027-05-01/2027-05-02,discovery,no
p2,2,48.85;2.35,100,en,2027-04-01/2027-04-20,discovery|immersion,yes
"""
SLOTS = """id;farm;place;arrival;departure;rooms;languages;frame;children
s1;farm-1;"48.45; 1.49";2027-04-05;2027-04-09;"2; 1";en;discovery;no
"""


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    return written(tmp_path, a_problem(a_party(), a_slot()))


def written(folder: Path, problem: Problem) -> Path:
    path = folder / "problem.json"
    path.write_text(to_json(problem), encoding="utf-8")
    return path


def test_a_solution_is_printed(problem_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(problem_file)]) == 0
    assert json.loads(capsys.readouterr().out)["matches"] == [["p1", "s1"]]


def test_a_solution_is_written_with_reasons(problem_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "solution.json"
    assert main([str(problem_file), "-o", str(output), "--explain", "--seed", "3"]) == 0
    solution = json.loads(output.read_text(encoding="utf-8"))
    assert solution["seed"] == 3
    assert solution["explanations"][0]["matches"][0]["slot"] == "s1"


def test_parties_and_slots_come_from_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_text(PARTIES, encoding="utf-8-sig")
    (tmp_path / "slots.csv").write_text(SLOTS, encoding="utf-8")
    rest = {"today": "2027-03-01", "pinned": [["p1", "s1"]]}
    (tmp_path / "round.json").write_text(json.dumps(rest), encoding="utf-8")
    output = tmp_path / "solution.json"
    tables = ["--parties", str(tmp_path / "parties.csv"), "--slots", str(tmp_path / "slots.csv")]
    assert main([str(tmp_path / "round.json"), *tables, "-o", str(output)]) == 0
    solution = json.loads(output.read_text(encoding="utf-8"))
    assert solution["matches"] == [["p1", "s1"], ["p2", "s1"]]


def test_every_bad_row_is_named(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "parties.csv"
    table.write_text(
        "id,men,home,reach_km,private\n"
        "p1,one,48.85;2.35,100,no\n"
        "p2,1,48.85;2.35,100,maybe\n"
        "p3,1,north,100,no\n"
        "p4,1,48.85;2.35,100,no,more\n",
        encoding="utf-8",
    )
    assert main([str(problem_file), "--parties", str(table)]) == 1
    said = capsys.readouterr().err
    for row, about in (
        (2, "expected a whole number, found 'one'"),
        (3, "expected true or false, found 'maybe'"),
        (4, "expected a latitude and a longitude"),
        (5, "more cells"),
    ):
        assert any(f"row {row}" in line and about in line for line in said.splitlines())


@pytest.mark.parametrize(
    ("text", "code", "about"),
    [
        ("{", 1, "not JSON"),
        ("[]", 1, "expected named values"),
        pytest.param("[" * 100_000, 1, "too many lists", id="lists"),
        pytest.param(f'{{"max_moves": {"9" * 5000}}}', 1, "thousands of digits", id="digits"),
        ('{"today": "soon"}', 1, "expected a day"),
        ('{"format": "sillon-solution/1", "matches": [], "people": 0, "points": 0, "bound": 0}',
         1, "a solution, not a problem"),
    ],
)  # fmt: skip
def test_a_bad_problem_is_refused_with_what_to_mend(
    text: str, code: int, about: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == code
    assert about in capsys.readouterr().err


def test_pins_that_cannot_hold_are_a_bad_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = a_problem(a_party(frames=()), a_slot(), pinned=frozenset({("p1", "s1")}))
    assert main([str(written(tmp_path, closed))]) == 1
    assert capsys.readouterr().err == (
        "Pinned pairs cannot hold (p1 in s1): each breaks a rule even when it is alone. "
        "Unpin one of them. Broken: frame (p1, s1).\n"
    )


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(problem_file), "-o", str(tmp_path / "none" / "solution.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["[]", "null", '"parties"', "7"])
def test_a_round_that_is_no_object_is_refused_beside_a_spreadsheet_too(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "parties.csv").write_text(PARTIES, encoding="utf-8")
    (tmp_path / "round.json").write_text(text, encoding="utf-8")
    assert main([str(tmp_path / "round.json"), "--parties", str(tmp_path / "parties.csv")]) == 1
    assert "expected named values" in capsys.readouterr().err


def test_a_round_that_begins_with_the_mark_of_utf_8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_text('{"today": "2027-03-01"}', encoding="utf-8-sig")
    assert main([str(path)]) == 0


def test_a_round_that_is_not_in_utf_8_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "round.json"
    path.write_bytes("Clémentine".encode("cp1252"))
    assert main([str(path)]) == 2
    assert f"{path} is not text in UTF-8: save it again" in capsys.readouterr().err


def test_whatever_is_wrong_with_every_file_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "round.json").write_text("{", encoding="utf-8")
    (tmp_path / "parties.csv").write_text("id,men\np1,1\n", encoding="utf-8")
    (tmp_path / "slots.csv").write_text(SLOTS.replace("2027-04-09", "09/13/2027"), encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("round.json", "parties.csv", "slots.csv")]
    assert main([paths[0], "--parties", paths[1], "--slots", paths[2]]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == [
        "round.json is not JSON",
        "parties.csv, row 1",
        "slots.csv, row 2 (s1), departure",
    ]
    assert main([paths[0], "--parties", paths[1], "--slots", str(tmp_path / "none.csv")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_code_that_nobody_has_is_doubted_with_its_row_and_nobody_is_placed_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "parties.csv").write_text(
        PARTIES.replace("discovery", "Discovery"), encoding="utf-8"
    )
    (tmp_path / "slots.csv").write_text(SLOTS, encoding="utf-8")
    (tmp_path / "round.json").write_text('{"today": "2027-03-01"}', encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("round.json", "parties.csv", "slots.csv")]
    assert main([paths[0], "--parties", paths[1], "--slots", paths[2]]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["people"] == 0
    assert said.err.splitlines() == [
        "parties.csv, row 2 and 1 more, frames: Discovery is no published code, "
        "and no slot has it; is discovery meant?",
        "0 of 3 people placed: of 1 slots, closed to everyone: 1 by frame.",
    ]


@pytest.mark.parametrize(
    ("option", "value", "about"),
    [
        ("--workers", "0", "a number from 1 to 999 instead of 0"),
        ("--workers", "-1", "a number from 1 to 999 instead of -1"),
        ("--workers", "2.5", "a number from 1 to 999 instead of 2.5"),
        ("--workers", "9" * 5000, "a number from 1 to 999"),
        ("--time-limit", "-1", "seconds, 0 or more, instead of -1"),
        ("--time-limit", "inf", "seconds, 0 or more, instead of inf"),
        ("--time-limit", "nan", "seconds, 0 or more, instead of nan"),
        ("--time-limit", "soon", "seconds, 0 or more, instead of soon"),
        ("--seed", "x", "invalid int"),
    ],
    ids=lambda given: str(given)[:12],
)
def test_a_wrong_option_is_said(
    option: str,
    value: str,
    about: str,
    problem_file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(problem_file), option, value])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert f"argument {option}: " in said.err
    assert about in said.err
    assert said.out == ""
