"""The server of the clinician's page answers its own page, and nobody else."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml
import zxingcpp
from click.testing import CliRunner
from httpx2 import Client, Response
from PIL import Image
from starlette.requests import ClientDisconnect, Request
from starlette.testclient import TestClient

import handout
from handout import cli
from handout.model.blocks import BLOCKS
from handout.serve.app import make_app
from handout.serve.guard import Guard
from handout.serve.phones import ByAddress, Phones
from handout.serve.preview import Preview
from handout.serve.workspace import Workspace

TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 -- of these tests
HOST = "127.0.0.1:8740"
ORIGIN = {"Origin": f"http://{HOST}"}
LIMIT = 2_000_000
PROGRAM: dict[str, Any] = {
    "patient": {"name": "Ann Smith"},
    "handout": {
        "title": "Exercises for you",
        "sections": [
            {
                "heading": "Exercises",
                "content": ["clamshell", {"use": "bridge", "dosage": {"sets": "3"}}],
            }
        ],
    },
}


def client_of(workspace: Workspace) -> TestClient:
    app = Guard(make_app(workspace), TOKEN, frozenset({HOST}), LIMIT)
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture(scope="module")
def client() -> TestClient:
    """Return the browser of the owner over the built-in library."""
    client = client_of(Workspace())
    client.get("/", params={"token": TOKEN})
    return client


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """Return the browser of an owner with a content folder, and the folder."""
    folder = tmp_path / "own"
    folder.mkdir()
    with client_of(Workspace([folder])) as client:
        client.get("/", params={"token": TOKEN})
        yield client, folder


def post(client: TestClient, path: str, **body: object) -> Response:
    return client.post(path, json=body, headers=ORIGIN)


def changed(**dosage: str) -> dict[str, Any]:
    """Return a program with another dose of its second exercise."""
    program: dict[str, Any] = json.loads(json.dumps(PROGRAM))
    program["handout"]["sections"][0]["content"][1]["dosage"] = dosage
    return program


def test_the_library_has_all_that_can_be_picked(client: TestClient) -> None:
    library = client.get("/api/library").json()
    assert sorted(entry["id"] for entry in library["entries"]) == handout.Library().entries()
    order = [(entry["regions"][0], entry["name"].casefold()) for entry in library["entries"]]
    assert order == sorted(order), "by body part and name"
    titles = [each["title"].casefold() for each in library["handouts"]]
    assert titles == sorted(titles)
    assert {each["reviewed"] for each in library["handouts"]} == {""}, "nobody has reviewed any"
    assert library["languages"] == handout.Library().languages()
    assert "es" in library["languages"]
    counts = {each["id"]: (each["patient"], each["count"]) for each in library["handouts"]}
    assert counts["it-band-pain"] == ("", 9)
    assert counts["hand-splint"] == ("", 2), "one in the library, one written in the handout"
    assert [each["patient"] for each in library["programs"]] == ["Alex Example"]
    clamshell = next(entry for entry in library["entries"] if entry["id"] == "clamshell")
    assert clamshell["phrases"][0].startswith("2 to 3 sets")
    assert clamshell["dosage"]["reps"] == "12-15"
    picture = client.get(clamshell["pictures"][0]["url"])
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    assert {each["id"] for each in library["handouts"]} == {*handout.Library().handouts()}
    assert not library["writable"]


def test_every_block_but_pictures_can_be_picked_and_its_example_prints(client: TestClient) -> None:
    blocks = client.get("/api/library").json()["blocks"]
    assert {block["key"] for block in blocks} == {*BLOCKS} - {"picture", "pictures"}
    content = [block["example"] for block in blocks]
    program = {"handout": {"title": "All", "sections": [{"content": content}]}}
    answer = post(client, "/api/documents", program=program).json()
    assert answer["problems"] == []
    assert len(answer["pages"]) == 2


def test_a_document_is_the_file_that_the_command_line_builds(
    client: TestClient, tmp_path: Path
) -> None:
    options = {"edition": "compact", "paper": "letter", "clinic": "example-clinic"}
    answer = post(client, "/api/documents", program=PROGRAM, options=options).json()
    assert answer["title"] == "Exercises for you"
    shown = client.get(f"/api/documents/{answer['document']}.pdf").content
    body = {"program": PROGRAM, "options": options}
    assert post(client, "/api/files", **body, format="pdf").content == shown
    saved = post(client, "/api/files", **body, format="yaml")
    assert saved.headers["content-disposition"] == 'attachment; filename="exercises-for-you.yaml"'
    path = tmp_path / "ann.yaml"
    path.write_bytes(saved.content)
    command = [sys.executable, "-m", "handout", "build", str(path), "-o", "-"]
    command += ["--edition", "compact", "--paper", "letter", "--clinic", "example-clinic"]
    built = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path).stdout
    assert built == shown
    for format_ in ("html", "epub"):
        file = post(client, "/api/files", **body, format=format_).content
        assert file == getattr(handout.Library().compose(path, clinic="example-clinic"), format_)()


def test_a_saved_program_opens_as_it_was(client: TestClient) -> None:
    saved = post(client, "/api/files", program=PROGRAM, format="yaml").content
    opened = client.post("/api/programs", content=saved, headers=ORIGIN)
    assert opened.json() == {"program": PROGRAM}
    ready = client.get("/api/programs/it-band-pain-example").json()["program"]
    assert {"use": "wall-sit", "dosage": {"sets": "2"}} in ready["handout"]["sections"][0][
        "content"
    ]


def test_a_page_is_drawn_as_wide_as_it_is_shown(client: TestClient) -> None:
    answer = post(client, "/api/documents", program=PROGRAM).json()
    url = f"/api/documents/{answer['document']}/pages/0.png"
    picture = Image.open(BytesIO(client.get(url, params={"width": "800"}).content))
    assert picture.size == (800, 1132)
    page = pymupdf.open(stream=client.get(f"/api/documents/{answer['document']}.pdf").content)[0]
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(800 / page.rect.width, 800 / page.rect.width))
    dark = [value < 128 for value in picture.convert("L").tobytes()]
    other = [value < 128 for value in pixmap.tobytes("pnm")[-3 * len(dark) :: 3]]
    # Another reader puts the ink in the same places.
    assert sum(ours != theirs for ours, theirs in zip(dark, other, strict=True)) < len(dark) / 50
    assert client.get(url, params={"width": "x"}).status_code == 400
    assert client.get(url.replace("0.png", "9.png"), params={"width": "9"}).status_code == 404


@pytest.mark.parametrize(
    ("dosage", "message", "path"),
    [
        ({"hold": "5"}, "'hold' needs a unit: '5'", ["dosage", "hold"]),
        ({"sest": "5"}, "the field 'sest' is not known here", ["dosage", "sest"]),
        ({"side": "lefft"}, "'side' cannot be 'lefft'", ["dosage", "side"]),
    ],
)
def test_a_problem_names_its_field_in_the_programs_own_words(
    client: TestClient, dosage: dict[str, str], message: str, path: list[str]
) -> None:
    answer = post(client, "/api/documents", program=changed(**dosage)).json()
    assert answer["document"] is None
    (problem,) = answer["problems"]
    assert message in problem["message"]
    assert problem["hint"]
    assert problem["path"] == ["handout", "sections", 0, "content", 1, *path]


def test_a_warning_is_beside_what_it_is_about(client: TestClient) -> None:
    program = json.loads(json.dumps(PROGRAM))
    program["handout"]["sections"].append({"content": ["clamshell"]})
    answer = post(client, "/api/documents", program=program).json()
    assert answer["document"]
    (problem,) = answer["problems"]
    assert problem["severity"] == "warning"
    assert problem["path"] == ["handout", "sections", 1, "content", 0]


def test_only_the_last_documents_are_kept(client: TestClient) -> None:
    names = [
        post(client, "/api/documents", program=changed(sets=str(number))).json()["document"]
        for number in range(1, 9)
    ]
    kept = [client.get(f"/api/documents/{name}.pdf").status_code for name in names]
    assert kept == [404, 404, 200, 200, 200, 200, 200, 200]


STATIC = Path(handout.__file__).parent / "serve/static"


def test_the_words_of_the_page_are_those_that_it_says() -> None:
    words = json.loads((STATIC / "words/en.json").read_bytes())
    code = "".join(path.read_text("utf-8") for path in sorted((STATIC / "js").glob("*.js")))
    quoted = set(re.findall(r'"([a-z_]+(?:\.[a-z_-]+)*)"', code))
    # Any word may be what a template such as `dose.${name}` has in braces.
    templates = re.findall(r"`([^`\s<>=]*\$\{[^`\s<>=]+)`", code)
    parts = [re.split(r"\$\{[^}]+\}", each) for each in templates]
    patterns = [
        "[a-z0-9_-]+".join(map(re.escape, each)) for each in parts if len("".join(each)) > 3
    ]
    said = quoted | {key for key in words if any(re.fullmatch(each, key) for each in patterns)}
    # Labels of fields are called after their paths.
    said |= {f"{name}.{field}" for name in ("patient", "clinician") for field in quoted}
    assert set(words) - said == set()
    assert set(re.findall(r'say\(\s*"([^"]+)"', code)) <= set(words)


def test_the_libraries_of_the_page_are_those_of_the_notice() -> None:
    notice = (STATIC / "vendor/NOTICE.md").read_text("utf-8")
    files = {path.name for path in (STATIC / "vendor").glob("*.mjs")}
    assert files == set(re.findall(r"^\| (\S+\.mjs) ", notice, re.MULTILINE))
    for name in files:
        digest = sha256((STATIC / "vendor" / name).read_bytes()).hexdigest()
        assert re.search(rf"^\| {name} .*{digest}", notice, re.MULTILINE), name


# What others may not do.


def test_without_the_token_nothing_is_shown() -> None:
    stranger = client_of(Workspace())
    for path in ("/", "/api/library", "/static/app.js", "/api/documents/x.pdf"):
        assert stranger.get(path).status_code == 403
    assert stranger.get("/", params={"token": "guessed"}).status_code == 403
    answer = stranger.get("/", params={"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert stranger.get("/api/library").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8740", "127.0.0.1", "127.0.0.1:1"])
def test_another_name_for_this_computer_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/library", headers={"Host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", f"https://{HOST}"])
def test_only_the_page_itself_may_write(client: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    answer = client.post("/api/documents", json={"program": PROGRAM}, headers=headers)
    assert answer.status_code == 403


def test_every_answer_is_strict_about_where_things_come_from(client: TestClient) -> None:
    document = post(client, "/api/documents", program=PROGRAM)
    for answer in (client.get("/"), client.get("/api/library"), document, client.get("/nothing")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"program": {}}',
        b'{"program": {"handout": []}}',
        b'{"program": {"handout": {"title": null}}}',
        b'{"program": {"handout": {"title": 1.5}}}',
        b'{"program": {"handout": {}}, "options": [1]}',
        b'{"program": {"handout": {"title": "\\ud800"}}}',
        b'{"program": {"handout": ' + b'{"a": ' * 40 + b'"x"' + b"}" * 42,
        b'{"program": {"handout": ' + b"[" * 9000 + b"]" * 9000 + b"}}",
        b"\xff\xfe",
    ],
)
def test_a_request_that_makes_no_sense_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/documents", content=body, headers=ORIGIN)
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "options",
    [
        {"edition": "huge"},
        {"edition": ["cards"]},
        {"paper": 4},
        {"cards": "x", "edition": "cards"},
        {"clinic": "../x"},
        {"clinic": "/etc/passwd"},
        {"clinic": ["a"]},
        {"language": ["es"]},
        {"language": "es,en,de"},
        {"language": "es,en", "edition": "compact"},
        {"mono": {}},
    ],
)
def test_options_that_do_not_exist_are_named(client: TestClient, options: dict[str, Any]) -> None:
    answer = post(client, "/api/documents", program=PROGRAM, options=options)
    assert answer.status_code in {200, 400, 404}
    told = answer.json()
    assert told.get("message") or told["problems"]


@pytest.mark.parametrize("format_", [None, "exe", [], {}])
def test_a_file_of_no_known_format_is_refused(client: TestClient, format_: object) -> None:
    answer = post(client, "/api/files", program=PROGRAM, format=format_)
    assert answer.status_code == 400
    assert "pdf" in answer.json()["message"]


def test_a_client_that_leaves_in_the_middle_of_a_request_is_no_error(client: TestClient) -> None:
    def left(*_: object) -> None:
        raise ClientDisconnect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Request, "body", left)
        assert post(client, "/api/documents", program=PROGRAM).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/fonts/..%2f..%2fpyproject.toml",
        "/api/programs/..%2f..%2fREADME",
        "/api/programs/%2fetc%2fhosts.yaml",
        "/api/entries/..%2fbridge/pictures/0",
    ],
)
def test_no_path_leads_out_of_its_folder(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/api/programs", content=b"a" * (LIMIT + 1), headers=ORIGIN)
    assert answer.status_code == 413
    chunks = client.post("/api/programs", content=iter([b"a"]), headers=ORIGIN)
    assert chunks.status_code == 413


def test_a_phone_fetches_its_page_and_nothing_else() -> None:
    phones = Phones("http://192.0.2.7:5000")
    page = Guard(make_app(Workspace(), phones=phones), TOKEN, frozenset({HOST}), LIMIT)
    app = ByAddress(page, phones.app, "192.0.2.7")
    clinician = TestClient(app, base_url=f"http://{HOST}")
    clinician.get("/", params={"token": TOKEN})
    assert clinician.get("/api/library").json()["phones"]
    offers = [post(clinician, "/api/phones", program=PROGRAM).json() for _ in range(5)]
    phone = TestClient(app, base_url="http://192.0.2.7:5000")
    fetched = [phone.get(offer["url"]) for offer in offers]
    # Only the last ones wait.
    assert [answer.status_code for answer in fetched] == [404, 200, 200, 200, 200]
    document = handout.Library().compose(handout.write_yaml(PROGRAM))
    assert fetched[-1].content == document.html()
    drawing = pymupdf.open(stream=offers[-1]["code"].encode(), filetype="svg")
    pixels = Image.open(BytesIO(drawing[0].get_pixmap(dpi=150).tobytes("png")))
    assert [code.text for code in zxingcpp.read_barcodes(pixels)] == [offers[-1]["url"]]
    for path in ("/", f"/?token={TOKEN}", "/api/library", "/static/style.css"):
        assert phone.get(path, headers={"Host": HOST}).status_code == 404
    assert post(client_of(Workspace()), "/api/phones", program=PROGRAM).status_code == 403


# What one may save.


def test_nothing_is_saved_without_a_folder_of_ones_own(client: TestClient) -> None:
    answer = post(client, "/api/handouts", id="knee", program=PROGRAM)
    assert answer.status_code == 403
    assert "--content" in answer.json()["message"]


def test_a_handout_is_saved_without_its_patient(own: tuple[TestClient, Path]) -> None:
    client, folder = own
    answer = post(client, "/api/handouts", id="my-knee", program=PROGRAM)
    assert answer.status_code == 201
    (path,) = (folder / "handouts").iterdir()
    assert yaml.safe_load(path.read_bytes())["title"] == "Exercises for you"
    assert b"Ann" not in path.read_bytes()
    assert handout.check(path) == []
    again = post(client, "/api/handouts", id="my-knee", program=PROGRAM)
    assert again.status_code == 409
    replaced = post(client, "/api/handouts", id="my-knee", program=PROGRAM, replace=True)
    assert replaced.status_code == 201
    assert "my-knee" in {each["id"] for each in client.get("/api/library").json()["handouts"]}


@pytest.mark.parametrize("name", ["", "My knee", "../knee", "a/b", "knee.yaml", 7])
def test_a_wrong_id_is_refused(own: tuple[TestClient, Path], name: object) -> None:
    client, folder = own
    answer = post(client, "/api/handouts", id=name, program=PROGRAM)
    assert answer.status_code in {400, 404, 422} or name == 7
    assert {path.name for path in folder.rglob("*.yaml")} <= {"7.yaml"}


def test_what_is_saved_is_called_by_its_name_in_any_script(
    own: tuple[TestClient, Path],
) -> None:
    client, folder = own

    def saved(name: str) -> dict[str, Any]:
        entry = json.dumps({"name": name, "steps": ["Lift."]})
        answer = client.post("/api/exercises", files={"entry": (None, entry)}, headers=ORIGIN)
        told: dict[str, Any] = answer.json()
        return told

    names = ["Große Zehendehnung", "Мост", "Шаг"]
    assert [saved(name)["name"] for name in names] == names
    files = {path.stem for path in (folder / "exercises").iterdir()}
    assert files == {"grosse-zehendehnung", "exercise-1", "exercise-2"}
    assert saved("Мост")["message"] == "there is an exercise 'exercise-1' already"


def test_a_picture_that_cannot_be_read_is_called_by_its_own_name(
    own: tuple[TestClient, Path],
) -> None:
    client, _ = own
    clinic, logo = json.dumps({"name": "Hill"}), ("our-logo.jpg", b"nothing")
    files: dict[str, Any] = {"clinic": (None, clinic), "logo": logo}
    answer = client.post("/api/clinics", files=files, headers=ORIGIN)
    assert "our-logo.jpg" in answer.text
    assert "upload" not in answer.text


def photo() -> bytes:
    """Return a photo that says where it was taken."""
    image = Image.new("RGB", (3000, 2000), "teal")
    exif = image.getexif()
    exif[0x010E] = "Ann's garden"
    file = BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_an_exercise_is_saved_with_a_photo_that_tells_nothing_and_changed(
    own: tuple[TestClient, Path],
) -> None:
    client, folder = own
    entry = {
        "kind": "exercise",
        "id": "toe-taps",
        "name": "Toe taps",
        "pictures": [{"image": "0", "alt": "A foot taps."}],
        "steps": [{"text": "Lift.", "picture": {"image": "1", "alt": "Toes up."}}, "Tap."],
        "dosage": {"reps": "10"},
    }
    files = [("picture", ("foot.jpg", photo(), "image/jpeg"))] * 2
    answer = client.post(
        "/api/exercises", data={"entry": json.dumps(entry)}, files=files, headers=ORIGIN
    )
    assert answer.status_code == 201, answer.text
    saved = (folder / "images/toe-taps-1.jpg").read_bytes()
    assert b"garden" not in saved
    assert max(Image.open(BytesIO(saved)).size) == 2400
    (known,) = (
        each for each in client.get("/api/library").json()["entries"] if each["id"] == "toe-taps"
    )
    assert known["steps"] == ["Lift.", "Tap."]
    assert (folder / "images/toe-taps-2.jpg").exists(), "the photo of the first step"
    url = known["pictures"][0]["url"]
    fields = known["fields"] | {"id": "toe-taps", "name": "Toe lifts", "replaces": "toe-taps"}
    fields["pictures"] = [*fields["pictures"], {"image": "0", "alt": "Another foot."}]
    kept = (folder / "images/toe-taps-1.jpg").read_bytes()
    answer = client.post(
        "/api/exercises", data={"entry": json.dumps(fields)}, files=files[:1], headers=ORIGIN
    )
    assert answer.status_code == 201, answer.text
    assert (folder / "images/toe-taps-1.jpg").read_bytes() == kept
    (known,) = (
        each for each in client.get("/api/library").json()["entries"] if each["id"] == "toe-taps"
    )
    assert known["name"] == "Toe lifts"
    assert [each["image"] for each in known["fields"]["pictures"]] == [
        "images/toe-taps-1.jpg",
        "images/toe-taps-3.jpg",
    ]
    assert known["pictures"][0]["url"] != url, "no browser shows the picture of before"
    program = {"handout": {"title": "Toes", "sections": [{"content": ["toe-taps"]}]}}
    assert post(client, "/api/documents", program=program).json()["document"]


@pytest.mark.parametrize(
    ("entry", "file"),
    [
        ({"id": "x", "name": "X"}, None),
        ({"id": "x", "name": "X", "steps": ["Sit."], "dosage": {"reps": "a few"}}, None),
        ({"id": "x", "name": "X", "steps": ["Sit."], "pictures": [{}]}, b"GIF89a"),
        (
            {"id": "x", "name": "X", "steps": ["Sit."], "pictures": [{"image": "0", "alt": "A"}]},
            b"not a photo",
        ),
        (
            {"id": "x", "name": "X", "steps": ["Sit."], "pictures": [{"image": "0"}]},
            photo(),
        ),
        (
            {
                "id": "x",
                "name": "X",
                "steps": ["Sit."],
                "pictures": [{"image": "0", "alt": "A"}, {"image": "0", "alt": "B"}],
            },
            photo(),
        ),
        ({"id": "x", "name": "X", "steps": ["Sit."]}, b"a photo without words"),
        ({"id": "x", "name": "X", "steps": ["Sit."], "pictures": "all"}, b"x"),
        ({"id": "x", "name": "X", "steps": ["Sit."], "pictures": ["all"]}, b"x"),
    ],
)
def test_an_exercise_with_mistakes_leaves_nothing_behind(
    own: tuple[TestClient, Path], entry: dict[str, Any], file: bytes | None
) -> None:
    client, folder = own
    files = {"picture": ("x.jpg", file, "image/jpeg")} if file else None
    answer = client.post(
        "/api/exercises", data={"entry": json.dumps(entry)}, files=files, headers=ORIGIN
    )
    assert answer.status_code in {400, 422}
    assert answer.json()["message"]
    assert [*folder.rglob("*")] == []


def test_a_letterhead_is_saved_with_its_logo_and_changed(own: tuple[TestClient, Path]) -> None:
    client, folder = own
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    fields = {"id": "hill", "name": "Hill Clinic", "phone": "01632 960 123", "colour": "#0a5"}
    files = {"logo": ("logo.svg", logo, "image/svg+xml")}
    answer = client.post(
        "/api/clinics",
        data={"clinic": json.dumps(fields | {"colour": "#00507a"})},
        files=files,
        headers=ORIGIN,
    )
    assert answer.status_code == 201, answer.text
    assert (folder / "images/hill-1.svg").exists()
    options = {"clinic": "hill"}
    assert post(client, "/api/documents", program=PROGRAM, options=options).json()["document"]
    (known,) = (
        each for each in client.get("/api/library").json()["clinics"] if each["id"] == "hill"
    )
    assert known["name"] == "Hill Clinic"
    changed = known["fields"] | {"id": "hill", "phone": "01632 960 999"}
    again = client.post("/api/clinics", data={"clinic": json.dumps(changed)}, headers=ORIGIN)
    assert again.status_code == 409, "nobody said that it is to be replaced"
    changed["replaces"] = "hill"
    again = client.post("/api/clinics", data={"clinic": json.dumps(changed)}, headers=ORIGIN)
    assert again.status_code == 201, again.text
    written = (folder / "clinics/hill.yaml").read_text("utf-8")
    assert "01632 960 999" in written
    assert "images/hill-1.svg" in written, "the logo is kept"
    pale = client.post(
        "/api/clinics", data={"clinic": json.dumps(fields | {"id": "pale"})}, headers=ORIGIN
    )
    assert pale.status_code in {201, 422}


def test_a_preview_shows_a_file_and_its_problems_by_line(tmp_path: Path) -> None:
    path = tmp_path / "knee.yaml"
    path.write_text("title: Knee\nsections: [{entries: [bridge]}]\n", "utf-8")
    workspace = Workspace()
    preview = Preview(workspace, str(path), {"edition": "compact"}, tmp_path)
    app = Guard(make_app(workspace, preview), TOKEN, frozenset({HOST}), LIMIT)
    browser = TestClient(app, base_url=f"http://{HOST}")
    browser.get("/", params={"token": TOKEN})
    shown = browser.get("/api/preview").json()
    built = handout.Library().compose(path).pdf(edition="compact")
    assert browser.get(f"/api/documents/{shown['document']}.pdf").content == built
    path.write_text("title: Knee\nsections: [{entries: [brigde]}]\n", "utf-8")
    failed = browser.get("/api/preview").json()
    assert failed["document"] is None
    assert [(each["place"], each["hint"]) for each in failed["problems"]] == [
        (f"{path}:2:23", "did you mean 'bridge'?")
    ]


def test_a_saved_file_is_told_to_the_preview(tmp_path: Path) -> None:
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")}
    path = tmp_path / "own/handouts/knee.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("title: Knee\nsections: [{entries: [bridge]}]\n", "utf-8")
    command = [sys.executable, "-m", "handout", "preview", str(path), "--port", "0", "--no-open"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, text=True, cwd=Path.cwd()
    ) as process:
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        with Client(follow_redirects=True, timeout=30) as browser:
            assert "preview.js" in browser.get(address).text
            url = address.partition("?")[0] + "api/preview"
            assert browser.get(url).json()["title"] == "Knee"
            with browser.stream("GET", f"{url}/changes") as stream:
                lines = stream.iter_lines()
                assert next(lines) == ": begins"
                path.write_text("title: Hip\nsections: [{entries: [bridge]}]\n", "utf-8")
                assert "data: changed" in lines
            assert browser.get(url).json()["title"] == "Hip"
        process.terminate()
        assert process.wait(20) is not None


def test_the_command_says_where_the_page_is_and_keeps_its_token_private(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path), "PATH": "", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "handout", "serve", "--port", "0", "--no-open"]
    addresses = []
    for _ in range(2):
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env=environment, text=True, cwd=Path.cwd()
        ) as process:
            assert process.stdout
            addresses.append(process.stdout.readline())
            process.terminate()
    found = [
        re.fullmatch(r"The page is at (http://127\.0\.0\.1:\d+/\?token=(\S+))\n", each)
        for each in addresses
    ]
    assert all(found)
    # A page that is open goes on after a new start.
    assert len({each[2] for each in found if each}) == 1
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file() and "token" in path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_page_takes_another_port_and_the_folder_to_save_into_is_made(
    tmp_path: Path,
) -> None:
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")}
    own = tmp_path / "my-content"
    command = [sys.executable, "-m", "handout", "serve", "--no-open", "--content", str(own)]
    with ExitStack() as stack:
        said = []
        for _ in range(2):
            process = stack.enter_context(
                subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
            )
            stack.callback(process.terminate)
            assert process.stdout
            said.append(process.stdout.readline())
            if not said[1:]:
                assert said == [f"The folder '{own}' is new. What you save goes into it.\n"]
                said = [process.stdout.readline()]
    assert own.is_dir()
    assert len(set(said)) == 2
    assert all(each.startswith("The page is at http://127.0.0.1:") for each in said)


@pytest.mark.parametrize("folder", ["none/my-content", "file.txt/my-content"])
def test_a_folder_that_cannot_be_made_is_explained(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    result = CliRunner().invoke(cli.main, ["serve", "--content", str(tmp_path / folder)])
    assert result.exit_code == 2
    assert "Cannot make the folder" in result.stderr


def test_pages_are_in_the_language_that_is_chosen(client: TestClient) -> None:
    shown = post(client, "/api/documents", program=PROGRAM, options={"language": "es"}).json()
    assert shown["language"] == "es"
    built = handout.Library().compose(handout.write_yaml(PROGRAM), language="es").pdf()
    assert client.get(f"/api/documents/{shown['document']}.pdf").content == built
    beside = post(client, "/api/documents", program=PROGRAM, options={"language": "es,en"}).json()
    built = handout.Library().compose(handout.write_yaml(PROGRAM), language="es,en").pdf()
    assert client.get(f"/api/documents/{beside['document']}.pdf").content == built
    other = post(client, "/api/documents", program=PROGRAM, options={"language": "?"}).json()
    assert other["document"] is None
    assert other["problems"]
