"""Install Debian's Chromium where there is none; end clearly where that cannot be done."""

from __future__ import annotations

import shutil
import subprocess
import sys

INSTALL = (
    ("apt-get", "update"),
    ("apt-get", "install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"),
)


def install() -> str | None:
    """What kept Chromium from being installed; nothing where it is there."""
    if shutil.which("chromium"):
        return None
    if not shutil.which("apt-get"):
        return "there is no apt-get here: install Debian's Chromium by hand, so that `chromium` is found"
    for command in INSTALL:
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  our own commands
        if done.returncode != 0:
            return f"`{' '.join(command)}` ended with {done.returncode}: {done.stderr.strip()}"
    return None if shutil.which("chromium") else "Chromium was installed, and is not found as `chromium`"


if __name__ == "__main__":
    problem = install()
    sys.exit(None if problem is None else f"Chromium, in which these tests run, cannot be had: {problem}")
