# SPDX-License-Identifier: Apache-2.0
"""Kill -9 of the hub and of its worker in the middle of ten megabytes, both
ways: what was not promised may be said again, what was is there once."""
import contextlib
import hashlib
import http.client
import os
import signal
import threading
from pathlib import Path

import pytest
from wreck import has_faults   # before the peers, which have a ksp, too

import soap
from soap_wire import Wire, well
from wires import wait_for

PHOTO = os.urandom(10 << 20)
FILES = [("foto.jpg", "image/jpeg", PHOTO)]
POINTS = ["files.written", "apply.run", "inbound.committed"]


@pytest.fixture
def link():
    with soap.linked() as link:
        yield link


def is_there_once(link, answer):
    case = answer.findtext(".//{*}case")
    files = link.coordinator.get(f"/v1/cases/{case}").body["attachments"]
    assert [link.download(f) for f in files] == [PHOTO]


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
@pytest.mark.parametrize("point", POINTS)
def test_the_hub_dies_while_it_keeps_what_came(link, point):
    link.again(SIMPUL_CRASH=f"{point}:1")
    body, kind = link.mtom("duabelas", FILES)
    with pytest.raises((OSError, http.client.HTTPException)):
        link.post("duabelas", body, kind)
    wait_for("it dies", lambda: link.hub.process.poll() is not None)
    link.again()
    results = []
    for _ in range(2):
        status, answer = link.post("duabelas", body, kind)
        assert status == 200, answer
        results.append(answer.findtext(".//{*}result"))
    kept = point == "inbound.committed"
    assert results == ["duplicate" if kept else "applied", "duplicate"]
    is_there_once(link, answer)


def stored(link):
    return {f.name for f in (link.hub.folder / "data/files").iterdir()}


@pytest.mark.skipif(not has_faults(), reason="built without --enable-faults")
def test_a_file_that_no_row_names_goes_once_the_hub_has_lived_on(link):
    is_there_once(link, link.post_mtom("duabelas", FILES)[1])
    kept = stored(link)
    link.again(SIMPUL_CRASH="files.written:1")
    with pytest.raises((OSError, http.client.HTTPException)):
        link.post_mtom("duabelas", FILES)
    wait_for("it dies", lambda: link.hub.process.poll() is not None)
    orphan = stored(link) - kept
    assert len(orphan) == 1
    other = link.hub.folder / "data/files" / ("0" * 32)
    other.write_bytes(b"of another database")
    os.utime(other, (1e9, 1e9))
    link.again()
    is_there_once(link, link.post_mtom("duabelas", FILES)[1])
    kept = stored(link) - orphan
    link.again()
    if not link.hub.ask("clock", forward_ms=2 * 3600 * 1000)["good"]:
        pytest.skip("this build's clock cannot be moved")
    wait_for("it is gone", lambda: stored(link) == kept)
    assert len(kept) == 3 and other.name in kept


def kill_one_who_reads(link, killed):
    """Kills the first worker that has a message of many bytes before it."""
    while not killed.is_set():
        for pid in link.hub.workers():
            with contextlib.suppress(OSError):
                maps = Path(f"/proc/{pid}/maps").read_text()
                if "simpul-worker" in maps and "memfd:frame" in maps:
                    os.kill(pid, signal.SIGKILL)
                    killed.set()


def post_and_kill(link):
    """Hands a case in: the answer, and whether a worker died on it."""
    killed = threading.Event()
    killer = threading.Thread(target=kill_one_who_reads, args=(link, killed))
    killer.start()
    try:
        status, answer = link.post_mtom("sebelas", FILES)
    finally:
        early = not killed.is_set()
        killed.set()
        killer.join()
    assert status == 200, answer
    return answer, not early


def test_a_worker_that_dies_on_it_once_is_asked_again(link):
    for _ in range(10):     # whoever reads may be done before he is found
        answer, died = post_and_kill(link)
        if died:
            break
    assert died
    assert "calls unanswered: killed by SIGKILL" in link.hub.tail()
    is_there_once(link, answer)


def half(conn, wire, came):
    """Takes half of a call, and no more."""
    while len(conn.buffer) < 5 << 20:
        more = conn.sock.recv(65536)
        if not more:
            return
        conn.buffer += more
    came.set()
    wait_for("the hub to die", lambda: wire.hub.process.poll() is not None)


def test_the_hub_dies_while_it_sends(tmp_path):
    came = threading.Event()
    with Wire(timeout="15s") as wire:
        serve, wire.peer.script = wire.peer.script, \
            lambda conn: half(conn, wire, came)
        file = soap.Link.upload(wire, "foto.jpg", "image/jpeg", PHOTO)
        what = wire.hand_over(attachments=[file])
        wait_for("half of it came", came.is_set)
        wire.hub.kill()
        wire.peer.script = serve
        wire.hub.start()
        wire.lapor = wire.hub.caller("source", "lapor")
        wire.coordinator = wire.hub.caller("coordinator", "inspektorat")
        wire.wait(what, "delivered")
        words = [a.word for a in wire.asked if a.handoff == what[1]]
        assert words == ["GetStatus", "Handoff"]
        asked, = wire.calls(what[1])
        assert asked.text("sha256") == hashlib.sha256(PHOTO).hexdigest()
        assert PHOTO in asked.body
