"""Demonstration data, generated from sourced distributions; every person is invented."""

from webapp.demo.loading import SIZES, fill_if_empty, is_loaded, load
from webapp.demo.staff import ACCOUNTS, PASSWORD, Account

__all__ = ["ACCOUNTS", "PASSWORD", "SIZES", "Account", "fill_if_empty", "is_loaded", "load"]
