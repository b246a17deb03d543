"""What is kept of what was done and said: audit, outbox, sessions, tokens."""
