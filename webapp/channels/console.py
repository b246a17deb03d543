"""No letter leaves: it is told to the log, for a local start and for tests."""

import logging

from webapp.channels import Letter

log = logging.getLogger(__name__)


class Console:
    """Tells the log that a letter would leave now.

    Parameters
    ----------
    shows_text
        Whether the log may hold the text, which carries links and codes: in a demonstration.
    """

    gives_receipts = False

    def __init__(self, *, shows_text: bool) -> None:
        self._shows_text = shows_text

    def send(self, letter: Letter) -> None:
        """Log it."""
        log.info("message %s%s", letter.key, f": {letter.body}" if self._shows_text else "")
