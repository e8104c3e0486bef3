# SPDX-License-Identifier: Apache-2.0
"""Files that go to a university as links in media_url, and what each link
opens: the file to whoever knows it, nothing once it is revoked, over or its
case secret, and never a hint which."""
import contextlib
import hashlib
import http.client
import json
import re
import socket
import urllib.parse

import pytest

import open311_form
from campus import NUMBERS, campuses
from wires import DEADLINE, wait_for

PHOTO = bytes(range(256)) * 40
DAY_MS = 86_400_000
BY = ("--by", "Ayu")
WHY = ("--text", "Salah alamat.")


@pytest.fixture(scope="module")
def link():
    with campuses(links=True) as link:
        yield link


@pytest.fixture(params=["unud", "undiksha"])
def side(request):
    return request.param


def hand_over(link, side, files=(("foto.jpg", "image/jpeg", PHOTO),),
              **members):
    """A case with files: case, handoff and the fields of the form."""
    answer = link.lapor.post("/v1/cases", {
        "narrative": "Lampu mati.", "category": f"campus-{side}",
        "tracking_id": f"M-{next(NUMBERS)}",
        "attachments": [link.upload(*file) for file in files], **members})
    assert answer.status == 201, answer
    case, handoff = answer.body["case"], answer.body["handoff"]
    wait_for(f"{side} to have {handoff}",
             lambda: link.handoff(case, handoff)["delivery"]["state"] ==
             "delivered")
    forms = [f for f in link.sides[side].forms() if f[0] == "requests"
             and f[3].get("attribute[simpul]") == handoff]
    assert len(forms) == 1
    open311_form.check_post(*forms[0])
    return case, handoff, forms[0]


def fetch(link, url, method="GET", **headers):
    """What is at an address, as anybody on the way would see it."""
    base = f"https://localhost:{link.hub.port}"
    assert url.startswith(base), url
    wire = http.client.HTTPSConnection("localhost", link.hub.port,
                                       timeout=DEADLINE,
                                       context=link.hub.tls())
    try:
        wire.request(method, url[len(base):], headers=headers)
        answer = wire.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        wire.close()


def nothing(link, url):
    """Whether it opens nothing, as an address that never was."""
    never = re.sub("[0-9a-f]{32}$", "0" * 32, url)
    assert never != url
    got, other = fetch(link, url), fetch(link, never)
    for answer in (got, other):
        answer[1].pop("Date")
    return got[0] == 404 and got == other


def state(link, case):
    ran = json.loads(link.hub.ctl("--json", "links", case)[1])
    return [row["state"] for row in ran["links"]]


def test_a_photo_goes_as_a_link_that_opens_it(link, side):
    case, handoff, (_, media, _, fields) = hand_over(link, side)
    assert media == open311_form.URLENCODED
    url = fields["media_url"]
    assert re.fullmatch(rf"https://localhost:{link.hub.port}/a/[0-9a-z]+", url)
    status, headers, body = fetch(link, url)
    assert (status, body) == (200, PHOTO)
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == \
        "attachment; filename=\"foto.jpg\"; filename*=UTF-8''foto.jpg"
    for asked in ({}, {"Range": "bytes=256-511"}):  # a range is for a GET
        status, again, body = fetch(link, url, "HEAD", **asked)
        assert (status, body) == (200, b"")
        assert again["Content-Length"] == str(len(PHOTO))
        assert again["Content-Type"] == "image/jpeg"
    status, again, body = fetch(link, url, Range="bytes=256-511")
    assert (status, body) == (206, bytes(range(256)))
    assert again["Content-Range"] == f"bytes 256-511/{len(PHOTO)}"
    assert fetch(link, url, Range=f"bytes={len(PHOTO)}-")[0] == 416
    assert link.hub.ctl("links", handoff)[1].count("berlaku") == 1
    assert state(link, case) == ["in_force"]


