"""QLC+ workspaces (.qxw): the chaser of the first cue list, its scenes, and the fixtures.

A step shows its scene and nothing else: what the scene before had up and this one does not name goes out.
Times are milliseconds; a duration without end waits for GO. Slots are written as they are on the wire.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from odette.book.times import HOUR
from odette.core.cue import Authority, Called, Cue, Department, Follow, Light, Look, Trigger, Value
from odette.core.venue import Fixture
from odette.exchange.draft import Draft, free_name, in_rows, per_cent
from odette.exchange.xml import Lines, read_xml
from odette.faults import Fault, Faulty

_ENDLESS = 4294967294
"""A duration of -2 in 32 bits: until GO."""
Slot = tuple[int, int]
"""Fixture's id and channel, both as the file counts them."""


def read_qxw(file: str, data: bytes, title: str) -> Draft:
    """The show in a workspace. Raises Faulty."""
    root, lines = read_xml(file, data, "Workspace", "a QLC+ workspace (.qxw)")
    return _Workspace(file, root, lines, title).read()


class _Workspace:
    def __init__(self, file: str, root: Element, lines: Lines, title: str) -> None:
        self.file, self.root, self.lines = file, root, lines
        self.draft = Draft(title)
        self.functions = {f.get("ID", ""): f for f in root.iterfind("Engine/Function")}
        self.roles: dict[Slot, str] = {}
        self.faults: list[Fault] = []

    def read(self) -> Draft:
        chaser = self._chaser()
        self._rig()
        self._cues(chaser)
        if self.faults:
            raise Faulty(*dict.fromkeys(self.faults))
        return self.draft

    def fault(self, element: Element, found: str, wanted: str) -> None:
        self.faults.append(Fault(self.file, self.lines.of(element), found, wanted))

    def left(self, element: Element, words: str) -> None:
        self.draft.losses.add(self.lines.of(element), words)

    def _chaser(self) -> Element:
        """The chaser of the first cue list that has one."""
        found: Element | None = None
        for cue_list in self.root.iter("CueList"):
            chaser = self.functions.get(cue_list.findtext("Chaser", ""))
            if chaser is not None and chaser.find("Step") is not None and found is None:
                found = chaser
            elif found is not None:
                self.left(cue_list, f"the cue list {cue_list.get('Caption', '')}: only the first is carried")
        if found is None:
            raise Faulty(Fault(self.file, 0, "the workspace has no cue list with steps", "expected one to import"))
        if found.findtext("RunOrder") == "Loop":
            self.left(found, "the cue list begins again after its last cue")
        return found

    def _rig(self) -> None:
        """A role and a dimmer for every slot of every fixture."""
        for element in self.root.iterfind("Engine/Fixture"):
            numbers = [self._number(element.find(tag), 1 << 16) for tag in ("ID", "Universe", "Address", "Channels")]
            identity, universe, address, channels = (number or 0 for number in numbers)
            if not 0 <= address <= 512 - max(channels, 1):
                self.fault(element, f"the fixture ends on slot {address + channels}", "a universe ends at 512")
                continue
            name = element.findtext("Name", "").strip() or f"fixture {identity}"
            if channels > 1:
                self.left(element, "a fixture of several channels comes as one dimmer for each of them")
            for channel in range(channels):
                role = free_name(name if channels == 1 else f"{name}, {channel + 1}", self.draft.roles)
                self.roles[identity, channel] = role
                lamp = f"f{identity}-{channel + 1}"
                x, y = in_rows(len(self.draft.fixtures))
                fixture = Fixture(lamp, "dimmer", universe + 1, address + channel + 1, role, x, y)
                self.draft.fixtures.append(fixture)
                self.draft.roles[role] = {lamp: 1.0}

    def _cues(self, chaser: Element) -> None:
        steps = list(chaser.iterfind("Step"))
        pictures = [dict(self._shown(step)) for step in steps]
        used = sorted({role for picture in pictures for role in picture})
        if not used and not self.faults:
            self.fault(chaser, "no step of the cue list shows a scene", "expected scenes to import")
        before: dict[str, int] = {}
        for i, (step, picture) in enumerate(zip(steps, pictures, strict=True)):
            moving = [role for role in used if picture.get(role, 0) != before.get(role, 0)]
            number, look = str(i + 1), f"cue {i + 1}"
            values = {r: Value(per_cent(picture.get(r, 0)) / 100) for r in (moving if i and moving else used)}
            self.draft.looks[look] = Look(look, values)
            trigger = self._trigger(chaser, steps[i - 1], str(i)) if i else Called()
            authority = Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO
            up = self._time(chaser, step, "FadeIn")
            down = self._time(chaser, steps[i - 1], "FadeOut") if i else up
            named = self.functions.get((step.text or "").strip())
            name = step.get("Note", "") or (named.get("Name", "") if named is not None else "")
            light = Light(look, up, down)
            self.draft.cues.append(Cue(number, Department.LIGHTS, trigger, authority, (light,), name))
            before = picture

    def _shown(self, step: Element) -> Iterator[tuple[str, int]]:
        """Role → byte of all that a step shows."""
        shown: dict[str, int] = {}
        for scene in self._scenes((step.text or "").strip(), step, 0):
            for values in scene.iterfind("FixtureVal"):
                for slot, byte in self._values(values):
                    role = self.roles.get(slot)
                    if role is None:
                        self.fault(values, f"fixture {slot[0]} has no channel {slot[1] + 1}", "name one it has")
                    elif byte:
                        shown[role] = max(byte, shown.get(role, 0))
        yield from shown.items()

    def _scenes(self, name: str, step: Element, depth: int) -> Iterator[Element]:
        """The scenes that a function is made of; what moves by itself is told, and left out."""
        function = self.functions.get(name)
        if function is None:
            self.fault(step, f"there is no function {name}", "expected the ID of one")
        elif function.get("Type") == "Scene":
            yield function
        elif function.get("Type") == "Collection" and depth < 8:
            for member in function.iterfind("Step"):
                yield from self._scenes((member.text or "").strip(), member, depth + 1)
        else:
            self.left(step, f"a {function.get('Type', '')} in the cue list: it shows nothing here")

    def _values(self, element: Element) -> Iterator[tuple[Slot, int]]:
        """``<FixtureVal ID="3">0,255,1,0</FixtureVal>``: channel and value in turn."""
        words = (element.text or "").split(",") if (element.text or "").strip() else []
        numbers = [int(word) if word.strip().isdecimal() else -1 for word in words]
        fixture = element.get("ID", "")
        if len(numbers) % 2 or not fixture.isdecimal() or not all(0 <= n <= 255 for n in numbers[1::2]):
            self.fault(element, "values that are none", "expected channel and value in turn, such as 0,255,1,0")
            return
        for channel, byte in zip(numbers[::2], numbers[1::2], strict=True):
            yield (int(fixture), channel), byte

    def _trigger(self, chaser: Element, before: Element, number: str) -> Trigger:
        """What sets a step off: the duration of the one before it, or GO."""
        modes, speed = chaser.find("SpeedModes"), chaser.find("Speed")
        mode = modes.get("Duration", "") if modes is not None else "Common"
        if mode == "PerStep":
            seconds = self._time(chaser, before, "FadeIn") + self._seconds(before, "Hold")
            hold = before.get("Hold", "0")
        else:
            seconds = self._seconds(speed, "Duration") if speed is not None else 0.0
            hold = speed.get("Duration", "0") if speed is not None else "0"
        return Called() if hold == str(_ENDLESS) or mode == "Default" else Follow(number, seconds)

    def _time(self, chaser: Element, step: Element, which: str) -> float:
        """A step's fade in or out: its own, the chaser's, or that of what it shows."""
        modes = chaser.find("SpeedModes")
        mode = modes.get(which, "") if modes is not None else "Default"
        if mode == "PerStep":
            return self._seconds(step, which)
        function = chaser if mode == "Common" else self.functions.get((step.text or "").strip(), chaser)
        speed = function.find("Speed")
        return self._seconds(speed, which) if speed is not None else 0.0

    def _seconds(self, element: Element, key: str) -> float:
        written = element.get(key, "0")
        if not written.isdecimal():
            self.fault(element, f"{key} is {written}", "expected milliseconds")
            return 0.0
        return min(int(written) / 1000, HOUR)

    def _number(self, element: Element | None, most: int) -> int | None:
        text = (element.text or "").strip() if element is not None else ""
        if text.isdecimal() and int(text) <= most:
            return int(text)
        if element is not None:
            self.fault(element, f"{element.tag} is {text[:20]}", f"expected a whole number up to {most}")
        return None
