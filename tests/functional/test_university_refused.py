# SPDX-License-Identifier: Apache-2.0
"""What the hub refuses of a campus before its plugin is asked is an error of
the standard, too, in the format that the path asks for; and a fault of SOAP for
an Ombudsman.  Each answer is held against the schema of errors."""
import http.client
import time

import pytest
from lxml import etree

import soap
from campus import campuses
from wires import DEADLINE

ENVELOPES = {"text/xml": "{http://schemas.xmlsoap.org/soap/envelope/}",
             "application/soap+xml":
             "{http://www.w3.org/2003/05/soap-envelope}"}


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


@pytest.fixture(scope="module")
def ombudsmen():
    with soap.linked() as link:
        yield link


@pytest.fixture(params=[False, True], ids=["json", "xml"])
def xml(request):
    return request.param


def the_error(answer, number):
    status, rows = answer
    assert status == number, rows
    assert len(rows) == 1 and rows[0]["code"] == str(number), rows
    assert set(rows[0]) == {"code", "description"}
    return rows[0]["description"]


@pytest.mark.parametrize("service", [
    "services", "requests", "requests/0abc", "servicerequestupdates",
    "discovery", "nowhere"])
def test_a_wrong_key(link, xml, service):
    campus = link.campus("unud", xml, key="salah")
    why = the_error(campus.call("GET", service), 401)
    assert "not the one configured" in why
    the_error(campus.call("POST", service, {"service_code": "L1"}), 401)
    assert campus.headers["WWW-Authenticate"]


def test_no_key(link, xml):
    campus = link.campus("unud", xml, key="")
    the_error(campus.call("GET", "requests"), 401)


def test_too_long_a_message(link, xml):
    campus = link.campus("ramai", xml)
    why = the_error(campus.call("POST", "requests", {
        "service_code": "L1", "description": "x" * 30000}), 413)
    assert why == "the body is too large"
    assert campus.headers["Connection"] == "close"


def test_too_many_messages(link, xml):
    campus = link.campus("ramai", xml)
    end = time.monotonic() + DEADLINE
    status, rows = 200, None
    while status == 200 and time.monotonic() < end:
        status, rows = campus.call("GET", "services")
    assert "slow down" in the_error((status, rows), 429)
    assert campus.headers["Retry-After"] == "1"


def test_a_method_that_is_none(link, xml):
    campus = link.campus("unud", xml)
    for method in ("DELETE", "PUT", "PATCH"):
        the_error(campus.call(method, "requests"), 405)
        assert campus.headers["Allow"] == "GET, POST"


def test_who_is_no_institution_is_told_as_everywhere(link):
    wire = http.client.HTTPSConnection("localhost", link.hub.port,
                                       timeout=DEADLINE,
                                       context=link.hub.tls())
    wire.request("GET", "/in/nobody/requests.xml")
    answer = wire.getresponse()
    assert (answer.status, answer.getheader("Content-Type")) == \
        (404, "application/problem+json")
    wire.close()


@pytest.mark.parametrize("media", ENVELOPES)
def test_an_ombudsman_reads_a_fault(ombudsmen, media):
    ns = ENVELOPES[media]
    for body, headers, status, word in (
            (b"<a/>", {"X-Kunci": "salah"}, 401, "not the one configured"),
            (b"x", {"Content-Length": str(17 << 20)}, 413, "")):
        answer, root = ombudsmen.post("duabelas", body, media, **headers)
        assert answer == status
        # What is refused by its head alone is told in the older version.
        own = ns if status == 401 else ENVELOPES["text/xml"]
        assert root.tag == f"{own}Envelope"
        fault = root.find(f"{own}Body/{own}Fault")
        text = "".join(fault.itertext())
        assert f"{status} " in text and word in text, etree.tostring(root)
        code = fault.findtext("faultcode") if own == ENVELOPES["text/xml"] \
            else fault.findtext(f"{own}Code/{own}Value")
        assert code in ("soap:Client", "soap:Sender")
