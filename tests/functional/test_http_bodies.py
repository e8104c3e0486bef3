# SPDX-License-Identifier: Apache-2.0
"""Bodies of several parts and attachments, as they leave."""
import base64
import email
import email.policy
import hashlib
import resource

import pytest

from peers import Peer, answers, header, order


def parsed(head, body):
    """The parts of a multipart body as Python's own reader sees them."""
    message = email.message_from_bytes(
        b"Content-Type: " + header(head, "Content-Type")[0].encode() +
        b"\r\n\r\n" + body, policy=email.policy.HTTP)
    assert message.is_multipart() and not message.defects
    return message, message.get_payload()


def test_a_form_has_its_parts_and_the_stored_boundary(tmp_path):
    photo = tmp_path / "photo"
    photo.write_bytes(bytes(range(256)) * 1000)
    with Peer(answers(200)) as peer:
        outcomes = order(
            "POST", "/a", "--part", "form|meta||application/json|{\"a\":1}",
            "--part", 'form|photo|jalan "rusak".jpg|image/jpeg|@photo',
            "--part", "form|note|||two\r\nlines", cwd=tmp_path,
            url=peer.url, count=2)
    assert [o["class"] for o in outcomes] == ["answer"] * 2
    head, body = peer.seen[0]
    assert body == peer.seen[1][1], "a second attempt has other bytes"
    assert header(head, "Content-Type") == \
        ['multipart/form-data; boundary="the-stored-boundary"']
    assert int(header(head, "Content-Length")[0]) == len(body)
    meta, image, note = parsed(head, body)[1]
    assert meta.get_content_type() == "application/json"
    assert meta["Content-Disposition"] == 'form-data; name="meta"'
    assert image["Content-Disposition"] == \
        'form-data; name="photo"; filename="jalan %22rusak%22.jpg"'
    assert photo.read_bytes() in body
    assert b"\r\n\r\ntwo\r\nlines\r\n--the-stored-boundary--\r\n" in body
    assert note["Content-Type"] is None


def test_related_parts_name_their_root(tmp_path):
    root = 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'
    photo = tmp_path / "photo"
    photo.write_bytes(b"\xff\xd8jpeg")
    with Peer(answers(200)) as peer:
        order("POST", "/soap", "--part", f"related|root@hub||{root}|<a/>",
              "--part", "related|photo <1>@hub|p.jpg|image/jpeg|@photo",
              cwd=tmp_path, url=peer.url)
    head, body = peer.seen[0]
    message, (first, second) = parsed(head, body)
    assert message.get_param("type") == "application/xop+xml"
    assert message.get_param("start") == "<root@hub>"
    assert message.get_param("start-info") == "application/soap+xml"
    assert first["Content-ID"] == "<root@hub>"
    assert second["Content-ID"] == "<photo%20%3C1%3E@hub>"
    assert b"\r\n\r\n\xff\xd8jpeg\r\n" in body


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 3071, 3072, 3073, 16383,
                                  16384, 16385, 300001])
def test_base64_stands_inside_the_text_around_it(tmp_path, size):
    photo = tmp_path / "photo"
    photo.write_bytes(bytes(i % 251 for i in range(size)))
    with Peer(answers(200)) as peer:
        outcome, = order("POST", "/a", "--part",
                         'raw|||application/json|{"photo":"',
                         "--part", f"base64||||@photo",
                         "--part", 'raw|||application/json|"}',
                         cwd=tmp_path, url=peer.url)
    head, body = peer.seen[0]
    assert outcome["class"] == "answer"
    assert int(header(head, "Content-Length")[0]) == len(body)
    assert body == b'{"photo":"' + base64.b64encode(photo.read_bytes()) + \
        b'"}'
    assert header(head, "Content-Type") == ["application/json"]


def test_an_attachment_that_is_not_there_sends_nothing(tmp_path):
    with Peer(answers(200)) as peer:
        outcome, = order("POST", "/a", "--part",
                         "form|a|a|image/jpeg|@none",
                         cwd=tmp_path, url=peer.url)
    assert outcome["class"] == "retry" and outcome["link_failed"] == "0"
    assert "attachment" in outcome["why"] and peer.connections == 0


def test_an_attachment_that_is_shorter_than_said_is_cut_off(tmp_path):
    photo = tmp_path / "photo"
    photo.write_bytes(b"x" * 100)
    with Peer(answers(200)) as peer:
        outcome, = order("POST", "/a", "--part",
                         "form|a|a|image/jpeg|@photo", cwd=tmp_path,
                         url=peer.url, extra=5)
    assert outcome["class"] == "unknown" and outcome["link_failed"] == "0"
    assert "shorter" in outcome["why"] and peer.seen == []


def test_a_large_attachment_is_streamed_not_held(tmp_path):
    photo = tmp_path / "photo"
    with photo.open("wb") as f:
        f.truncate(300 << 20)
    got = []

    def script(conn):
        digest = hashlib.sha256()
        count = 0
        while b"\r\n\r\n" not in conn.buffer:
            conn.buffer += conn.sock.recv(65536)
        head, rest = conn.buffer.split(b"\r\n\r\n", 1)
        length = int(header(head, "Content-Length")[0])
        while True:
            digest.update(rest)
            count += len(rest)
            if count == length:
                break
            rest = conn.sock.recv(1 << 20)
        got.append((count, digest.hexdigest()))
        conn.answer(200)
    with Peer(script) as peer:
        outcome, = order("POST", "/a", "--part",
                         "raw|||application/octet-stream|@photo",
                         cwd=tmp_path, url=peer.url, timeout=60000)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert outcome["class"] == "answer"
    assert got == [(300 << 20, hashlib.sha256(bytes(300 << 20)).hexdigest())]
    assert peak < 220 << 10, f"{peak} KB"
