"""The sentences that scenarios are told in: what may happen in an evening, and what must then be true."""

from odette.core.clocks import Beat, later, seconds_between
from odette.core.events import LinkChanged, Recognised
from odette.core.light import levels
from odette.core.state import standby
from odette.core.tracking import picture_at
from odette.takes.replay import Going
from prose import Language
from theatre import Theatre

SENTENCES = Language()
event, truth = SENTENCES.event, SENTENCES.truth

ON_ITS_NOTE = 0.05
"""Seconds from its note at which a cue still counts as being on it."""
APPLAUSE, LAUGHTER, MURMUR, QUIET = -22.0, -28.0, -45.0, -60.0
"""Levels in dB."""


# ---- the evening -----------------------------------------------------------------------------------------


@event("The show opens")
def opens(theatre: Theatre) -> None:
    theatre.open()


@event("The rehearsal begins")
def rehearses(theatre: Theatre) -> None:
    theatre.open(rehearsal=True)


@event("{seconds} pass", "{seconds} later nothing has changed")
def passes(theatre: Theatre, seconds: float) -> None:
    theatre.live(seconds)


# ---- the players -----------------------------------------------------------------------------------------


@event("The players begin {number}")
def begin(theatre: Theatre, number: str) -> None:
    begin_at(theatre, number, 120.0)


@event("The players begin {number} at {tempo}")
def begin_at(theatre: Theatre, number: str, tempo: float) -> None:
    players = theatre.players
    players.number, players.beat, players.tempo = theatre.number(number), 0.0, tempo
    go_on(theatre)


@event("The players begin again from {place}")
def begin_again(theatre: Theatre, place: str) -> None:
    theatre.players.beat = theatre.place(place)
    go_on(theatre)


@event("The players go on", "They go on")
def go_on(theatre: Theatre) -> None:
    players = theatre.players
    players.playing, players.since, players.waits = True, theatre.now, False


@event("They play to {place}")
def play_to(theatre: Theatre, place: str) -> None:
    beat = theatre.place(place)
    theatre.live(600.0, lambda: theatre.players.beat >= beat - 1e-6)
    if place == "the end":
        stop(theatre)
        theatre.live(2.0)


@event("They play for {seconds}")
def play_for(theatre: Theatre, seconds: float) -> None:
    theatre.live(seconds)


@event("They slow down to {tempo} by {place}", "They press on to {tempo} by {place}")
def change_tempo(theatre: Theatre, tempo: float, place: str) -> None:
    players = theatre.players
    beats = theatre.place(place) - players.beat
    theatre.tempi = ((tempo - players.tempo) / beats, tempo)
    play_to(theatre, place)
    theatre.tempi = None


@event("They hold the note for {seconds}")
def hold_note(theatre: Theatre, seconds: float) -> None:
    stand(theatre)
    theatre.live(seconds)


@event("They hold the note", "They wait")
def stand(theatre: Theatre) -> None:
    stop(theatre)
    theatre.players.waits = True


@event("They stop", "The players stop")
def stop(theatre: Theatre) -> None:
    theatre.players.playing, theatre.players.since = False, theatre.now


@event("They cut to {place}")
def cut(theatre: Theatre, place: str) -> None:
    players, hearing = theatre.players, theatre.hearing
    beat = theatre.place(place)
    hearing.offset, hearing.cut_at = players.beat - beat, theatre.now
    players.beat = beat


@event("{number} is played to the end")
def is_played(theatre: Theatre, number: str) -> None:
    begin(theatre, number)
    play_to(theatre, "the end")


# ---- what Odette hears of them ---------------------------------------------------------------------------


@event("They are heard {milliseconds} late")
def heard_late(theatre: Theatre, seconds: float) -> None:
    theatre.hearing.latency = seconds


@event("They are hard to hear")
def hard_to_hear(theatre: Theatre) -> None:
    theatre.hearing.confidence = 0.65


@event("They are heard well again")
def heard_well(theatre: Theatre) -> None:
    theatre.hearing.confidence, theatre.hearing.lost = 0.95, False


