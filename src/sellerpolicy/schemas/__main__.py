"""Write the schemas' files anew: ``python -m sellerpolicy.schemas``, or into another folder that is named."""

from __future__ import annotations

import sys
from pathlib import Path

from sellerpolicy.schemas.written import written


def main(folder: Path) -> None:
    """Write every schema's file into the folder."""
    for name, text in written().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
