"""Pages of docs/how-to that are shell scripts as they stand."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
# In the blocks where readers put in keys of their own.
TO_FILL_IN = "…"

needs_a_shell = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "jq", "python3"))),
    reason="bash, curl, jq and python3 are not all here",
)


def run_page(page: Path, folder: Path, **filled_in: str) -> str:
    """All of a page's commands in one shell, which stops at the first that fails; what it told."""
    blocks = [block for block in BLOCK.findall(page.read_text()) if TO_FILL_IN not in block]
    told = subprocess.run(
        [shutil.which("bash") or "", "-euo", "pipefail", "-c", "".join(blocks)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **filled_in},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-2_000:] + told.stderr
    return told.stdout
