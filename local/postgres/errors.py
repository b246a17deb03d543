"""What whoever starts the embedded server may have to be told."""


class PostgresError(Exception):
    """The embedded server cannot start; the message is one sentence for whoever started it."""


class AlreadyRunningError(PostgresError):
    """Another process already holds this data folder."""
