"""Papers of the show, made by a process of their own, so that a running show does not wait for them."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from odette.desk.guard import needs
from odette.desk.people import Right

PAPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cue-sheet": ("cue-sheet.pdf", ()),
    "script": ("called-script.pdf", ("--script",)),
    "score": ("score.pdf", ("--score",)),
}
"""What can be asked for: the file that ``odette export`` makes, and the option that asks it to."""
_PATIENCE = 120
"""Seconds; a long score that was never engraved takes most of one minute."""


def print_paper(show: Path, paper: str) -> tuple[bytes, str]:
    """The PDF of one of ``PAPERS`` for the show's folder as it stands on the disk, or no bytes and why not. Blocks."""
    name, options = PAPERS[paper]
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "odette", "export", str(show), *options, "--into", folder]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            return b"", "not printed within two minutes: try again when the score is engraved"
        if done.returncode:
            return b"", done.stderr.strip() or "could not be printed"
        return (Path(folder) / name).read_bytes(), ""


def papers_route(show: Path) -> Route:
    """``/api/papers/{paper}.pdf`` for the show in that folder, for whoever may see the desk."""

    async def paper(request: Request) -> Response:
        asked = request.path_params["paper"]
        if asked not in PAPERS:
            return PlainTextResponse(f"There is {', '.join(f'{name}.pdf' for name in PAPERS)}.\n", status_code=404)
        pdf, why = await run_in_threadpool(print_paper, show, asked)
        if why:
            return PlainTextResponse(f"{why}\n", status_code=409)
        headers = {"Content-Disposition": f'inline; filename="{asked}.pdf"'}
        return Response(pdf, media_type="application/pdf", headers=headers)

    return Route("/api/papers/{paper}.pdf", needs(Right.SEE, paper))
