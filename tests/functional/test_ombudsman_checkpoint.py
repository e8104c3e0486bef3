# SPDX-License-Identifier: Apache-2.0
"""Each envelope that the hub sends has the latest checkpoint of its audit log
in the Header: an Ombudsman that keeps its captures is a witness."""
import base64

import pytest
import soap
from lxml import etree
from peers import header
from soap_wire import NS, SOAP, Wire, say, well
from treelog import Key, Ran
from wires import wait_for

BLOCK = f"{{{NS}}}Simpul-Checkpoint"


@pytest.fixture(scope="module")
def wire():
    with Wire(more='poll = "1s"') as wire:
        wait_for("a checkpoint", lambda: wire.hub.ask("audit_status")["size"])
        yield wire


def in_header(root):
    """The checkpoint of an envelope, decoded."""
    block, = root.findall(f"{{{SOAP}}}Header/{BLOCK}")
    assert block.attrib == {}
    return base64.b64decode(block.text).decode()


def test_it_is_that_of_the_header_of_http(wire):
    what = wire.hand_over()
    wire.wait(what, "delivered")
    asked, = wire.calls(what[1])
    told, = header(asked.head, "Simpul-Checkpoint")
    assert in_header(asked.root) == base64.b64decode(told).decode()
    origin, size, *_ = in_header(asked.root).split("\n")
    assert origin == "uji.example/simpul" and int(size) > 0


def test_what_was_composed_stays_but_for_it(wire):
    busy = say(503, lambda asked: b"")
    what = wire.hand_over(busy, well)
    wire.wait(what, "delivered")
    first, second = wire.calls(what[1])
    plain = []
    for asked in first, second:
        block = asked.root.find(f".//{BLOCK}")
        block.getparent().remove(block)
        plain.append(etree.tostring(asked.root))
    assert plain[0] == plain[1]


def test_questions_have_it_too(wire):
    asked = wait_for("a poll", lambda: [
        a for a in wire.asked if a.word == "GetInbox"])[-1]
    assert in_header(asked.root)


def test_replies_and_faults_have_it_too(wire):
    caller = wire.hub.caller_with("")
    try:
        for payload, status in (
                (f"<GetInbox xmlns='{NS}'/>", 200),
                (f"<Open xmlns='{NS}'><handoff>nada</handoff></Open>", 400)):
            answer = caller.post(
                "/in/ombudsman", soap.envelope(payload), headers={
                    "Content-Type": "application/soap+xml",
                    "X-Kunci": "k-in"})
            assert answer.status == status, answer
            assert in_header(etree.fromstring(answer.body))
    finally:
        caller.close()


def test_an_auditor_finds_it_in_a_capture(wire, tmp_path):
    what = wire.hand_over()
    wire.wait(what, "delivered")
    asked, = wire.calls(what[1])
    vkey = Key(wire.hub.folder / "audit.pem").vkey
    done = Ran("export", "--log", wire.hub.folder / "data/log", "--vkey",
               vkey, tmp_path / "export")
    assert done.status == 0, done.said

    def compared(capture):
        (tmp_path / "capture").write_bytes(capture)
        return Ran("fsck", "--old", tmp_path / "capture", "--vkey", vkey,
                   tmp_path / "export")
    done = compared(asked.body)
    assert (done.status, done.kinds) == (0, []), done.text
    fork = Key(wire.hub.folder / "audit.pem").checkpoint([bytes(32)])
    done = compared(asked.body.replace(
        asked.text("Simpul-Checkpoint").encode(), base64.b64encode(fork)))
    assert done.kinds == ["old-fork"], done.text


def test_the_contract_has_it(wire):
    root = etree.parse(str(soap.PEERS.parent.parent /
                           "plugins/ombudsman/ombudsman.xsd"))
    schema = etree.XMLSchema(root)
    what = wire.hand_over()
    wire.wait(what, "delivered")
    block = wire.calls(what[1])[-1].root.find(f".//{BLOCK}")
    schema.assertValid(etree.fromstring(etree.tostring(block)))
