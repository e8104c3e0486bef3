# SPDX-License-Identifier: Apache-2.0
"""A mail server of a test's own: Postfix and Dovecot, both private instances
in one folder, on free ports of the loopback address, with a certificate of
their own authority.  Nothing of the system's mail is touched.

    with Mail() as mail, Hub(institutions=mail.section() + ...) as hub:
        mail.send(letter, to="laporan@hub.test")
        letter, = mail.wait("kedutaan@negara.test", 1)

The hub hands letters to `submission` (STARTTLS) or `submissions` (TLS), both
with a password; the world hands letters in at `mx`, without.  Everybody in
USERS has a mailbox, with any "+detail".  Others are refused:
    tidakada@...         550 when the address is said
    nanti@negara.test    450 when the address is said
    hilang@negara.test   taken, and sent back with a notice (a late bounce)
    lambat@negara.test   taken, and not delivered until the test ends
What the hub hands over asks for a notice of success, see RELAY_FILTER."""
import email
import email.policy
import imaplib
import os
import pwd
import grp
import shutil
import signal
import smtplib
import ssl
import subprocess
import tempfile
from pathlib import Path

import pytest

from hub import free_port
from wires import DEADLINE, wait_for

PASSWORD = "rahasia-uji"
HUB = "laporan@hub.test"
EMBASSY = "kedutaan@negara.test"
ROBOTS = 20         # of so many letters of fill() one is a robot's
USERS = (HUB, EMBASSY, "konsulat@negara.test", "warga@mail.test")

MASTER = Path("/usr/lib/postfix/sbin/master")
QUEUES = ("pid", "active", "bounce", "corrupt", "defer", "deferred", "flush",
          "hold", "incoming", "maildrop", "private", "public", "saved",
          "trace")

# The relay asks for notices in the hub's place: libcurl cannot.
RELAY_FILTER = r"/^(RCPT\s+TO:\s*<[^>]*>)\s*$/ $1 NOTIFY=SUCCESS,FAILURE,DELAY"

