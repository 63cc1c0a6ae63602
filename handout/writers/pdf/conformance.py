"""The standards that a file conforms to, as values: what each set of them asks of the file."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from msgspec import Struct


class Conformance(Struct, frozen=True, kw_only=True):
    """A set of standards, and what it means for the file, its metadata and its structure tree."""

    version: str
    """PDF version."""
    info: bool
    """Whether the file has an information dictionary besides its XMP metadata."""
    identifiers: tuple[tuple[str, str], ...]
    """Names and values of the XMP properties that name the standards."""
    xmp_namespaces: tuple[tuple[str, str], ...] = ()
    """Prefixes and URIs of further XMP namespaces, for `xmp_details`."""
    xmp_details: str
    """Further XMP properties that the standards ask for."""
    role_map: tuple[tuple[str, str], ...]
    """Structure types of ours, each with the standard type that it maps to."""
    namespace: str = ""
    """The namespace of all structure types, which has no place for types of ours."""
    caption_in_figure: bool = False
    """Whether the caption of a figure is its child rather than its sibling."""
    structure_destinations: bool = False
    """Whether outline items point to structure elements besides places on a page."""


UA1_A2A: Final = Conformance(
    version="1.7",
    info=True,
    identifiers=(("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")),
    xmp_namespaces=(
        ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
        ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
        ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
    ),
    # PDF/A-2 wants the properties of PDF/UA declared (ISO 19005-2, 6.6.2.3.3).
    xmp_details="""\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>""",
    role_map=(("Entry", "Sect"), ("Callout", "Div")),
)
"""PDF/UA-1 (ISO 14289-1) combined with PDF/A-2a (ISO 19005-2)."""

UA2_A4: Final = Conformance(
    version="2.0",
    # ISO 19005-4, 6.1.3.
    info=False,
    identifiers=(
        ("pdfaid:part", "4"),
        ("pdfaid:rev", "2020"),
        ("pdfuaid:part", "2"),
        ("pdfuaid:rev", "2024"),
    ),
    xmp_namespaces=(("pdfd", "http://pdfa.org/declarations/"),),
    xmp_details="""\
<pdfd:declarations><rdf:Bag>
<rdf:li rdf:parseType="Resource">
<pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#accessibility1.0</pdfd:conformsTo>
</rdf:li>
<rdf:li rdf:parseType="Resource">
<pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#reuse1.0</pdfd:conformsTo>
</rdf:li>
</rdf:Bag></pdfd:declarations>""",
    role_map=(("Entry", "Sect"), ("Callout", "Aside")),
    # ISO 32000-2, 14.8.6.
    namespace="http://iso.org/pdf2/ssn",
    caption_in_figure=True,
    # ISO 14289-2, 8.8.
    structure_destinations=True,
)
"""PDF/UA-2 (ISO 14289-2) combined with PDF/A-4 (ISO 19005-4) and Well-Tagged PDF 1.0."""

CONFORMANCES: Final = MappingProxyType({"ua-1": UA1_A2A, "ua-2": UA2_A4})
"""Sets of standards by the name that `--standard` takes."""
