"""The matching engine: turns a frozen Problem into a frozen Solution, and answers questions about both."""
