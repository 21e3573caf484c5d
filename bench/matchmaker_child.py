"""Runs pymatchmaker on one recording; started by follow_matchmaker.py with the interpreter that has it.

python matchmaker_child.py FONT SCORE PERFORMANCE METHOD OUT

``PERFORMANCE``: .wav or .mid. Writes to ``OUT`` (.npz): now (when each report was given, seconds), beat (quarter notes
from the score's first note), took (processor seconds for each), ready (seconds), memory (MB over the interpreter).
"""

import resource
import sys
import time
from pathlib import Path
from typing import Any

Heard = tuple[list[tuple[float, float]], list[float]]
"""When and which beat, for each report; processor seconds for each frame."""
BEFORE = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def soundfont(font: Path) -> None:
    """Where partitura would otherwise download one to."""
    assets = next(Path(p) / "partitura" / "assets" for p in sys.path if (Path(p) / "partitura").is_dir())
    link = assets / "MuseScore_General.sf3"
    if not link.exists():
        assets.mkdir(exist_ok=True)
        link.symlink_to(font.resolve())


def by_sound(follower: Any, _: object) -> Heard:
    """Block by block, as it would come from a microphone."""
    stream, tracker = follower.stream, follower.score_follower
    hop, rate = follower.hop_length, follower.sample_rate
    sound = stream._preloaded_audio
    reports, took = [], []
    for i in range(len(sound) // hop):
        begin = time.thread_time()
        stream._process_feature(sound[i * hop : (i + 1) * hop], 0.0)
        while not stream.queue.empty():
            features, at = stream.queue.get()
            if tracker.is_still_following():
                reports.append(((i + 1) * hop / rate, float(tracker(features, at))))
        took.append(time.thread_time() - begin)
    return reports, took


def by_midi(follower: Any, end: object) -> Heard:
    """Note by note."""
    stream, tracker = follower.stream, follower.score_follower
    begin = time.thread_time()
    stream.run()
    reports = []
    while (item := stream.queue.get()) is not end:
        if item is not None and tracker.is_still_following():
            reports.append((float(item[1]), float(tracker(*item))))
    mean = (time.thread_time() - begin) / max(1, len(reports))
    return reports, [mean] * len(reports)


def main() -> None:
    font, score, performance, method, out = sys.argv[1:]
    soundfont(Path(font))
    import numpy as np
    from matchmaker import Matchmaker
    from matchmaker.io.stream import STREAM_END

    audio = performance.endswith(".wav")
    begin = time.perf_counter()
    follower = Matchmaker(
        score_file=score,
        performance_file=performance,
        input_type="audio" if audio else "midi",
        method=method,
    )
    ready = time.perf_counter() - begin
    reports, took = (by_sound if audio else by_midi)(follower, STREAM_END)
    part = follower.score_part
    now, beats = np.array(reports).T
    first = part.note_array()["onset_quarter"].min()
    quarters = np.array([part.quarter_map(part.inv_beat_map(b)) for b in beats]) - first
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - BEFORE
    np.savez(out, now=now, beat=quarters, took=np.array(took), ready=ready, memory=memory)


if __name__ == "__main__":
    main()
