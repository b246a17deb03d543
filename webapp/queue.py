"""Jobs are rows, written in the transaction that needs them."""

from typing import Any

from sqlalchemy.orm import Session


def defer(session: Session, task_name: str, **arguments: Any) -> None:
    """Defer a job by the name of its task."""
