"""Make handouts with Typst: one compiler and one template for all of them."""

from __future__ import annotations

import sys
from pathlib import Path

import typst


def main() -> None:
    """Make a PDF for each line of words: CONTENT WORDS FONTS OUTPUT."""
    content, words, fonts, output = sys.argv[1:]
    template = Path(__file__).with_name("handout.typ").read_bytes()
    compiler = typst.Compiler(
        root=Path(content), font_paths=[Path(fonts)], ignore_system_fonts=True
    )
    with Path(words).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            compiler.compile(
                template,
                output=f"{output}/{number:04}.pdf",
                format="pdf",
                sys_inputs={"words": line},
                pdf_standards=["ua-1", "a-2a"],
            )
