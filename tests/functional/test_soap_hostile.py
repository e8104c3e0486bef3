# SPDX-License-Identifier: Apache-2.0
"""XML and SOAP that mean harm, or mean nothing: each is refused by name,
quickly, and the worker that read it lives on."""
import os
from pathlib import Path

import pytest

import soap
from ombudsman import NS

CALL = f"<Open xmlns='{NS}'><handoff>1</handoff></Open>"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
XOP = "http://www.w3.org/2004/08/xop/include"
MEDIA = "application/soap+xml"
QUICKLY = 0.1           # seconds of processor that one may cost


@pytest.fixture(scope="module")
def link():
    with soap.linked() as link:
        yield link


def whole(text):
    """A message without soap.envelope around it."""
    return text.encode()


def body(payload):
    return soap.envelope(payload)


def header(blocks):
    return soap.envelope(CALL, header=blocks)


def entities():
    """Ten lines that become a thousand million."""
    rows = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>"
                   for i in range(1, 10))
    return whole(f"<!DOCTYPE a [<!ENTITY l0 'lol'>{rows}]><a>&l9;</a>")


ATTACKS = {
    "an external entity": (whole(
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
        "DOCTYPE"),
    "a billion laughs": (entities(), "DOCTYPE"),
    "a DTD from elsewhere": (whole(
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>"), "DOCTYPE"),
    "a parameter entity": (whole(
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///dev/zero'>%p;]><a/>"),
        "DOCTYPE"),
    "an attribute list": (whole(
        "<!DOCTYPE a [<!ATTLIST a id ID #REQUIRED>]><a/>"), "DOCTYPE"),
    "100,000 attributes": (body("<a " + " ".join(
        f"a{i}='1'" for i in range(100000)) + "/>"),
        "too many attributes"),
    "50,000 namespaces": (body("<a " + " ".join(
        f"xmlns:n{i}='urn:{i}'" for i in range(50000)) + "/>"),
        "too many attributes"),
    "one attribute of a megabyte": (body(f"<a b='{'x' * (1 << 20)}'/>"),
                                    "a tag of too many bytes"),
    "a name of a megabyte": (body(f"<{'n' * (1 << 20)}/>"),
                             "a name of too many bytes"),
    "a hundred thousand levels": (body("<a>" * 100000), "too deep"),
    "a million elements": (body("<a/>" * 1000000),
                           "too many elements and attributes"),
    "a text of ten megabytes": (body(f"<a>{'x' * (10 << 20)}</a>"),
                                "a text of too many bytes"),
    "an entity that nobody declared": (body("<a>&lol;</a>"),
                                       "an entity that is none of the five"),
    "bytes that are no text": (b"<a>\xff\xfe</a>", "UTF-8 or UTF-16"),
    "a lie about the encoding": (
        b"<?xml version='1.0' encoding='UTF-7'?><a/>", "encoding declared"),
    "two Bodies": (whole(
        f"<s:Envelope xmlns:s='{SOAP}'><s:Body>{CALL}</s:Body><s:Body>{CALL}"
        "</s:Body></s:Envelope>"), "more behind the Body"),
    "a wrapper around the Body": (whole(
        f"<s:Envelope xmlns:s='{SOAP}'><s:Header/><w><s:Body>{CALL}</s:Body>"
        "</w></s:Envelope>"), "no Body behind the Header"),
    "a Body of another namespace": (whole(
        f"<s:Envelope xmlns:s='{SOAP}'><Body xmlns='urn:x'>{CALL}</Body>"
        "</s:Envelope>"), "no Body behind the Header"),
    "two operations": (body(CALL + CALL), "several elements"),
    "an operation of another namespace": (
        body("<Open xmlns='urn:simpul:ombudsman:0'/>"), "no operation of"),
    "an element that is not in the contract": (
        body(CALL.replace("</Open>", "<sql>x</sql></Open>")),
        "an element too many or too few"),
    "a rating of two thousand million": (body(
        f"<Rate xmlns='{NS}'><handoff>1</handoff><rating>2000000000</rating>"
        "</Rate>"), "rating, line 1: found"),
    "an Include without href": (body(
        f"<Handoff xmlns='{NS}'><trackingId>1</trackingId><narrative>x"
        "</narrative><attachment><content><x:Include "
        f"xmlns:x='{XOP}'/></content></attachment></Handoff>"),
        "xop:Include has no href"),
    "an Include of a file of ours": (body(
        f"<Handoff xmlns='{NS}'><trackingId>1</trackingId><narrative>x"
        "</narrative><attachment><content><x:Include href='file:///etc/passwd'"
        f" xmlns:x='{XOP}'/></content></attachment></Handoff>"),
        "names no part"),
    "an Include in place of a text": (body(
        f"<Open xmlns='{NS}'><handoff>1</handoff><text><x:Include "
        f"href='cid:1' xmlns:x='{XOP}'/></text></Open>"),
        "where no file's content is expected"),
    "an answer that goes elsewhere": (header(
        f"<a:ReplyTo xmlns:a='{WSA}'><a:Address>http://127.0.0.1:1/"
        "</a:Address></a:ReplyTo>"), "expected the anonymous one"),
    "a message for somebody else": (header(
        f"<a:To xmlns:a='{WSA}'>https://pln.example/soap</a:To>"),
        "To: found another address"),
    "another action than the Body's": (header(
        f"<a:Action xmlns:a='{WSA}'>{NS}:Accept</a:Action>"),
        "found another action"),
    "an action twice": (header(
        f"<a:Action xmlns:a='{WSA}'>{NS}:Open</a:Action>" * 2),
        "found Action twice"),
    "a header that must be understood": (header(
        f"<t:Pay xmlns:t='urn:t' s:mustUnderstand='true'/>"),
        "must be understood"),
    "an encoded body": (whole(
        f"<s:Envelope xmlns:s='{SOAP}'><s:Body s:encodingStyle='urn:x'>{CALL}"
        "</s:Body></s:Envelope>"), "expected document/literal"),
    "an envelope of no SOAP": (whole(
        "<s:Envelope xmlns:s='urn:soap:9'><s:Body/></s:Envelope>"),
        "expected SOAP 1.1 or 1.2"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_refused_by_name(link, name):
    message, says = ATTACKS[name]
    status, answer = link.post("duabelas", message, MEDIA)
    assert status in (400, 500), answer
    text = "".join(answer.itertext())
    assert says in text, text
    assert answer.find(".//{*}Fault") is not None


FILE = b"Content-ID: <f>\r\n\r\n" + b"z" * (1 << 20)
INCLUDE = (f"<attachment><name>a</name><content><x:Include xmlns:x='{XOP}' "
           "href='cid:f'/></content></attachment>")


def handed(files, number):
    """A case with so many attachments as the root of MTOM."""
    return b"Content-Type: application/xop+xml\r\n\r\n" + soap.envelope(
        f"<Handoff xmlns='{NS}'><receiver>pln</receiver><trackingId>{number}"
        f"</trackingId><narrative>x</narrative>{INCLUDE * files}</Handoff>")


def parts(*all_of_them, end=b"--b--\r\n"):
    return b"".join(b"--b\r\n" + part + b"\r\n"
                    for part in all_of_them) + end


PACKED = {
    "two files of one name": (parts(handed(1, "P-1"), FILE, FILE),
                              "several parts have the Content-ID"),
    "one file thirty times": (parts(handed(30, "P-2"), FILE),
                              "more bytes than the hub takes"),
    "a hundred thousand parts": (parts(handed(1, "P-3"), *[b""] * 100000),
                                 "more than 256 parts"),
    "parts without an end": (parts(handed(1, "P-4"), FILE, end=b""),
                             "no final boundary"),
    "parts within parts": (parts(b"".join(
        b"Content-Type: multipart/mixed; boundary=c%d\r\n\r\n--c%d\r\n" %
        (i, i) for i in range(5000))), "nested deeper than 16"),
    "a part's header of a megabyte": (parts(
        handed(1, "P-5"), b"X: " + b"z" * (1 << 20)), "at most 65536"),
    "sixteen megabytes of dashes": (b"--b" * (5 << 20), "no final boundary"),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_package_is_refused_by_name(link, name):
    message, says = PACKED[name]
    status, answer = link.post(
        "duabelas", message, "multipart/related; boundary=b; "
        f'type="application/xop+xml"; start-info="{MEDIA}"')
    text = answer if isinstance(answer, str) else "".join(answer.itertext())
    assert (status < 500 or "Receiver" not in text) and says in text, \
        (status, text)
    assert link.sanitized() or soap.peak(link.hub) < 48 << 20


def spent(link):
    """Seconds of processor that hub and workers have used."""
    ticks = 0
    for pid in (link.hub.process.pid, *link.hub.workers()):
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
        ticks += sum(int(n) for n in stat.split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def test_hostile_elements_cost_next_to_nothing(link):
    """What is refused costs little more than the way of its bytes."""
    def took(message):
        begin = spent(link)
        link.post("duabelas", message, MEDIA)
        return spent(link) - begin
    most = 5 * QUICKLY if link.sanitized() else QUICKLY
    link.post("duabelas", soap.envelope(CALL), MEDIA)
    for name in ("100,000 attributes", "50,000 namespaces"):
        message = ATTACKS[name][0]
        plain = min(took(b"x" * len(message)) for _ in range(3))
        assert min(took(message) for _ in range(3)) < plain + most, name


def test_what_is_no_soap_is_told_so(link):
    assert link.post("duabelas", b"{}", "application/json")[0] == 415
    assert link.post("duabelas", soap.envelope(CALL),
                     "text/xml; charset=iso-8859-1")[0] == 415
    status, answer = link.post("duabelas", soap.envelope(CALL), "text/xml")
    assert status == 400 and "found SOAP 1.2" in "".join(answer.itertext())


def test_utf_16_is_read_and_texts_are_kept(link):
    text = "Baris 1\r\nBaris 2 \u00e9 &amp;lt; &#x1F600;<![CDATA[<b>]]>"
    handed = (f"<Handoff xmlns='{NS}'><receiver>pln</receiver><trackingId>"
              f"U-1</trackingId><narrative>{text}</narrative></Handoff>")
    message = soap.envelope(handed).decode().encode("utf-16")
    status, answer = link.post("duabelas", message,
                               MEDIA + "; charset=utf-16")
    assert status == 200, answer
    case = answer.findtext(".//{*}case")
    found = link.coordinator.get(f"/v1/cases/{case}").body["narrative"]
    assert found == "Baris 1\nBaris 2 \u00e9 &lt; \U0001f600<b>"
