"""Matching rounds: asked, frozen, solved, read, decided upon and published."""

from webapp.services.rounds.solving import ask_for_a_run, ask_to_cancel, solve

__all__ = ["ask_for_a_run", "ask_to_cancel", "solve"]