def test_further_files_stand_behind_the_description(link, side):
    files = [("foto satu.jpg", "image/jpeg", PHOTO),
             ("bukti \"é\".pdf", "application/pdf", b"%PDF-1.7"),
             ("", "", b"x")]
    _, _, (_, _, _, fields) = hand_over(link, side, files)
    urls = [fields["media_url"],
            *re.findall(r"https://\S+", fields["description"])]
    assert len(set(urls)) == 3
    assert 'Berkas lain, bukti "é".pdf: https://' in fields["description"]
    got = [fetch(link, url) for url in urls]
    assert [g[2] for g in got] == [PHOTO, b"%PDF-1.7", b"x"]
    assert got[1][1]["Content-Disposition"] == \
        ("attachment; filename=\"bukti_____.pdf\"; "
         "filename*=UTF-8''bukti%20%22%C3%A9%22.pdf")
    assert got[2][1]["Content-Type"] == "application/octet-stream"


def test_what_is_no_token_opens_nothing(link):
    _, _, (_, _, _, fields) = hand_over(link, "unud")
    base, token = fields["media_url"].rsplit("/", 1)
    wrong = [token[:-1], token + "0", token.upper(), token[:13] + "ff" +
             token[15:], "0" * 47, "x", "%2e%2e%2f%2e%2e%2fhub.key",
             "..%2fv1", token + "/", token + "%20"]
    known = {fetch(link, f"{base}/{t}")[2] for t in wrong}
    assert len(known) == 1 and b'"status":404' in next(iter(known))
    assert fetch(link, base)[0] == fetch(link, base + "/")[0] == 404
    assert fetch(link, f"{base}/{token}%00")[0] == 400
    assert fetch(link, f"{base}/{'z' * 9000}")[0] == 414
    assert fetch(link, fields["media_url"], "POST")[0] == 405
    assert fetch(link, fields["media_url"] + "?x=1")[0] == 200


def test_the_token_stands_nowhere_but_in_what_was_sent(link):
    _, _, (_, _, _, fields) = hand_over(link, "unud")
    secret = fields["media_url"][-32:].encode()
    assert fetch(link, fields["media_url"])[0] == 200
    for file in link.hub.folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert secret not in data and bytes.fromhex(
                secret.decode()) not in data, file


def test_a_retry_tells_of_the_same_address(link):
    peer = link.sides["unud"]
    peer.ask("lie", {"requests": {"status": 503,
                                  "headers": [["Retry-After", "1"]]}})
    answer = link.lapor.post("/v1/cases", {
        "narrative": "Lampu mati.", "category": "campus-unud",
        "tracking_id": f"M-{next(NUMBERS)}",
        "attachments": [link.upload("a.jpg", "image/jpeg", PHOTO)]})
    case, handoff = answer.body["case"], answer.body["handoff"]
    wait_for("an attempt", lambda: link.handoff(case, handoff)["delivery"]
             .get("attempt", 0) > 0)
    wait_for("its link", lambda: state(link, case) == ["in_force"])
    before = json.loads(link.hub.ctl("--json", "links", case)[1])["links"]
    peer.ask("lie", {})
    wait_for("the case to be there", lambda: peer.request(handoff))
    form = [f for f in peer.forms()
            if f[3].get("attribute[simpul]") == handoff][-1]
    assert fetch(link, form[3]["media_url"])[2] == PHOTO
    after = json.loads(link.hub.ctl("--json", "links", case)[1])["links"]
    assert before == after and len(after) == 1


def test_a_secret_case_goes_in_parts_and_has_no_link(link, side):
    case, _, (_, media, _, fields) = hand_over(link, side, secret=True)
    assert media.startswith("multipart/form-data;")
    assert "media_url" not in fields
    sent = fields["file:foto.jpg"].encode("latin-1")
    assert hashlib.sha256(sent).digest() == hashlib.sha256(PHOTO).digest()
    assert state(link, case) == []


