"""Write the schemas' files anew: ``python -m sellerpolicy.schemas``."""

from __future__ import annotations

from pathlib import Path

from sellerpolicy.schemas.written import written

if __name__ == "__main__":
    for name, text in written().items():
        (Path(__file__).parent / name).write_text(text, encoding="utf-8")
