# SPDX-License-Identifier: Apache-2.0
"""A mailbox that is a script, IMAP and SMTP over TLS, and lies when it is told
to.  A lie stands under the command that it answers and is told once:

    post.lies["BODY[]"] = lambda wire, tag, words: wire.say("* BYE")

What it returns says whether the command was answered at all; else the honest
answer follows."""
import contextlib
import re
import socket
import ssl
import tempfile
import threading
from pathlib import Path

from mail import EMBASSY, HUB, PASSWORD, SECTION, Mail, make_certificates
from wires import DEADLINE


class Wire:
    """One connection, by lines."""

    def __init__(self, sock):
        self.sock, self.file = sock, sock.makefile("rwb")

    def line(self):
        return self.file.readline()

    def say(self, text):
        self.send(text.encode() + b"\r\n")
        return True

    def send(self, data):
        self.file.write(data)
        self.file.flush()
        return True

    def end(self):
        """Mid-word, as a server that dies does."""
        self.sock.close()
        raise ConnectionError


def numbers(text):
    """The numbers of a set such as 3,7:9."""
    found = []
    for part in text.split(","):
        first, _, last = part.partition(":")
        found += range(int(first), int(last or first) + 1)
    return found


class Post:
    """Both servers, and the one mailbox."""

    def __init__(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="simpul-test-")
        self.folder = Path(self.scratch.name)
        make_certificates(self.folder)
        (self.folder / "password").write_text(PASSWORD + "\n")
        (self.folder / "password").chmod(0o600)
        self.box, self.done, self.lies = {}, [], {}
        self.validity, self.next, self.moves = 7, 1, True
        self.sent, self.copies, self.half = [], [], []
        self.hold = None        # waits behind the last byte of a letter
        self.servers, self.wires = [], set()
        self.certificate = self.folder

    def __enter__(self):
        self.imaps, self.smtps = self.serve(self.imap), self.serve(self.smtp)
        return self

    def __exit__(self, *_):
        for sock in [*self.servers, *self.wires]:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for server in self.servers:
            server.close()      # which ends accept()
        self.scratch.cleanup()

    def serve(self, talk):
        """A server of that talk; its port."""
        server = socket.create_server(("127.0.0.1", 0))
        self.servers.append(server)
        threading.Thread(target=self.accept, args=(server, talk),
                         daemon=True).start()
        return server.getsockname()[1]

    def accept(self, server, talk):
        while server.fileno() >= 0:
            with contextlib.suppress(OSError):  # theirs who hung up
                sock = server.accept()[0]
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.run, args=(sock, talk),
                                 daemon=True).start()

    def run(self, sock, talk):
        """One talk, however it ends."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate / "cert.pem",
                                self.certificate / "key.pem")
        with contextlib.suppress(OSError, ValueError):
            tls = context.wrap_socket(sock, server_side=True)
            self.wires.add(tls)
            with tls:
                talk(Wire(tls))

    def section(self, **fields):
        """The hub's section of the mailbox."""
        return SECTION.format(**{
            "name": "surat", "address": HUB, "user": HUB, "more": "",
            "folder": self.folder, "imaps": self.imaps,
            "smtp": f"smtps://localhost:{self.smtps}", **fields})

    @staticmethod
    def embassy(**fields):
        return Mail.embassy(**fields)

    def put(self, text="Halo.", uid=None):
        """A letter of a stranger; its number and bytes."""
        uid = self.next if uid is None else uid
        raw = (f"From: orang@lain.test\r\nTo: {HUB}\r\nMessage-ID: "
               f"<{self.validity}.{uid}.{len(self.done)}@lain.test>\r\n"
               f"Subject: Surat\r\n\r\n{text}\r\n").encode()
        self.next = max(self.next, uid + 1)
        self.box[uid] = raw
        return uid, raw

    # IMAP.

    def imap(self, wire):
        wire.say("* OK here")
        while line := wire.line():
            tag, words = line.decode().split(None, 1)
            for verb in list(self.lies):
                if verb in words and self.lies.pop(verb)(wire, tag, words):
                    break
            else:
                self.obey(wire, tag, words.strip())

    def obey(self, wire, tag, words):
        """An honest answer."""
        verb = words.split()[0]
        if verb == "UID":
            verb = words.split()[1]
        answer = getattr(self, f"do_{verb.lower()}", lambda *_: None)
        wire.say(f"{tag} {answer(wire, words) or 'OK done'}")
        if verb == "LOGOUT":
            wire.end()

    def do_capability(self, wire, _):
        wire.say("* CAPABILITY IMAP4rev1 UIDPLUS")

    def do_status(self, wire, _):
        wire.say(f'* STATUS "INBOX" (UIDNEXT {self.next} UIDVALIDITY '
                 f'{self.validity})')

    def do_select(self, wire, _):
        wire.say(f"* {len(self.box)} EXISTS")
        wire.say(f"* OK [UIDVALIDITY {self.validity}] so")

    def do_fetch(self, wire, words):
        if "RFC822.SIZE" in words:
            for uid in numbers(words.split()[2]):
                if uid in self.box:
                    self.list(wire, uid)
            return
        uid = int(words.split()[2])
        if uid in self.box:
            self.give(wire, uid, self.box[uid])

    def list(self, wire, uid):
        wire.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(self.box[uid])})")

    @staticmethod
    def give(wire, uid, raw, length=None):
        """A letter, said to be so long."""
        length = len(raw) if length is None else length
        wire.send(f"* 1 FETCH (UID {uid} BODY[] {{{length}}}\r\n".encode()
                  + raw + b")\r\n")

    def do_move(self, _, words):
        if not self.moves:
            return "NO [CANNOT] not here"
        self.take(numbers(words.split()[2]))

    def do_copy(self, _, words):
        self.copies.append(numbers(words.split()[2]))

    def do_store(self, *_):
        return None if self.moves else "NO [NOPERM] nothing is deleted here"

    def take(self, uids):
        for uid in uids:
            if uid in self.box:
                self.done.append(self.box.pop(uid))

    # SMTP.

    def smtp(self, wire):
        wire.say("220 here")
        while line := wire.line():
            verb = line[:4].upper()
            if verb == b"EHLO":
                wire.say("250-here")
                wire.say("250 AUTH PLAIN")
            elif verb == b"AUTH" and len(line.split()) < 3:
                wire.say("334 ")
                wire.line()
                wire.say("235 you")
            elif verb == b"DATA":
                self.take_letter(wire)
            else:
                wire.say("235 you" if verb == b"AUTH" else "250 good")

    def take_letter(self, wire):
        wire.say("354 go on")
        lines = []
        if "DATA" in self.lies:
            self.lies.pop("DATA")(wire)
        while (line := wire.line()) not in (b".\r\n", b""):
            lines.append(re.sub(rb"^\.", b"", line))
        (self.sent if line else self.half).append(b"".join(lines))
        if line and self.hold:
            self.hold.wait(DEADLINE)
        if "DOT" not in self.lies or not self.lies.pop("DOT")(wire):
            wire.say("250 taken")
