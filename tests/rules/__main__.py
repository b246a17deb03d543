"""What tools say of the code: `python -m tests.rules` runs semgrep with our rules, and bandit.

Each lives in an environment of its own: semgrep wants forty packages, some older than Sillon's.
It ends with 1 where a rule does not find its example, or something is found.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = ROOT / ".venv" / "bin" / "uv"
RULES = Path(__file__).parent
QUIET = ("--metrics", "off", "--disable-version-check")
READ = ("webapp", "matching", "local", "run.py")
SEMGREP, BANDIT = "semgrep==1.185.0", "bandit==1.9.4"
TRIED = (
    (SEMGREP, "semgrep", "scan", "--test", *QUIET, "--config", str(RULES), str(RULES)),
    (SEMGREP, "semgrep", "scan", "--error", *QUIET, "--config", str(RULES), *READ),
    (BANDIT, "bandit", "--quiet", "--recursive", "--severity-level", "high", *READ),
)


def main() -> None:
    """Run each, whether or not an earlier one found something."""
    argparse.ArgumentParser(prog="python -m tests.rules", description=__doc__).parse_args()
    failed = [
        " ".join(command[:2])
        for package, *command in TRIED
        if subprocess.run(
            [UV, "tool", "run", "--from", package, *command], cwd=ROOT, check=False
        ).returncode
    ]
    sys.exit(f"Found something: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