def test_links_are_dead_while_their_case_is_secret(link):
    case, _, (_, _, _, fields) = hand_over(link, "unud")
    url = fields["media_url"]
    for flag, status in (("yes", 404), ("no", 200)):
        answer = link.hub.ctl("reclassify", case, "--secret", flag, *BY)
        assert answer[0] == 0, answer
        assert fetch(link, url)[0] == status
        assert status == 200 or nothing(link, url)
        assert state(link, case) == \
            ["in_force" if status == 200 else "secret"]


def test_links_are_revoked_by_a_person_and_in_the_log(link):
    case, _, (_, _, _, fields) = hand_over(link, "unud")
    assert link.hub.ctl("unlink", case, *BY)[0] != 0
    ran = link.hub.ctl("unlink", case, *BY, *WHY)
    assert ran[0] == 0 and "dicabut" in ran[1], ran
    assert nothing(link, fields["media_url"])
    assert state(link, case) == ["revoked"]
    assert "No link" in link.hub.ctl("unlink", case, *BY, *WHY)[1]
    items = link.coordinator.get(f"/v1/cases/{case}/timeline").body["items"]
    assert [i["text"] for i in items if i["type"] == "said"] == [WHY[1]]
    asked = f"case={case}&kind=simpul.access.revoked.v1"
    entries = wait_for("its entry to be found", lambda: link.coordinator.get(
        f"/v1/audit/entries?{asked}").body["items"])
    assert len(entries) == 1, entries


def test_a_case_without_files_has_none(link):
    case, _, (_, media, _, fields) = hand_over(link, "undiksha", files=())
    assert media == open311_form.URLENCODED and "media_url" not in fields
    assert state(link, case) == []
    assert "No link" in link.hub.ctl("links", case)[1]
    assert link.hub.ctl("links", "tidak-ada")[0] != 0


def read_slowly(link, url):
    """Asks for what is there and reads but the status: connection, status."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.settimeout(DEADLINE)
    sock.connect(("127.0.0.1", link.hub.port))
    wire = link.hub.tls().wrap_socket(sock, server_hostname="localhost")
    wire.sendall(f"GET {urllib.parse.urlsplit(url).path} HTTP/1.1\r\n"
                 "Host: localhost\r\n\r\n".encode())
    head = b""
    while len(head) < 12:
        head += wire.recv(12 - len(head))
    return wire, int(head[9:])


def test_who_reads_slowly_leaves_room_for_others():
    """One link, many who do not read: they are told to come again, and the
    API goes on as if nothing were."""
    with campuses(links=True, settings='budget = "24M"') as link:
        photo = PHOTO * (8000000 // len(PHOTO))
        case, _, (_, _, _, fields) = hand_over(
            link, "unud", [("foto.jpg", "image/jpeg", photo)])
        url = fields["media_url"]
        with contextlib.ExitStack() as stack:
            found = []
            for _ in range(30):
                wire, status = read_slowly(link, url)
                stack.callback(wire.close)
                found.append(status)
            assert set(found) == {200, 503}, found
            assert link.coordinator.get(f"/v1/cases/{case}").status == 200
            assert fetch(link, url, Range="bytes=0-99")[2] == photo[:100]
        wait_for("room for all of it again",
                 lambda: fetch(link, url)[0] == 200)


# Time goes on for all of them: this one is last.
def test_links_end_after_thirty_days_and_are_forgotten(link):
    case, _, (_, _, _, fields) = hand_over(link, "unud")
    link.hub.ask("clock", forward_ms=30 * DAY_MS - 600_000)
    assert fetch(link, fields["media_url"])[0] == 200
    link.hub.ask("clock", forward_ms=1_200_000)
    assert nothing(link, fields["media_url"])

    def swept():
        link.hub.ask("clock", forward_ms=601_000)
        return state(link, case) == []
    wait_for("the link to be forgotten", swept)
