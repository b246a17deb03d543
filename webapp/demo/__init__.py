"""Demonstration data, generated from sourced distributions; every person is invented."""
