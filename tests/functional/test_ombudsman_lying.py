# SPDX-License-Identifier: Apache-2.0
"""An Ombudsman that answers amiss: no lie decides anything, no case but the
one that was asked about is touched, and what is asked again comes home."""
import threading

import pytest
from soap_wire import MEDIA, SOAP, Wire, say, typed

HTML = b"<!DOCTYPE html><html><body>Sedang dalam pemeliharaan</body></html>"
REASON = "<reason>outside_authority</reason><text>x</text>"


@pytest.fixture(scope="module")
def wire():
    with Wire() as wire:
        wire.victim = wire.hand_over()
        wire.wait(wire.victim, "delivered")
        yield wire


def doubled(asked):
    """Two Bodies: the second says yes."""
    whole = asked.said("<reference>LM-2</reference>").decode()
    body = whole[whole.index("<s:Body>"):whole.index("</s:Envelope>")]
    return whole.replace(body, "<s:Body><a/></s:Body>" + body).encode()


def answers(wire):
    """What they answer, by what is wrong with it."""
    other = wire.victim[1]
    return {
        "HTML with 200": say(200, lambda a: HTML, "Content-Type: text/html"),
        "HTML that says it is SOAP": say(200, lambda a: HTML),
        "nothing with 200": say(200, lambda a: b""),
        "another handoff's answer": say(200, lambda a: a.said(
            f"<handoff>{other}</handoff><reference>LM-9</reference>")),
        "an answer to another message": say(200, lambda a: a.said(
            "<reference>LM-9</reference>").replace(
                a.text("MessageID").encode(), b"urn:simpul:message:1.0")),
        "another operation's answer": say(200, lambda a: a.said(
            "<reference>LM-9</reference>", "AcceptResponse")),
        "an answer without a reference": say(200, lambda a: a.said("")),
        "a decision that is in no list": say(200, lambda a: a.said(
            "<reference>LM-9</reference><decision>mungkin</decision>"
            f"<sql>{other}</sql>")),
        "two Bodies": say(200, doubled),
        "two answers": say(200, lambda a: a.answer(
            typed("HandoffResponse", "<reference>L</reference>") * 2)),
        "a document type": say(200, lambda a: b"<!DOCTYPE a [<!ENTITY x 'y'>]>"
                               + a.said("<reference>&x;</reference>")),
        "a refusal of another handoff": say(500, lambda a: a.fault(
            "Sender", typed("RefusedFault",
                            f"<handoff>{other}</handoff>{REASON}"))),
        "they have none, about another": say(500, lambda a: a.fault(
            "Sender", typed("GoneFault", f"<handoff>{other}</handoff>"))),
        "they have lost what was never there": say(400, lambda a: a.fault(
            "Sender", typed("GoneFault", f"<handoff>{a.handoff}</handoff>"))),
        "a refusal without its reason": say(500, lambda a: a.fault(
            "Sender", typed("RefusedFault", "<text>x</text>"))),
        "a fault with an answer for a detail": say(500, lambda a: a.fault(
            "Sender", typed("HandoffResponse", "<reference>L</reference>"))),
        "a fault that nobody knows": say(500, lambda a: a.fault("Maybe")),
        "an answer with an error's status": say(500, lambda a: a.said(
            "<reference>LM-9</reference>")),
        "a part cut off": say(200, lambda a: a.said(
            "<reference>LM-9</reference>")[:-20]),
        "a bad charset": say(200, lambda a: a.said(
            "<reference>LM-\xff</reference>").replace(b"\xc3\xbf", b"\xff")),
        "a header that must be understood": say(200, lambda a: a.answer(
            typed("HandoffResponse", "<reference>L</reference>"),
            "<t:Pay xmlns:t='urn:t' s:mustUnderstand='true'/>")),
        "a hundred thousand attributes": say(200, lambda a: a.said(
            "<reference " + " ".join(
                f"a{i}='1'" for i in range(100000)) + ">L</reference>")),
        "a fault of four megabytes": say(500, lambda a: a.fault(
            "Sender", typed("InvalidFault",
                            f"<detail>{'x' * (4 << 20)}</detail>"))),
        "closes after the call": lambda conn, asked: False,
        "closes within the answer": lambda conn, asked: conn.send(
            b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<s:") or False,
        "a byte now and then": dribble,
        "no end of bytes": flood,
    }


def dribble(conn, _):
    """Never done, and never silent for long."""
    conn.send(b"HTTP/1.1 200 OK\r\n" + MEDIA.encode() +
              b"\r\nContent-Length: 90000\r\n\r\n")
    while True:
        conn.send(b" ")
        threading.Event().wait(0.1)


def flood(conn, _):
    """A chunked answer without end."""
    conn.send(b"HTTP/1.1 200 OK\r\n" + MEDIA.encode() +
              b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(4096):
        conn.send(b"10000\r\n" + b" " * 65536 + b"\r\n")
    return False


NAMES = list(answers(type("", (), {"victim": ("", "")})))


@pytest.mark.parametrize("name", NAMES)
def test_a_lie_decides_nothing_and_the_case_comes_home(wire, name):
    what = wire.hand_over(answers(wire)[name])
    delivery = wire.wait(what, "delivered")
    assert delivery["remote_ref"] == f"LM-{what[1]}"
    assert wire.handoff(*what)["state"] == "offered"
    assert wire.handoff(*wire.victim)["state"] == "offered"
    assert wire.delivery(wire.victim)["remote_ref"] == f"LM-{wire.victim[1]}"
    assert len({a.text("MessageID") for a in wire.calls(what[1])}) == 1
    assert wire.hub.process.poll() is None


def test_a_liar_who_never_stops_is_left_to_a_person(wire):
    what = wire.hand_over(*[say(200, lambda a: HTML)] * 9)
    wire.wait(what, "parked")
    assert "answered 200: " in wire.parked(what[1])["why"]
    assert len(wire.calls(what[1])) == 4


def test_what_they_keep_for_us_is_about_what_is_theirs(wire):
    """A word about a handoff of somebody else's is forbidden, and told."""
    case = wire.lapor.post("/v1/cases", {
        "narrative": "Listrik padam.", "target": "pln",
        "tracking_id": "K-pln"}).body
    caller = wire.hub.caller_with("")
    try:
        answer = caller.post("/in/ombudsman", (
            f"<s:Envelope xmlns:s='{SOAP}'><s:Body>" + typed(
                "Accept", f"<handoff>{case['handoff']}</handoff>") +
            "</s:Body></s:Envelope>").encode(), headers={
                "Content-Type": "application/soap+xml", "X-Kunci": "k-in"})
    finally:
        caller.close()
    assert answer.status == 400 and b"ForbiddenFault" in answer.body
    assert "spoke of a handoff to which it is no party" in wire.hub.tail()
    assert wire.handoff(case["case"], case["handoff"])["state"] == "offered"
