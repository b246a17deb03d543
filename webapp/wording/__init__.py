"""Every code, rule and message as a sentence in the reader's language."""

from webapp.wording.days import day, day_range, short_day, stay_range
from webapp.wording.labels import label, labels
from webapp.wording.rules import sentence

__all__ = ["day", "day_range", "label", "labels", "sentence", "short_day", "stay_range"]
