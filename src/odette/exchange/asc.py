"""A console's show from USITT ASCII.

A cue of that format is a whole stage picture: a channel it does not name is out. Consoles that track write their
moves beside it (``$$ChanMove``); a file that has only moves is read as tracking. Here a cue moves what differs from
the cue before it, as the console itself does when cues are run in order, and a cue that the console asserts, that
blocks, or that is reached by a link names every channel.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain, count

from odette.book.times import HOUR
from odette.core.cue import Authority, Called, Cue, Department, Follow, Hang, Light, Look, Pace, Trigger, Value
from odette.core.parameter import Family
from odette.core.venue import SLOTS, Fixture
from odette.exchange.cue_record import CueRecord, Hold, Times
from odette.exchange.draft import FADE, Draft, Losses, free_name, in_rows
from odette.exchange.records import File, read_records


def read_asc(file: str, data: bytes, title: str) -> Draft:
    """The show in a file. ``title``: where the file says none. Raises Faulty with every fault in it."""
    losses = Losses()
    records = read_records(file, data, losses)
    draft = Draft(records.title or title, losses=losses)
    lists: dict[str, list[CueRecord]] = {}
    for cue in sorted(records.cues, key=lambda cue: cue.value):
        lists.setdefault(cue.page, []).append(cue)
    pictures = {name: _pictures(cues) for name, cues in lists.items()}
    names = _roles(records, chain(*pictures.values()))
    _rig(draft, records, names)
    main = records.cues[0].page
    for name in (main, *sorted(lists.keys() - {main})):
        if name != main:
            _renumber(draft, name, lists[name])
        _cues(draft, "" if name == main else f"list {name}", lists[name], pictures[name], names)
    return draft


def _renumber(draft: Draft, name: str, cues: list[CueRecord]) -> None:
    """Numbers are unique in a prompt book: a further list is moved up by thousands until none is taken."""
    draft.lists[f"list {name}"] = 0
    taken = {Decimal(cue.number) for cue in draft.cues}
    shift = next(n for n in count(0, 1000) if not taken & {cue.value + n for cue in cues})
    if shift:
        draft.losses.add(cues[0].line, f"the numbers of list {name}: its cue 1 is cue {shift + 1}, and so on")
    for cue in cues:
        cue.number = str(cue.value + shift)


def _pictures(cues: list[CueRecord]) -> list[dict[int, float]]:
    """The whole picture of each cue, in per cent; channels that are out are not in it."""
    tracks = any(cue.moves is not None for cue in cues) and not any(cue.levels for cue in cues)
    pictures: list[dict[int, float]] = []
    for cue in cues:
        before = pictures[-1] if tracks and pictures else {}
        picture = {**before, **cue.levels, **(cue.moves or {})}
        pictures.append({channel: level for channel, level in picture.items() if level})
    return pictures


def _roles(records: File, pictures: Iterable[Mapping[int, float]]) -> dict[int, str]:
    """Channel → role: its label, or ``channel 12`` where it has none or shares it with another."""
    used = {channel for picture in pictures for channel in picture}
    used |= {channel for channel, _ in records.patch.values()}
    used |= {channel for _, levels in records.groups.values() for channel in levels}
    labels = list(records.labels.values())
    names = {}
    for channel in sorted(used):
        label = records.labels.get(channel, "")
        names[channel] = label if label and labels.count(label) == 1 else f"channel {channel}"
    return names


def _rig(draft: Draft, records: File, names: Mapping[int, str]) -> None:
    """Dimmers as fixtures, channels and groups as roles."""
    patch = records.patch
    if not patch:
        draft.losses.add(0, "the file has no patch: channel n is on dimmer n")
        patch = {channel: (channel, 100.0) for channel in names}
    draft.roles = {name: {} for name in names.values()}
    for i, (dimmer, (channel, level)) in enumerate(sorted(patch.items())):
        x, y = in_rows(i)
        universe, slot = divmod(dimmer - 1, SLOTS)
        draft.fixtures.append(Fixture(f"d{dimmer}", "dimmer", universe + 1, slot + 1, names[channel], x, y))
        draft.roles[names[channel]][f"d{dimmer}"] = round(level / 100, 4)
    if dark := [str(channel) for channel, name in names.items() if not draft.roles[name]]:
        draft.losses.add(0, f"no dimmer is patched to channels {', '.join(dark)}: they are roles without lamps")
    for number, (label, levels) in records.groups.items():
        lamps = {
            lamp: round(weight * level / 100, 4)
            for channel, level in levels.items()
            for lamp, weight in draft.roles[names[channel]].items()
        }
        draft.roles[free_name(label or f"group {number}", draft.roles)] = lamps


def _cues(
    draft: Draft, name: str, cues: list[CueRecord], pictures: list[dict[int, float]], names: Mapping[int, str]
) -> None:
    """Cues and their looks: a look has what the cue moves, or everything where the cue holds against what was."""
    used = sorted({channel for picture in pictures for channel in picture}) or sorted(names)
    triggers = _triggers(cues, draft.losses)
    before: dict[int, float] = {}
    for i, (cue, picture) in enumerate(zip(cues, pictures, strict=True)):
        trigger, jumped = triggers.get(cue.number, (Called(), False))
        moving = [channel for channel in used if picture.get(channel) != before.get(channel)]
        whole = not i or jumped or cue.hold is not Hold.NONE or not moving
        look = f"cue {cue.number}"
        values = {names[c]: Value(picture.get(c, 0.0) / 100) for c in (used if whole else moving)}
        draft.looks[look] = Look(look, values)
        draft.cues.append(
            Cue(
                cue.number,
                Department.LIGHTS,
                trigger,
                Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO,
                (_light(cue, look, moving, names, draft.losses),),
                cue.text,
                cue.note,
                cue.line,
                name,
            )
        )
        before = picture


def _light(cue: CueRecord, look: str, moving: Iterable[int], names: Mapping[int, str], losses: Losses) -> Light:
    """The cue's times. A channel that it moves (``moving``) has a pace of its own if it is in a part of its own."""
    first = cue.times[0]
    if first.up is None and first.down is None:
        losses.add(cue.line, f"no time is written: the fade takes {FADE:g} s")
    paces = [(_pace(cue, times, losses), times.channels) for times in cue.times]
    usual = paces[0][0]
    own = {c: next((pace for pace, channels in reversed(paces) if c in channels), usual) for c in moving}
    return Light(
        look,
        usual.up,
        usual.down,
        usual.delay,
        roles={names[c]: {Family.INTENSITY: pace} for c, pace in own.items() if pace != usual},
        down_delay=usual.down_delay,
        asserts=cue.hold is Hold.ASSERT,
        block=cue.hold is Hold.BLOCK,
    )


