"""What a row keeps of work on it that takes a worker a while: how far it is, and why it ended."""

from sqlalchemy.orm import Mapped, mapped_column


class LongWork:
    """Work that is done whole or not at all, says how far it is, and can be stopped."""

    total: Mapped[int] = mapped_column(default=0)
    """How many rows or steps there are."""
    done: Mapped[int] = mapped_column(default=0)
    """How many of them are done."""
    stop_asked: Mapped[bool] = mapped_column(default=False)
    failure: Mapped[str | None]
    """A code: what stopped the last try."""

    def await_worker(self, total: int) -> None:
        """Begin anew to count how far it is."""
        self.total, self.done, self.stop_asked, self.failure = total, 0, False, None

    def await_nobody(self, failure: str | None = None) -> None:
        """Be left by the worker."""
        self.stop_asked, self.failure = False, failure
