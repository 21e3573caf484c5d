"""What a page may say becomes the event it asks for, or is refused before it reaches the show."""

import pytest

from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.events import Asked, Command, Flashed, Highlighted, Mastered, Parked, Pressed
from odette.desk.messages import NotUnderstood, event

NOW = ShowTime(5)

UNDERSTOOD: dict[str, Asked] = {
    '{"type": "press", "id": "a", "command": "go to", "cue": "12"}': Pressed(NOW, "a", "Anna", Command.GO_TO, "12"),
    '{"type": "press", "id": "a", "command": "release", "cue": "9"}': Pressed(NOW, "a", "Anna", Command.RELEASE, "9"),
    '{"type": "master", "id": "a", "level": 0.5}': Mastered(NOW, "a", "Anna", 0.5),
    '{"type": "master", "id": "a", "level": 0.5, "name": "sides"}': Mastered(NOW, "a", "Anna", 0.5, "sides"),
    '{"type": "park", "id": "a", "target": "d1", "value": {"level": 1}}': Parked(NOW, "a", "Anna", "d1", Value(1.0)),
    '{"type": "park", "id": "a", "target": "d1", "value": null}': Parked(NOW, "a", "Anna", "d1", None),
    '{"type": "flash", "id": "a", "target": "cyc", "on": true}': Flashed(NOW, "a", "Anna", "cyc", True),
    '{"type": "highlight", "id": "a", "fixture": "d1"}': Highlighted(NOW, "a", "Anna", "d1"),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_a_message_becomes_the_event_it_asks_for(text: str) -> None:
    assert event(text, NOW, "Anna") == UNDERSTOOD[text]


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
        event(text, NOW, "Anna")
    assert error.value.id == "a"
