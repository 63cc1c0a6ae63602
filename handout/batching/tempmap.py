"""A map that may be larger than memory; hides a database that is gone with the process."""

from __future__ import annotations

import hashlib
import sqlite3


class TempMap:
    """Short values by text, on a temporary file; of the text, only a digest is kept."""

    def __init__(self) -> None:
        # An empty name is a private file that its system deletes.
        # https://www.sqlite.org/inmemorydb.html#temporary_databases
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("CREATE TABLE pairs (key BLOB PRIMARY KEY, value) WITHOUT ROWID")
        self._file.execute("BEGIN")

    def get(self, key: str) -> str | None:
        """Return the value of a key, or None where it has none."""
        found = self._file.execute("SELECT value FROM pairs WHERE key = ?", [_digest(key)])
        row = found.fetchone()
        return str(row[0]) if row else None

    def put(self, key: str, value: str) -> None:
        """Give a key a value, in the place of the one that it had."""
        self._file.execute("INSERT OR REPLACE INTO pairs VALUES (?, ?)", [_digest(key), value])

    def close(self) -> None:
        """Delete the file."""
        self._file.close()


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
