"""How laws are tried: new examples on every machine that people sit at, the same ones wherever a change is judged."""

import os

from hypothesis import settings

settings.register_profile("people", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "people")
