"""Films the conductor of No. 10, as far as Odette would look: the wrist track beside the demonstration's recording.

    python bench/watch_no10.py

Reads when each quarter sounds from shows/swan-lake/sounds/no10-scene.truth.csv, and writes no10-scene.hands.csv
beside it: seconds in the file, the hands' height, the share of the picture that moves, 25 times a second. The hands are
made up (see no10/podium.py); nobody was filmed.
"""

import csv
from pathlib import Path

from no10.podium import frames

SOUNDS = Path(__file__).parent.parent / "shows" / "swan-lake" / "sounds"


def main() -> None:
    with (SOUNDS / "no10-scene.truth.csv").open(newline="") as file:
        beats = [float(row["seconds"]) for row in csv.DictReader(file) if float(row["beat"]).is_integer()]
    rows = [f"{seconds:.2f},{height:.3f},{moving:.4f}" for seconds, height, moving in frames(beats)]
    (SOUNDS / "no10-scene.hands.csv").write_text("\n".join(["seconds,height,moving", *rows]) + "\n")
    print(f"{len(rows)} frames, {len(beats)} quarters")


if __name__ == "__main__":
    main()
