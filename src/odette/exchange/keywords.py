"""Keywords of USITT ASCII files that are not carried, and what is said of them."""

from odette.exchange.usitt import Statement

IDLE = ("$$utext", "$$dwell", "$$bumptype", "$$cestep", "$$sceneend", "$$format", "$$software", "$$softwareversion")
"""Keywords that add nothing to what is read, or that are told with the one they belong to."""

PASSED = ("$mlattribute", "$mlpers", "$paramtype", "$personality", "$realtime", "$curve")
"""Tables that say nothing by themselves."""

LEFT = {
    "$$focuslevel": "the focus points",
    "$focuspoint": "a focus point",
    "$$ceparams": "an effect",
    "$$subrstep": "a step of a subroutine",
    "$$linkmacro": "the macro that it starts",
    "$macro": "a macro",
    "$$timeposition": "a time for position",
    "$$timecolor": "a time for colour",
    "$$timegraphic": "a time for beam",
    "$$param": "parameters other than intensity",
    "$$action": "what it triggers elsewhere",
    "$$curve": "a curve",
    "$$loopnum": "a loop",
    "$effect": "an effect",
    "$colorpalette": "a colour palette",
    "$beampalette": "a beam palette",
    "$focuspalette": "a focus palette",
    "$intenspalette": "an intensity palette",
    "$preset": "a preset",
    "$patch": "a fixture that is not a dimmer",
    "$group": "a group",
    "$cuelist": "the settings of a cue list",
    "$snapshot": "a snapshot",
}
"""What is known and cannot be carried, in words."""


def words_of(statement: Statement, of: str) -> str:
    """What is left behind."""
    what = LEFT.get(statement.keyword)
    return f"{what} of {of}" if what else f"{statement.keyword} of {of}"
