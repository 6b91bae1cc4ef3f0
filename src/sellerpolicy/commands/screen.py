"""The screen: text in colour where rich is installed and the output is a terminal, in the same words everywhere."""

from __future__ import annotations

STYLES = {
    r"(?m)^(Amazon \w+ on .*|[A-Z][A-Z',. -]+|Sources)$": "bold",
    r"\b(NOT HEALTHY|MISSED|LATE|AT RISK|SUSPENDED|DEACTIVATED|INADEQUATE|NOT READ)\b": "bold red",
    r"\b(MUST|UNKNOWN|AT THE LIMIT)\b": "bold yellow",
    r"(?<!NOT )\bHEALTHY\b|\b(met|ON TARGET|(?<!IN)ADEQUATE)\b": "green",
    r"(?m)^ +(yes|no )  (?=\S)": "cyan",
    r"(?m)^ +\?    (?=\S)|\bdisputed\b": "yellow",
    r"(\[\d+\])+": "dim",
}
"""How words look on a terminal; they are the same words without it."""


def show(text: str) -> None:
    """Print, in colour where that can be."""
    try:
        from rich.console import Console
        from rich.text import Text
    except ImportError:
        print(text)
        return
    console = Console()
    if not console.is_terminal:
        print(text)
        return
    coloured = Text(text)
    for words, style in STYLES.items():
        coloured.highlight_regex(words, style)
    console.print(coloured, soft_wrap=True)
