"""What was ticked on a list stands ticked again where nothing could be done with it."""

from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.wrappers import Response

from webapp.web.access import possible_numbers

MOST = 100
"""So many are carried along, more than a list shows at once."""


def ticked_again(the_list: str, name: str) -> Response:
    """Lead to a list with what was chosen on it.

    Parameters
    ----------
    name
        What the list calls the boxes of its rows.
    """
    ticked = possible_numbers(request.form.getlist(name))[:MOST]
    chosen = [(each, request.form.get(each, "")[:40]) for each in ("act", "all")]
    said = [*((key, value) for key, value in chosen if value), *(("ticked", n) for n in ticked)]
    # nosemgrep: way-named-by-a-request - a list of our own, made by url_for
    return redirect(f"{the_list}{'&' if '?' in the_list else '?'}{urlencode(said)}")
