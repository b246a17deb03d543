"""What holds in the house of a farm, in words."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l

OF_HOUSES: Final[dict[str, dict[str, Any]]] = {
    "house-rule": {
        "no-smoking": _l("No smoking on the farm"), "smoke-outside": _l("Smoking outside only"),
        "no-alcohol": _l("No alcohol"),
        "quiet-nights": _l("Quiet from 10 in the evening to 7 in the morning"),
        "shoes-off": _l("Shoes off in the house"),
        "ask-visitors": _l("Ask before you bring somebody"),
        "animals-inside": _l("Animals come into the house"),
        "internet": _l("There is internet"), "no-internet": _l("There is no internet"),
        "laundry": _l("You can wash your clothes"),
        "kitchen": _l("You can cook in the kitchen"),
    },
}  # fmt: skip
