"""Files that people send: few views take any, each up to its size.

None touches the disk but what everybody may read, such as a public directory. Nothing long is
read of whom the portal does not let in: whether a form is of another site is asked before that.
"""

from collections.abc import Callable
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

from flask import Request, current_app

from webapp.web.let_in import may_enter

View = TypeVar("View", bound=Callable[..., Any])
BESIDE = 64 * 1024
"""Bytes of a form around its file."""


def takes_files(largest: int, *, on_disk: bool = False) -> Callable[[View], View]:
    """Let a view take forms with a file of so many bytes.

    Parameters
    ----------
    on_disk
        Whether it lies on the disk meanwhile: it is long, and everybody may read it.
    """

    def mark(view: View) -> View:
        view.largest_form = largest + BESIDE  # type: ignore[attr-defined]
        view.on_disk = on_disk  # type: ignore[attr-defined]
        return view

    return mark


class UploadRequest(Request):
    """A request whose files stay in memory: what people send may not lie about unsealed."""

    @property
    def max_content_length(self) -> int | None:
        """How many bytes it may have, in all; more with a file, of whom the portal lets in."""
        largest: int | None = getattr(self._view, "largest_form", None)
        return largest if largest and may_enter(self.blueprint) else super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return TemporaryFile() if getattr(self._view, "on_disk", False) else BytesIO()

    @property
    def _view(self) -> object:
        return current_app.view_functions.get(self.endpoint or "")
