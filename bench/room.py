"""How well applause is found: its beginning, its end, and what is taken for it that is not.

    python bench/room.py --data DIR

DIR/audience holds applause, murmur and speech; DIR/recordings and DIR/violin hold music. Twenty seconds of music
end in a chord that rings for two; half a second before it is let go the applause begins, so many decibels over the
music's last three seconds. It is faded out after at most nine seconds over a murmuring house. Delays count from
where the applause is first as loud as what it is mixed with, and from where it last is. Early: found half a second
before it began; broken: given up and found again.

The detector's weights were fitted to the sounds in ``CHOSEN_ON``, and to them in a reverberant room and darkened, and
rounded by hand; the tables show those sounds apart from the others. Its time constants were set with all in view.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from odette.room.listener import RoomListener, Verdict

RATE = 44_100
HOP = RATE // 50
Sound = NDArray[np.float32]

APPLAUSE = ("applause.wav", "woven_applause.wav", "woven_cheers_applause.wav", "semiconductor_applause.mp3")
OTHER = ("ambience-pub.wav", "debate1.wav", "hum.wav")
MUSIC = (
    "recordings/PD_act4_ballet_francaise_so.ogg",
    "violin/john-garner_bwv1002_mov7.mp3",
    "recordings/CCBY_kevin_macleod_sugar_plum.ogg",
    "recordings/PD_us_army_strings_hungarian_dance5.ogg",
    "violin/minji-kim_bwv1003_mov3.opus",
)
CHOSEN_ON = ("applause.wav", "ambience-pub.wav", "PD_act4_ballet_francaise_so.ogg", "john-garner_bwv1002_mov7.mp3")
APPLAUSE_WITHIN = {"PD_us_army_strings_hungarian_dance5.ogg": 38.0}
"""Recordings that end in real applause, and the second from which on it may be heard."""
MURMUR = -30.0
"""dB relative to the music."""


@dataclass(frozen=True)
class Scene:
    """Music, applause, and when (seconds) the applause is heard."""

    sound: Sound
    begins: float
    ends: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    if not (data / "audience").is_dir():
        print(f"skipped: there is no {data / 'audience'}")
        return
    applause = {name: read(data / "audience" / name) for name in APPLAUSE}
    music = {Path(name).name: read(data / name) for name in MUSIC}
    other = {name: read(data / "audience" / name) for name in OTHER}
    print_delays(applause, music, other["ambience-pub.wav"])
    print_false(music | other)
    print_cost(music[Path(MUSIC[0]).name])


def print_delays(applause: dict[str, Sound], music: dict[str, Sound], murmur: Sound) -> None:
    print("Applause over the end of music, seconds (median, worst); every applause with every piece of music")
    titles = f"{'music':>11} {'dB':>3} {'scenes':>6} {'missed':>6} {'begin':>12} {'end':>12} {'early':>5} {'broken':>6}"
    print(f"{'applause':28} {titles}")
    for name, clapping in applause.items():
        for chosen in (True, False):
            pieces = {title: sound for title, sound in music.items() if (title in CHOSEN_ON) == chosen}
            for louder in (0, 5, 10, 20):
                scenes = [scene for sound in pieces.values() for scene in mixed(sound, clapping, murmur, louder)]
                print_row(name, "chosen on" if chosen else "held out", louder, scenes)


def print_row(name: str, kind: str, louder: int, scenes: list[Scene]) -> None:
    begin, end, missed, early, broken = [], [], 0, 0, 0
    for scene in scenes:
        found, over, times = applauded(verdicts(scene.sound))
        broken += times > 1
        early += found is not None and found < scene.begins - 0.5
        if found is None or found > scene.ends:
            missed += 1
        else:
            begin.append(found - scene.begins)
            end.append(over - scene.ends)
    mark = "*" if name in CHOSEN_ON else " "
    counts = f"{kind:>11} {louder:3} {len(scenes):6} {missed:6}"
    print(f"{name + mark:28} {counts} {spread(begin)} {spread(end)} {early:5} {broken:6}")


def print_false(sounds: dict[str, Sound]) -> None:
    print("\nSounds without applause (* weights chosen on it): seconds taken for applause, and the verdicts' shares")
    for name, sound in sounds.items():
        sound = sound[: round(APPLAUSE_WITHIN.get(name, 1e6) * RATE)]
        for expected in (None, True, False):
            heard = list(verdicts(sound, expected))
            share = {kind: sum(v.kind == kind for v in heard) / len(heard) for kind in ("silence", "murmur", "music")}
            false = sum(verdict.kind == "applause" for verdict in heard) / 50
            mark = "*" if name in CHOSEN_ON else " "
            hint = {None: "no hint", True: "expected", False: "unlikely"}[expected]
            shares = "  ".join(f"{kind} {value:4.0%}" for kind, value in share.items())
            print(f"{name + mark:42} {len(sound) / RATE:6.1f} s  {hint:9} applause {false:5.2f} s   {shares}")


def print_cost(sound: Sound) -> None:
    listener, hops = RoomListener(RATE), list(cut(sound[: 60 * RATE]))
    begin = time.process_time()
    for hop in hops:
        listener.hear(hop)
    print(f"\n{(time.process_time() - begin) / len(hops) * 1000:.3f} ms a hop of 20 ms")


def mixed(music: Sound, clapping: Sound, murmur: Sound, louder: float) -> Iterator[Scene]:
    """Three scenes from three places of the music."""
    length, ring, before = 20 * RATE, 2 * RATE, RATE // 2
    clapping = clapping[loud(clapping)[0] * HOP :][: 9 * RATE]
    total = length + len(clapping) + 8 * RATE
    for share in (0.2, 0.45, 0.7):
        first = round(share * len(music))
        played = music[first : first + length + ring].copy()
        if len(played) < length + ring:
            continue
        last = rms(played[length - 3 * RATE : length])
        played[length:] *= 10 ** (-3 * np.arange(ring) / ring)
        scene = np.resize(murmur, total) * last / rms(murmur) * 10 ** (MURMUR / 20)
        scene[: length + ring] += played
        claps = clapping * last / rms(clapping) * 10 ** (louder / 20)
        fade = min(3 * RATE, len(claps) // 2)
        claps[-fade:] *= 10 ** (-2.5 * np.arange(fade) / fade)
        over = loudness(claps) - loudness(scene[length - before :])[: len(claps) // HOP]
        heard = np.flatnonzero(over > 0)
        scene[length - before : length - before + len(claps)] += claps
        if len(heard):
            begins = (length - before) / RATE + heard[0] / 50
            yield Scene(scene, begins, (length - before) / RATE + heard[-1] / 50)


def applauded(heard: Iterator[Verdict]) -> tuple[float | None, float, int]:
    """Seconds at which applause was first found, and last; and how many times it was found anew."""
    found = [n for n, verdict in enumerate(heard, 1) if verdict.kind == "applause"]
    if not found:
        return None, 0.0, 0
    return found[0] / 50, found[-1] / 50, 1 + int(np.count_nonzero(np.diff(found) > 1))


def verdicts(sound: Sound, expect: bool | None = None) -> Iterator[Verdict]:
    listener = RoomListener(RATE)
    listener.expect(expect)
    return (listener.hear(hop) for hop in cut(sound))


def cut(sound: Sound) -> Iterator[Sound]:
    return (sound[n : n + HOP] for n in range(0, len(sound) - HOP + 1, HOP))


def read(path: Path) -> Sound:
    """A whole recording, mono, at ``RATE`` (resampled in the frequency domain)."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono: Sound = sound.mean(axis=1)
    if rate == RATE:
        return mono
    size = round(len(mono) * RATE / rate)
    spectrum = np.fft.rfft(mono)[: size // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, size) * size / len(mono), np.float32)


def loudness(sound: Sound) -> NDArray[np.float64]:
    """dB of each hop, over 0.1 s around it."""
    power = np.array([float(hop @ hop) / HOP for hop in cut(sound)])
    return np.asarray(10 * np.log10(np.convolve(power, np.ones(5) / 5, "same") + 1e-12))


def loud(sound: Sound) -> NDArray[np.intp]:
    """Hops within 20 dB of the sound's median."""
    levels = loudness(sound)
    return np.flatnonzero(levels > np.median(levels[levels > -60]) - 20)


def rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


def spread(values: list[float]) -> str:
    return f"{np.median(values):5.2f} {max(values):5.2f} " if values else " " * 12


if __name__ == "__main__":
    main()
