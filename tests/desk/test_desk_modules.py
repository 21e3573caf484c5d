"""A page says with itself which modules it will ask for."""

import re
from pathlib import Path
from typing import Any

import pytest

from desk.browsing import expect, live
from desk.fake_show import FakeShow
from odette.desk.modules import preloads
from odette.desk.web import STATIC


def test_modules_are_found_through_those_that_import_them(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "page.html").write_text('<script type="module" src="/static/sub/a.js"></script>')
    (tmp_path / "sub/a.js").write_text('import {\n  b,\n} from "../b.js";\nimport "./c.js";\n// import x from "no";\n')
    (tmp_path / "sub/c.js").write_text('export { a } from "./a.js";\n')
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    found = re.findall("<([^>]*)>; rel=modulepreload", preloads(tmp_path / "page.html"))
    assert sorted(found) == ["/static/b.js", "/static/sub/a.js", "/static/sub/c.js"]


@pytest.mark.browser
def test_the_running_page_names_every_module_that_it_loads_and_no_other(browser: Any, show: FakeShow) -> None:
    page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(show.desk.url.rstrip("/"))))
    page.goto(show.desk.url)
    live(page)
    expect(page.locator(".cues li")).not_to_have_count(0)
    page.close()
    named = set(re.findall("<([^>]*)>", preloads(STATIC / "index.html")))
    assert named == {path for path in asked if path.endswith(".js")} - {"/static/first.js"}
