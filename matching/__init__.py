"""The matching engine: a frozen Problem in, a frozen Solution out, and answers about both."""