def _pace(cue: CueRecord, times: Times, losses: Losses) -> Pace:
    """A time that is not written is the other one."""
    first = cue.times[0]
    up = times.up or times.down or first.up or first.down or (FADE, 0.0)
    down = times.down or times.up or first.down or first.up or (FADE, 0.0)
    rise, fall, wait, other_wait = (_within(t / cue.rate, cue.line, losses) for t in (up[0], down[0], up[1], down[1]))
    return Pace(rise, fall, wait, None if other_wait == wait else other_wait)


def _within(seconds: float, line: int, losses: Losses) -> float:
    if seconds > HOUR:
        losses.add(line, "a time of more than an hour: it takes one hour")
    return min(round(seconds, 3), HOUR)


def _triggers(cues: list[CueRecord], losses: Losses) -> dict[str, tuple[Trigger, bool]]:
    """Cue → what sets it off, and whether it is reached by a jump. Cues that are not in it wait for GO.

    A cue that the run of the show jumps over sets off none that the run comes to: passed over itself, it would take
    them with it.
    """
    targets = _targets(cues, losses)
    run = _run(targets, len(cues))
    triggers: dict[str, tuple[Trigger, bool]] = {}
    for i in sorted(targets, key=lambda i: (i not in run, i)):
        cue, target = cues[i], targets[i]
        following = cues[target].number
        if following in triggers or (i not in run and target in run):
            losses.add(cue.line, f"cue {following} following cue {cue.number} too")
        elif cue.hang is not None:
            triggers[following] = (Hang(cue.number, cue.hang), target != i + 1)
        else:
            triggers[following] = (Follow(cue.number, cue.follow or 0.0), target != i + 1)
    return triggers


def _targets(cues: list[CueRecord], losses: Losses) -> dict[int, int]:
    """Which cue sets off which by itself, by their places in the list."""
    order = {cue.value: i for i, cue in enumerate(cues)}
    targets: dict[int, int] = {}
    for i, cue in enumerate(cues):
        alone = cue.follow is not None or cue.hang is not None
        linked = order.get(cue.link) if cue.link is not None else i + 1
        if linked is None:
            losses.add(cue.line, f"a link to cue {cue.link}, which is not in this list")
            linked = i + 1
        elif linked <= i:
            losses.add(cue.line, "a link back to an earlier cue: a cue goes once, so the loop ends here")
            continue
        elif linked != i + 1 and not alone:
            losses.add(cue.line, f"a link ahead to cue {cue.link}: GO goes to the next cue")
        if alone and linked < len(cues):
            targets[i] = linked
    return targets


def _run(targets: Mapping[int, int], places: int) -> set[int]:
    """The places that a run of the list comes to."""
    run, place = set(), 0
    while place < places:
        run.add(place)
        place = targets.get(place, place + 1)
    return run
