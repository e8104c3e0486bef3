# SPDX-License-Identifier: Apache-2.0
"""The HTTP server: what is refused, by what, and what is held for whom."""
import contextlib
import hashlib
import signal
import socket
import ssl
import subprocess
import warnings

import pytest

from wires import Authority, DEADLINE, Server, openssl, read_all, \
    read_answer, split, wait_for


@pytest.fixture(scope="module")
def server():
    with Server("--idle", DEADLINE) as s:
        yield s


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certs"))


def post(path, body, *headers):
    lines = [f"POST {path} HTTP/1.1", "Host: x",
             f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def test_a_request_is_understood(server):
    status, head, body = split(server.ask(
        b"POST /a%20b/c?x=1&y=%20 HTTP/1.1\r\nHost: x\r\nX-Colour: red\r\n"
        b"Content-Length: 5\r\nConnection: close\r\n\r\nhello"))
    said = dict(line.split("=", 1) for line in body.decode().splitlines())
    assert status == 200 and b"X-Test: yes" in head
    assert said["method"] == "POST" and said["path"] == "/a b/c"
    assert said["query"] == "x=1&y=%20" and said["len"] == "5"
    assert said["digest"] == hashlib.sha256(b"hello").hexdigest()
    assert said["colour"] == "red" and said["peer"] == "127.0.0.1"
    assert said["cert"] == "" and said["headers"] == "4"


def test_nothing_follows_a_chunked_request(server):
    """Chunks are evhttp's to read: the connection ends behind them."""
    answer = server.ask(
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n")
    status, head, body = split(answer)
    assert status == 200 and b"len=5" in body
    assert hashlib.sha256(b"abcde").hexdigest().encode() in body
    assert b"Connection: close" in head and b"hidden" not in body


def test_pipelined_requests_are_answered_in_order(server):
    with server.connect() as s:
        s.sendall(b"".join(post(f"/{i}", b"x" * i) for i in range(20)) +
                  b"GET /last HTTP/1.0\r\n\r\n")
        answers = read_all(s).decode()
    paths = [line[5:] for line in answers.splitlines()
             if line.startswith("path=")]
    assert paths == [f"/{i}" for i in range(20)] + ["/last"]


def test_a_bad_head_behind_a_good_request_is_refused_after_it(server):
    with server.connect() as s:
        s.sendall(post("/good", b"abc") + b"GET /bad HTTP/1.1\r\n\r\n")
        answers = read_all(s)
    assert answers.count(b"HTTP/1.1 200") == 1
    assert answers.count(b"HTTP/1.1 400") == 1
    assert answers.index(b"path=/good") < answers.index(b"HTTP/1.1 400")


def test_http_1_0_closes_unless_asked_to_stay(server):
    status, _, body = split(server.ask(b"GET /old HTTP/1.0\r\n\r\n"))
    assert status == 200 and b"path=/old" in body
    with server.connect() as s:
        for _ in range(2):
            s.sendall(b"GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            assert read_answer(s)[0] == 200


def test_a_whole_url_is_a_target(server):
    _, _, body = split(server.ask(
        b"GET https://x/a?b HTTP/1.1\r\nHost: x\r\n"
        b"Connection: close\r\nProxy-Connection: close\r\n\r\n"))
    assert b"path=/a\n" in body and b"query=b\n" in body


def test_head_and_204_have_no_body(server):
    with server.connect() as s:
        s.sendall(b"HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n")
        s.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
        s.sendall(b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answers = read_all(s)
    assert answers.count(b"HTTP/1.1 ") == 3
    assert answers.count(b"path=/a") == 1


def test_a_client_that_expects_100_is_told_to_go_on(server):
    with server.connect() as s:
        s.sendall(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                  b"Expect: 100-continue\r\n\r\n")
        assert s.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        s.sendall(b"hello")
        assert b"len=5" in read_answer(s)[2]


def test_a_client_that_expects_100_is_refused_before_its_body(server):
    with server.connect() as s:
        s.sendall(b"POST /a HTTP/1.1\r\nHost: x\r\n"
                  b"Content-Length: 5000000\r\nExpect: 100-continue\r\n\r\n")
        assert split(read_all(s))[0] == 413


def test_a_large_body_is_refused_although_it_is_sent(server):
    """The answer reaches a client that sends all before it reads."""
    with server.connect() as s:
        body = b"x" * (3 << 20)
        try:
            s.sendall(post("/a", body))
        except (BrokenPipeError, ConnectionResetError):
            pytest.fail("the connection was cut before the answer was read")
        assert split(read_all(s))[0] == 413


def test_a_body_as_large_as_allowed_is_taken(server):
    body = bytes(range(256)) * 4096
    with server.connect() as s:
        s.sendall(post("/a", body))
        answer = read_answer(s)[2]
    assert f"len={len(body)}".encode() in answer
    assert hashlib.sha256(body).hexdigest().encode() in answer


def test_a_long_poll_is_told_when_its_client_leaves(server):
    before = server.counts()
    with server.connect() as s:
        s.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_for("the call", lambda:
                 server.counts()["open"] == before["open"] + 1)
    wait_for("word that the client left", lambda:
             server.counts()["gone"] == before["gone"] + 1)
    server.get("/release")
    wait_for("the call's end", lambda:
             server.counts()["open"] == before["open"])


def test_a_long_poll_is_answered_and_the_connection_goes_on(server):
    with server.connect() as s:
        for _ in range(3):
            before = server.counts()["open"]
            s.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
            wait_for("the call", lambda: server.counts()["open"] > before)
            server.get("/release")
            assert read_answer(s)[2] == b"released\n"


def test_bytes_during_a_long_poll_are_the_next_request(server):
    with server.connect() as s:
        s.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_for("the call", lambda: server.counts()["open"] == 2)
        s.sendall(b"GET /next HTTP/1.1\r\nHost: x\r\n"
                  b"Connection: close\r\n\r\n")
        server.get("/release")
        answers = read_all(s)
    assert answers.index(b"released") < answers.index(b"path=/next")


def test_nothing_is_held_for_those_who_are_gone(server):
    def idle():
        # The asking connection holds its own request.
        c = server.counts()
        return c["connections"] == 1 and c["held"] < 200
    wait_for("an empty server", idle)


def test_a_client_that_leaves_in_the_middle_of_anything_is_forgotten(server):
    whole = post("/a", b"x" * 300) + b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n"
    for cut in range(0, len(whole), 7):
        with server.connect() as s:
            s.sendall(whole[:cut])
    for _ in range(20):
        with server.connect() as s:
            s.sendall(whole)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                         b"\1\0\0\0\0\0\0\0")
    wait_for("their end", lambda: server.counts()["connections"] == 1)
    assert server.counts()["held"] < 200


def test_slow_heads_bodies_and_silence_are_ended():
    with Server("--idle", 1) as server:
        waiting = [server.connect() for _ in range(4)]
        waiting[1].sendall(b"POST / HT")
        waiting[2].sendall(b"POST / HTTP/1.1\r\nHost: x\r\n")
        waiting[3].sendall(post("/", b"x" * 9)[:-3])
        # A byte now and then does not help a slow head.
        def drip():
            try:
                waiting[1].sendall(b"a")
            except OSError:
                pass
            return server.counts()["connections"] == 1
        wait_for("all of them to be closed", drip)
        for s in waiting:
            assert read_all(s) in (b"",)
            s.close()


def test_a_client_that_does_not_read_its_answer_is_ended():
    with Server("--idle", 1) as server:
        with server.connect() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
            assert s.recv(1, socket.MSG_PEEK)   # it is on its way
            wait_for("its end", lambda: server.counts()["held"] < 200)
            assert len(read_all(s)) < 4 << 20


def test_more_connections_than_there_may_be_wait_for_their_turn():
    with Server("--connections", 8, "--idle", DEADLINE) as server:
        first = [server.connect() for _ in range(8)]
        for s in first:
            s.sendall(post("/a", b"x"))
            assert read_answer(s)[0] == 200
        ninth = server.connect()
        ninth.sendall(post("/ninth", b"x"))
        first[0].close()
        assert read_answer(ninth)[0] == 200
        tenth = server.connect()
        tenth.sendall(post("/tenth", b"x"))
        # Nobody closes: those that were unused longest must go.
        assert read_answer(tenth)[0] == 200
        for s in [*first, ninth, tenth]:
            s.close()


class Upload:
    """A body of which all but the last byte is sent, as fast as it is taken,
    and what the server says meanwhile."""

    def __init__(self, server, size):
        self.socket = server.connect()
        self.socket.setblocking(False)
        self.left = memoryview(post("/a", b"x" * size)[:-1])
        self.answer = b""

    def go_on(self):
        """As far as it goes without waiting."""
        gone = BlockingIOError, BrokenPipeError, ConnectionResetError
        with contextlib.suppress(*gone):
            while self.left:
                self.left = self.left[self.socket.send(self.left):]
        with contextlib.suppress(*gone):
            while chunk := self.socket.recv(65536):
                self.answer += chunk


def test_the_budget_bounds_what_is_held_and_small_requests_go_on():
    """Forty bodies of a megabyte without an end, against a budget of eight."""
    budget = 8 << 20
    uploads = []

    def held():
        """What is held while all of them go on: never all of the budget."""
        for upload in uploads:
            upload.go_on()
        now = server.counts()["held"]
        assert now < budget
        return now

    def refused():
        """How many were told to come again."""
        held()
        answers = [u.answer for u in uploads if b"\r\n\r\n" in u.answer]
        assert all(split(a)[0] == 503 for a in answers)
        return len(answers)

    with Server("--budget", budget, "--idle", DEADLINE) as server:
        seen = []
        for _ in range(40):
            uploads.append(Upload(server, 1 << 20))
            seen.append(held())
        wait_for("half of the budget to be held", lambda:
                 max([*seen, held()]) > budget // 2)
        for i in range(50):
            assert server.get(f"/{i}")[0] == 200
        wait_for("those that wait to be told", lambda: refused() >= 20)
        for upload in uploads:
            upload.socket.close()
        wait_for("room", lambda: server.counts()["held"] < 200)


def test_a_body_that_has_no_room_gets_503_and_when_to_come_again():
    with Server("--budget", 1 << 20) as server:
        status, head, _ = split(server.ask(
            b"POST /big HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"
            ))
        assert status == 503 and b"Retry-After: 1" in head


def test_paused_uploads_go_on_when_there_is_room_again():
    """Two that are paused: one is told to come again, and makes room."""
    uploads = []

    def told():
        """Those that have an answer, while all go on."""
        for upload in uploads:
            upload.go_on()
        return [u for u in uploads if b"\r\n\r\n" in u.answer]

    size = 1000 << 10
    with Server("--budget", 2 << 20, "--idle", DEADLINE) as server:
        uploads += [Upload(server, size) for _ in range(2)]
        refused, = wait_for("one to be told", told)
        assert split(refused.answer)[0] == 503
        other, = [u for u in uploads if u is not refused]
        other.left = memoryview(bytes(other.left) + b"x")
        wait_for("the other to be read", lambda: told()
                 and b"headers=" in other.answer)
        assert b"len=%d" % size in other.answer
        for upload in uploads:
            upload.socket.close()


def test_drain_answers_what_is_under_way_and_lets_nobody_in():
    with Server() as server:
        idle, held = server.connect(), server.connect()
        idle.sendall(post("/a", b"x"))
        read_answer(idle)
        held.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_for("the call", lambda: server.counts()["open"] == 2)
        server.process.send_signal(signal.SIGTERM)
        status, head, _ = split(read_all(held))
        assert status == 200 and b"Connection: close" in head
        assert read_all(idle) == b""
        assert server.process.wait(DEADLINE) == 0
        with pytest.raises(ConnectionRefusedError):
            server.connect()


def test_a_server_that_ends_lets_calls_be_answered_into_the_void():
    with Server() as server:
        held = server.connect()
        held.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_for("the call", lambda: server.counts()["open"] == 2)
        server.process.send_signal(signal.SIGUSR1)
        assert read_all(held) == b""
        assert server.process.wait(DEADLINE) == 0


def tls_client(authority, **own):
    context = ssl.create_default_context(cafile=authority.cert)
    if own:
        context.load_cert_chain(**own)
    return context


def test_over_tls_the_client_is_known_by_its_certificate(authority):
    cert, key = authority.issue("server")
    mine = authority.issue("client")
    der = subprocess.run(["openssl", "x509", "-in", mine[0], "-outform",
                          "der"], check=True, capture_output=True).stdout
    with Server("--cert", cert, "--key", key, "--client-ca",
                authority.cert) as server:
        ask = (b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        known = tls_client(authority, certfile=mine[0], keyfile=mine[1])
        answer = server.ask(ask, known)
        assert f"cert={hashlib.sha256(der).hexdigest()}\n".encode() in answer
        assert b"cert=\n" in server.ask(ask, tls_client(authority))


def test_over_tls_a_stranger_is_not_let_in(authority, tmp_path):
    cert, key = authority.issue("server2")
    stranger = Authority(tmp_path).issue("stranger")
    with Server("--cert", cert, "--key", key, "--client-ca",
                authority.cert) as server:
        context = tls_client(authority, certfile=stranger[0],
                             keyfile=stranger[1])
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            with server.connect(context) as s:
                s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                if not s.recv(100):
                    raise ConnectionResetError
        assert server.process.poll() is None


def test_over_tls_old_versions_are_refused(authority):
    cert, key = authority.issue("server3")
    with Server("--cert", cert, "--key", key) as server:
        context = tls_client(authority)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            server.connect(context)
        # Plain HTTP to a TLS port does no harm either.
        assert b"path" not in server.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


def test_over_tls_bodies_cross_record_sizes(authority):
    cert, key = authority.issue("server4")
    with Server("--cert", cert, "--key", key) as server:
        with server.connect(tls_client(authority)) as s:
            for size in (0, 1, 4095, 4096, 16383, 16384, 16385, 40000, 999999):
                body = b"z" * size
                s.sendall(post("/a", body))
                assert f"len={size}\n".encode() in read_answer(s)[2]


START = [
    ("no IP address", ["--address", "localhost"], "is no IP address"),
    ("not loopback", ["--address", "0.0.0.0"], "needs a certificate"),
    ("no such file", ["--cert", "/nowhere", "--key", "/nowhere"], "/nowhere"),
]


@pytest.mark.parametrize("options,want", [s[1:] for s in START],
                         ids=[s[0] for s in START])
def test_it_does_not_start(options, want):
    from wires import BUILD
    done = subprocess.run([BUILD / "tests/functional/http_echo", *options],
                          capture_output=True, text=True, timeout=DEADLINE)
    assert done.returncode == 1 and want in done.stderr


def test_it_does_not_start_with_another_key(authority):
    from wires import BUILD
    cert, _ = authority.issue("server5")
    _, key = authority.issue("server6")
    done = subprocess.run([BUILD / "tests/functional/http_echo", "--cert",
                           cert, "--key", key], capture_output=True,
                          text=True, timeout=DEADLINE)
    assert done.returncode == 1 and "key" in done.stderr


def test_it_does_not_start_on_a_port_that_is_taken(server):
    from wires import BUILD
    done = subprocess.run([BUILD / "tests/functional/http_echo", "--port",
                           str(server.port)], capture_output=True, text=True,
                          timeout=DEADLINE)
    assert done.returncode == 1 and "cannot listen" in done.stderr
