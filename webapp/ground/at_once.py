"""Asking much at once: a question is made once, and asked again with the values of the moment.

A page that looks into twenty places, of which most hold nothing, asks for that in one question; it
reads on only where something is. What is asked is never kept: only how it is asked.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal, literal_column, select
from sqlalchemy.orm import Session

Query = Select[*tuple[Any, ...]]
"""What finds rows of any kind."""


def at(moment: Callable[[], date | int]) -> ColumnElement[Any]:
    """Stand for a day, an instant or a year that is looked up each time a question is asked."""
    return bindparam(None, callable_=moment, type_=literal(moment()).type, unique=True)


def given(name: str, example: int | str = 0) -> ColumnElement[Any]:
    """Stand for a number or a word that is given each time a question is asked, by its name."""
    return bindparam(name, type_=literal(example).type)


class Question:
    """Whether each of several queries finds anything, and what each of several numbers is.

    Parameters
    ----------
    found
        By a name, the query; its row says whether it finds something.
    counted
        By a name, the query of one number.
    """

    def __init__(
        self, found: Mapping[str, Query], counted: Mapping[str, Query] | None = None
    ) -> None:
        one: ColumnElement[int] = literal_column("1")
        some = [
            query.with_only_columns(one, maintain_column_froms=True)
            .order_by(None)
            .exists()
            .label(name)
            for name, query in found.items()
        ]
        numbers = [query.scalar_subquery().label(name) for name, query in (counted or {}).items()]
        self.query = select(*some, *numbers)

    def ask(self, session: Session, **values: int | str) -> Any:
        """Return the answers, each by its name."""
        return session.execute(self.query, values).one()
