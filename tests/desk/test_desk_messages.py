"""What a page may say becomes the event it asks for, or is refused before it reaches the show."""

import pytest

from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.events import Asked, Command, Flashed, Highlighted, LockSet, Mastered, Parked, Pressed
from odette.desk import messages
from odette.desk.messages import NEEDS, NotAllowed, NotUnderstood, Said, event
from odette.desk.people import Person, Right, Role

NOW = ShowTime(5)
ANNA = Person("Anna", Role.EDITOR)

UNDERSTOOD: dict[str, Asked] = {
    '{"type": "press", "id": "a", "command": "go to", "cue": "12"}': Pressed(NOW, "a", "Anna", Command.GO_TO, "12"),
    '{"type": "press", "id": "a", "command": "release", "cue": "9"}': Pressed(NOW, "a", "Anna", Command.RELEASE, "9"),
    '{"type": "master", "id": "a", "level": 0.5}': Mastered(NOW, "a", "Anna", 0.5),
    '{"type": "master", "id": "a", "level": 0.5, "name": "sides"}': Mastered(NOW, "a", "Anna", 0.5, "sides"),
    '{"type": "park", "id": "a", "target": "d1", "value": {"level": 1}}': Parked(NOW, "a", "Anna", "d1", Value(1.0)),
    '{"type": "park", "id": "a", "target": "d1", "value": null}': Parked(NOW, "a", "Anna", "d1", None),
    '{"type": "flash", "id": "a", "target": "cyc", "on": true}': Flashed(NOW, "a", "Anna", "cyc", True),
    '{"type": "highlight", "id": "a", "fixture": "d1"}': Highlighted(NOW, "a", "Anna", "d1"),
    '{"type": "lock", "id": "a", "on": false}': LockSet(NOW, "a", "Anna", False),
}

MAY: dict[Role, set[Right]] = {
    Role.VIEWER: {Right.SEE},
    Role.DEPARTMENT: {Right.SEE, Right.ACKNOWLEDGE},
    Role.OPERATOR: {Right.SEE, Right.ACKNOWLEDGE, Right.PRESS, Right.LIGHT},
    Role.EDITOR: set(Right),
}

SENDS: dict[type[Said], tuple[str, Right]] = {
    messages.Press: ('"press", "command": "go"', Right.PRESS),
    messages.Tell: ('"tell", "number": "one", "beat": 3', Right.PRESS),
    messages.Acknowledge: ('"acknowledge", "cue": "4"', Right.ACKNOWLEDGE),
    messages.SetMaster: ('"master", "level": 0.5', Right.LIGHT),
    messages.SetPark: ('"park", "target": "d1", "value": null', Right.LIGHT),
    messages.SetFlash: ('"flash", "target": "d1", "on": true', Right.LIGHT),
    messages.SetHighlight: ('"highlight", "fixture": "d1"', Right.LIGHT),
    messages.SetLock: ('"lock", "on": true', Right.EDIT),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", NEEDS)
def test_each_message_reaches_the_show_from_those_roles_that_have_its_right(kind: type[Said], role: Role) -> None:
    """What is refused is refused with the message's id, in words."""
    said, right = SENDS[kind]
    text = f'{{"id": "a", "type": {said}}}'
    person = Person("Anna", role)
    if right in MAY[role]:
        assert event(text, NOW, person).id == "a"
    else:
        with pytest.raises(NotAllowed, match=role) as refused:
            event(text, NOW, person)
        assert refused.value.id == "a"


def test_no_message_is_without_a_right_that_it_needs() -> None:
    assert set(messages._said.type.__args__) == set(NEEDS)


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_message_becomes_the_event_it_asks_for(text: str) -> None:
    assert event(text, NOW, ANNA) == UNDERSTOOD[text]


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "park", "id": "a", "target": "d1"}',
        '{"type": "park", "id": "a", "target": "d1", "value": {"level": "high"}}',
        '{"type": "flash", "id": "a", "target": "cyc", "on": "yes"}',
        '{"type": "master", "id": "a", "level": 2, "name": "sides"}',
    ],
)
def test_a_message_that_makes_no_sense_is_refused_with_its_id(text: str) -> None:
    with pytest.raises(NotUnderstood) as error:
        event(text, NOW, ANNA)
    assert error.value.id == "a"
