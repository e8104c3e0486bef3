# SPDX-License-Identifier: Apache-2.0
"""What a hub that has just been started takes of memory at most, all in all,
for files of ten megabytes that an Ombudsman hands in."""
import base64
import contextlib
import os
import signal
import threading
from pathlib import Path

import pytest

import soap
from ombudsman import NS

MOST = 48 << 20         # bytes, of the whole process at its peak
PHOTO = os.urandom(10 << 20)


@pytest.fixture
def link():
    with soap.linked() as link:
        yield link


def stays_small(link):
    return link.sanitized() or soap.peak(link.hub) < MOST


def test_ten_megabytes_by_mtom_again_and_again(link):
    for _ in range(4):
        status, answer = link.post_mtom(
            "duabelas", [("foto.jpg", "image/jpeg", PHOTO)])
        assert status == 200, answer
        assert stays_small(link), soap.peak(link.hub)
    file, = link.coordinator.get(
        f"/v1/cases/{answer.findtext('.//{*}case')}").body["attachments"]
    assert link.download(file) == PHOTO


def test_the_most_that_goes_in_place(link):
    photo = PHOTO[:(6 << 20) // 4 * 3 - 1024]
    content = base64.b64encode(photo).decode()
    status, answer = link.post("sebelas", soap.envelope(
        f"<Handoff xmlns='{NS}'><receiver>pln</receiver><trackingId>B-1"
        "</trackingId><narrative>Dengan berkas.</narrative><attachment><name>"
        "foto.jpg</name><type>image/jpeg</type><content>"
        f"{content}</content></attachment></Handoff>", True), "text/xml")
    assert status == 200, answer
    assert stays_small(link), soap.peak(link.hub)
    file, = link.coordinator.get(
        f"/v1/cases/{answer.findtext('.//{*}case')}").body["attachments"]
    assert link.download(file) == photo


def kill_who_reads(link, done):
    """Kills each worker that has a message of many bytes before it."""
    while not done.is_set():
        for pid in link.hub.workers():
            with contextlib.suppress(OSError):
                maps = Path(f"/proc/{pid}/maps").read_text()
                if "simpul-worker" in maps and "memfd:frame" in maps:
                    os.kill(pid, signal.SIGKILL)


def post_and_kill(link):
    """Hands a case in while workers die on it: status and answer."""
    done = threading.Event()
    killer = threading.Thread(target=kill_who_reads, args=(link, done))
    killer.start()
    try:
        status, answer = link.post_mtom(
            "sebelas", [("foto.jpg", "image/jpeg", PHOTO)])
    finally:
        done.set()
        killer.join()
    return status, answer


def test_ten_megabytes_that_workers_die_on_are_kept_aside(link):
    for _ in range(10):     # one may be done before he is found
        status, answer = post_and_kill(link)
        if status != 200:
            break
    assert status == 500
    assert "kept for the operator" in "".join(answer.itertext())
    assert stays_small(link), soap.peak(link.hub)
    assert "its plugin died twice on a message" in link.hub.tail()
