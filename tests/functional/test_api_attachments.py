# SPDX-License-Identifier: Apache-2.0
"""Attachments as their senders and readers meet them: sent in pieces, claimed
by a case, read by its parties, sealed on disk."""
import base64
import hashlib
import os

import pytest

from hub import INSTITUTIONS, Hub, wait_for
from ksp import Ksp

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture(scope="module")
def hub():
    with Hub() as running:
        yield running


@pytest.fixture(scope="module")
def lapor(hub):
    return hub.caller("source", "lapor")


@pytest.fixture(scope="module")
def pdam(hub):
    return hub.caller("institution", "pdam")


@pytest.fixture(scope="module")
def pln(hub):
    return hub.caller("institution", "pln")


def begin(caller, size, name="foto.jpg", kind="image/jpeg", **headers):
    def word(text):
        return base64.b64encode(text.encode()).decode()

    return caller.post("/v1/attachments", headers={
        **TUS, "Upload-Length": str(size),
        "Upload-Metadata": f"filename {word(name)},filetype {word(kind)}",
        **headers})


def add(caller, place, at, piece, **headers):
    return caller.call("PATCH", place, piece, headers={
        **TUS, "Content-Type": PIECE, "Upload-Offset": str(at), **headers})


def send(caller, content, step=1 << 20, **members):
    """A whole attachment; its id."""
    place = begin(caller, len(content), **members).headers["Location"]
    for at in range(0, len(content), step):
        answer = add(caller, place, at, content[at:at + step])
        assert answer.status == 204, answer
    return place.rsplit("/", 1)[1]


def hand_in(caller, *ids):
    return caller.post("/v1/cases", {
        "narrative": "Air keruh, lihat foto", "category": "water",
        "attachments": list(ids)})


def sealed(hub):
    """Bytes of every file as they stand on disk."""
    return {f.name: f.read_bytes()
            for f in (hub.folder / "data/files").iterdir()}


def test_an_upload_begins_and_tells_how_far_it_is(lapor):
    answer = begin(lapor, 10)
    assert answer.status == 201
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    place = answer.headers["Location"]
    assert add(lapor, place, 0, b"12345").headers["Upload-Offset"] == "5"
    head = lapor.call("HEAD", place)
    assert head.status == 200
    assert head.headers["Upload-Offset"] == "5"
    assert head.headers["Upload-Length"] == "10"
    assert head.headers["Cache-Control"] == "no-store"


def test_pieces_join_to_what_was_sent(lapor):
    content = os.urandom(3 * (1 << 20) + 12345)
    place = "/v1/attachments/" + send(lapor, content)
    assert lapor.get(place).body == content
    small = os.urandom(70000)
    place = "/v1/attachments/" + send(lapor, small, step=777)
    assert lapor.get(place).body == small
    part = lapor.get(place, headers={"Range": "bytes=65530-65600"})
    assert (part.status, part.body) == (206, small[65530:65601])
    assert part.headers["Content-Range"] == "bytes 65530-65600/70000"
    last = lapor.get(place, headers={"Range": "bytes=69990-"})
    assert last.body == small[69990:]
    gone = lapor.get(place, headers={"Range": "bytes=70000-"})
    assert gone.status == 416


def test_a_piece_goes_only_where_the_last_one_ended(lapor):
    place = begin(lapor, 10).headers["Location"]
    add(lapor, place, 0, b"1234")
    for at in (0, 3, 5, 10):
        answer = add(lapor, place, at, b"x")
        assert answer.status == 409
        assert answer.headers["Upload-Offset"] == "4"
    assert add(lapor, place, 4, b"0123456").status == 413
    assert add(lapor, place, 4, b"").status == 204
    assert add(lapor, place, 4, b"567890").status == 204
    assert lapor.get(place).body == b"1234567890"


BAD_BEGINNINGS = [
    ({"Upload-Length": "0"}, 422, "Upload-Length"),
    ({"Upload-Length": "-1"}, 422, "Upload-Length"),
    ({"Upload-Length": "99999999999"}, 422, "Upload-Length"),
    ({"Upload-Length": "x"}, 422, "Upload-Length"),
    ({"Upload-Metadata": "filename !!!"}, 422, "filename"),
    ({"Upload-Metadata": "filename CgoK"}, 422, "filename"),
    ({"Upload-Metadata": "filetype ////"}, 422, "filetype"),
    ({"Tus-Resumable": "0.2.2"}, 412, "1.0.0"),
]


@pytest.mark.parametrize("headers,status,words", BAD_BEGINNINGS)
def test_a_bad_beginning_is_refused_in_words(lapor, headers, status, words):
    answer = begin(lapor, 10, **headers)
    assert answer.status == status
    assert words in answer.body["detail"]


def test_a_bad_piece_is_refused(lapor):
    place = begin(lapor, 10).headers["Location"]
    wrong = add(lapor, place, 0, b"1", **{"Content-Type": "text/plain"})
    assert wrong.status == 415
    assert add(lapor, place, "x", b"1").status == 422
    assert add(lapor, "/v1/attachments/0000000000000", 0, b"1").status == 404
    long = add(lapor, place, 0, b"x" * ((1 << 20) + 1))
    assert long.status == 413
    lapor.close()


def test_a_folder_in_a_name_is_cut_off(lapor):
    number = send(lapor, b"x", name="../../etc/passwd")
    case = hand_in(lapor, number).body["case"]
    found = lapor.get(f"/v1/cases/{case}").body["attachments"]
    assert found == [{"id": number, "name": "passwd", "type": "image/jpeg",
                      "size": 1}]


