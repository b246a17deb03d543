"""The job that turns the page: one act that fails keeps none of the others from being done."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from webapp.jobs import visits as job


def test_an_act_that_fails_is_told_once_the_others_are_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail(_session: Session) -> int:
        raise LookupError("a bad visit")

    def succeed(_session: Session) -> int:
        done.append("done")
        return 1

    monkeypatch.setattr(job, "IN_ORDER", (fail, succeed))
    with app.app_context(), pytest.raises(ExceptionGroup) as told:
        job.turn_the_page(timestamp=0)
    assert done == ["done"]
    assert told.group_contains(LookupError)
