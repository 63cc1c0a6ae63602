"""Encrypt a PDF file with a password; needs the package of the extra `password`."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Final

from pikepdf import Encryption, Pdf, Permissions

from handout.errors import RequestError

_LONGEST: Final = 127
"""Bytes of a password (ISO 32000-2, 7.6.4.3.3)."""
_PDFA: Final = "{http://www.aiim.org/pdfa/ns/id/}"


def encrypt_pdf(data: bytes, password: str) -> bytes:
    """Return a PDF file that opens with a password only, by AES-256 (ISO 32000-2, 7.6).

    Screen readers, forms, copying and printing are allowed, as PDF/UA asks (ISO 14289-1, 7.16).
    PDF/A forbids encryption (ISO 19005-2, 6.1.3), so the file does not claim it. The bytes differ
    each time, because the key is random. Raises RequestError for a password that is empty or too
    long.
    """
    # Keyboards write the same letter in several ways (RFC 4013).
    password = unicodedata.normalize("NFKC", password)
    if not 0 < len(password.encode()) <= _LONGEST:
        message = f"a password has from 1 to {_LONGEST} bytes, not {len(password.encode())}"
        raise RequestError(message, "write it in the first line of the file")
    encrypted = BytesIO()
    with Pdf.open(BytesIO(data)) as file:
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for claim in [name for name in metadata if name.startswith(_PDFA)]:
                del metadata[claim]
        file.save(
            encrypted,
            encryption=Encryption(owner=password, user=password, R=6, allow=Permissions()),
        )
    return encrypted.getvalue()
