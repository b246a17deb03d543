"""Reading a board, and telling whether it was given again or made anew."""

import re
from collections.abc import Hashable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.page import Page
from tests.webapp.test_queries import counted
from webapp.models import Role, User
from webapp.web.unchanged import Heard, Kept

MORNING = datetime(2027, 3, 2, 8, tzinfo=UTC)
BOARD, OVER_ALL = "/casework/", "/programme/"
TOKENS = re.compile(r'name="(?:csrf_token|once)" value="[^"]*"')


def desk_in(process: Flask, db: Session, user: User) -> Page:
    page = Page(process, db).sign_in(user)
    db.commit()
    return page


def board_of(user: User) -> str:
    return {Role.COORDINATOR: OVER_ALL, Role.FARMER: "/farm/"}.get(user.role, BOARD)


def is_given_again(desk: Page, board: str = BOARD) -> bool:
    """Read a board; say whether nothing was read anew of what it tells."""
    with counted() as statements:
        desk.visit(board)
    assert any("pg_current_snapshot" in each for each in statements)
    return not any("help_calls" in each for each in statements)


def is_made_anew(desk: Page, address: str) -> bool:
    """Read a page; say whether it was made for this reading."""
    made: list[Hashable] = []
    may_be_kept = Heard.may_be_kept

    def heard(page: Heard, key: Hashable) -> bool:
        made.append(key)
        return may_be_kept(page, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Heard, "may_be_kept", heard)
        desk.visit(address)
    return bool(made)


def is_read(desk: Page, board: str = BOARD) -> None:
    """Read a board until it is given again."""
    desk.visit(board)
    assert is_given_again(desk, board)


def said(desk: Page, board: str = BOARD) -> str:
    """Return a board as it is given to its reader, but for the tokens of its forms."""
    return as_said(desk.visit(board))


def as_said(desk: Page) -> str:
    """Return the page that was read last the same way."""
    return TOKENS.sub("", desk.response.get_data(as_text=True))


def said_anew(process: Flask, desk: Page, board: str = BOARD) -> str:
    """Return it as it is when it is made anew."""
    kept = process.extensions.pop("unchanged", Kept())
    try:
        return said(desk, board)
    finally:
        process.extensions["unchanged"] = kept
