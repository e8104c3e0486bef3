# SPDX-License-Identifier: Apache-2.0
"""What the HTTP server refuses by a request's head, and with which status."""
import socket

import pytest

from wires import DEADLINE, Server, read_all, read_answer, split


@pytest.fixture(scope="module")
def server():
    with Server("--idle", DEADLINE) as s:
        yield s


HOST = "Host: x\r\n"
REFUSED = [
    # what is wrong, the bytes, the status
    ("no version", "GET /\r\n\r\n", 400),
    ("another protocol", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    ("not HTTP at all", "\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
    ("an unknown method", f"BREW / HTTP/1.1\r\n{HOST}\r\n", 501),
    ("a method in small letters", f"get / HTTP/1.1\r\n{HOST}\r\n", 501),
    ("CONNECT", f"CONNECT x:443 HTTP/1.1\r\n{HOST}\r\n", 501),
    ("TRACE", f"TRACE / HTTP/1.1\r\n{HOST}\r\n", 501),
    ("no slash", f"GET a HTTP/1.1\r\n{HOST}\r\n", 400),
    ("half an escape", f"GET /%2 HTTP/1.1\r\n{HOST}\r\n", 400),
    ("a NUL in the path", f"GET /%00 HTTP/1.1\r\n{HOST}\r\n", 400),
    ("a line end in the path", f"GET /%0d%0a HTTP/1.1\r\n{HOST}\r\n", 400),
    ("a fragment", f"GET /a#b HTTP/1.1\r\n{HOST}\r\n", 400),
    ("a long path", f"GET /{'a' * 3000} HTTP/1.1\r\n{HOST}\r\n", 414),
    ("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
    ("two Hosts", f"GET / HTTP/1.1\r\n{HOST}{HOST}\r\n", 400),
    ("a line without a colon", f"GET / HTTP/1.1\r\n{HOST}abc\r\n\r\n", 400),
    ("white space before the colon",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length : 3\r\n\r\nabc", 400),
    ("a folded line", f"GET / HTTP/1.1\r\n{HOST}A: b\r\n c\r\n\r\n", 400),
    ("a bare line feed", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400),
    ("a bare line feed in a header",
     f"GET / HTTP/1.1\r\n{HOST}A: b\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("a bare carriage return",
     f"GET / HTTP/1.1\r\n{HOST}A: b\rC: d\r\n\r\n", 400),
    ("a control character", f"GET / HTTP/1.1\r\n{HOST}A: b\x01\r\n\r\n", 400),
    ("a length and a coding",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n"
     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("a coding and a length",
     f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n"
     "Content-Length: 5\r\n\r\n0\r\n\r\n", 400),
    ("two lengths that agree",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: 1\r\nContent-Length: 1\r\n"
     "\r\na", 400),
    ("two lengths in one",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: 1, 1\r\n\r\na", 400),
    ("a signed length",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: +1\r\n\r\na", 400),
    ("a negative length",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: -1\r\n\r\na", 400),
    ("a length in words",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: one\r\n\r\na", 400),
    ("an empty length",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length:\r\n\r\na", 400),
    ("a length beyond numbers",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: 99999999999999999999\r\n\r\n",
     400),
    ("a large length",
     f"POST / HTTP/1.1\r\n{HOST}Content-Length: 99999999999\r\n\r\n", 503),
    ("another coding",
     f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: gzip\r\n\r\n", 501),
    ("a coding behind another",
     f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: gzip, chunked\r\n\r\n",
     501),
    ("chunked, with something behind it",
     f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked;a=b\r\n\r\n", 501),
    ("chunked twice",
     f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n"
     "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("chunked in HTTP/1.0",
     "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("HEAD with a body",
     f"HEAD / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nhello", 400),
    ("an unknown expectation",
     f"POST / HTTP/1.1\r\n{HOST}Expect: tea\r\nContent-Length: 1\r\n\r\na",
     417),
    ("too many headers",
     f"GET / HTTP/1.1\r\n{HOST}" + "A: b\r\n" * 64 + "\r\n", 431),
    ("too large a head",
     f"GET / HTTP/1.1\r\n{HOST}A: {'b' * 20000}\r\n\r\n", 431),
    ("a head without an end",
     f"GET / HTTP/1.1\r\n{HOST}A: {'b' * 40000}", 431),
    ("too large a body", "POST / HTTP/1.1\r\nHost: x\r\n"
     f"Content-Length: {(1 << 20) + 1}\r\n\r\nabc", 413),
    ("a body where there is none",
     f"POST /none HTTP/1.1\r\n{HOST}Content-Length: 1\r\n\r\na", 413),
    ("too large a chunk", f"POST / HTTP/1.1\r\n{HOST}"
     "Transfer-Encoding: chunked\r\n\r\n100001\r\nabc", 413),
    ("a chunk of no size", f"POST / HTTP/1.1\r\n{HOST}"
     "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", (400, 413)),
    ("a negative chunk", f"POST / HTTP/1.1\r\n{HOST}"
     "Transfer-Encoding: chunked\r\n\r\n-1\r\n", (400, 413)),
]


@pytest.mark.parametrize("request_text,want", [r[1:] for r in REFUSED],
                         ids=[r[0] for r in REFUSED])
def test_it_is_refused_and_the_connection_closed(server, request_text, want):
    status, head, _ = split(server.ask(request_text.encode("latin-1")))
    assert status in (want if isinstance(want, tuple) else (want,))
    assert b"Connection: close" in head


@pytest.mark.parametrize("request_text,want", [r[1:] for r in REFUSED],
                         ids=[r[0] for r in REFUSED])
def test_it_is_refused_also_when_it_comes_byte_by_byte(server, request_text,
                                                       want):
    """And as the second request of a connection."""
    if len(request_text) > 10000:
        pieces = [request_text[i:i + 997]
                  for i in range(0, len(request_text), 997)]
    else:
        pieces = list(request_text)
    with server.connect() as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.sendall(b"GET /first HTTP/1.1\r\nHost: x\r\n\r\n")
        assert read_answer(s)[0] == 200
        try:
            for piece in pieces:
                s.sendall(piece.encode("latin-1"))
        except (BrokenPipeError, ConnectionResetError):
            pass
        status, _, _ = split(read_all(s))
    assert status in (want if isinstance(want, tuple) else (want,))


def test_a_refused_request_hides_none_behind_it(server):
    before = server.counts()["requests"]
    answer = server.ask(
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert server.counts()["requests"] == before + 1
