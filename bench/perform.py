"""Performs No. 10, Scène, before an audience: the sound of the demonstration, and the truth about it.

    python bench/perform.py --data DIR

Writes, in shows/swan-lake/sounds: no10-scene.ogg; no10-scene.truth.csv, when each quarter and each onset of the
score sounds in it (the conductor's beat, about which the players scatter by some milliseconds);
no10-scene.events.csv, when the music and the applause begin and end. The tempo's ebb and flow are a real
conductor's (see no10/conductor.py), the notes are our engraving's, played by fluidsynth on FluidR3Mono (MIT);
the applause is real (see no10/house.py), the rest made here. Needs fluidsynth and ffmpeg.
"""

import argparse
from fractions import Fraction
from pathlib import Path

import numpy as np

from engrave_no10 import MUSIC
from no10.conductor import Beat, conduct
from no10.house import applause, babble, hall, quiet, save, tuning
from no10.instruments import BARS, ORCHESTRA
from no10.notation import BAR, Music, read, sounding
from no10.players import RATE, Stereo, play

SOUNDS = Path(__file__).parent.parent / "shows" / "swan-lake" / "sounds"
FONT = Path("soundfont/FluidR3Mono_GM.sf3")
PEAK = 10 ** (-2 / 20)
CLAPS = 10 ** (-19 / 20)
"""The applause, root mean square."""

MURMUR = 12.0
"""Seconds of an audience talking before it falls silent."""
HUSH = 2.6
START = MURMUR + HUSH
"""When the first note sounds."""
RING = 3.4
"""Seconds from the end of the last bar to the first clap."""
CLAPPING, DYING, AFTER = 16.0, 6.5, 6.0


def events(beat: Beat) -> dict[str, float]:
    """What happens when, seconds in the file."""
    end = START + beat(BARS * BAR)
    claps = end + RING
    over = claps + CLAPPING + DYING
    return {"music begins": START, "music ends": end, "applause": claps, "applause over": over}


def put(into: Stereo, sound: Stereo, seconds: float, level: float) -> None:
    """Mix a sound in at a time, ``level`` in dB as it stands."""
    start = round(seconds * RATE)
    piece = sound[: len(into) - start]
    into[start : start + len(piece)] += piece * 10 ** (level / 20)


def evening(music: Music, beat: Beat, data: Path) -> Stereo:
    """The whole of it, from the murmur to the quiet."""
    rng = np.random.default_rng(1877)
    when = events(beat)
    total = np.zeros((round((when["applause over"] + AFTER) * RATE), 2), np.float32)
    orchestra = hall(play(music, lambda place: START + beat(place), data / FONT), 0.5, rng)
    put(total, orchestra * (PEAK / np.abs(orchestra).max()), 0.0, -0.5)
    talk = babble(MURMUR, rng)
    time = np.arange(len(talk)) / RATE
    fall = np.interp(time, [0, 0.5, 7.5, 10.5, MURMUR, MURMUR + 0.4], [0.6, 1, 1, 0.35, 0.12, 0])
    put(total, hall((talk * fall[:, None]).astype(np.float32), 0.7, rng), 0.0, -23)
    tune = hall(tuning(data / FONT), 0.7, rng)
    put(total, tune / np.abs(tune).max(), 2.0, -31)
    put(total, quiet(len(total) / RATE, rng), 0.0, -66)
    put(total, clapping(data), when["applause"], 0.0)
    return np.asarray(total * min(1.0, PEAK / np.abs(total).max()), np.float32)


def clapping(data: Path) -> Stereo:
    """Applause that rises within a second, swells for two bows, and dies away."""
    sound = applause(data, CLAPPING + DYING)
    time = np.arange(len(sound)) / RATE
    turns = [0, 0.3, 1, 4.5, 5.5, 7, 10, 11, 12.5, CLAPPING, CLAPPING + 0.5 * DYING, CLAPPING + DYING]
    envelope = np.interp(time, turns, [-40, -14, 0, -2, -5, 1, -2, -5, 1, -2, -14, -50])
    sound *= (10 ** (envelope / 20) * (1 - (time / time[-1]) ** 40))[:, None].astype(np.float32)
    # As loud as the tutti: the sharpest claps are rounded off.
    loudness = CLAPS / np.sqrt((sound[RATE : 14 * RATE] ** 2).mean())
    return np.asarray(0.75 * np.tanh(sound * loudness / 0.75), np.float32)


def write_table(path: Path, header: str, rows: list[str]) -> None:
    path.write_text("\n".join([header, *rows]) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of data")
    data: Path = parser.parse_args().data
    music = read(MUSIC)
    beat = conduct(data, music.tempi[1][1])
    sound = evening(music, beat, data)
    SOUNDS.mkdir(parents=True, exist_ok=True)
    save(SOUNDS / "no10-scene.ogg", sound)
    onsets = {note.onset for part in ORCHESTRA for note in sounding(music, part.key, BARS)}
    beats = onsets | {Fraction(quarter) for quarter in range(int(BARS * BAR) + 1)}
    truth = [f"{float(place):.4f},{START + beat(place):.4f}" for place in sorted(beats)]
    write_table(SOUNDS / "no10-scene.truth.csv", "beat,seconds", truth)
    moments = events(beat)
    rows = [f"{what},{seconds:.2f}" for what, seconds in moments.items()]
    write_table(SOUNDS / "no10-scene.events.csv", "event,seconds", rows)
    size = (SOUNDS / "no10-scene.ogg").stat().st_size / 1e6
    print(f"{len(sound) / RATE:.1f} s, {size:.1f} MB, peak {20 * np.log10(np.abs(sound).max()):.1f} dBFS, {moments}")


if __name__ == "__main__":
    main()
