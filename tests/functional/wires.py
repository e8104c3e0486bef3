# SPDX-License-Identifier: Apache-2.0
"""What the tests of the wires share: programs of the build directory, raw
sockets with a deadline, and certificates made for one run."""
import os
import select
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

BUILD = Path(os.environ.get("SIMPUL_BUILD", "."))
DEADLINE = 60       # seconds for anything that must happen, on any machine


def wait_for(what, condition, seconds=DEADLINE):
    """The first true value of condition, or a failure that says what.  Who
    waits long looks less often: looking costs the hub what it is waited for."""
    begun = now = time.monotonic()
    while now < begun + seconds:
        value = condition()
        if value:
            return value
        now = time.monotonic()
        select.select([], [], [], min(0.1, 0.01 + (now - begun) / 20))
    raise AssertionError(f"waited {seconds} s for {what}")


class Server:
    """http_echo with options, until the end of a with block."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [BUILD / "tests/functional/http_echo", *map(str, options)],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(DEADLINE) == 0
        self.process.stdout.close()

    def connect(self, context=None):
        """A connection, with TLS when there is a context."""
        plain = socket.create_connection(("127.0.0.1", self.port), DEADLINE)
        if context is None:
            return plain
        return context.wrap_socket(plain, server_hostname="localhost")

    def ask(self, request, context=None):
        """Sends bytes; all that comes back until the server closes."""
        with self.connect(context) as s:
            s.sendall(request)
            return read_all(s)

    def get(self, path):
        """One request of its own; its status and its body as lines a=b."""
        status, _, body = split(self.ask(
            f"GET {path} HTTP/1.1\r\nHost: x\r\n"
            "Connection: close\r\n\r\n".encode()))
        return status, dict(line.split("=", 1)
                            for line in body.decode().splitlines()
                            if "=" in line)

    def counts(self):
        return {k: int(v) for k, v in self.get("/counts")[1].items()}


def read_all(s):
    """Until the peer closes, or resets after it has answered."""
    got = b""
    try:
        while chunk := s.recv(65536):
            got += chunk
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    return got


def read_answer(s):
    """One answer with Content-Length: status, head, body."""
    got = b""
    while b"\r\n\r\n" not in got:
        chunk = s.recv(65536)
        assert chunk, f"closed after {got!r}"
        got += chunk
    head, body = got.split(b"\r\n\r\n", 1)
    length = [int(line.split(b":")[1]) for line in head.split(b"\r\n")
              if line.lower().startswith(b"content-length:")][0]
    while len(body) < length:
        chunk = s.recv(length - len(body))
        assert chunk, f"closed after {got!r}"
        body += chunk
    assert len(body) == length, "more than one answer"
    return int(head.split()[1]), head, body


def split(answer):
    """Status, head and body of an answer that ended with the connection."""
    assert b"\r\n\r\n" in answer, f"no answer in {answer!r}"
    head, body = answer.split(b"\r\n\r\n", 1)
    return int(head.split()[1]), head, body


def openssl(*args):
    subprocess.run(["openssl", *map(str, args)], check=True,
                   capture_output=True)


class Authority:
    """Makes certificates, good and bad, in a folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.cert = self.folder / "ca.pem"
        self.key = self.folder / "ca.key"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test CA",
                "-days", 2, "-keyout", self.key, "-out", self.cert)

    def issue(self, name, host="localhost", expired=False):
        """The files of a certificate and its key."""
        cert, key = (self.folder / f"{name}.{x}" for x in ("pem", "key"))
        request, ext = (self.folder / f"{name}.{x}" for x in ("csr", "ext"))
        ext.write_text(f"subjectAltName=DNS:{host},IP:127.0.0.1\n"
                       if host == "localhost" else
                       f"subjectAltName=DNS:{host}\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-subj", f"/CN={name}", "-keyout", key,
                "-out", request)
        until = (["-not_before", "20200101000000Z", "-not_after",
                  "20200201000000Z"] if expired else ["-days", 2])
        if expired:
            self._sign_expired(request, ext, cert)
        else:
            openssl("x509", "-req", "-in", request, "-CA", self.cert, "-CAkey",
                    self.key, "-CAcreateserial", "-extfile", ext, *until,
                    "-out", cert)
        return cert, key

    def _sign_expired(self, request, ext, cert):
        """Only the authority's own command takes dates of the past."""
        conf = self.folder / "ca.conf"
        (self.folder / "index").write_text("")
        conf.write_text(
            "[ca]\ndefault_ca=d\n[d]\n"
            f"database={self.folder}/index\nnew_certs_dir={self.folder}\n"
            "rand_serial=yes\ndefault_md=sha256\npolicy=p\n"
            "[p]\ncommonName=supplied\n")
        openssl("ca", "-batch", "-config", conf, "-cert", self.cert,
                "-keyfile", self.key, "-in", request, "-extfile", ext,
                "-startdate", "20200101000000Z", "-enddate",
                "20200201000000Z", "-notext", "-out", cert)
