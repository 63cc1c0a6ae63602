"""Run epubcheck on many books in one Java process, because starting Java takes longer than a check.

A separate program, because a process has one Java, and that of veraPDF has other classes.
Arguments: its archive, the Java library, then the books. Writes a report beside each book.
"""

from __future__ import annotations

import sys

import jpype


def main(archive: str, library: str, *books: str) -> None:
    jpype.startJVM(library, "-XX:TieredStopAtLevel=1", classpath=[archive], convertStrings=True)
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    for book in books:
        checker().run([book, "--quiet", "--json", f"{book}.json"])


if __name__ == "__main__":
    main(*sys.argv[1:])
