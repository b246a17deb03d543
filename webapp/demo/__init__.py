"""Demonstration data, generated from sourced distributions; every person is invented."""

from webapp.demo.loading import EMPTY, SIZES, fill_if_empty, is_loaded, load
from webapp.demo.staff import ACCOUNTS, PASSWORD, Account, accounts

__all__ = [
    "ACCOUNTS",
    "EMPTY",
    "PASSWORD",
    "SIZES",
    "Account",
    "accounts",
    "fill_if_empty",
    "is_loaded",
    "load",
]
