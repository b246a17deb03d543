"""Parts of a line that run their own way: a name in Latin letters, a telephone number in Arabic."""

LEFT_TO_RIGHT, FIRST_STRONG, POP = "\u2066", "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Let a text run the way its own letters do, whatever stands around it."""
    return f"{FIRST_STRONG}{text}{POP}"


def left_to_right(text: str) -> str:
    """Let a text run from left to right: a telephone number, a span of hours."""
    return f"{LEFT_TO_RIGHT}{text}{POP}"
