"""Nothing below imports anything above, and the core imports nothing that has a will of its own."""

import ast
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "odette"

BELOW = {
    "core": set(),
    "score": {"core"},
    "follow": {"core", "score"},
    "room": {"core"},
    "wire": {"core"},
    "book": {"core", "score"},
    "fixtures": {"core", "book"},
    "io": {"core"},
    "stage": {"core", "wire"},
    "takes": {"core"},
    "writing": {"core", "score", "book", "io"},
    "desk": {"core", "writing"},
    "exchange": {"core", "score", "book", "io", "takes"},
    "performance": {"core", "wire", "score", "follow", "room", "book", "io", "takes", "writing", "desk"},
}
"""Each room of the house, and the rooms it may know. ``faults`` and the version are everybody's."""

NOT_IN_CORE = {
    "time",
    "datetime",
    "socket",
    "threading",
    "asyncio",
    "multiprocessing",
    "subprocess",
    "os",
    "random",
    "numpy",
}

PURE_NUMPY = {
    "time",
    "datetime",
    "socket",
    "threading",
    "asyncio",
    "subprocess",
    "os",
    "random",
    "soundfile",
    "miniaudio",
}


def imports(file: Path) -> set[str]:
    """Every module a file imports, wherever in the file it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "odette" and len(parts) > 1 else ""


def files(room: str) -> list[Path]:
    return sorted((SOURCE / room).rglob("*.py"))


@pytest.mark.parametrize("room", BELOW)
def test_a_room_knows_only_the_rooms_below_it(room):
    allowed = BELOW[room] | {room, "", "faults"}
    for file in files(room):
        above = {module for module in imports(file) if room_of(module) not in allowed}
        assert not above, f"{file.relative_to(SOURCE)} imports {above}"


def test_every_room_is_in_the_plan():
    assert {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").exists()} == set(BELOW)


def test_the_core_has_no_clock_no_io_no_thread_and_no_numpy():
    for file in files("core"):
        assert not {module.split(".")[0] for module in imports(file)} & NOT_IN_CORE, file.name


@pytest.mark.parametrize("room", ["follow", "room", "wire"])
def test_listening_and_encoding_touch_no_clock_no_device_and_no_thread(room):
    for file in files(room):
        assert not {module.split(".")[0] for module in imports(file)} & PURE_NUMPY, file.name


def test_what_is_imported_outside_the_house_is_the_standard_library_or_a_dependency():
    dependencies = {
        "msgspec",
        "numpy",
        "mido",
        "miniaudio",
        "soundfile",
        "pygdtf",
        "pylibremidi",
        "pymvr",
        "reportlab",
        "serial",
        "starlette",
        "uvicorn",
        "verovio",
    }
    known = dependencies | {"websockets", "anyio", "odette"} | sys.stdlib_module_names
    for file in SOURCE.rglob("*.py"):
        strange = {module.split(".")[0] for module in imports(file)} - known
        assert not strange, f"{file.relative_to(SOURCE)} imports {strange}"
