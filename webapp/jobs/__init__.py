"""The jobs: acts that nobody waits for, run by any number of workers.

A task runs inside the application, in a session that sees every association's rows and is
recorded as a job; it commits, like a view. It may run more than once, for a worker can be killed
just after its commit: so it begins by looking whether anything is left to do. Every task is tried
again, whatever stopped it, for longer and longer, and so often at most; what it leaves undone then
is told by `webapp.services.records.unattended`.
"""

from procrastinate import App, PsycopgConnector, RetryStrategy

from webapp.jobs.connection import Queue

AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)
"""For what others may mend meanwhile: three seconds after the first failure, sixteen hours before
the last attempt."""
SOON = RetryStrategy(max_attempts=5, exponential_wait=3)
"""For what somebody waits for, or what the calendar brings back: four minutes before the last."""

CONCURRENCY = 4
"""So many jobs at once in a worker: a long one must not keep a message waiting."""

MODULES = (
    "webapp.jobs.upkeep",
    "webapp.jobs.messages",
    "webapp.jobs.visits",
    "webapp.jobs.rounds",
    "webapp.jobs.imports",
    "webapp.jobs.exports",
    "webapp.jobs.directories",
    "webapp.jobs.reports",
    "webapp.jobs.safety",
    "webapp.jobs.webhooks",
    "webapp.jobs.clock",
)
"""Where tasks are written."""

jobs = App(connector=PsycopgConnector(), import_paths=MODULES)
jobs.job_manager = Queue(jobs.connector)
