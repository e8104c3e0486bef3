# SPDX-License-Identifier: Apache-2.0
"""The HTTP server under abuse stays small, and goes on serving others."""
import contextlib
import random
import resource
import socket
import ssl
import threading

import pytest

from wires import Authority, DEADLINE, Server, read_answer, wait_for

MOST_KB = 128 << 10
SANITIZED_KB = 4 * MOST_KB      # red zones and quarantine are memory, too


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certs"))


@pytest.fixture
def server(authority):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 5000:
        pytest.skip("fewer than 5000 descriptors are allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    cert, key = authority.issue("server")
    with Server("--cert", cert, "--key", key, "--connections", 2500,
                "--idle", 2 * DEADLINE) as s:
        yield s
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def context(authority):
    return ssl.create_default_context(cafile=authority.cert)


def counts(server, context):
    """Figures, asked over TLS."""
    with server.connect(context) as s:
        s.sendall(b"GET /counts HTTP/1.1\r\nHost: x\r\n\r\n")
        body = read_answer(s)[2].decode()
    return {k: int(v) for k, v in
            (line.split("=") for line in body.splitlines())}


def peak_kb(server):
    """The most memory that the server ever had."""
    with open(f"/proc/{server.process.pid}/status") as f:
        return int([line.split()[1] for line in f
                    if line.startswith("VmHWM")][0])


def most_kb(server):
    with open(f"/proc/{server.process.pid}/maps") as f:
        return SANITIZED_KB if "libasan" in f.read() else MOST_KB


def in_threads(count, work):
    threads = [threading.Thread(target=work, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_half_sent_uploads_are_held_within_the_budget(server, context):
    """64 bodies of ten megabytes that stop one byte before their end."""
    body = b"x" * (10 << 20)
    head = (b"POST /big HTTP/1.1\r\nHost: x\r\n"
            b"Content-Length: %d\r\n\r\n" % (len(body) + 1))
    held, enough = [], threading.Event()

    def upload(_):
        """Sends on and on until there is enough, or it is refused."""
        with contextlib.suppress(OSError):
            s = server.connect(context)
            held.append(s)
            s.sendall(head)
            s.settimeout(0.2)
            left = memoryview(body)
            while left and not enough.is_set():
                with contextlib.suppress(TimeoutError):
                    left = left[s.send(left):]

    uploads = threading.Thread(target=in_threads, args=(64, upload))
    uploads.start()
    try:
        wait_for("ten megabytes to be held", lambda:
                 counts(server, context)["held"] > 10 << 20)
        with server.connect(context) as s:
            for _ in range(100):
                s.sendall(b"POST /v1/cases HTTP/1.1\r\nHost: x\r\n"
                          b"Content-Length: 2000\r\n\r\n" + b"y" * 2000)
                assert read_answer(s)[0] == 202
        assert counts(server, context)["held"] < 48 << 20
        wait_for("the first to be told", lambda:
                 counts(server, context)["busy"] > 0)
        assert counts(server, context)["held"] < 48 << 20
    finally:
        enough.set()
        uploads.join()
    assert peak_kb(server) < most_kb(server)
    for s in held:
        with contextlib.suppress(OSError):
            s.close()


def test_two_thousand_idle_connections_are_small(server, context):
    idle = []

    def connect(_):
        for _ in range(250):
            s = server.connect(context)
            s.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            s.recv(4096)
            idle.append(s)

    in_threads(8, connect)
    assert counts(server, context)["connections"] > 2000
    assert peak_kb(server) < most_kb(server)
    for s in idle:
        s.close()
    wait_for("their end", lambda: counts(server, context)["connections"] == 1)


def test_a_thousand_slow_heads_do_not_stop_others(server, context):
    slow = []
    for _ in range(1000):
        s = socket.create_connection(("127.0.0.1", server.port))
        s.sendall(b"\x16\x03\x01")
        slow.append(s)
    tls = [server.connect(context) for _ in range(200)]
    for s in tls:
        s.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    with server.connect(context) as s:
        for _ in range(100):
            s.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
            assert s.recv(4096).startswith(b"HTTP/1.1 204")
    assert peak_kb(server) < most_kb(server)
    for s in [*slow, *tls]:
        s.close()


def test_peers_that_do_anything_at_any_time_leave_nothing_behind(authority,
                                                                 context):
    """Requests of every kind cut anywhere, over TLS, with little room."""
    cert, key = authority.issue("little")
    requests = [
        b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" * 5,
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" +
        b"x" * 300000,
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"20000\r\n" + b"y" * 0x20000 + b"\r\n0\r\n\r\n",
        b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
        b"Content-Length: 1\r\n\r\nabc" + b"z" * 100000,
        b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n",
    ]
    with Server("--cert", cert, "--key", key, "--budget", 1 << 20,
                "--idle", 2) as server:
        def visit(number):
            rng = random.Random(number)
            for _ in range(40):
                data = rng.choice(requests)
                with contextlib.suppress(OSError):
                    s = server.connect(context)
                    s.settimeout(0.2)
                    with contextlib.suppress(OSError):
                        s.sendall(data[:rng.randrange(len(data) + 1)])
                        s.recv(rng.choice([1, 100, 65536]))
                    s.close()

        in_threads(8, visit)

        def quiet():
            """Nobody waits for a release any more, and nobody is left."""
            with server.connect(context) as s:
                s.sendall(b"GET /release HTTP/1.1\r\nHost: x\r\n\r\n")
                read_answer(s)
            c = counts(server, context)
            return c["connections"] == 1 and c["held"] < 200 and c["open"] == 1
        wait_for("an empty server", quiet)
