"""The demonstration's clock on the command line: `--today` moves it before anything else runs."""

import sys
from collections.abc import Sequence
from datetime import date, timedelta

from local import settings
from local.database import ask
from webapp.ground import clock
from webapp.ground.errors import RuleBroken

SAID = {
    "clock-goes-forward": "The clock only goes forward, and stands at {today} already: choose a "
    "later day, or start over with run.py reset.",
    "clock-too-far": "The clock goes on by {days} days at most, and stands at {today}.",
    "clock-waits-for-engine": "A round or an import is being worked on: move the clock when that "
    "is over.",
}


def take_day(words: Sequence[str]) -> tuple[date | None, list[str]]:
    """Take `--today DATE` out of what was typed; end with a sentence where it is no day."""
    if words[:1] != ["--today"]:
        return None, list(words)
    typed = words[1] if len(words) > 1 else ""
    return read_day(typed), list(words[2:])


def read_day(typed: str) -> date:
    """Read a day, or end with a sentence."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        sys.exit(f"--today wants a day such as 2027-03-01, not {typed or 'nothing'}.")


def stand(today: date | None) -> None:
    """Let this process stand where the clock does; a day that is named is moved to first."""
    if not settings.is_demonstration():
        if today is not None:
            sys.exit("Only the clock of a demonstration can be moved.")
        return
    kept = ask("SELECT clock_ahead FROM programme")
    clock.stand_ahead(kept[0] if kept else timedelta())
    if today is not None and today != clock.today():
        _move_to(today)


def _move_to(day: date) -> None:
    from webapp import create_app  # noqa: PLC0415 - slow to import, and seldom needed
    from webapp.ground.database import EVERYONE, set_scope  # noqa: PLC0415 - as above
    from webapp.jobs.clock import move  # noqa: PLC0415 - as above
    from webapp.services.records import audit, moving_clock  # noqa: PLC0415 - as above
    from webapp.web.extensions import db  # noqa: PLC0415 - as above

    print(f"The clock goes on to {day}: day after day, what belongs to it is done …", flush=True)
    with create_app().app_context():
        set_scope(db, EVERYONE)
        audit.set_actor(db, audit.JOB)
        try:
            move(moving_clock.destination(db, day))
        except RuleBroken as rule:
            sys.exit(SAID[rule.code].format(today=clock.today(), **rule.facts))
