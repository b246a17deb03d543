"""The jobs: acts that nobody waits for, run by any number of workers.

A task runs inside the application, in a session that sees every association's rows and is
recorded as a job; it commits, like a view. It may run more than once, for a worker can be killed
just after its commit: so it begins by looking whether anything is left to do.
"""

from procrastinate import App, PsycopgConnector

MODULES = (
    "webapp.jobs.upkeep",
    "webapp.jobs.messages",
    "webapp.jobs.visits",
    "webapp.jobs.rounds",
    "webapp.jobs.safety",
)
"""Where tasks are written."""

jobs = App(connector=PsycopgConnector(), import_paths=MODULES)
