# SPDX-License-Identifier: Apache-2.0
"""Institutions that behave as a script says, one thread a connection."""
import contextlib
import socket
import ssl
import subprocess
import threading

from wires import BUILD, DEADLINE


class Conn:
    """One accepted connection, as the script sees it."""

    def __init__(self, peer, sock, number):
        self.peer, self.sock, self.number = peer, sock, number
        self.buffer = b""

    def request(self):
        """The next request: head and body; None when they closed."""
        while b"\r\n\r\n" not in self.buffer:
            chunk = self.sock.recv(65536)
            if not chunk:
                return None
            self.buffer += chunk
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, value = line.split(b":", 1)
            if name.lower() == b"content-length":
                length = int(value)
        while len(self.buffer) < length:
            chunk = self.sock.recv(65536)
            if not chunk:
                return None
            self.buffer += chunk
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        self.peer.seen.append((head, body))
        return head, body

    def send(self, data):
        self.sock.sendall(data)

    def answer(self, status=200, body=b"ok", *headers):
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}",
                 *headers, "", ""]
        self.send("\r\n".join(lines).encode() + body)


class Peer:
    """script(conn) runs for every connection; seen holds all requests."""

    def __init__(self, script, context=None):
        self.script, self.context = script, context
        self.seen, self.failures, self.connections = [], [], 0
        self.open = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        scheme = "https" if context else "http"
        self.url = f"{scheme}://localhost:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:     # theirs who hung up, unless we close
                if self.listener.fileno() < 0:
                    return
                continue
            self.connections += 1
            threading.Thread(target=self._serve, daemon=True,
                             args=(sock, self.connections)).start()

    def _serve(self, sock, number):
        sock.settimeout(DEADLINE)
        try:
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
            self.open.append(sock)
            self.script(Conn(self, sock, number))
        except (ConnectionError, ssl.SSLError, socket.timeout, OSError):
            pass
        finally:
            with contextlib.suppress(OSError):
                sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        for sock in self.open:
            with contextlib.suppress(OSError):
                sock.close()


def order(method, path, *options, cwd=None, **named):
    """Runs http_order; a list of outcomes, each a dictionary."""
    args = [str(o) for o in options]
    for name, value in named.items():
        args += [f"--{name.replace('_', '-')}", str(value)]
    done = subprocess.run(
        [BUILD / "tests/functional/http_order", method, path, *args],
        capture_output=True, text=True, timeout=DEADLINE + 10, cwd=cwd)
    assert done.returncode == 0, done.stderr
    outcomes = []
    for block in done.stdout.split("\n\n"):
        if block.strip():
            outcomes.append(dict(line.split("=", 1)
                                 for line in block.strip().splitlines()))
    for outcome in outcomes:
        if "body" in outcome:
            outcome["body"] = bytes.fromhex(outcome["body"])
    return outcomes


def header(head, name):
    """The values of a request's header, all of them."""
    return [line.split(b":", 1)[1].strip().decode()
            for line in head.split(b"\r\n")[1:]
            if line.split(b":", 1)[0].lower() == name.lower().encode()]


def answers(*args):
    """A script that gives every request the same answer."""
    def script(conn):
        while conn.request():
            conn.answer(*args)
    return script


def says(data):
    """A script that sends these bytes to the first request, and closes."""
    def script(conn):
        conn.request()
        conn.send(data)
    return script


def free_port():
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def server_side(cert, key, ca=None):
    """TLS of a peer; ca asks for a certificate of ours."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    if ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(ca)
    return context
