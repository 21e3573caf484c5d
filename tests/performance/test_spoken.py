"""A show without music, as a user runs it."""

from pathlib import Path

from running import Program, free_port, hall


def test_a_show_without_music_runs_whether_or_not_there_is_a_microphone(tmp_path: Path) -> None:
    """GO sends its cues, and what follows goes after them."""
    show = tmp_path / "show"
    show.mkdir()
    (show / "show.toml").write_text('title = "Spoken"\n')
    (show / "promptbook.toml").write_text(
        '[[cue]]\nnumber = "1"\nlook = "day"\nfade = 0\n\n'
        '[[cue]]\nnumber = "2"\nfollow = "1"\nafter = 0.2\nauthority = "auto"\nlook = "night"\nfade = 0\n\n'
        '[[cue]]\nnumber = "3"\nlook = "day"\n'
    )
    (show / "looks.toml").write_text('[look.day]\n"front wash" = 100\npit = 50\n[look.night]\n"front wash" = 20\n')
    program = Program(
        tmp_path, "run", show, "--venue", hall(tmp_path, "127.0.0.1"), "--no-browser", "--port", free_port()
    )
    try:
        program.go()
        state = program.shows(lambda state: state["standby"] == "3")
        assert [cue["by"] for cue in state["cues"]] == [state["cues"][0]["by"], "auto", None]
        assert state["numbers"] == []
        assert [link["detail"] for link in state["links"] if link["name"] == "part of the light"] == [
            'Hall 127.0.0.1 has no role "pit"'
        ], "a role that the house lacks is told, and the rest plays"
        assert "audio" not in [link["name"] for link in state["links"]], "nobody listens"
    finally:
        program.end()
