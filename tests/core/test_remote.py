"""What gear means by what it sends, and that a refusal of it is seen at the desk."""

import pytest

from evenings import at
from odette.core.alerts import alert
from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.cue import PromptBook
from odette.core.effects import Answered
from odette.core.events import Command, Misunderstood, Opened, Pressed
from odette.core.remote import NAMED, Button, Contacts, NoButton, Signal, Switch, Switches, button, osc_button
from odette.core.state import State, opening
from odette.core.step import step

GO, HOLD = Button(Command.GO), Button(Command.HOLD)


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("go", GO),
        ("go 12.5", Button(Command.GO, "12.5")),
        ("go to 12", Button(Command.GO_TO, "12")),
        ("hold", HOLD),
        ("hold cue 12", Button(Command.HOLD_CUE, "12")),
        ("release 9", Button(Command.RELEASE, "9")),
        ("back", Button(Command.BACK)),
    ],
)
def test_a_command_is_written_as_it_is_said(words: str, means: Button) -> None:
    assert button(words) == means


@pytest.mark.parametrize("words", ["", "GO", "gone", "jump", "go to", "release", "hold 12", "panic 3", "hold cue"])
def test_what_is_no_command_is_refused_in_words(words: str) -> None:
    with pytest.raises(NoButton):
        button(words)


@pytest.mark.parametrize("command", Command)
def test_every_command_has_an_osc_address(command: Command) -> None:
    arguments = ("12",) if command in NAMED else ()
    assert osc_button("/odette/" + command.replace(" ", "-"), arguments) == Button(command, *arguments)


@pytest.mark.parametrize(
    ("arguments", "cue"),
    [((), ""), (("12.5",), "12.5"), ((12,), "12"), ((1.0,), ""), ((True,), ""), ((None,), ""), (("12", 1.0), "12")],
)
def test_an_osc_message_names_its_cue_by_text_or_a_whole_number(arguments: tuple[str | int | float], cue: str) -> None:
    assert osc_button("/odette/go", arguments) == Button(Command.GO, cue)


@pytest.mark.parametrize("value", [0, 0.0, False])
def test_a_button_that_is_let_go_is_no_press(value: float) -> None:
    assert osc_button("/odette/go", (value,)) is None


@pytest.mark.parametrize(
    ("address", "arguments"),
    [("/odette/", ()), ("/odette/gone", ()), ("/go", ()), ("go", ()), ("/odette/go-to", ()), ("/odette/stop", ("3",))],
)
def test_an_osc_message_that_is_no_command_is_refused_in_words(address: str, arguments: tuple[str, ...]) -> None:
    with pytest.raises(NoButton):
        osc_button(address, arguments)


SWITCHES = (
    Switch("note", 60, GO),
    Switch("cc", 64, GO),
    Switch("cc", 67, HOLD, channel=2),
    Switch("program", 5, Button(Command.BACK)),
)


def test_a_note_presses_when_it_is_struck_and_not_when_it_is_let_go() -> None:
    switches = Switches(SWITCHES)
    assert switches.heard(Signal("note", 60, 1, 1)) == GO
    assert switches.heard(Signal("note", 60, 1, 0)) is None
    assert switches.heard(Signal("note", 61, 1, 99)) is None


def test_a_pedal_presses_once_however_it_moves_while_it_is_down() -> None:
    switches = Switches(SWITCHES)
    moved = [0, 30, 63, 64, 90, 127, 100, 64, 20, 0, 127]
    pressed = [switches.heard(Signal("cc", 64, 1, value)) for value in moved]
    assert [index for index, one in enumerate(pressed) if one] == [3, 10]


def test_a_switch_may_be_of_one_channel_alone_and_pedals_of_two_channels_are_two() -> None:
    switches = Switches(SWITCHES)
    assert switches.heard(Signal("cc", 67, 1, 127)) is None
    assert switches.heard(Signal("cc", 67, 2, 127)) == HOLD
    assert switches.heard(Signal("cc", 64, 1, 127)) == GO
    assert switches.heard(Signal("cc", 64, 2, 127)) == GO


def test_every_program_change_presses() -> None:
    switches = Switches(SWITCHES)
    assert [switches.heard(Signal("program", 5, 1)) for _ in range(2)] == [Button(Command.BACK)] * 2


def test_a_contact_that_trembles_is_one_press_however_long_it_does() -> None:
    contacts = Contacts()
    trembling = [contacts.fresh("foot switch", GO, ShowTime(n * 20 * MILLISECOND)) for n in range(50)]
    assert trembling == [True] + [False] * 49
    assert contacts.fresh("foot switch", HOLD, ShowTime(990 * MILLISECOND))
    assert contacts.fresh("other", GO, ShowTime(990 * MILLISECOND))
    assert contacts.fresh("foot switch", GO, ShowTime(1100 * MILLISECOND))


def opened() -> State:
    state, _ = step(opening(PromptBook("show", (), (), {}), {}), Opened(at(0)))
    return state


def test_a_refused_press_of_gear_without_a_screen_is_told_at_the_desk() -> None:
    _, effects = step(opened(), Pressed(at(1), "a", "foot switch", Command.GO, gear=True))
    why = "no cue is standing by"
    assert effects == (Answered("a", False, why), alert("gear refused", who="foot switch", command="GO", why=why))
    assert str(getattr(effects[1], "text", "")) == "foot switch: GO refused, no cue is standing by"


def test_a_page_shows_its_own_refusals_and_a_press_that_is_done_is_no_news() -> None:
    for pressed in (
        Pressed(at(1), "a", "Anna", Command.GO),
        Pressed(at(1), "a", "foot switch", Command.HOLD, gear=True),
    ):
        _, effects = step(opened(), pressed)
        assert [type(effect) for effect in effects] == [Answered]


def test_what_gear_says_and_is_no_command_is_told_at_the_desk() -> None:
    _, effects = step(opened(), Misunderstood(at(1), "OSC 10.0.0.9", "no OSC message"))
    assert effects == (alert("gear misunderstood", who="OSC 10.0.0.9", why="no OSC message"),)
