"""What ``python -m matching`` answers with: JSON, tables for a spreadsheet, and reasons."""

import csv
import json
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from matching import to_json
from matching.__main__ import main
from tests.matching.builders import a_party, a_problem, a_slot


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    problem = a_problem(
        a_party("p1", wishes=("bees",)),
        a_party("p2", men=0, women=2, frames=("immersion",)),
        a_slot(production="bees"),
    )
    path = tmp_path / "round.json"
    path.write_text(to_json(problem), encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")  # else Excel takes it for cp1252
    return list(csv.DictReader(StringIO(written.decode("utf-8-sig")), delimiter=";"))


def test_a_table_says_who_goes_where_beside_the_answer(problem_file: Path) -> None:
    solution, visits = problem_file.with_name("solution.json"), problem_file.with_name("visits.csv")
    assert main(["solve", str(problem_file), "-o", str(solution), "-o", str(visits)]) == 0
    assert json.loads(solution.read_text(encoding="utf-8"))["matches"] == [["p1", "s1"]]
    assert [list(row.values()) for row in rows_of(visits)] == [
        ["p1", "1", "s1", "farm-1", "2027-04-05", "2027-04-09", "77", "1"],
        ["p2", "2", "", "", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("notice", "told_until", "own", "days"),
    [
        (["--notice", "34"], "2027-04-05", None, 34),
        (["--notice", "35"], None, None, 35),
        ([], "2027-04-04", None, 34),
        ([], "2027-03-22", "2027-04-05", 35),
        ([], "2027-02-01", None, 0),
        ([], None, None, 21),
    ],
)
def test_a_plan_says_what_is_due_and_what_may_still_change(
    problem_file: Path,
    notice: list[str],
    told_until: str | None,
    own: str | None,
    days: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The round is of 1 March, the visit begins on 5 April; a notice may be of the round."""
    solution, plan = (problem_file.with_name(each) for each in ("solution.json", "plan.csv"))
    said = json.loads(problem_file.read_text()) | {"told_until": told_until}
    said["parties"][0]["told_until"] = own
    problem_file.write_text(json.dumps(said))
    assert main(["solve", str(problem_file), "-o", str(solution)]) == 0
    asked = ["plan", str(problem_file), str(solution), *notice]
    assert main([*asked, "-o", str(plan)]) == 0
    assert f"{int(days == 35)} of 1 are due" in capsys.readouterr().err
    due = str(date(2027, 4, 5) - timedelta(days=days))
    assert [list(row.values()) for row in rows_of(plan)] == [
        [due, "yes" if days == 35 else "no", "p1", "s1", "farm-1", "2027-04-05"]
    ]
    assert main(asked) == 0
    (visit,) = json.loads(capsys.readouterr().out)
    assert (visit["due"], visit["now"], visit["party"]) == (due, days == 35, "p1")


def test_a_workbook_holds_every_side_of_the_answer(problem_file: Path) -> None:
    path = problem_file.with_name("answer.XLSX")
    assert main(["solve", str(problem_file), "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["parties", "slots", "round"]
    day = datetime(2027, 4, 5)  # noqa: DTZ001 - a workbook knows no zone
    assert [cell.value for cell in book["parties"][2]][:5] == ["p1", 1, "s1", "farm-1", day]
    assert book["parties"]["E2"].number_format == "mm-dd-yy"  # each country's own short form
    assert [cell.value for cell in book["slots"][2]][4:] == [2, 1, "p1"]
    figures = dict(book["round"].iter_rows(values_only=True))
    assert (figures["people"], figures["optimal"], figures["seed"]) == (1, True, 0)
    assert figures["who: points"] == figures["who: bound"] > 0


def test_text_in_a_workbook_is_text_whatever_it_begins_with_or_holds(tmp_path: Path) -> None:
    problem = a_problem(a_party("=1+1"), a_slot("a\x01b"))
    (tmp_path / "round.json").write_text(to_json(problem), encoding="utf-8")
    assert main(["solve", str(tmp_path / "round.json"), "-o", str(tmp_path / "a.xlsx")]) == 0
    party, _, slot = openpyxl.load_workbook(tmp_path / "a.xlsx")["parties"]["A2:C2"][0]
    assert (party.value, party.data_type) == ("=1+1", "s")
    assert slot.value == "a\N{REPLACEMENT CHARACTER}b"


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    problem = a_problem(a_party("=1+1"), a_slot("@s", farm="-f"))
    (tmp_path / "round.json").write_text(to_json(problem), encoding="utf-8")
    visits = tmp_path / "visits.csv"
    assert main(["solve", str(tmp_path / "round.json"), "-o", str(visits)]) == 0
    (row,) = rows_of(visits)
    assert [row["party"], row["slot"], row["farm"]] == ["'=1+1", "'@s", "'-f"]


def test_a_file_of_another_kind_is_refused_before_anything_is_solved(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["solve", str(problem_file), "-o", "visits.ods"])
    assert ended.value.code == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "name a file that ends with .json or .csv or .xlsx instead of visits.ods" in said


def test_reasons_are_told_of_an_answer_that_was_kept(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solution = problem_file.with_name("solution.json")
    assert main(["solve", str(problem_file), "--explain", "-o", str(solution)]) == 0
    assert main(["explain", str(problem_file), str(solution)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(solution.read_text(encoding="utf-8"))["explanations"]
    assert main(["explain", str(problem_file), str(solution), "s1", "p2"]) == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == ["s1", "p2"]


def test_reasons_are_a_table_too(problem_file: Path) -> None:
    solution, reasons = problem_file.with_name("solution.json"), problem_file.with_name("why.csv")
    assert main(["solve", str(problem_file), "-o", str(solution)]) == 0
    assert main(["explain", str(problem_file), str(solution), "-o", str(reasons)]) == 0
    placed, left = rows_of(reasons)
    assert (placed["id"], placed["with"], placed["closed by"]) == ("p1", "s1", "")
    assert (left["id"], left["with"], left["closed by"], left["nearly open"]) == (
        "p2", "", "frame 1", "s1: frame 1",
    )  # fmt: skip


def test_whom_nobody_knows_is_not_explained(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solution = problem_file.with_name("solution.json")
    main(["solve", str(problem_file), "-o", str(solution)])
    assert main(["explain", str(problem_file), str(solution), "p9"]) == 1
    assert "Neither a party nor a slot is called p9" in capsys.readouterr().err


def test_an_answer_to_another_round_is_refused(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solution, other = tmp_path / "solution.json", tmp_path / "other.json"
    main(["solve", str(problem_file), "-o", str(solution)])
    other.write_text(to_json(a_problem(a_party("p7"), a_slot())), encoding="utf-8")
    assert main(["explain", str(other), str(solution)]) == 1
    assert "solution.json answers another round: it has p1 in s1" in capsys.readouterr().err
    assert main(["explain", str(other), str(other)]) == 1
    assert "other.json is a problem, not a solution" in capsys.readouterr().err


def test_without_a_word_a_round_is_solved(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(problem_file)])
    without = json.loads(capsys.readouterr().out)
    main(["solve", str(problem_file)])
    assert without | {"seconds": 0} == json.loads(capsys.readouterr().out) | {"seconds": 0}


def test_a_word_that_is_nearly_one_is_refused_with_those_that_there_are(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["slove", str(problem_file)])
    assert "invalid choice: 'slove' (choose from" in capsys.readouterr().err


def test_without_anything_the_words_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "solve" in said
    assert "explain" in said