@event("Odette loses them")
def loses(theatre: Theatre) -> None:
    theatre.hearing.lost = True


@event("Odette recognises {number}")
def recognise(theatre: Theatre, number: str) -> None:
    players, now = theatre.players, theatre.time()
    theatre.happen(Recognised(now, theatre.number(number), now, Beat(players.beat), players.tempo, 0.95))


@event("It no longer sounds so")
def no_longer(theatre: Theatre) -> None:
    theatre.happen(Recognised(theatre.time(), "", theatre.time()))


# ---- the conductor ---------------------------------------------------------------------------------------


@event("The conductor gives the upbeat")
def upbeat(theatre: Theatre) -> None:
    theatre.conduct("ready")
    theatre.live(0.5)
    theatre.conduct("upbeat", 0.5)
    theatre.live(0.5)


@event("The conductor raises the hands and lowers them again")
def withdraw(theatre: Theatre) -> None:
    theatre.conduct("ready")
    theatre.live(0.5)
    theatre.conduct("upbeat", 0.5)
    theatre.live(1.0)
    theatre.conduct("withdrawn")


@event("The conductor walks off")
def walk_off(theatre: Theatre) -> None:
    for sign in ("ictus", "ready", "upbeat", "withdrawn", "ictus"):
        theatre.conduct(sign, 0.4)
        theatre.live(0.5)


# ---- the audience ----------------------------------------------------------------------------------------


@event("The audience applauds", "The applause swells again")
def applaud(theatre: Theatre) -> None:
    theatre.sound("applause", APPLAUSE - 6, "rising")
    theatre.live(1.0)
    theatre.sound("applause", APPLAUSE, "sustained")


@event("The applause carries for {seconds}")
def carry(theatre: Theatre, seconds: float) -> None:
    theatre.live(seconds)


@event("The applause grows thin")
def thin(theatre: Theatre) -> None:
    theatre.sound("applause", APPLAUSE - 8, "dying")
    theatre.live(1.0)


@event("The applause dies away")
def die_away(theatre: Theatre) -> None:
    theatre.sound("applause", APPLAUSE - 8, "dying")
    theatre.live(2.0)
    theatre.sound("silence", QUIET)


@event("The audience laughs")
def laugh(theatre: Theatre) -> None:
    theatre.sound("laughter", LAUGHTER)


@event("The audience murmurs", "The orchestra tunes")
def murmur(theatre: Theatre) -> None:
    theatre.sound("murmur", MURMUR)


@event("The audience falls silent", "The laughter dies down", "The phone falls silent")
def silent(theatre: Theatre) -> None:
    theatre.sound("silence", QUIET)


@event("A phone rings", "Somebody tries out a passage")
def ring(theatre: Theatre) -> None:
    theatre.sound("music", MURMUR)


# ---- the desk --------------------------------------------------------------------------------------------


@event("{who} presses {command}")
def press(theatre: Theatre, who: str, command: str) -> None:
    theatre.press(who, command.lower())


@event("{who} presses {command} for cue {cue}")
def press_for(theatre: Theatre, who: str, command: str, cue: str) -> None:
    theatre.press(who, command.lower(), cue)


@event("{who} holds cue {cue}")
def hold_cue(theatre: Theatre, who: str, cue: str) -> None:
    theatre.press(who, "hold cue", cue)


@event("{who} goes to cue {cue}")
def go_to(theatre: Theatre, who: str, cue: str) -> None:
    theatre.press(who, "go to", cue)


@event("{who} taps {place} of {number}")
def tap_number(theatre: Theatre, who: str, place: str, number: str) -> None:
    name = theatre.number(number)
    theatre.tap(who, name, theatre.place(place, name))


@event("{who} taps {place}")
def tap(theatre: Theatre, who: str, place: str) -> None:
    theatre.tap(who, theatre.state.number, theatre.place(place, theatre.state.number))


