"""Document metadata: title, language, conformance, output intent and how to print."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from handout.document import DocumentTree
from handout.languages import is_right_to_left
from handout.theme import Theme
from handout.version import __version__
from handout.writers.pdf.conformance import Conformance
from handout.writers.pdf.file import File, Stream, dictionary, text_string

_XMP: Final = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"{namespaces}>
{identifiers}
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{creator}<pdf:Producer>{producer}</pdf:Producer>
{dates}{details}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""
"""An XMP packet (ISO 16684-1)."""

_CREATOR: Final = "<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n"
_DATES: Final = "<xmp:CreateDate>{date}</xmp:CreateDate>\n<xmp:ModifyDate>{date}</xmp:ModifyDate>\n"


def write_metadata(
    document: DocumentTree, file: File, conformance: Conformance, timestamp: datetime | None
) -> None:
    """Write the metadata and the output intent into a file; without a time, it states none."""
    producer = f"exercise-handout {__version__}"
    if conformance.info:
        file.info = _info(document, producer, timestamp)
    # Uncompressed, so that any program can find it (ISO 16684-1).
    xmp = _xmp(document, producer, timestamp, conformance).encode("utf-8")
    file.catalog["Metadata"] = file.add(Stream("/Type /Metadata /Subtype /XML", xmp))
    # PDF/A requires an output intent for device colours; all of ours are sRGB (ISO 19005-2, 6.2.3).
    file.catalog["OutputIntents"] = (
        "[<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {file.add(_profile())}>>]"
    )


def write_viewer_preferences(
    document: DocumentTree, theme: Theme, file: File, *, two_sided: bool
) -> None:
    """Write how a viewer shows and prints a file (ISO 32000-1, 12.2)."""
    # Scaling would move cuts and folds, and make large print smaller.
    keys = {"DisplayDocTitle": "true", "PrintScaling": "/None"}
    if theme.cards:
        keys["Duplex"] = "/DuplexFlipLongEdge" if two_sided else "/Simplex"
    elif theme.folded:
        keys["Duplex"] = "/DuplexFlipShortEdge"
    if is_right_to_left(document.language):
        keys["Direction"] = "/R2L"
    file.catalog["ViewerPreferences"] = dictionary(keys)


@cache
def _profile() -> Stream:
    """Return the sRGB ICC profile."""
    profile = Path(__file__).with_name("srgb.icc").read_bytes()
    return Stream.deflated("/N 3", profile)


def _info(document: DocumentTree, producer: str, timestamp: datetime | None) -> str:
    """Return the information dictionary, consistent with the XMP packet."""
    keys = {"Title": document.title, "Author": document.author, "Producer": producer}
    if timestamp:
        keys["CreationDate"] = keys["ModDate"] = f"D:{timestamp:%Y%m%d%H%M%S}Z"
    return dictionary({key: text_string(text) for key, text in keys.items() if text})


def _xmp(
    document: DocumentTree, producer: str, timestamp: datetime | None, conformance: Conformance
) -> str:
    author = _escaped(document.author)
    return _XMP.format(
        namespaces="".join(f'\n xmlns:{name}="{uri}"' for name, uri in conformance.xmp_namespaces),
        identifiers="\n".join(
            f"<{name}>{value}</{name}>" for name, value in conformance.identifiers
        ),
        details=conformance.xmp_details,
        title=_escaped(document.title),
        language=document.language,
        creator=_CREATOR.format(author=author) if author else "",
        producer=_escaped(producer),
        dates=_DATES.format(date=f"{timestamp:%Y-%m-%dT%H:%M:%SZ}") if timestamp else "",
    )


def _escaped(text: str) -> str:
    """Return text escaped for XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
