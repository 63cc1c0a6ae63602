"""Small drawings, one for each feature of SVG, and how a browser and a page show them."""

from __future__ import annotations

_PIXELS = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mP4z8DAsICBiZHh/38NBg"
    "AZ/gPJqX5WGAAAAABJRU5ErkJggg=="
)
"""Four pixels of different colours."""
DEFS = "<defs>{}</defs>"

CASES: dict[str, str] = {
    "rectangles": '<rect x="5" y="5" width="60" height="40" rx="8" fill="teal"/>'
    '<rect x="35" y="35" width="60" height="60" fill="none" stroke="navy" stroke-width="6"/>',
    "circles and ellipses": '<circle cx="30" cy="30" r="25" fill="tomato"/>'
    '<ellipse cx="65" cy="70" rx="30" ry="18" fill="gold" stroke="black"/>',
    "lines with caps and dashes": '<g stroke="black" stroke-width="8"><path d="M10 20h80"'
    ' stroke-linecap="round"/><path d="M10 50h80" stroke-dasharray="16 8 4 8"/>'
    '<path d="M10 80h80" stroke-linecap="square" stroke-dasharray="20" stroke-dashoffset="9"/></g>',
    "joins": '<g fill="none" stroke="purple" stroke-width="12"><path d="M10 45L30 15L50 45"'
    ' stroke-linejoin="round"/><path d="M50 90L70 60L90 90" stroke-linejoin="bevel"/></g>',
    "arcs and curves": '<path d="M10 80A30 20 30 1 1 60 60S90 20 90 90Q50 100 30 70T10 80z"'
    ' fill="#8bc" stroke="#124" stroke-width="2"/>',
    "fill rules": '<path fill-rule="evenodd" d="M50 5L79 95L3 39H97L21 95z" fill="crimson"/>',
    "transforms": '<g transform="translate(50 50) rotate(30) skewX(20) scale(1.2 .7)">'
    '<rect x="-30" y="-30" width="60" height="60" fill="seagreen"/></g>',
    "a nested svg": '<svg x="10" y="10" width="50" height="80" viewBox="0 0 10 10"'
    ' preserveAspectRatio="xMidYMax slice"><circle cx="5" cy="5" r="5" fill="indigo"/></svg>',
    "symbols and uses": '<symbol id="s" viewBox="0 0 10 10"><path d="M0 0h10L5 10z"/></symbol>'
    '<use href="#s" width="40" height="40" fill="red"/>'
    '<use href="#s" x="50" y="50" width="30" height="45" fill="blue"/>',
    "a linear gradient": DEFS.format(
        '<linearGradient id="g" x2="1" y2="1"><stop stop-color="red"/>'
        '<stop offset=".4" stop-color="yellow"/><stop offset="1" stop-color="blue"'
        ' stop-opacity=".3"/></linearGradient>'
    )
    + '<rect width="90" height="90" fill="url(#g)"/>',
    "a radial gradient": DEFS.format(
        '<radialGradient id="g" fx=".3" fy=".3"><stop stop-color="white"/>'
        '<stop offset="1" stop-color="darkgreen"/></radialGradient>'
    )
    + '<circle cx="50" cy="50" r="45" fill="url(#g)"/>',
    "a gradient that repeats and inherits": DEFS.format(
        '<linearGradient id="a"><stop stop-color="#000"/><stop offset="1" stop-color="#fc0"/>'
        '</linearGradient><linearGradient id="g" href="#a" x2="20" gradientUnits="userSpaceOnUse"'
        ' spreadMethod="reflect" gradientTransform="rotate(20)"/>'
    )
    + '<rect x="5" y="5" width="90" height="90" fill="url(#g)"/>',
    "a gradient on a stroke": DEFS.format(
        '<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
        "</linearGradient>"
    )
    + '<circle cx="50" cy="50" r="35" fill="none" stroke="url(#g)" stroke-width="14"/>',
    "a pattern": DEFS.format(
        '<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="10" height="20" fill="#09c"/></pattern>'
    )
    + '<rect x="5" y="5" width="90" height="90" fill="url(#p)"/>',
    "a pattern in shares of a box": DEFS.format(
        '<pattern id="p" width=".25" height=".25" viewBox="0 0 10 10">'
        '<path d="M5 0L10 10H0z" fill="#c50"/></pattern>'
    )
    + '<ellipse cx="50" cy="50" rx="45" ry="30" fill="url(#p)" stroke="black"/>',
    "markers": DEFS.format(
        '<marker id="a" markerWidth="6" markerHeight="6" refX="3" refY="3" orient="auto">'
        '<path d="M0 0L6 3L0 6z" fill="context-stroke"/></marker>'
        '<marker id="b" markerWidth="4" markerHeight="4" refX="2" refY="2">'
        '<circle cx="2" cy="2" r="2" fill="orange"/></marker>'
    )
    + '<path d="M15 15L50 75L85 30" fill="none" stroke="navy" stroke-width="3"'
    ' marker-start="url(#b)" marker-mid="url(#b)" marker-end="url(#a)"/>',
    "an arrow that turns back": DEFS.format(
        '<marker id="a" viewBox="0 0 10 10" markerWidth="5" markerHeight="5" refX="9" refY="5"'
        ' orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker>'
    )
    + '<path d="M20 50H80" stroke="black" stroke-width="4" marker-start="url(#a)"'
    ' marker-end="url(#a)"/>',
    "a clip path": DEFS.format(
        '<clipPath id="c"><circle cx="40" cy="50" r="35"/><rect x="60" y="60" width="35"'
        ' height="30"/></clipPath>'
    )
    + '<rect width="100" height="100" fill="steelblue" clip-path="url(#c)"/>',
    "a clip path in shares of a box": DEFS.format(
        '<clipPath id="c" clipPathUnits="objectBoundingBox"><path d="M.5 0L1 1H0z"/></clipPath>'
    )
    + '<rect x="20" y="10" width="60" height="80" fill="olive" clip-path="url(#c)"/>',
    "a mask": DEFS.format(
        '<linearGradient id="g"><stop stop-color="white"/><stop offset="1"/></linearGradient>'
        '<mask id="m"><rect width="100" height="100" fill="url(#g)"/></mask>'
    )
    + '<rect x="10" y="10" width="80" height="80" fill="firebrick" mask="url(#m)"/>',
    "a mask of alpha": DEFS.format(
        '<mask id="m" mask-type="alpha"><circle cx="50" cy="50" r="40" fill-opacity=".6"/></mask>'
    )
    + '<rect width="100" height="100" fill="green" mask="url(#m)"/>',
    "opacity of a group": '<g opacity=".5"><circle cx="35" cy="50" r="30" fill="red"/>'
    '<circle cx="65" cy="50" r="30" fill="blue"/></g>',
    "opacity of fills and strokes": '<circle cx="50" cy="50" r="35" fill="red" fill-opacity=".4"'
    ' stroke="blue" stroke-opacity="50%" stroke-width="16"/>',
    "a blur": '<filter id="f"><feGaussianBlur stdDeviation="4"/></filter>'
    '<rect x="25" y="25" width="50" height="50" fill="purple" filter="url(#f)"/>',
    "a shadow": '<filter id="f"><feDropShadow dx="5" dy="5" stdDeviation="2" flood-color="navy"/>'
    '</filter><circle cx="45" cy="45" r="30" fill="gold" filter="url(#f)"/>',
    "a filter that turns grey": '<filter id="f" color-interpolation-filters="sRGB">'
    '<feColorMatrix type="saturate" values="0"/></filter>'
    '<rect x="10" y="10" width="80" height="80" fill="orange" filter="url(#f)"/>',
    "a filter of several steps": '<filter id="f"><feOffset in="SourceAlpha" dx="6" dy="6"/>'
    '<feFlood flood-color="teal" result="c"/><feComposite in="c" in2="SourceAlpha" operator="in"/>'
    '<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>'
    '<path d="M20 20h40v40h-40z" fill="red" fill-opacity=".5" filter="url(#f)"/>',
    "a filter function": '<rect x="20" y="20" width="60" height="60" fill="red"'
    ' filter="drop-shadow(4px 4px 2px black)"/>',
    "blend modes": '<rect width="60" height="60" fill="cyan"/><rect x="30" y="30" width="60"'
    ' height="60" fill="magenta" style="mix-blend-mode: multiply"/>',
    "a paint order": '<circle cx="50" cy="50" r="30" fill="yellow" stroke="black"'
    ' stroke-width="20" paint-order="stroke"/>',
    "a style sheet": "<style>.a { fill: #c33 } #b { fill: #3c3; stroke: black }"
    " rect:not(.a) { stroke-width: 5 } g > rect { opacity: .6 }</style>"
    '<g><rect class="a" width="50" height="50"/><rect id="b" x="40" y="40" width="50"'
    ' height="50" fill="red"/></g>',
    "the order of styles": "<style>rect { fill: green !important } .x { fill: red }</style>"
    '<rect class="x" width="50" height="50" style="fill: blue" fill="gold"/>'
    '<circle class="x" cx="70" cy="70" r="25" style="fill: blue" fill="gold"/>',
    "variables": "<style>:root { --main: teal; --edge: var(--none, orange) }"
    " .b { --main: purple }</style>"
    '<rect width="45" height="90" fill="var(--main)" stroke="var(--edge)" stroke-width="4"/>'
    '<g class="b"><rect x="50" width="45" height="90" style="fill: var(--main)"/></g>',
    "transforms of CSS": "<style>.r { transform: translate(50px, 20px) rotate(.125turn)"
    " scale(1.2) }</style>"
    '<rect class="r" width="30" height="30" fill="brown"/>',
    "the origin of a transform": '<rect x="30" y="30" width="40" height="40" fill="navy"'
    ' style="transform: rotate(30deg); transform-origin: 50px 50px"/>',
    "geometry in a style": '<circle style="cx: 50px; cy: 40px; r: 30px; fill: hotpink"/>'
    "<path style=\"d: path('M10 90h80v-10h-80z')\"/>",
    "media": "<style>rect { fill: teal } @media (prefers-color-scheme: dark) { rect { fill: black }"
    " } @media (prefers-color-scheme: light) { circle { fill: orange } }</style>"
    '<rect width="50" height="50"/><circle cx="70" cy="70" r="25"/>',
    "colours": '<rect width="50" height="50" fill="rebeccapurple"/>'
    '<rect x="50" width="50" height="50" fill="rgb(0 128 255 / 50%)"/>'
    '<rect y="50" width="50" height="50" fill="hsl(120deg, 60%, 40%)"/>'
    '<rect x="50" y="50" width="50" height="50" fill="#f808" stroke="hwb(200 10% 20%)"/>',
    "the current colour": '<g color="crimson"><rect width="50" height="50" fill="currentColor"/>'
    '</g><rect x="50" y="50" width="50" height="50" fill="currentColor"/>',
    "what is hidden": '<rect width="100" height="50" fill="skyblue"/><rect y="50" width="50"'
    ' height="50" display="none"/><g visibility="hidden"><rect x="50" y="50" width="50"'
    ' height="25"/><rect x="50" y="75" width="50" height="25" visibility="visible"'
    ' fill="olive"/></g>',
    "what does not exist": '<rect width="50" height="50" fill="url(#none) lime"/><rect x="50"'
    ' y="50" width="50" height="50" fill="red" mask="url(#none)" filter="url(#none)"'
    ' clip-path="url(#none)"/>',
    "a choice": '<switch><rect systemLanguage="xx" width="100" height="100"/>'
    '<circle cx="50" cy="50" r="40" fill="teal"/></switch>',
    "a link": '<a href="#x"><rect x="20" y="20" width="60" height="60" fill="teal"/></a>',
    "shares of the view": '<rect x="10%" y="20%" width="50%" height="60%" fill="slateblue"/>'
    '<circle cx="75%" cy="25%" r="15%" fill="orange"/>',
    "units": '<rect x="1mm" y="1mm" width="1cm" height=".25in" fill="maroon"/>'
    '<line x1="10pt" y1="40pt" x2="5pc" y2="40pt" stroke="black" stroke-width="4pt"/>',
    "an embedded image": '<image x="10" y="10" width="80" height="80" image-rendering="pixelated"'
    f' href="{_PIXELS}"/>',
}

