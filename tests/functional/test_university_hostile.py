# SPDX-License-Identifier: Apache-2.0
"""What means harm or means nothing, said to the hub's own endpoint of Open311:
each is answered as the standard has it, with no error of the hub's own, and the
worker that read it lives on."""
import http.client
import urllib.parse

import pytest

import open311_form
from campus import NUMBERS, campuses
from wires import DEADLINE, wait_for

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
DEEP = "[" * 5000
ENTITIES = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>"
                   for i in range(1, 10))


def part(head, body="x", end=True):
    return (f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n"
            + ("--b--\r\n" if end else "")).encode()


# Bodies that hand in no case, by what is wrong with them.
BODIES = {
    "nothing": (FORM, b"", 400),
    "only marks": (FORM, b"&&&===&=&", 400),
    "no service": (FORM, b"description=x", 400),
    "no such service": (FORM, b"service_code=%2e%2e%2f&description=x", 404),
    "no description": (FORM, b"service_code=L1&description=%0d%0a%20", 400),
    "bytes that are no UTF-8": (
        FORM, b"service_code=L1&description=\xff\xfe", 400),
    "the same encoded": (FORM, b"service_code=L1&description=%ff%c0%80", 400),
    "half a character": (FORM, b"service_code=L1&description=%e2%82", 400),
    "a number of two lines": (
        FORM, b"service_code=L1&description=x&service_request_id_ext=a%0ab",
        400),
    "a number of 65 bytes": (
        FORM, b"service_code=L1&description=x&service_request_id_ext="
        + b"9" * 65, 400),
    "a mail address of a megabyte": (
        FORM, b"service_code=L1&description=x&email=" + b"e" * 900000, 400),
    "a description of 65 KB": (
        FORM, b"service_code=L1&description=" + b"x" * 66000, 400),
    "201 attributes": (FORM, b"service_code=L1&description=x"
                       + b"&attribute[a]=b" * 201, 400),
    "a code of 200 bytes": (FORM, b"service_code=L1&description=x&attribute["
                            + b"a" * 200 + b"]=b", 400),
    "a DTD": ("text/xml", b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/pass"
              b"wd'>]><r><service_code>L1</service_code><description>&x;"
              b"</description></r>", 400),
    "a billion laughs": (
        "text/xml", f"<!DOCTYPE a [<!ENTITY l0 'lol'>{ENTITIES}]>"
        "<a><service_code>L1</service_code><description>&l9;</description>"
        "</a>".encode().decode(), 400),
    "XML that does not end": ("text/xml", b"<request><service_code>L1", 400),
    "JSON that does not end": ("application/json", b'{"service_code": "L1"',
                               400),
    "JSON without end": ("application/json", DEEP.encode(), 400),
    "two cases at once": (
        "application/json", b'[{"service_code": "L1", "description": "x"},'
        b' {"service_code": "L1", "description": "y"}]', 400),
    "a list of numbers": ("application/json", b"[1, 2]", 400),
    "members of other types": (
        "application/json", b'{"service_code": {"a": 1}, "description": [1]}',
        400),
    "an image": ("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 400),
    "parts without a boundary": (
        "multipart/form-data", part('name="service_code"', "L1"), 400),
    "parts that do not end": (
        PARTS, part('name="service_code"', "L1", end=False), 400),
    "parts without names": (PARTS, part("x=y"), 400),
}
# Bodies that look odd and are cases.
CASES = {
    "a text type": ("text/plain", b"service_code=L1&description=x"),
    "no type": ("", b"service_code=L1&description=x"),
    "all twice": (FORM, b"service_code=L1&description=x&service_code=nada"
                  b"&description=%ff"),
    "100,000 fields": (FORM, b"a=b&" * 100000
                       + b"service_code=L1&description=x"),
    "200 attributes": (FORM, b"service_code=L1&description=x"
                       + b"&attribute[a]=b" * 200),
    "broken escapes": (FORM, b"service_code=L1&description=%&x=%2&y=%zz%"),
    "a NUL": (FORM, b"service_code=L1&description=a%00b"),
    "a place beyond the world": (
        FORM, b"service_code=L1&description=x&lat=1e999&long=NaN"),
    "brackets": (FORM, b"service_code=L1&description=[reason:%20campus]"
                 b"[target:%20pln]x"),
    "a file called as another": (
        PARTS, part('name="service_code"', "L1", end=False)
        + part('name="description"', "x", end=False)
        + part('name="media"; filename="../../etc/passwd"')),
}
# Paths and queries, and how they are answered.
READS = {
    "requests/%ff.json": 400, "requests/%00.json": 400,
    "requests/..%2f..%2fx.json": 404, "requests/-1.xml": 404,
    "requests/%3Cscript%3E.xml": 404, "requests/" + "9" * 500 + ".json": 404,
    "requests/.json": 404, "requests.xml.json": 404, "requests.XML": 404,
    "../unud/requests.json": 404, "requests/a,b,c.json": 404,
    "services/%2e%2e.xml": 404, "services/%ff%fe.json": 404,
    "tokens/%f0%9f%98%80.json": 404, "discovery.yaml": 404, ".xml": 404,
    "servicerequestupdates/1.json": 404,
    "requests.json?service_request_id=%ff": 400,
    "requests.json?service_request_id=" + "a" * 1500: 400,
    "requests.json?service_request_id=" + ",".join(["x"] * 33): 400,
    "requests.json?service_request_id=" + ",".join(["x"] * 32): 404,
    "requests.json?status=%ff%fe&service_code=%ff": 200,
    "requests.json?start_date=%ff": 400, "requests.json?page=%ff": 400,
    "requests.json?start_date=0000-00-00T00:00:00Z": 400,
    "requests.json?start_date=9999-12-31T23:59:59Z": 200,
    "requests.json?start_date=0001-01-01T00:00:00Z": 200,
    "requests.json?start_date=2026-02-02T00:00:00%2B99:99": 400,
    "requests.json?end_date=0001-01-01T00:00:00-23:59": 200,
    "requests.json?start_date=2030-01-01T00:00:00Z"
    "&end_date=2020-01-01T00:00:00Z": 200,
    "requests.json?page_size=" + "9" * 400: 400,
    "requests.json?page_size=1e3": 400, "requests.json?page_size=": 200,
    "requests.json?page=7zzzzzzzzzzzz": 200,
    "servicerequestupdates.json?page=7zzzzzzzzzzzz": 200,
    "servicerequestupdates.json?page=0000000000001": 200,
    "requests.json?page=0000000000001": 200,
    "requests.json?jurisdiction_id=lain": 404,
    "requests.json?" + "&".join(f"a{i}=b" for i in range(250)): 200,
}


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


def call(link, method, place, body=None, kind=FORM):
    """One request, its answer judged; the status."""
    path, mark, query = place.partition("?")
    wire = http.client.HTTPSConnection(
        "localhost", link.hub.port, timeout=DEADLINE, context=link.hub.tls())
    headers = {"api_key": "k-in"}
    if body is not None and kind:
        headers["Content-Type"] = kind
    try:
        wire.request(method, f"/in/unud/{path}{mark}{query}", body, headers)
        answer = wire.getresponse()
        said = answer.read()
    finally:
        wire.close()
    if answer.getheader("Content-Type") != "application/problem+json":
        open311_form.check(method, path.rpartition(".")[0], answer.status,
                           said, "xml" in answer.getheader("Content-Type"))
    return answer.status, said


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_case_is_refused(link, name):
    kind, body, status = BODIES[name]
    for form in ("json", "xml"):
        found, said = call(link, "POST", f"requests.{form}", body, kind)
        assert found == status, said


@pytest.mark.parametrize("name", CASES)
def test_what_is_odd_is_taken(link, name):
    kind, body = CASES[name]
    mark = f"&device_id={next(NUMBERS)}".encode() if kind != PARTS else b""
    found, said = call(link, "POST", "requests.json", body + mark, kind)
    assert found == 201, said


@pytest.mark.parametrize("place", READS, ids=lambda p: p[:50])
def test_what_leads_nowhere_is_told(link, place):
    found, said = call(link, "GET", place)
    assert found == READS[place], said


@pytest.mark.parametrize("fields,status", [
    ({}, 400), ({"service_request_id": "x"}, 400),
    ({"service_request_id": "x", "status": "accepted"}, 404),
    ({"service_request_id": "\xff" * 200, "status": "accepted"}, 400),
    ({"service_request_id": "0" * 13, "status": "closed",
      "description": "x"}, 404),
    ({"service_request_id_ext": "-1", "status": "closed",
      "description": "x"}, 404),
    ({"status": "closed", "description": "x" * 70000,
      "service_request_id": "x"}, 400)])
def test_an_update_of_nothing_is_refused(link, fields, status):
    for form in ("json", "xml"):
        found, said = call(link, "POST", f"servicerequestupdates.{form}",
                           urllib.parse.urlencode(fields))
        assert found == status, said


UPDATES = "/servicerequestupdates"
# What a university may say instead of its list of updates: the hub keeps what
# it has, shows a problem where it understood nothing, and asks again.
LIES = {
    "an error in a good answer": (200, '[{"code": 500, "description": "x"}]'),
    "an error in an object": (200, '{"code": "404", "description": "x"}'),
    "a redirect": (302, "", [("Location", "https://localhost:1/")]),
    "a redirect to a file": (301, "", [("Location", "file:///etc/passwd")]),
    "a page of HTML": (200, "<html><body>Masuk</body></html>"),
    "nothing": (200, ""),
    "a number": (200, "42"),
    "JSON without end": (200, "[" * 100000),
    "a DTD": (200, "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
              "<a><b><service_request_id>&x;</service_request_id></b></a>"),
    "no ids": (200, '[{"a": 1}, {"b": 2}]'),
    "60,001 records": (200, "[" + ",".join(
        ['{"service_request_id": 1}'] * 60001) + "]"),
    "an error of its own": (500, "Traceback"),
    "no such path": (404, "not here"),
    "a wrong key": (403, '[{"code": 403, "description": "x"}]'),
}


def poll_row(link, side):
    return next(r for r in link.hub.ask("institutions")["institutions"]
                if r["institution"] == side)


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_shown_and_the_truth_is_read_after_it(link, name):
    """Said in both directions: their list, then a case that goes on."""
    peer = link.sides["unud"]
    case, handoff = link.hand_over("unud")
    status, body, *headers = LIES[name]
    peer.ask("lie", {UPDATES[1:]: {"status": status, "body": body,
                                   "headers": headers[0] if headers else []}})
    wait_for("the problem to be shown",
             lambda: poll_row(link, "unud").get("poll_problem"))
    peer.ask("lie", {})
    link.hub.ask("reload")
    peer.say(handoff, "accepted")
    link.wait(case, handoff, "accepted")
    wait_for("the problem to be over",
             lambda: not poll_row(link, "unud").get("poll_problem"))


SERVICE_LIES = {
    "100,000 services": "[" + ",".join(
        f'{{"service_code": "S{i}", "service_name": "x"}}'
        for i in range(100000)) + "]",
    "services with codes of a kilobyte": "[" + ",".join(
        f'{{"service_code": "{i:01000d}", "service_name": "x"}}'
        for i in range(20)) + "]",
    "codes that change": '[{"service_code": "ZZ", "service_name": "Lain"}]',
    "one list of one thing": '{"service_code": "J1"}',
    "an error": '[{"code": 500, "description": "x"}]',
    "no list": '"J1"',
}


@pytest.mark.parametrize("name", SERVICE_LIES)
def test_no_list_of_services_stops_a_case(link, name):
    peer = link.sides["unud"]
    peer.ask("lie", {"services": {"status": 200, "body": SERVICE_LIES[name]}})
    before = poll_row(link, "unud")["covered_until"]
    wait_for("two more polls", lambda: poll_row(
        link, "unud")["covered_until"] > before)
    case, handoff = link.hand_over("unud")
    peer.say(handoff, "closed", "Beres.")
    link.wait(case, handoff, "answered")
    peer.ask("lie", {})


def test_more_news_than_one_message_holds_come_all(link):
    peer = link.sides["undiksha"]
    case, handoff = link.hand_over("undiksha")
    peer.ask("flood", {"id": peer.request(handoff)["service_request_id"],
                       "count": 620})
    peer.say(handoff, "closed", "Akhirnya beres.")
    link.wait(case, handoff, "answered")


def test_an_update_that_does_not_read_is_told(link):
    peer = link.sides["unud"]
    case, handoff = link.hand_over("unud")
    number = peer.request(handoff)["service_request_id"]
    peer.say(handoff, "in_progress", "x" * 70000)
    peer.say(handoff, "closed", "Beres.")
    link.wait(case, handoff, "answered")
    told = f"an update of request {number} is not read: "
    wait_for("people to be told", lambda: any(
        w["word"].startswith(told) for w in
        link.hub.ask("words", institution="unud")["words"]))


def test_the_hub_lives_on(link):
    for side in ("unud", "undiksha"):
        assert link.campus(side, True).call("GET", "services")[0] == 200
