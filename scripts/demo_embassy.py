# SPDX-License-Identifier: Apache-2.0
"""An embassy that has nothing but a mailbox: the hub writes letters, and a
consul answers them by the verbs that stand in them, with a mail program.  Both
have their mailboxes at a post office of the demonstration's own."""
import email
import email.message
import email.policy
import imaplib
import re
import secrets
import smtplib
import ssl
import sys
import threading

from demo_party import Party
from demo_stand import TOP, Missed, wait_for

HUB = "laporan@hub.example"
LOOK = 0.3              # seconds between two looks of the consul


class Embassy(Party):
    protocol = "surat"

    def __init__(self, *about, **more):
        super().__init__(*about, **more)
        self.address = f"konsul@{self.id}.example"
        self.ended = threading.Event()
        self.waiting = set()    # letters of the hub that are not done with
        self.smtp = self.imap = self.read = 0
        self.tls = self.thread = None
        self.password = secrets.token_urlsafe(16)

    def start(self, stand):
        ports = stand.dir / "post.ports"
        secret = stand.write("post.password", self.password + "\n")
        stand.run("post", [
            sys.executable, "-B", TOP / "tests/peers/post.py",
            "--cert", stand.dir / "cert.pem", "--key", stand.dir / "key.pem",
            "--password-file", secret, "--port-file", ports, HUB,
            self.address])
        wait_for("the post office opens",
                 lambda: ports.exists() and ports.read_text().strip())
        self.smtp, self.imap = map(int, ports.read_text().split())
        self.tls = ssl.create_default_context(cafile=stand.dir / "cert.pem")
        stand.hints.append(
            f"curl --cacert {stand.dir}/cert.pem \\\n    "
            f'-u "{self.address}:$(cat {secret})" \\\n    '
            f"'imaps://localhost:{self.imap}/INBOX;MAILINDEX=1'")

    def conf(self, stand):
        return f"""\
mailbox "surat" {{
  address = "{HUB}"
  user = "{HUB}"
  password_file = "{stand.dir}/post.password"
  smtp = "smtps://localhost:{self.smtp}"
  imap = "imaps://localhost:{self.imap}"
  ca = "{stand.dir}/cert.pem"
  poll = "1s"
}}
""" + super().conf(stand)

    def section(self, _stand):
        return f"""\
  plugin = "embassy"
  mailbox = "surat"
  address = "{self.address}"
  timezone = "Asia/Kuala_Lumpur"
  acceptance = "explicit"
"""

    def begin(self, stand):
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def end(self):
        """The last answers are under way."""
        wait_for("the consul has answered",
                 lambda: self.failure or not self.waiting)
        self.ended.set()
        self.thread.join()

    def new_letters(self):
        """What came since the last look."""
        with imaplib.IMAP4_SSL("localhost", self.imap,
                               ssl_context=self.tls) as wire:
            wire.login(self.address, self.password)
            _, (count,) = wire.select("INBOX")
            while self.read < int(count):
                self.read += 1
                _, found = wire.fetch(str(self.read), "(BODY.PEEK[])")
                yield email.message_from_bytes(found[0][1],
                                               policy=email.policy.default)

    def answer(self, letter, text):
        """What a mail program sends when one answers."""
        made = email.message.EmailMessage()
        made["From"], made["To"] = self.address, str(letter["Reply-To"])
        made["Subject"] = "Re: " + str(letter["Subject"])
        made["Message-ID"] = email.utils.make_msgid()
        made.set_content(text)
        with smtplib.SMTP_SSL("localhost", self.smtp,
                              context=self.tls) as wire:
            wire.login(self.address, self.password)
            wire.send_message(made)

    def handle(self, letter):
        """A case is taken, then answered; nothing proves who a letter of this
        post office is from, so the hub asks once more."""
        token = re.search(r"\+(\w{20})", str(letter["Reply-To"]))[1]
        text = letter.get_body(("plain",)).get_content()
        code = re.search(r"^ +(SETUJU \w+)", text, re.M)
        if "CARA MENJAWAB" in text and "TERIMA:" in text:
            self.waiting.add(token)
            self.answer(letter, "TERIMA")
        elif "dibaca sebagai TERIMA" in text:
            self.answer(letter, "JAWAB\nSudah kami dampingi di tempat.")
        elif code:
            self.answer(letter, code[1])
        else:
            self.waiting.discard(token)

    def work(self):
        try:
            while not self.ended.is_set():
                for letter in self.new_letters():
                    self.handle(letter)
                self.ended.wait(LOOK)
        except (Missed, OSError, imaplib.IMAP4.error,
                smtplib.SMTPException) as e:
            self.failure = Missed(f"{self.name}: {e}")