FILES: dict[str, str] = {
    "a size in units": '<svg xmlns="http://www.w3.org/2000/svg" width="6cm" height="30mm">'
    '<rect width="6cm" height="3cm" fill="#fcf"/><circle cx="3cm" cy="1.5cm" r="1cm"/></svg>',
    "a size with an exponent": '<svg xmlns="http://www.w3.org/2000/svg" width="2e2" height="1e2">'
    '<rect width="200" height="100" fill="#cff"/><circle cx="100" cy="50" r="40"/></svg>',
    "a width alone": '<svg xmlns="http://www.w3.org/2000/svg" width="50mm" viewBox="0 0 30 10">'
    '<rect width="30" height="10" fill="#cfc"/><circle cx="15" cy="5" r="5"/></svg>',
    "a view box in the middle": '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="200"'
    ' viewBox="0 0 200 100"><rect width="200" height="100" fill="#eef"/>'
    '<circle cx="100" cy="50" r="80" fill="#55a"/></svg>',
    "a view box at one end": '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"'
    ' viewBox="0 0 100 100" preserveAspectRatio="xMaxYMid">'
    '<circle cx="50" cy="50" r="50" fill="#55a"/></svg>',
    "a view box that is stretched": '<svg xmlns="http://www.w3.org/2000/svg" width="300"'
    ' height="100" viewBox="0 0 100 100" preserveAspectRatio="none">'
    '<circle cx="50" cy="50" r="50" fill="#55a"/></svg>',
    "a view box that is cut": '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"'
    ' viewBox="0 0 100 100" preserveAspectRatio="xMidYMin slice">'
    '<circle cx="50" cy="50" r="50" fill="#55a"/></svg>',
    "a view box with an offset": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-50,-25 100 50">'
    '<circle r="25" fill="#a55"/></svg>',
    "a background": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"'
    ' style="background: #ffe0b0"><circle cx="45" cy="45" r="30"/></svg>',
}

