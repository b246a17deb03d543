"""The errors that rules raise; `wording` turns them into a sentence for the reader."""

from collections.abc import Mapping
from datetime import timedelta


class SillonError(Exception):
    """Anything that Sillon itself refuses or finds wrong."""


class RuleBroken(SillonError):  # noqa: N818 (it reads as the sentence it becomes)
    """An act that a rule of the programme does not allow.

    Parameters
    ----------
    code
        Which rule, in kebab-case (``slot-has-guests``); `webapp.wording` has its sentence.
    facts
        What the sentence needs, such as a count or a day; never a person's name.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @classmethod
    def kept(cls, code: str, facts: Mapping[str, object]) -> "RuleBroken":
        """Return what a job was refused, to be told to whoever looks later."""
        return cls(code, **facts)


class ConfigurationError(SillonError):
    """A setting that is missing or not allowed; the message names every one."""


class TooManyAttempts(SillonError):  # noqa: N818 (it reads as what happened)
    """A door that was knocked at too often.

    Parameters
    ----------
    wait
        How long until it opens again.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many attempts")
        self.wait = wait
