"""Which modules a page will ask for, said with the page, so that a browser need not read one to hear of the next."""

import re
from pathlib import Path

_SCRIPT = re.compile(r'<script type="module" src="/static/([^"]+)"')
_IMPORT = re.compile(r'^(?:import|export)\b[^"]*?from "(\.[^"]+)";|^import "(\.[^"]+)";', re.MULTILINE)


def preloads(page: Path) -> str:
    """The ``Link`` header (HTML, section "Link type modulepreload") with all modules of a page of this folder, those
    that its modules import included."""
    home = page.parent.resolve()
    found: list[Path] = []
    asked = [home / name for name in _SCRIPT.findall(page.read_text(encoding="utf-8"))]
    while asked:
        module = asked.pop(0)
        if module not in found:
            found.append(module)
            asked += [(module.parent / name).resolve() for name in imported(module.read_text(encoding="utf-8"))]
    return ", ".join(f"</static/{module.relative_to(home).as_posix()}>; rel=modulepreload" for module in found)


def imported(script: str) -> list[str]:
    """The modules that a module imports, as it names them."""
    return ["".join(names) for names in _IMPORT.findall(script)]
