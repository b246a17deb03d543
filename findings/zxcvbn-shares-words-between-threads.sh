#!/bin/sh
# zxcvbn 4.5.0 keeps the words given to a call (user_inputs) in one dictionary of the module, and
# reads them there while it judges: of two calls at once in two threads, one counts with the other's
# words. Afterwards the last call's words stay there until the next one.
# Valid input: zxcvbn(password, user_inputs=[password]) in one thread, which alone says 1 or 2
# guesses, and zxcvbn(password) in another, which alone says the same large number each time.
# Output seen (Python 3.11): each thread gets another figure in about a hundred of 4,000 calls.
# So calls go one at a time, under a lock.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check zxcvbn==4.5.0
"$folder/env/bin/python" - <<'PYTHON'
import sys
import threading

from zxcvbn import matching, zxcvbn

PASSWORD, CALLS = "alouettegrise", 4000
own = zxcvbn(PASSWORD, user_inputs=[PASSWORD])["guesses"]
left = list(matching.RANKED_DICTIONARIES["user_inputs"])
without = zxcvbn(PASSWORD)["guesses"]
seen = {"with": set(), "without": set()}
wrong = {"with": 0, "without": 0}


def judge(name, words, right):
    for _ in range(CALLS):
        guesses = zxcvbn(PASSWORD, user_inputs=words)["guesses"]
        wrong[name] += guesses != right


sys.setswitchinterval(1e-5)
threads = [
    threading.Thread(target=judge, args=("with", [PASSWORD], own)),
    threading.Thread(target=judge, args=("without", [], without)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"alone: {own} guesses with the word, {without} without; left behind: {left}")
print(f"two threads: {wrong['with']} and {wrong['without']} of {CALLS} calls said something else")
sys.exit(0 if left == [PASSWORD] and sum(wrong.values()) else 1)
PYTHON
