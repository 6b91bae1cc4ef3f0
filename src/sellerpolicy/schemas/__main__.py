"""Write the schemas' files anew: ``python -m sellerpolicy.schemas``, or into another folder that is named."""

from __future__ import annotations

import sys
from pathlib import Path

from sellerpolicy.schemas.written import write

if __name__ == "__main__":
    write(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
