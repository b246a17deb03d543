"""The hours through which a moved clock lives, and what it does in each."""

from datetime import timedelta
from typing import Any, cast

from tests.webapp.operations.test_moving_clock import NOON
from webapp.jobs import jobs
from webapp.jobs.clock import HOURS, ON_THE_REAL_CLOCK, hours_between


def test_hours_are_lived_in_their_order_each_once_up_to_the_last() -> None:
    lived = [at for at, _ in hours_between(NOON, NOON + timedelta(days=2))]
    assert lived == sorted(set(lived))
    assert len(lived) == 2 * len(HOURS)
    assert all(NOON < at <= NOON + timedelta(days=2) for at in lived)


def test_all_that_the_calendar_does_is_lived_or_named_as_left_out() -> None:
    jobs.perform_import_paths()  # type: ignore[no-untyped-call]
    repeated = {task for task, _ in jobs.periodic_registry.periodic_tasks}
    lived = {cast(Any, act).name for acts in HOURS.values() for act in acts}
    assert repeated == lived | ON_THE_REAL_CLOCK
    assert not lived & ON_THE_REAL_CLOCK
