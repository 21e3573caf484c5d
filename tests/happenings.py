"""The sentences of scenarios that tell what happens in an evening. What must then be true: ``truths.py``."""

from odette.core.clocks import Beat
from odette.core.events import LinkChanged, Recognised
from prose import Language
from theatre import Theatre

SENTENCES = Language()
event = SENTENCES.event

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


def raise_hands(theatre: Theatre) -> None:
    theatre.conduct("ready")
    theatre.live(0.5)
    theatre.conduct("upbeat", 0.5)


@event("The conductor gives the upbeat")
def upbeat(theatre: Theatre) -> None:
    raise_hands(theatre)
    theatre.live(0.5)


@event("The conductor raises the hands and lowers them again")
def withdraw(theatre: Theatre) -> None:
    raise_hands(theatre)
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


@event("{who} goes on to {part}")
def goes_on(theatre: Theatre, who: str, part: str) -> None:
    theatre.press(who, "part", theatre.part(part))


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