def test_a_case_claims_its_attachments(lapor, pdam, pln):
    content = os.urandom(100000)
    number = send(lapor, content)
    place = f"/v1/attachments/{number}"
    assert pdam.get(place).status == 403
    answer = hand_in(lapor, number)
    assert answer.status == 201
    assert pdam.get(place).body == content
    assert pln.get(place).status == 403
    found = pdam.get(f"/v1/cases/{answer.body['case']}").body["attachments"]
    assert [(a["id"], a["size"]) for a in found] == [(number, 100000)]


def test_only_what_is_whole_loose_and_ones_own_is_claimed(hub, lapor):
    number = send(lapor, b"one")
    other = send(hub.caller("coordinator", "inspektorat"), b"two")
    half = begin(lapor, 5).headers["Location"].rsplit("/", 1)[1]
    mine = send(lapor, b"three")
    assert hand_in(lapor, number).status == 201
    for ids, words in [
            ((number,), "belongs to another case"),
            ((other,), "was not sent by the source"),
            ((half,), "is not complete"),
            ((mine, mine), "number 2 is there twice"),
            (("0sa4e6xqr0000",), "none of the hub's")]:
        answer = hand_in(lapor, *ids)
        assert answer.status == 422, (ids, answer)
        assert words in answer.body["detail"]
    assert hand_in(lapor, mine).status == 201


def test_nothing_readable_stands_on_disk(hub, lapor):
    content = b"rahasia sekali " * 5000
    number = send(lapor, content)
    hand_in(lapor, number)
    files = sealed(hub)
    assert files
    for name, stored in files.items():
        assert len(name) == 32
        assert b"rahasia" not in stored
    stored = b"".join(f.read_bytes()
                      for f in (hub.folder / "data").glob("simpul.db*"))
    assert b"foto.jpg" not in stored


def test_a_changed_file_is_not_given_out(hub, lapor):
    before = set(sealed(hub))
    number = send(lapor, b"x" * 1000)
    name, = set(sealed(hub)) - before
    path = hub.folder / "data/files" / name
    stored = bytearray(path.read_bytes())
    stored[500] ^= 1
    path.write_bytes(bytes(stored))
    assert lapor.get(f"/v1/attachments/{number}").status == 500
    path.write_bytes(bytes(stored[:500]))
    assert lapor.get(f"/v1/attachments/{number}").status == 500


def test_an_upload_goes_on_after_a_kill():
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        content = os.urandom(300000)
        place = begin(lapor, len(content)).headers["Location"]
        add(lapor, place, 0, content[:100000])
        hub.kill()
        # What a crash may leave behind the end: more than the row knows of.
        for path in (hub.folder / "data/files").iterdir():
            path.write_bytes(path.read_bytes() + b"\x10\x00\x00\x00half")
        lapor.close()
        hub.start()
        assert lapor.call("HEAD", place).headers["Upload-Offset"] == "100000"
        add(lapor, place, 100000, content[100000:])
        assert lapor.get(place).body == content


ROUTE = 'route "roads" { category = { "roads" } to = "ksp" }\n'


@pytest.fixture(scope="module")
def linked():
    """A hub with a KSP."""
    hub = Hub()
    with Ksp(hub.folder, hub.port, timeout="2s") as ksp:
        hub.institutions = INSTITUTIONS + ROUTE + ksp.section()
        with hub:
            yield hub, ksp


def test_an_institution_gets_the_files_with_the_case(linked):
    hub, ksp = linked
    lapor = hub.caller("source", "lapor")
    contents = [os.urandom(200000), b"kecil"]
    ids = [send(lapor, contents[0]),
           send(lapor, contents[1], name="surat.txt", kind="text/plain")]
    answer = lapor.post("/v1/cases", {
        "narrative": "Jalan rusak, lihat foto", "category": "roads",
        "attachments": ids})
    assert answer.status == 201, answer
    handoff = answer.body["handoff"]
    wait_for("KSP has the case", lambda: ksp.case(handoff))
    files = ksp.case(handoff)["files"]
    assert [(f["name"], f["type"], f["size"]) for f in files] == [
        ("foto.jpg", "image/jpeg", 200000), ("surat.txt", "text/plain", 5)]
    assert [f["sha256"] for f in files] == [
        hashlib.sha256(c).hexdigest() for c in contents]


def test_files_that_come_with_a_case_are_kept(linked):
    hub, ksp = linked
    content = os.urandom(150000)
    status, body = ksp.hand_in(
        {"tracking_id": "KSP-7", "target": "pdam", "subject": "Air keruh",
         "narrative": "Air keruh, lihat foto"},
        files=[("air.jpg", "image/jpeg", content)])
    assert status in (200, 201, 202), body
    pdam = hub.caller("institution", "pdam")
    wait_for("the case is there", lambda: pdam.get(
        "/v1/cases?ref=KSP-7").body["items"])
    case = pdam.get("/v1/cases?ref=KSP-7").body["items"][0]["id"]
    found, = pdam.get(f"/v1/cases/{case}").body["attachments"]
    assert (found["name"], found["size"]) == ("air.jpg", len(content))
    assert pdam.get(f"/v1/attachments/{found['id']}").body == content
    files = len(sealed(hub))
    ksp.hand_in({"tracking_id": "KSP-7", "target": "pdam", "subject": "Lagi",
                 "narrative": "Sekali lagi"},
                files=[("air.jpg", "image/jpeg", content)])
    wait_for("files of a repetition go", lambda: len(sealed(hub)) == files)
