#!/bin/sh
# Locust 2.47.0 counts constant_pacing and constant_throughput from when a user is made, not from
# its first task: users whose on_start waits, so that not all begin at once, are asked for their
# second task in the same instant, and for every one after it.
# Seen with Python 3.11. Valid input: ten users with constant_pacing(5) whose on_start sleeps 0.4 s
# longer for each.
# Output seen: first tasks over 3.6 s, second tasks within 0.1 s of each other.
# A load that was meant as ten pages a second came as two hundred at once every twenty seconds: ours
# keeps its pace by itself, from the end of on_start.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check locust==2.47.0
cat > "$folder/locustfile.py" <<'PYTHON'
from time import monotonic, sleep

from locust import User, constant_pacing, events, task

USERS = []


class Reader(User):
    fixed_count = 10
    wait_time = constant_pacing(5)

    def on_start(self):
        USERS.append(self)
        self.began = []
        sleep(0.4 * len(USERS))

    @task
    def read(self):
        self.began.append(monotonic())


@events.quitting.add_listener
def tell(environment, **_):
    over = [max(turn) - min(turn) for turn in zip(*(user.began[:2] for user in USERS))]
    print("first tasks over {:.1f} s, second tasks over {:.1f} s".format(*over))
    environment.process_exit_code = 0 if over[0] > 3 and over[1] < 0.5 else 1
PYTHON
code=0
(cd "$folder" && env/bin/locust --headless -u 10 -r 10 -t 12s --loglevel ERROR --only-summary) \
    > "$folder/said" 2>&1 || code=$?
grep "tasks over" "$folder/said" || { cat "$folder/said"; exit 1; }
if [ "$code" -eq 0 ]; then echo "Locust 2.47.0: as before"; else echo "Locust 2.47.0: changed"; fi
exit "$code"
