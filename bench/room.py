"""How well the room is heard: applause, its beginning, its phases and its end; what is taken for it that is not; the
other kinds; and what starts a number that is no music.

    python bench/room.py --data DIR [--more DIR] [--quick]

DIR/audience holds applause, murmur, speech and impulse responses; DIR/recordings and DIR/violin hold music;
DIR/soundfont a SoundFont. ``--more``: a folder of further sounds, whose names begin with applause, laughter, rain or
noise. What no recording was at hand for is made (room_sounds.py), and so are performances in bench/.cache, if any.

Music ends in a chord that rings for two seconds; half a second before it is let go the applause begins, so many
decibels over the music's last three seconds. It is faded out after at most nine seconds over a murmuring house. As in
a show, the score makes applause unlikely up to the last two seconds of the music and likely from there (without that
hint: the last line). Delays count from where the applause is first as loud as what it is mixed with, and from where it
last is. Early: found half a second before it began; broken: given up and found again.

The weights were fitted to all the sounds of ``CHOSEN_ON`` (each also in a room, a hall and darkened), with every
applause left out once to see what the others say of it, and rounded by hand; the tables mark them (*). Some were then
moved by a step to find more of these scenes sooner, with all the music, the percussion but for the sea shore, the other
sounds and those of the tests speaking against. The other applauses were seen beside that, and nothing was chosen by
them; the kept renders were heard only when the weights stood.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import soundfile

import room_sounds as made
from odette.room.listener import RoomListener, Verdict
from render import CACHE, hall
from room_sounds import RATE, Sound
from room_starts import print_starts

SHARED = {
    "applause": "applause.wav",
    "woven applause": "woven_applause.wav",
    "woven cheers": "woven_cheers_applause.wav",
    "semiconductor": "semiconductor_applause.mp3",
}
"""Recorded applause, by name."""
CROWDS: dict[str, Callable[[], Sound]] = {
    "made: 4 people": lambda: made.clapping(9, 4, 1),
    "made: 30 people": lambda: made.clapping(9, 30, 2),
    "made: 200 people": lambda: made.clapping(9, 200, 3),
    "made: 100 in step": lambda: made.clapping(9, 100, 5, 0.42),
    "made: 12 people": lambda: made.clapping(9, 12, 11),
    "made: 60 in step": lambda: made.clapping(9, 60, 12, 0.47),
}
CHOSEN_ON = {*SHARED, "made: 4 people", "made: 30 people", "made: 200 people", "made: 100 in step"}
MUSIC = (
    "recordings/PD_act4_ballet_francaise_so.ogg",
    "violin/john-garner_bwv1002_mov7.mp3",
    "recordings/CCBY_kevin_macleod_sugar_plum.ogg",
    "recordings/PD_us_army_strings_hungarian_dance5.ogg",
    "violin/minji-kim_bwv1003_mov3.opus",
)
APPLAUSE_WITHIN = {"PD_us_army_strings_hungarian_dance5.ogg": 38.0}
"""Recordings that end in real applause, and the second from which on it may be heard."""
LEVELS = (0, 5, 10, 20)
PLAYED, LAST_BARS = 8.0, 6.0
"""Seconds of music in a scene, and from where on the score makes applause likely."""
MURMUR = -30.0
"""dB relative to the music."""
WITHIN, OVER_WITHIN = 1.0, 2.0
"""Seconds in which applause, and its end, should be found."""


@dataclass(frozen=True)
class Scene:
    """Music, applause, and when (seconds) the applause is heard."""

    sound: Sound
    begins: float
    ends: float


@dataclass(frozen=True)
class Heard:
    """What became of one scene: seconds until applause and its end were found; None: never."""

    found: float | None
    over: float | None
    early: bool
    broken: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--quick", action="store_true", help="every third scene, and none of the kept renders")
    arguments = parser.parse_args()
    data: Path = arguments.data
    if not (data / "audience").is_dir():
        print(f"skipped: there is no {data / 'audience'}")
        return
    more = further(arguments.more)
    audience = data / "audience"
    applause = {name: read(audience / file) for name, file in SHARED.items()}
    applause |= {name: crowd() for name, crowd in CROWDS.items()} | more.get("applause", {})
    music = {Path(name).name: read(data / name) for name in MUSIC}
    murmur = read(audience / "ambience-pub.wav")
    print_delays(applause, music, murmur, rooms(audience), 3 if arguments.quick else 1)
    print_phases(applause)
    font = next((data / "soundfont").glob("*.sf*"), None)
    percussion = {name: made.played(notes(), name, font) for name, notes in made.PERCUSSION.items()} if font else {}
    print_false(music, percussion, arguments.quick)
    print_kinds(others(audience, murmur) | more.get("rain", {}) | more.get("noise", {}), more.get("laughter", {}))
    if font:
        print_starts(data, font, {"applause": applause["woven applause"][: 10 * RATE], "speech": talk(audience)})
    print_cost(music[Path(MUSIC[0]).name])


def further(folder: Path | None) -> dict[str, dict[str, Sound]]:
    """Sounds by what their names begin with."""
    found: dict[str, dict[str, Sound]] = {}
    for path in sorted(folder.glob("*.*")) if folder else ():
        kind = next((k for k in ("applause", "laughter", "rain", "noise") if path.name.startswith(k)), None)
        if kind:
            found.setdefault(kind, {})[path.stem] = read(path)
    return found


def rooms(audience: Path) -> dict[str, Callable[[Sound], Sound]]:
    """What the microphone makes of the scene, by name."""
    classroom = read(audience / "ir_classroom_mono.wav")
    telephone = read(audience / "ir_smartphone_mic_mono.wav")
    great = hall(np.eye(1, 2 * RATE, dtype=np.float32)[0], RATE)
    return {
        "dry": lambda sound: sound,
        "classroom": lambda sound: made.reverberant(sound, classroom),
        "smartphone": lambda sound: made.reverberant(sound, telephone),
        "hall, 1.9 s": lambda sound: made.reverberant(sound, great),
        "at 48 kHz": lambda sound: resampled(sound, 48_000),
    }


def print_delays(
    applause: dict[str, Sound],
    music: dict[str, Sound],
    murmur: Sound,
    rooms: dict[str, Callable[[Sound], Sound]],
    every: int,
) -> None:
    print("Applause over the end of music: % found within 1 s, and its end within 2 s, at dB over the music")
    print(
        f"{'':30}"
        + "".join(f"{f'{louder} dB':>14}" for louder in LEVELS)
        + "   begin, end (median, worst)  early broken"
    )
    heard: dict[tuple[str, str, int], list[Heard]] = {}
    unhinted: dict[tuple[str, str, int], list[Heard]] = {}
    pieces, turn = list(music.values()), count()
    for name, clapping in applause.items():
        for louder in LEVELS:
            for room, through in rooms.items():
                n = next(turn)
                if n % every == 0:
                    piece = pieces[n % len(pieces)]
                    scene = mixed(piece, clapping, murmur, louder, 0.1 + 0.7 * (n * 0.618 % 1), through)
                    rate = 48_000 if "48" in room else RATE
                    heard.setdefault((name, room, louder), []).append(listened(scene, rate, hinted=True))
                    unhinted.setdefault((name, room, louder), []).append(listened(scene, rate, hinted=False))
    for name in applause:
        star = "*" if name in CHOSEN_ON else ""
        print_row(name + star, {key: each for key, each in heard.items() if key[0] == name})
    for room in rooms:
        print_row(f"all, {room}", {key: each for key, each in heard.items() if key[1] == room})
    print_row("recorded and shared", {key: each for key, each in heard.items() if key[0] in SHARED})
    print_row("not chosen on", {key: each for key, each in heard.items() if key[0] not in CHOSEN_ON})
    print_row("all", heard)
    print_row("all, without a score's hint", unhinted)


def print_row(title: str, heard: dict[tuple[str, str, int], list[Heard]]) -> None:
    cells = []
    for louder in LEVELS:
        here = [each for key, some in heard.items() if key[2] == louder for each in some]
        found = share([each.found is not None and each.found <= WITHIN for each in here])
        cells.append(f"{found:>7} {share([each.over is not None and each.over <= OVER_WITHIN for each in here]):>6}")
    every = [each for some in heard.values() for each in some]
    begin = spread([each.found for each in every if each.found is not None])
    end = spread([each.over for each in every if each.over is not None])
    wrong = f"{sum(each.early for each in every):5} {sum(each.broken for each in every):6}"
    print(f"{title:30}{''.join(cells)}   {begin} {end} {wrong}", flush=True)


def listened(scene: Scene, rate: int, hinted: bool) -> Heard:
    """What the listener says of a scene; ``hinted``: it is told of the score, as in a show."""
    listener, found = RoomListener(rate), []
    for n, hop in enumerate(cut(scene.sound, rate), 1):
        if hinted:
            listener.doubt(n <= LAST_BARS * 50)
        if listener.hear(hop).kind == "applause":
            found.append(n / 50)
    if not found or found[0] > scene.ends:
        return Heard(None, None, False, False)
    early = found[0] < scene.begins - 0.5
    return Heard(found[0] - scene.begins, found[-1] - scene.ends, early, bool(np.diff(found).max(initial=0) > 0.03))


def print_phases(applause: dict[str, Sound]) -> None:
    """Every applause made to swell for two seconds, carry for eight, and die at so many dB a second."""
    print("\nPhases: seconds of eight that carry and are called dying; seconds after the fall's beginning to 'dying'")
    for name, sound in applause.items():
        clapping = np.resize(levelled(sound[loud(sound)[0] * RATE // 50 :]), 22 * RATE)
        cells = []
        for fall in (1.5, 3.0, 6.0):
            time = np.arange(len(clapping)) / RATE
            level = np.where(time < 2, 7.5 * (time - 2), np.where(time < 10, 0.0, -fall * (time - 10)))
            heard = list(verdicts(np.asarray(at_level(clapping, -22) * 10 ** (level / 20), np.float32)))
            dying = np.array([verdict.phase == "dying" or verdict.kind != "applause" for verdict in heard])
            after = np.flatnonzero(dying[500:])
            cells.append(
                f"{fall} dB/s: {dying[150:500].sum() / 50:4.1f} {after[0] / 50 if len(after) else np.nan:5.1f}"
            )
        print(f"{name:30}{'    '.join(cells)}", flush=True)


def print_false(music: dict[str, Sound], percussion: dict[str, Sound], quick: bool) -> None:
    """Seconds of music that are taken for applause: with no hint, and where the score makes it unlikely."""
    print("\nMusic: seconds taken for applause with no hint, and where it is unlikely")
    for name, sound in music.items():
        false_row(name, sound[: round(APPLAUSE_WITHIN.get(name, 1e6) * RATE)])
    for name, sound in percussion.items():
        mark = "" if name == "sea shore" else "*"
        false_row(f"played: {name}{mark}", np.concatenate([at_level(sound, -22), hall(at_level(sound, -22), RATE)]))
    if quick:
        return
    seconds = false = 0.0
    for path in sorted(CACHE.glob("*.flac"))[::2]:
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True, frames=90 * RATE)
        seconds += len(sound) / rate
        false += sum(verdict.kind == "applause" for verdict in verdicts(sound.mean(1), rate=rate)) / 50
    print(f"{'kept renders of orchestras':36} {seconds:7.0f} s  {false:6.2f}", flush=True)


def false_row(name: str, sound: Sound) -> None:
    times = [sum(verdict.kind == "applause" for verdict in verdicts(sound, doubted)) / 50 for doubted in (False, True)]
    print(f"{name:36} {len(sound) / RATE:7.0f} s  " + " ".join(f"{seconds:6.2f}" for seconds in times), flush=True)


def others(audience: Path, murmur: Sound) -> dict[str, Sound]:
    """What is neither music nor applause."""
    noise = np.random.default_rng(1).normal(size=10 * RATE).astype(np.float32)
    return {
        "speech, recorded": talk(audience),
        "speech, made": made.talking(12, 1, 1),
        "murmur, recorded": murmur[: 20 * RATE],
        "murmur, made of 25 voices": made.talking(8, 25, 2),
        "hum": read(audience / "hum.wav")[: 15 * RATE],
        "hiss": noise,
        "laughter, made of 20 voices": made.laughing(5, 20, 1),
        "laughter, made of 50 voices": made.laughing(5, 50, 2),
        "coughs": made.coughing(12, 0.8, 1),
        "a house that coughs": made.coughing(12, 3, 2),
        "taps on the desk": made.taps(4, 1),
        "a chair": made.chair(4, 1),
        "a telephone": made.ringing(6),
    }


def talk(audience: Path) -> Sound:
    return read(audience / "debate1.wav")[: 20 * RATE]


def print_kinds(sounds: dict[str, Sound], laughter: dict[str, Sound]) -> None:
    """What each sound is called, as shares of its audible time, and after it in a hall."""
    print("\nOther sounds, dry and in a hall: shares of what they are taken for")
    for name, sound in (sounds | laughter).items():
        for where, heard in (("dry", at_level(sound, -28)), ("hall", hall(at_level(sound, -28), RATE))):
            kinds = [verdict.kind for verdict in verdicts(heard) if verdict.level > -50]
            shares = {
                kind: kinds.count(kind) / max(1, len(kinds)) for kind in sorted(set(kinds), key=kinds.count)[::-1]
            }
            print(f"{name:30}{where:6}" + "  ".join(f"{kind} {part:4.0%}" for kind, part in shares.items()), flush=True)


def print_cost(sound: Sound) -> None:
    listener, hops = RoomListener(RATE), list(cut(sound[: 60 * RATE], RATE))
    begin = time.process_time()
    for hop in hops:
        listener.hear(hop)
    print(f"\n{(time.process_time() - begin) / len(hops) * 1000:.3f} ms a hop of 20 ms")


def mixed(
    music: Sound, clapping: Sound, murmur: Sound, louder: float, share: float, through: Callable[[Sound], Sound]
) -> Scene:
    """Eight seconds from some place of the music, that end in applause. The room is heard on each part, so that it is
    known how loud either is."""
    length, ring, before = round(PLAYED * RATE), 2 * RATE, RATE // 2
    clapping = clapping[loud(clapping)[0] * RATE // 50 :][: 9 * RATE]
    total = length + len(clapping) + 5 * RATE
    first = round(share * (len(music) - length - ring))
    played = music[first : first + length + ring].copy()
    last = rms(played[length - 3 * RATE : length])
    played[length:] *= 10 ** (-3 * np.arange(ring) / ring)
    rest = np.resize(murmur, total) * last / rms(murmur) * 10 ** (MURMUR / 20)
    rest[: length + ring] += played
    claps = np.zeros(total, np.float32)
    loud_enough = clapping * last / rms(clapping) * 10 ** (louder / 20)
    fade = min(3 * RATE, len(clapping) // 2)
    loud_enough[-fade:] *= 10 ** (-2.5 * np.arange(fade) / fade)
    claps[length - before : length - before + len(clapping)] = loud_enough
    rest, claps = through(np.asarray(rest, np.float32)), through(claps)
    rate = round(len(claps) * RATE / total)
    over = np.flatnonzero(loudness(claps, rate) - loudness(rest, rate) > 0)
    return Scene(rest + claps, float(over[0] / 50), float(over[-1] / 50))


def verdicts(sound: Sound, doubted: bool = False, rate: int = RATE) -> Iterator[Verdict]:
    listener = RoomListener(rate)
    listener.doubt(doubted)
    return (listener.hear(hop) for hop in cut(sound, rate))


def cut(sound: Sound, rate: int) -> Iterator[Sound]:
    hop = rate // 50
    return (sound[n : n + hop] for n in range(0, len(sound) - hop + 1, hop))


def read(path: Path) -> Sound:
    """A whole recording, mono, at ``RATE``."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono: Sound = sound.mean(axis=1)
    return mono if rate == RATE else resampled(mono, RATE, rate)


