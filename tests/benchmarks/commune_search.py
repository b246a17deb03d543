"""Time, on the processor, the search of communes while people type a name or a postcode.

python -m tests.benchmarks.commune_search [sample size]
"""

import random
import sys
from time import process_time

from webapp.geography import search_communes
from webapp.geography.communes import communes


def main(size: int) -> None:
    """Search a sample of all starts of names and postcodes, and those of one or two letters."""
    started = process_time()
    search_communes("warm")
    first = process_time() - started
    typed = sorted(
        {
            text[:length].lower()
            for commune in communes().values()
            for text in (commune.name, *commune.postcodes)
            for length in range(1, len(text) + 1)
        }
    )
    sample = random.Random(2).sample(typed, min(size, len(typed)))
    sample += [text for text in typed if len(text) <= 2]
    times = sorted(_milliseconds(text) for text in sample)
    shown = {
        name: round(times[int(share * (len(times) - 1))], 2)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    }
    sys.stdout.write(
        f"first search {first * 1000:.0f} ms (reads the table); then {len(times)} of "
        f"{len(typed)} starts, processor milliseconds: {shown}\n"
    )


def _milliseconds(text: str) -> float:
    started = process_time()
    search_communes(text)
    return (process_time() - started) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
