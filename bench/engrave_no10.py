"""Engraves No. 10, Scène: bench/no10/music.txt → shows/swan-lake/scores/no10-scene.musicxml."""

import argparse
from pathlib import Path

from no10.musicxml import write
from no10.notation import read

HERE = Path(__file__).parent
MUSIC = HERE / "no10" / "music.txt"
SCORE = HERE.parent / "shows" / "swan-lake" / "scores" / "no10-scene.musicxml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SCORE)
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(write(read(MUSIC)))
    print(f"{out}: {out.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
