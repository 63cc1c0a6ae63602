"""Make handouts with Typst: one compiler and one template for all of them."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import copyfile

import typst


def main() -> None:
    """Make a PDF for each line of words: CONTENT WORDS FONTS OUTPUT."""
    content, words, fonts, output = map(Path, sys.argv[1:])
    # Pictures are found from the template. The words are a file, because other inputs to the
    # compiler would make it forget all that it has laid out.
    template = content / "handout.typ"
    copyfile(Path(__file__).with_name(template.name), template)
    compiler = typst.Compiler(template, root=content, font_paths=[fonts], ignore_system_fonts=True)
    with words.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            (content / "handout.json").write_text(line, "utf-8")
            compiler.compile(
                output=output / f"{number:04}.pdf", format="pdf", pdf_standards=["ua-1", "a-2a"]
            )
