"""``python -m odette.stage run`` is the stage process; a person ends one that was left burning with ``end``."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from odette.stage.endpoint import end_stage
from odette.stage.process import run_stage


def main() -> int:
    """The two commands. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m odette.stage", description="Keep the lights of a venue burning.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="be the stage of a venue (a show starts this by itself)")
    run.add_argument("--stage", type=UUID, required=True, metavar="ID")
    end = commands.add_parser("end", help="end every stage that burns here, so that its receivers know")
    for command in (run, end):
        command.add_argument("--runtime", type=Path, required=True, metavar="DIR")
    given = parser.parse_args()
    return run_stage(given.runtime, given.stage) if given.command == "run" else end_all(given.runtime)


def end_all(runtime: Path) -> int:
    """End every stage of a runtime directory, and say so."""
    ended = [end_stage(path) for path in runtime.glob("stage-*.json")]
    count = sum(ended)
    print(f"{count} stage{'s' if count != 1 else ''} ended." if count else f"No stage burns in {runtime}.")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main())
