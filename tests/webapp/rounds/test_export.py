"""A solved round leaves as a file that anyone can verify, and the page says what is proven."""

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.page import SITE, Page
from webapp.models import Event, MatchingRound

ROOT = Path(__file__).parents[3]


def verified(file: Path) -> tuple[int, str]:
    """What the command says of a file, and its exit code."""
    command = [sys.executable, "-m", "matching", "verify", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_a_round_saved_from_its_page_is_verified_and_one_that_was_changed_is_not(
    desk: Page, db: Session, a_result: MatchingRound, tmp_path: Path
) -> None:
    desk.visit(f"/casework/rounds/{a_result.id}")
    assert f"python -m matching verify sillon-round-{a_result.id}.json" in desk.text
    assert "Nobody more can have a place." in desk.text
    assert "not proven" not in desk.text
    saved = desk.client.get(f"/casework/rounds/{a_result.id}/export", base_url=SITE)
    assert "attachment" in saved.headers["Content-Disposition"]
    text = saved.get_data(as_text=True)
    assert "Amina" not in text
    file = tmp_path / "round.json"
    file.write_text(text)
    code, said = verified(file)
    assert (code, said.count("Verified by its prices")) == (0, 3), said
    written = json.loads(text)
    written["solution"]["most_people"] += 1
    written["problem"]["parties"][0]["men"] += 1
    file.write_text(json.dumps(written))
    assert verified(file)[0] == 1
    assert "round.exported" in db.scalars(select(Event.act)).all()


def test_a_result_without_prices_says_that_the_next_run_finds_them(
    desk: Page, db: Session, a_result: MatchingRound
) -> None:
    a_result.certificate = None
    db.commit()
    desk.visit(f"/casework/rounds/{a_result.id}")
    assert "the next run finds them" in desk.text
    assert (
        desk.client.get(f"/casework/rounds/{a_result.id}/export", base_url=SITE).status_code == 404
    )


def test_a_problem_alone_is_no_exported_round(tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    file.write_text('{"today": "2027-03-01"}')
    code, said = verified(file)
    assert code == 1
    assert "carries no answer" in said
