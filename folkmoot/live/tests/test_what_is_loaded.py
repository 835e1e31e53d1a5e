"""What a server has in memory before it is needed."""

import subprocess
import sys

HEAVY = {"numpy", "rustworkx", "PIL", "icalendar", "typst", "redis", "snowballstemmer", "segno"}
"""Libraries that not every installation, or not every afternoon, needs."""

SERVER = """
import sys
import folkmoot.config.asgi, folkmoot.config.urls
print(*sys.modules)
"""


def test_a_server_that_has_done_nothing_yet_has_loaded_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())