MAIN_CF = """\
compatibility_level = 3.7
queue_directory = {folder}/queue
data_directory = {folder}/state
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
mail_owner = {owner}
setgid_group = {setgid}
myhostname = mail.hub.test
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
inet_protocols = ipv4
recipient_delimiter = +
virtual_mailbox_domains = hub.test, negara.test, mail.test
virtual_mailbox_maps = texthash:{folder}/users
virtual_transport = lmtp:unix:{folder}/run/lmtp
transport_maps = texthash:{folder}/transport
smtpd_recipient_restrictions =
  check_recipient_access texthash:{folder}/access,
  permit_sasl_authenticated, reject_unauth_destination
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/run/sasl
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_security_level = may
smtpd_delay_reject = yes
in_flow_delay = 0
message_size_limit = 60000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
disable_dns_lookups = yes
smtputf8_enable = yes
address_verify_map =
smtpd_peername_lookup = no
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
{settings}
"""
MASTER_CF = """\
{mx} inet n - n - - smtpd
{submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
  -o smtpd_command_filter=regexp:{folder}/filter
{submissions} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
  -o smtpd_command_filter=regexp:{folder}/filter
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
DOVECOT = """\
base_dir = {folder}/run
instance_name = {folder}
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:~/Maildir
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = home={folder}/mail/%d/%n
}}
{dovecot}
recipient_delimiter = +
lmtp_hdr_delivery_address = original
mail_max_userip_connections = 100
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service auth {{
  unix_listener sasl {{
    mode = 0666
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
"""
SECTION = """\
mailbox "{name}" {{
  address = "{address}"
  imap = "imaps://localhost:{imaps}"
  smtp = "{smtp}"
  user = "{user}"
  password_file = "{folder}/password"
  ca = "{folder}/ca.pem"
  poll = "1s"
  folder_done = "Selesai"
  {more}
}}
"""
EMBASSY_SECTION = """\
institution "{id}" {{
  name = "{title}"
  plugin = "{plugin}"
  mailbox = "{mailbox}"
  address = "{address}"
  {more}
}}
"""


class Mail:
    """Both servers, for the length of a with block.  settings: more lines
    of Postfix's main.cf; dovecot: of Dovecot's."""

    def __init__(self, users=USERS, settings="", dovecot=""):
        self.folder = Path(tempfile.mkdtemp(prefix="simpul-test-"))
        self.users = list(users)
        self.settings, self.dovecot = settings, dovecot
        self.ports = {name: free_port() for name in
                      ("mx", "submission", "submissions", "imaps")}
        self.processes = []

    def __enter__(self):
        if os.getuid() != 0:
            pytest.skip("Postfix's master is \"reserved for the superuser\", "
                        "and drops to users of its own: run this as root")
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.abandon()
            raise
        return self

    def __exit__(self, *_):
        self.abandon()

    def abandon(self):
        """Nothing is left, whatever happened."""
        for process in self.processes:
            stop(process, self.folder / "queue/pid/master.pid")
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self):
        """Certificates, users, folders and configuration."""
        self.folder.chmod(0o711)
        for name in ("queue", "state", "run", "mail", "postfix"):
            (self.folder / name).mkdir()
        for name in QUEUES:
            (self.folder / "queue" / name).mkdir(mode=0o700)
        make_certificates(self.folder)
        self.write("password", PASSWORD + "\n").chmod(0o600)
        self.write("filter", RELAY_FILTER + "\n")
        self.write("access", "nanti@negara.test 450 4.2.1 not now\n")
        self.write("transport", "lambat@negara.test "
                   f"lmtp:inet:127.0.0.1:{free_port()}\n")
        self.write_users()
        me = identities()
        fields = {"folder": self.folder, "settings": self.settings,
                  "dovecot": self.dovecot,
                  **self.ports, **me}
        fields.update((name, f"127.0.0.1:{self.ports[name]}")
                      for name in ("mx", "submission", "submissions"))
        self.write("postfix/main.cf", MAIN_CF.format(**fields))
        self.write("postfix/master.cf", MASTER_CF.format(**fields))
        self.write("dovecot.conf", DOVECOT.format(**fields))
        if os.getuid() == 0:
            for name in ("state", *(f"queue/{name}" for name in QUEUES[1:])):
                shutil.chown(self.folder / name, me["owner"])
            shutil.chown(self.folder / "mail", me["mail_user"])

    def write(self, name, text):
        """A file of the folder; its path."""
        path = self.folder / name
        path.write_text(text)
        return path

    def write_users(self):
        """Who may log in, and who is written to."""
        self.write("passwd", "".join(f"{user}:{{PLAIN}}{PASSWORD}\n"
                                     for user in self.users)).chmod(0o644)
        taken = [*self.users, "hilang@negara.test", "lambat@negara.test",
                 "nanti@negara.test"]
        self.write("users", "".join(f"{user} taken\n" for user in taken))

    def start(self):
        """Both, until they greet."""
        self.processes.append(subprocess.Popen(
            ["dovecot", "-F", "-c", self.folder / "dovecot.conf"]))
        self.processes.append(subprocess.Popen(
            [MASTER, "-d", "-c", self.folder / "postfix"]))
        wait_for("Dovecot greets", lambda: self.greets(self.imap_greets))
        wait_for("Postfix greets", lambda: self.greets(self.smtp_greets))

    def greets(self, greeting):
        """Whether it does yet."""
        for process in self.processes:
            assert process.poll() is None, \
                f"{process.args[0]} ended:\n{self.logs()}"
        try:
            return greeting()
        except OSError:
            return False

    def imap_greets(self):
        self.imap(self.users[0]).logout()
        return True

    def smtp_greets(self):
        smtplib.SMTP("localhost", self.ports["mx"], timeout=DEADLINE).quit()
        return True

    def logs(self):
        """The end of what both say."""
        return "".join(path.read_text()[-4000:] for path in
                       self.folder.glob("*.log"))

    def tls(self):
        """A context that trusts these servers and nobody else."""
        return ssl.create_default_context(cafile=self.folder / "ca.pem")

    def section(self, name="surat", address=HUB, more="", smtp="starttls",
                **fields):
        """The hub's section of a mailbox here."""
        url = {"starttls": f"smtp://localhost:{self.ports['submission']}",
               "tls": f"smtps://localhost:{self.ports['submissions']}"}
        return SECTION.format(**{
            "name": name, "address": address, "user": address,
            "folder": self.folder, "imaps": self.ports["imaps"],
            "smtp": url.get(smtp, smtp), "more": more, **fields})

    @staticmethod
    def embassy(id="kedutaan", address=EMBASSY, mailbox="surat",
                plugin="embassy", title="Kedutaan Besar", more=""):
        """The hub's section of an institution that is written to."""
        return EMBASSY_SECTION.format(id=id, address=address, title=title,
                                      mailbox=mailbox, plugin=plugin,
                                      more=more)

    def imap(self, user):
        """Logged in; the caller logs out."""
        wire = imaplib.IMAP4_SSL("localhost", self.ports["imaps"],
                                 ssl_context=self.tls(), timeout=DEADLINE)
        wire.login(user, PASSWORD)
        return wire

    def count(self, user, folder="INBOX"):
        """How many letters are in a folder."""
        wire = self.imap(user)
        try:
            status, found = wire.select(folder, readonly=True)
            return int(found[0]) if status == "OK" else 0
        finally:
            wire.logout()

    def raw(self, user, folder="INBOX"):
        """The letters in a folder as bytes, oldest first."""
        wire = self.imap(user)
        try:
            status, _ = wire.select(folder, readonly=True)
            if status != "OK":
                return []
            _, found = wire.search(None, "ALL")
            numbers = found[0].split()
            return [wire.fetch(n, "(BODY.PEEK[])")[1][0][1] for n in numbers]
        finally:
            wire.logout()

    def letters(self, user, folder="INBOX"):
        """The same, read (email.message.EmailMessage)."""
        return [email.message_from_bytes(raw, policy=email.policy.default)
                for raw in self.raw(user, folder)]

    def wait(self, user, count, folder="INBOX"):
        """The letters once there are so many; more are a failure."""
        wait_for(f"{count} letters for {user}",
                 lambda: self.count(user, folder) >= count)
        letters = self.letters(user, folder)
        assert len(letters) == count, [str(e["Subject"]) for e in letters]
        return letters

    def send(self, letter, to=HUB, sender=EMBASSY):
        """The world hands a letter in: an EmailMessage or raw bytes."""
        if not isinstance(letter, bytes):
            letter = letter.as_bytes(policy=email.policy.SMTP)
        to = [to] if isinstance(to, str) else to
        with smtplib.SMTP("localhost", self.ports["mx"],
                          timeout=DEADLINE) as wire:
            wire.sendmail(sender, to, letter)

    def clear(self, user):
        """Takes all letters away."""
        wire = self.imap(user)
        try:
            for folder in ("INBOX", "Selesai"):
                status, count = wire.select(folder)
                if status == "OK" and count != [b"0"]:
                    wire.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                    wire.expunge()
        finally:
            wire.logout()

    def renumber(self, user):
        """Its INBOX begins anew, under another UIDVALIDITY."""
        wire = self.imap(user)
        before = wire.status("INBOX", "(UIDVALIDITY)")
        wire.logout()
        name, host = user.split("@")
        box = self.folder / "mail" / host / name / "Maildir"
        for path in box.glob("dovecot*"):
            path.unlink()
        (box / "dovecot-uidlist").write_text("3 V1 N1\n")
        if os.getuid() == 0:
            shutil.chown(box / "dovecot-uidlist", "nobody", "nogroup")
        wire = self.imap(user)
        assert wire.status("INBOX", "(UIDVALIDITY)") != before
        wire.logout()

    def fill(self, user, count, robot=""):
        """So many letters of strangers in an INBOX, by way of the disk; with
        a robot each of ROBOTS is its vacation reply."""
        name, host = user.split("@")
        self.raw(user)  # the INBOX is there then
        new = self.folder / "mail" / host / name / "Maildir/new"
        owner = new.stat()
        for n in range(count):
            path = new / f"1700000000.M{n:06}P1.uji"
            sender = f"orang{n}@lain.test"
            if robot and n % ROBOTS == ROBOTS - 1:
                sender = f"{robot}\r\nAuto-Submitted: auto-replied"
            path.write_text(f"To: {user}\r\nMessage-ID: <{n}@lain.test>\r\n"
                            f"Subject: Surat {n}\r\nFrom: {sender}\r\n\r\n"
                            f"Isi surat {n}.\r\n")
            os.chown(path, owner.st_uid, owner.st_gid)

    def put(self, user, letter, folder="INBOX"):
        """A letter that stands in a folder at once, without SMTP."""
        wire = self.imap(user)
        try:
            wire.create(folder)
            status, said = wire.append(folder, None, None, letter)
            assert status == "OK", said
        finally:
            wire.logout()


def make_certificates(folder):
    """An authority, and a certificate of localhost by it."""
    def openssl(*words):
        subprocess.run(["openssl", *words], check=True, cwd=folder,
                       stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=Uji CA",
            "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-addext", "basicConstraints=critical,CA:FALSE",
            "-CA", "ca.pem", "-CAkey", "ca.key",
            "-keyout", "key.pem", "-out", "cert.pem")


def identities():
    """The users that the servers run as: their packages' own where the test
    is root, else the one who runs it."""
    if os.getuid() == 0:
        return {"owner": "postfix", "setgid": "postdrop",
                "internal": "dovecot", "internal_group": "dovecot",
                "login": "dovenull", "mail_user": "nobody",
                "mail_group": "nogroup"}
    user = pwd.getpwuid(os.getuid()).pw_name
    group = grp.getgrgid(os.getgid()).gr_name
    return {"owner": "postfix", "setgid": "postdrop", "internal": user,
            "internal_group": group, "login": user, "mail_user": user,
            "mail_group": group}


def stop(process, pid_file):
    """Asks a server to end, by its pid; Postfix's own stands in a file."""
    pid = process.pid
    if MASTER in process.args and pid_file.exists():
        pid = int(pid_file.read_text())
    if process.poll() is None:
        os.kill(pid, signal.SIGTERM)
    try:
        process.wait(DEADLINE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
