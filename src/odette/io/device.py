"""Sound devices through miniaudio, in small. Where miniaudio is not installed there are none."""

from collections.abc import Callable, Generator
from typing import Any

from odette.faults import Fault, Faulty

try:
    import miniaudio
except ImportError:  # no wheel for this machine: recordings and MIDI still work
    miniaudio = None

Backends = list[Any] | None
backends: Backends = None
"""Which of miniaudio's backends to use; None: whichever works here."""

CAPTURE_MS = 10
"""Length of one period of capture."""
PLAYBACK_MS = 20
PLAYBACK_PERIODS = 2
OUTPUT_LATENCY = PLAYBACK_MS * PLAYBACK_PERIODS / 1000
"""Seconds from asking for sound to hearing it; what the device adds of its own cannot be known here."""


class DeviceError(Exception):
    """A device could not be opened, in words."""


def devices() -> list[str]:
    """Names of the sound inputs."""
    return [device["name"] for device in _listed("get_captures")]


def has_output() -> bool:
    """Is there anything to play sound on?"""
    return bool(_listed("get_playbacks"))


def choose(name: str | None) -> str | None:
    """The full name of the input that ``name`` names: whole or a part no other has; None: the default.

    Raises Faulty if there is none.
    """
    names = devices()
    if not names:
        wanted = "connect a microphone or an interface, or give a recording"
        raise Faulty(Fault("sound input", 0, "there is none on this machine", wanted))
    if name is None or name in names:
        return name
    alike = [each for each in names if name.lower() in each.lower()]
    if len(alike) == 1:
        return alike[0]
    found = f'no input is named "{name}"' if not alike else f'several inputs match "{name}"'
    raise Faulty(Fault("sound input", 0, found, "one of: " + ", ".join(f'"{each}"' for each in alike or names)))


def open_capture(name: str | None, rate: int, heard: Callable[[bytearray], None]) -> Any:
    """Start an input; ``heard`` gets mono float32 in the device's own thread. Returns it, to ``close``.

    Raises DeviceError.
    """

    def passing() -> Generator[bytes, bytearray, None]:
        while True:
            heard((yield b""))

    def opened() -> Any:
        device = miniaudio.CaptureDevice(
            miniaudio.SampleFormat.FLOAT32, 1, rate, CAPTURE_MS, _identity(name), 0, backends, app_name="Odette"
        )
        return _started(device, passing())

    return _in_words(opened)


def open_playback(rate: int, channels: int, wanted: Callable[[int], bytes]) -> Any:
    """Start the default output; ``wanted`` gives so many frames of float32 in the device's own thread.

    Returns it, to ``close``. Raises DeviceError.
    """

    def passing() -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            frames = yield wanted(frames)

    def opened() -> Any:
        device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.FLOAT32,
            channels,
            rate,
            PLAYBACK_MS,
            None,
            PLAYBACK_PERIODS,
            backends,
            app_name="Odette",
        )
        return _started(device, passing())

    return _in_words(opened)


def _started(device: Any, passing: Generator[bytes, Any, None]) -> Any:
    next(passing)
    device.start(passing)
    return device


def _in_words(open_device: Callable[[], Any]) -> Any:
    if miniaudio is None:
        raise DeviceError("miniaudio is not installed")
    try:
        return open_device()
    except (miniaudio.MiniaudioError, OSError) as error:
        raise DeviceError(str(error.args[0] if error.args else error)) from None


def _identity(name: str | None) -> Any:
    if name is None:
        return None
    for device in _listed("get_captures"):
        if device["name"] == name:
            return device["id"]
    raise DeviceError("is not connected")


def _listed(kind: str) -> list[dict[str, Any]]:
    """Devices that make or take sound: not those which only stand in where there are none."""
    if miniaudio is None:
        return []
    try:
        known = miniaudio.Devices(backends)
        found: list[dict[str, Any]] = getattr(known, kind)()
    except miniaudio.MiniaudioError:
        return []
    if known.backend == "Null" and not backends:
        return []
    return [device for device in found if not device["name"].startswith("Discard all samples")]
