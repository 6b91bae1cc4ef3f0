"""Write the schemas' files anew: ``python -m sellerpolicy.schemas``, or into another folder that is named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from sellerpolicy.schemas.written import written


def main(arguments: Sequence[str]) -> None:
    """Write each file into the folder that is named, else beside this one."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    for name, text in written().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