TEXTS: dict[str, str] = {
    name: f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>'
    for name, inside in {
        "sizes and anchors": '<text x="50" y="20" text-anchor="middle" font-size="12">Bend</text>'
        '<text x="95" y="50" text-anchor="end" font-family="serif" font-size="20">10 cm</text>',
        "bold and italic": '<text x="5" y="30" font-size="14" font-weight="bold">Keep <tspan'
        ' font-style="italic" fill="red">your</tspan></text>'
        "<style>text { font: italic bold 12px/1.2 Arial }</style>",
        "strokes": '<text x="5" y="60" font-size="50" fill="none" stroke="navy">Up</text>',
        "a path": '<defs><path id="p" d="M10 60Q50 10 90 60"/></defs>'
        '<text font-size="12"><textPath href="#p">Lift and lower</textPath></text>',
        "Greek and Vietnamese": '<text x="5" y="30" font-size="12">ω Tiếng Việt</text>',
        "Thai": '<text x="5" y="30" font-size="20">ทุกวัน</text>',
        "Arabic": '<text x="95" y="30" font-size="20" direction="rtl">مرحبا</text>',
        "a shadow": '<text x="5" y="50" font-size="30" filter="drop-shadow(1px 1px red)">Go</text>',
    }.items()
}
"""Drawings of text, whose fonts differ between a page and a browser."""