@event("{who} confirms {number}")
def confirm(theatre: Theatre, who: str, number: str) -> None:
    theatre.press(who, "confirm", theatre.number(number))


@event("{who} denies {number}")
def deny(theatre: Theatre, who: str, number: str) -> None:
    theatre.press(who, "deny", theatre.number(number))


# ---- what goes wrong -------------------------------------------------------------------------------------


@event("The microphone is lost")
def lose_microphone(theatre: Theatre) -> None:
    theatre.hearing.deaf = True
    theatre.happen(LinkChanged(theatre.time(), "audio", False, "unplugged"))


@event("The microphone is back")
def microphone_back(theatre: Theatre) -> None:
    theatre.hearing.deaf = False
    theatre.happen(LinkChanged(theatre.time(), "audio", True))


@event("The stage process dies")
def stage_dies(theatre: Theatre) -> None:
    theatre.happen(LinkChanged(theatre.time(), "stage", False, "it has ended"))


@event("The stage process is back")
def stage_back(theatre: Theatre) -> None:
    theatre.happen(LinkChanged(theatre.time(), "stage", True))


@event("The power fails, and the show is back after {seconds}")
def power_fails(theatre: Theatre, seconds: float) -> None:
    theatre.dead(seconds)


@event("{who} goes on to {part}")
def goes_on(theatre: Theatre, who: str, part: str) -> None:
    theatre.press(who, "part", theatre.part(part))


# ---- what must be true -----------------------------------------------------------------------------------


def taken(theatre: Theatre, cues: str, passed: bool) -> list[Going]:
    """The goings that a sentence tells of, taken off those not told of yet."""
    goings = []
    for number in theatre.cues(cues):
        found = next((going for going in theatre.goings if going.cue.number == number), None)
        assert found is not None, f"cue {number} has not left the waiting list since it was last told of"
        assert found.outcome.passed is passed, f"cue {number} {'was passed over' if found.outcome.passed else 'went'}"
        theatre.goings.remove(found)
        goings.append(found)
    return goings


@truth("{cues} goes", "{cues} go", "{cues} goes again", "{cues} go again")
def go(theatre: Theatre, cues: str) -> None:
    taken(theatre, cues, passed=False)


@truth("{cues} goes by itself", "{cues} go by themselves")
def go_alone(theatre: Theatre, cues: str) -> None:
    for going in taken(theatre, cues, passed=False):
        assert going.outcome.by == "auto", f"cue {going.cue.number} went by {going.outcome.by}"


@truth("{cues} goes by hand", "{cues} go by hand")
def go_by_hand(theatre: Theatre, cues: str) -> None:
    for going in taken(theatre, cues, passed=False):
        assert going.outcome.by not in ("auto", "passed"), f"cue {going.cue.number} went by itself"


@truth("{cues} goes on its note", "{cues} go on their notes", "{cues} goes again on its note")
def go_on_note(theatre: Theatre, cues: str) -> None:
    go_within(theatre, cues, ON_ITS_NOTE)


@truth("{cues} goes within {milliseconds} of its note", "{cues} go within {milliseconds} of their notes")
def go_within(theatre: Theatre, cues: str, seconds: float) -> None:
    for going in taken(theatre, cues, passed=False):
        went = theatre.seconds(going.outcome.at)
        off = went - theatre.played(going.cue, went)
        assert going.outcome.by == "auto", f"cue {going.cue.number} went by {going.outcome.by}"
        assert abs(off) <= seconds, f"cue {going.cue.number} went {off * 1000:+.0f} ms from its note"


@truth("{cues} goes {seconds} after cue {cue}")
def go_after(theatre: Theatre, cues: str, seconds: float, cue: str) -> None:
    (going,) = taken(theatre, cues, passed=False)
    since = seconds_between(theatre.state.outcomes[cue].at, going.outcome.at)
    assert abs(since - seconds) < ON_ITS_NOTE, f"it went {since:.2f} s after cue {cue}"