def resampled(sound: Sound, rate: int, before: int = RATE) -> Sound:
    """At another rate, in the frequency domain."""
    size = round(len(sound) * rate / before)
    spectrum = np.fft.rfft(sound)[: size // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, size) * size / len(sound), np.float32)


def levelled(sound: Sound) -> Sound:
    """As loud throughout: without the course its level takes over more than a second."""
    power = np.convolve(np.square(sound), np.ones(RATE) / RATE, "same")
    return np.asarray(sound / np.sqrt(power + 1e-9), np.float32)


def at_level(sound: Sound, level: float) -> Sound:
    return np.asarray(sound / (rms(sound) + 1e-12) * 10 ** (level / 20), np.float32)


def loudness(sound: Sound, rate: int = RATE) -> np.ndarray:
    """dB of each hop, over 0.1 s around it."""
    power = np.array([float(hop @ hop) / len(hop) for hop in cut(sound, rate)])
    return np.asarray(10 * np.log10(np.convolve(power, np.ones(5) / 5, "same") + 1e-12))


def loud(sound: Sound) -> np.ndarray:
    """Hops within 20 dB of the sound's median."""
    levels = loudness(sound)
    return np.flatnonzero(levels > np.median(levels[levels > -60]) - 20)


def rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


def share(right: list[bool]) -> str:
    return f"{np.mean(right):.0%}" if right else "-"


def spread(values: list[float]) -> str:
    return f"{np.median(values):5.2f} {max(values):5.2f} " if values else " " * 12


if __name__ == "__main__":
    main()
