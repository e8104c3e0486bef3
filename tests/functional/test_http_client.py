# SPDX-License-Identifier: Apache-2.0
"""The HTTP client: what each way of answering, and of not answering, means."""
import hashlib
import socket
import ssl
import time
import warnings

import pytest

from peers import Peer, answers, free_port, header, order, says, \
    server_side
from wires import Authority, wait_for


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certs"))


POST = ["--part", "raw|||application/json|{}"]


def test_a_request_says_what_it_should_and_no_more():
    with Peer(answers(201, b"made", "X-Colour: red")) as peer:
        outcome, = order("POST", "/a/b", "--header", "X-Own:mine", *POST,
                         url=peer.url + "/base/",
                         authorization="Bearer secret")
    head, body = peer.seen[0]
    assert head.split(b"\r\n")[0] == b"POST /base/a/b HTTP/1.1"
    assert header(head, "Content-Type") == ["application/json"]
    assert header(head, "Content-Length") == ["2"] and body == b"{}"
    assert header(head, "Authorization") == ["Bearer secret"]
    assert header(head, "Idempotency-Key") == ["key.0"]
    assert header(head, "X-Own") == ["mine"]
    assert header(head, "Expect") == []
    assert header(head, "User-Agent")[0].startswith("simpul/")
    assert len(head.split(b"\r\n")) == 9, head
    assert outcome["class"] == "answer" and outcome["status"] == "201"
    assert outcome["body"] == b"made" and outcome["colour"] == "red"
    assert outcome["why"] == "" and outcome["link_failed"] == "0"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_body_that_is_empty_has_a_length(method):
    with Peer(answers(200)) as peer:
        order(method, "/a", url=peer.url)
    head, _ = peer.seen[0]
    assert head.startswith(method.encode())
    assert header(head, "Content-Length") == ["0"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_request_without_a_body_has_none(method):
    with Peer(answers(200)) as peer:
        outcome, = order(method, "/a", url=peer.url)
    head, _ = peer.seen[0]
    assert head.startswith(method.encode())
    assert header(head, "Content-Length") == []
    assert header(head, "Content-Type") == []
    assert outcome["class"] == "answer"


def test_secrets_fill_their_slots_at_the_last_moment():
    with Peer(answers(200)) as peer:
        order("GET", "/a", "--query", "x=1", "--slot", "api_key",
              url=peer.url, secret_name="api_key", secret_value="a b&c")
        order("GET", "/a", "--slot", "api_key", url=peer.url,
              secret_name="api_key", secret_value="abc")
        order("GET", "/a", url=peer.url, secret_header="X-Key",
              secret_name="X-Key", secret_value="abc")
        missing, = order("GET", "/a", "--slot", "other", url=peer.url,
                         secret_name="api_key", secret_value="abc")
    lines = [head.split(b"\r\n")[0].decode() for head, _ in peer.seen]
    assert lines == ["GET /a?x=1&api_key=a%20b%26c HTTP/1.1",
                     "GET /a?api_key=abc HTTP/1.1", "GET /a HTTP/1.1"]
    assert header(peer.seen[2][0], "X-Key") == ["abc"]
    assert missing["class"] == "retry" and missing["link_failed"] == "0"


STATUSES = [
    (200, "answer", 0), (204, "answer", 0), (302, "answer", 0),
    (400, "answer", 0), (401, "answer", 0), (404, "answer", 0),
    (407, "answer", 0), (409, "answer", 0), (417, "answer", 0),
    (500, "answer", 1), (501, "answer", 1), (408, "retry", 1),
    (425, "retry", 0), (429, "retry", 0), (502, "unknown", 1),
    (503, "retry", 1), (504, "unknown", 1),
]


@pytest.mark.parametrize("status,want,link", STATUSES)
def test_an_answer_has_the_class_of_its_status(status, want, link):
    with Peer(answers(status, b"", "Retry-After: 120",
                      "Location: /elsewhere",
                      'WWW-Authenticate: Basic realm="x"')) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url,
                         authorization="Bearer x")
    assert (outcome["class"], outcome["link_failed"]) == (want, str(link))
    assert outcome["status"] == str(status)
    assert outcome["retry_after"] == "120"
    # Not followed, not authenticated again, not sent again.
    assert len(peer.seen) == 1 and peer.connections == 1


CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"
COMPLETE = [
    ("an interim answer first",
     b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" +
     CREATED, 201, b"ok"),
    ("chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: y\r\n\r\n", 200, b"abcde"),
    ("the end of the connection",
     b"HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, b"until the end"),
    ("HTML", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
     b"Content-Length: 6\r\n\r\n<html>", 200, b"<html>"),
    ("nothing", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, b""),
    ("bytes of every kind", b"HTTP/1.1 200 OK\r\nContent-Length: 256\r\n\r\n"
     + bytes(range(256)), 200, bytes(range(256))),
]


@pytest.mark.parametrize("data,status,body", [c[1:] for c in COMPLETE],
                         ids=[c[0] for c in COMPLETE])
def test_a_complete_answer_is_given_on(data, status, body):
    with Peer(says(data)) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url)
    assert outcome["class"] == "answer", outcome
    assert outcome["status"] == str(status) and outcome["body"] == body
    assert len(peer.seen) == 1


UNKNOWN = [
    ("closes at once", b""),
    ("closes within the status line", b"HTTP/1.1 20"),
    ("closes within the head", b"HTTP/1.1 200 OK\r\nContent-"),
    ("closes within the body",
     b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
    ("closes within the chunks",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
    ("closes before the last chunk",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"),
    ("closes after an interim answer", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ("speaks another protocol", b"220 mail.example ESMTP\r\n"),
    ("speaks HTTP/0.9", b"<html>welcome</html>"),
    ("sends an over-long answer", b"HTTP/1.1 200 OK\r\n"
     b"Content-Length: 2000000\r\n\r\n" + b"x" * 2000000),
    ("sends an endless answer",
     b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3000000),
    ("sends an endless head", b"HTTP/1.1 200 OK\r\n" + b"A: " +
     b"x" * 1000000),
]


@pytest.mark.parametrize("data", [u[1] for u in UNKNOWN],
                         ids=[u[0] for u in UNKNOWN])
def test_without_a_complete_answer_it_is_unknown(data):
    with Peer(says(data)) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url)
    assert outcome["class"] == "unknown", outcome
    assert outcome["why"] != "" and outcome["body"] == b""
    assert len(peer.seen) == 1 and peer.connections == 1


def test_an_over_long_answer_is_not_the_links_failure():
    with Peer(says(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" +
                   b"x" * 50)) as peer:
        outcome, = order("GET", "/a", url=peer.url, answer_max=49)
        fits, = order("GET", "/a", url=peer.url, answer_max=50)
    assert outcome["class"] == "unknown" and outcome["link_failed"] == "0"
    assert "longer than 49 bytes" in outcome["why"]
    assert fits["class"] == "answer" and fits["body"] == b"x" * 50


def test_an_answer_that_never_comes_is_unknown_after_the_timeout():
    with Peer(lambda conn: conn.request() and conn.request()) as peer:
        begin = time.monotonic()
        outcome, = order("POST", "/a", *POST, url=peer.url, timeout=1500)
        assert time.monotonic() - begin > 1.4
    assert outcome["class"] == "unknown" and outcome["link_failed"] == "1"
    assert len(peer.seen) == 1


def test_a_kept_connection_that_closes_on_the_second_request_is_no_resend():
    """libcurl alone would send it again, and call that success."""
    def script(conn):
        conn.request()
        if conn.number == 1:
            conn.answer(201)
            conn.request()
            return              # took the second, closes without a word
        conn.answer(201)
    with Peer(script) as peer:
        first, second, third = order("POST", "/cases", *POST, url=peer.url,
                                     count=3)
    assert first["class"] == "answer"
    assert second["class"] == "unknown" and second["link_failed"] == "1"
    assert "without an answer" in second["why"]
    assert third["class"] == "answer"
    keys = [header(head, "Idempotency-Key")[0] for head, _ in peer.seen]
    assert keys == ["key.0", "key.1", "key.2"], "a request came twice"


def test_the_same_with_a_body_that_is_streamed(tmp_path):
    def script(conn):
        conn.request()
        if conn.number == 1:
            conn.answer(201)
            conn.request()
            return
        conn.answer(201)
    photo = tmp_path / "photo"
    photo.write_bytes(b"x" * 100000)
    with Peer(script) as peer:
        outcomes = order("POST", "/cases", "--part",
                         "raw|||image/jpeg|@photo", cwd=tmp_path, url=peer.url,
                         count=2)
    assert [o["class"] for o in outcomes] == ["answer", "unknown"]
    assert len(peer.seen) == 2


def test_a_connection_closed_while_idle_is_not_used_again():
    """What never left may be sent: on a new connection, once."""
    def script(conn):
        conn.request()
        conn.answer(201, b"ok", "Connection: close")
    with Peer(script) as peer:
        outcomes = order("POST", "/a", *POST, url=peer.url, count=5)
    assert [o["class"] for o in outcomes] == ["answer"] * 5
    assert len(peer.seen) == 5 and peer.connections == 5


def test_connections_are_kept():
    with Peer(answers(200)) as peer:
        outcomes = order("POST", "/a", *POST, url=peer.url, count=50)
    assert [o["class"] for o in outcomes] == ["answer"] * 50
    assert peer.connections == 1


def test_many_at_once_each_end_once():
    with Peer(answers(200)) as peer:
        outcomes = order("POST", "/a", *POST, url=peer.url, count=200,
                         at_once=20)
    assert [o["class"] for o in outcomes] == ["answer"] * 200
    assert peer.connections <= 20
    keys = {header(head, "Idempotency-Key")[0] for head, _ in peer.seen}
    assert len(keys) == 200 == len(peer.seen)


@pytest.mark.parametrize("url,word", [
    (f"http://127.0.0.1:{free_port()}", "connect"),
    ("http://no-such-host.invalid", "resolve"),
    ("ftp://127.0.0.1/", "rotocol"),
    ("http://127.0.0.1:99999/", "URL"),
])
def test_what_never_left_is_to_be_tried_again(url, word):
    outcome, = order("POST", "/a", *POST, url=url)
    assert outcome["class"] == "retry" and outcome["link_failed"] == "1"
    assert word in outcome["why"], outcome


def test_a_peer_that_does_not_take_the_connection_is_a_retry():
    """Its queue is full: the connection never stands."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    port = listener.getsockname()[1]
    fill = []
    for _ in range(4):
        s = socket.socket()
        s.setblocking(False)
        s.connect_ex(("127.0.0.1", port))
        fill.append(s)
    outcome, = order("POST", "/a", *POST, url=f"http://127.0.0.1:{port}",
                     connect=300)
    for s in [*fill, listener]:
        s.close()
    assert outcome["class"] == "retry" and outcome["link_failed"] == "1"


def test_over_tls_their_certificate_is_told(authority):
    cert, key = authority.issue("peer")
    der = ssl.PEM_cert_to_DER_cert(cert.read_text())
    with Peer(answers(200), server_side(cert, key)) as peer:
        outcomes = order("POST", "/a", *POST, url=peer.url, ca=authority.cert,
                         count=2)
    for outcome in outcomes:
        assert outcome["class"] == "answer"
        assert outcome["cert"] == hashlib.sha256(der).hexdigest()
    assert peer.connections == 1


BAD_CERTS = [
    # what is wrong, how it is issued
    ("expired", {"expired": True}),
    ("of another host", {"host": "elsewhere.example"}),
]


@pytest.mark.parametrize("how", [b[1] for b in BAD_CERTS],
                         ids=[b[0] for b in BAD_CERTS])
def test_a_certificate_that_is_not_good_gets_nothing(authority, how):
    cert, key = authority.issue("bad", **how)
    with Peer(answers(200), server_side(cert, key)) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url,
                         ca=authority.cert)
    assert outcome["class"] == "retry" and outcome["link_failed"] == "1"
    assert "cert" in outcome["why"].lower() or "SSL" in outcome["why"]
    assert peer.seen == []


def test_a_certificate_of_an_unknown_authority_gets_nothing(authority,
                                                            tmp_path):
    cert, key = Authority(tmp_path).issue("stranger")
    with Peer(answers(200), server_side(cert, key)) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url,
                         ca=authority.cert)
        system, = order("POST", "/a", *POST, url=peer.url)
    assert outcome["class"] == system["class"] == "retry"
    assert peer.seen == []


def test_a_peer_that_speaks_old_tls_gets_nothing(authority):
    cert, key = authority.issue("old")
    context = server_side(cert, key)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
    with Peer(answers(200), context) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url,
                         ca=authority.cert)
    assert outcome["class"] == "retry" and peer.seen == []


def test_we_show_our_certificate(authority):
    cert, key = authority.issue("mutual")
    ours = authority.issue("ours")
    with Peer(answers(200),
              server_side(cert, key, authority.cert)) as peer:
        outcome, = order("POST", "/a", *POST, url=peer.url, ca=authority.cert,
                         cert=ours[0], key=ours[1])
        without, = order("POST", "/a", *POST, url=peer.url, ca=authority.cert,
                         timeout=3000)
    assert outcome["class"] == "answer"
    assert without["class"] != "answer" and len(peer.seen) == 1


def test_a_stop_tells_every_request_how_it_ended():
    """Sent and unanswered: unknown; in the queue behind it: retry."""
    with Peer(lambda conn: conn.request() and conn.request()) as peer:
        outcomes = order("POST", "/a", *POST, url=peer.url, count=3,
                         at_once=2, stop=2000)
        wait_for("both to be read", lambda: len(peer.seen) == 2)
    assert sorted(o["class"] for o in outcomes) == ["retry", "unknown",
                                                    "unknown"]
    assert all("stop" in o["why"] for o in outcomes)
    assert all(o["link_failed"] == "0" for o in outcomes)