@truth("{cues} goes {seconds} into {number}")
def go_into(theatre: Theatre, cues: str, seconds: float, number: str) -> None:
    """By the clock, in a number that nobody plays."""
    (going,) = taken(theatre, cues, passed=False)
    since = seconds_between(theatre.state.begun[theatre.number(number)], going.outcome.at)
    assert abs(since - seconds) < ON_ITS_NOTE, f"it went {since:.2f} s into {number}"


@truth("{cues} is passed over", "{cues} are passed over")
def are_passed(theatre: Theatre, cues: str) -> None:
    taken(theatre, cues, passed=True)


@truth("{cues} still waits", "{cues} still wait", "{cues} waits again", "{cues} wait again")
def wait(theatre: Theatre, cues: str) -> None:
    for number in theatre.cues(cues):
        assert number not in theatre.state.outcomes, f"cue {number} does not wait"


@truth("Cue {cue} is standing by")
def stands_by(theatre: Theatre, cue: str) -> None:
    found = standby(theatre.state)
    assert found is not None
    assert found.number == cue, f"cue {found.number} is standing by"


@truth("The evening is in {part}")
def is_in(theatre: Theatre, part: str) -> None:
    assert theatre.state.part == theatre.part(part), f"the evening is in {theatre.state.part}"


@truth("{number} is called")
def is_called(theatre: Theatre, name: str) -> None:
    found = next((call for call in theatre.calls if call.text.lower() == f"{name}, please"), None)
    assert found is not None, f"called: {[call.text for call in theatre.calls]}"
    theatre.calls.remove(found)


@truth("Nothing goes")
def nothing(theatre: Theatre) -> None:
    """What went and is not told of is a fault at any event; this says it aloud."""
    assert not theatre.goings, untold(theatre)


@truth("The desk says {words}")
def says(theatre: Theatre, words: str) -> None:
    found = next((alert for alert in theatre.said if words in alert.text), None)
    assert found is not None, f"the desk says {[alert.text for alert in theatre.said]}"
    theatre.said.remove(found)


@truth("It is refused: {words}")
def is_refused(theatre: Theatre, words: str) -> None:
    found = next((answer for answer in theatre.refused if words in answer.why), None)
    assert found is not None, f"refused: {[answer.why for answer in theatre.refused]}"
    theatre.refused.remove(found)


@truth("The stage shows cue {cue}")
def shows(theatre: Theatre, cue: str) -> None:
    """What the stage is to show once running fades have ended."""
    wanted = picture_at(theatre.show.book, theatre.cue(cue))
    shown = levels(theatre.state.light, later(theatre.state.now, 60.0))
    wrong = [
        f"{role} is at {shown[role].level} and not {value.level}"
        for role, value in wanted.items()
        if value.level is not None and abs((shown[role].level or 0.0) - value.level) > 0.01
    ]
    assert not wrong, ", ".join(wrong)


@truth("Odette asks whether it is {number}")
def asks(theatre: Theatre, number: str) -> None:
    asked = theatre.state.recognised
    assert asked is not None, "nothing is asked"
    assert asked.number == theatre.number(number), f"{asked.number} is asked for"


@truth("Nothing is asked")
def asks_nothing(theatre: Theatre) -> None:
    assert theatre.state.recognised is None, f"{theatre.state.recognised} is asked for"


@truth("{number} is listened for")
def listened_for(theatre: Theatre, number: str) -> None:
    assert theatre.state.number == theatre.number(number), f"{theatre.state.number} is listened for"
    assert theatre.state.number not in theatre.state.begun


def untold(theatre: Theatre) -> str:
    """What has happened that the scenario does not tell of; empty: nothing."""
    told = [f"cue {g.cue.number} {'is passed over' if g.outcome.passed else 'goes'}" for g in theatre.goings]
    told += [f'the desk says "{alert.text}"' for alert in theatre.said]
    told += [f'"{call.text}" is called' for call in theatre.calls]
    told += [f'it is refused: "{answer.why}"' for answer in theatre.refused]
    return ", ".join(told)
