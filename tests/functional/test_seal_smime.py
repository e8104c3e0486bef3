# SPDX-License-Identifier: Apache-2.0
"""Letters signed by S/MIME, by OpenSSL's own command: whose they are is told,
only what is signed is handed on, and what is not theirs is refused by name."""
import base64
import re
import subprocess

import pytest

from wires import BUILD, DEADLINE

LOOK = BUILD / "tests/functional/seal_look"
TEXT = "Content-Type: text/plain; charset=utf-8\n\nTERIMA\n\nBaik, kami " \
    "tangani.\n"
FIELDS = {"From": "Kedutaan <kedutaan@uji.example>", "To": "hub@uji.example",
          "Subject": "Re: kasus"}


def run(*words, data=b"", **options):
    return subprocess.run([*map(str, words)], input=data, check=True,
                          capture_output=True, timeout=DEADLINE,
                          **options).stdout


class Party:
    """A key and a certificate, made by OpenSSL."""

    def __init__(self, folder, name, kind, mail="kedutaan@uji.example",
                 days=30):
        self.key, self.cert = folder / f"{name}.key", folder / f"{name}.pem"
        key = ["rsa:2048"] if kind == "RSA" else [
            "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        run("openssl", "req", "-x509", "-newkey", *key, "-nodes", "-days",
            days, "-subj", "/CN=uji", "-addext",
            f"subjectAltName=email:{mail}", "-keyout", self.key, "-out",
            self.cert)

    def sign(self, text=TEXT, *options, fields=FIELDS):
        """A letter of theirs; its fields stand before what OpenSSL wrote."""
        made = run("openssl", "cms", "-sign", "-signer", self.cert, "-inkey",
                   self.key, *options, data=text.encode())
        head = "".join(f"{n}: {v}\n" for n, v in fields.items())
        return head.encode() + made


class Desk:
    def __init__(self, folder, kind):
        self.folder = folder
        self.theirs = Party(folder, "theirs", kind)
        self.stranger = Party(folder, "stranger", kind)
        self.other = Party(folder, "other", kind, mail="lain@uji.example")
        self.trust = folder / "trust.pem"
        self.trust.write_text(self.theirs.cert.read_text()
                              + self.other.cert.read_text())

    def look(self, letter, days=0):
        """(verdict, sentence) some days from now, and what is handed on."""
        import time
        out = run(LOOK, "check", "smime", int(time.time()) + days * 86400, 0,
                  self.trust, "", data=letter)
        line, _, rest = out.partition(b"\n")
        verdict, why, _ = line.decode().split("\t")
        return verdict, why, rest


@pytest.fixture(scope="module", params=["RSA", "EC"])
def desk(request, tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("smime"), request.param)


@pytest.mark.parametrize("options", [(), ("-nodetach",), ("-md", "sha512")],
                         ids=["beside", "around", "sha512"])
def test_what_they_sign_is_believed(desk, options):
    verdict, why, rest = desk.look(desk.theirs.sign(TEXT, *options))
    assert (verdict, why) == ("good", "")
    head, _, body = rest.partition(b"\r\n\r\n")
    assert b"From: Kedutaan <kedutaan@uji.example>" in head
    assert b"Content-Type: text/plain; charset=utf-8" in head
    assert head.count(b"Content-Type") == 1 and b"pkcs7" not in rest
    assert body.decode().splitlines()[0] == "TERIMA"


def test_line_ends_on_the_way_do_no_harm(desk):
    letter = desk.theirs.sign()
    for made in letter.replace(b"\r\n", b"\n"), \
            letter.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"):
        verdict, _, rest = desk.look(made)
        assert verdict == "good"
        assert b"\r\r" not in rest
        assert b"\r\nSubject: Re: kasus\r\n" in rest


def beside(letter, inside):
    """A part that nobody signed within a signed letter's boundaries."""
    boundary = re.search(rb'boundary="([^"]+)"', letter).group(1)
    return letter.replace(b"--" + boundary + b"\n", b"--" + boundary + b"\n"
                          + inside + b"\n--" + boundary + b"\n", 1)


def around(letter, inside):
    """The signed letter as one part among others."""
    head, _, rest = letter.partition(b"MIME-Version")
    return head + b'Content-Type: multipart/mixed; boundary="luar"\n\n' \
        b"--luar\nContent-Type: text/plain\n\n" + inside + \
        b"\n--luar\nMIME-Version" + rest + b"\n--luar--\n"


def swapped(letter):
    """The signature of one letter under another text."""
    return letter.replace(b"TERIMA", b"TOLAK 1")


ATTACKS = {
    "missing: plain": lambda d: b"From: a@b.example\n\nTERIMA\n",
    "missing: a signed part among others": lambda d: around(
        d.theirs.sign(), b"TOLAK 1"),
    "locked: encrypted": lambda d: b"From: a@b.example\n" + run(
        "openssl", "cms", "-encrypt", "-aes256", d.rsa(),
        data=TEXT.encode()),
    "malformed: a part more": lambda d: beside(
        d.theirs.sign(), b"Content-Type: text/plain\n\nTOLAK 1"),
    "malformed: no signature": lambda d: re.sub(
        rb"(?s)(filename=\"smime.p7s\"\n\n).*?(\n\n--)", rb"\1AAAA\2",
        d.theirs.sign()),
    "wrong: other text": lambda d: swapped(d.theirs.sign()),
    "wrong: no certificate": lambda d: d.theirs.sign(TEXT, "-nocerts"),
    "algorithm: SHA-1": lambda d: d.theirs.sign(TEXT, "-md", "sha1"),
    "signer: a stranger": lambda d: d.stranger.sign(),
    "signer: another sender's certificate": lambda d: d.other.sign(),
    "signer: two senders": lambda d: d.theirs.sign(fields={
        **FIELDS, "From": "kedutaan@uji.example, lain@uji.example"}),
    "signer: no sender": lambda d: d.theirs.sign(fields={"To": "a@b.c"}),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_not_theirs_is_refused_by_name(desk, name):
    desk.rsa = lambda: Party(desk.folder, "rsa", "RSA").cert
    verdict, why, rest = desk.look(ATTACKS[name](desk))
    assert verdict == name.split(":")[0], why
    assert why == "not believed" or (why != "" and rest == b"")


def test_a_certificate_that_has_expired_is_named(desk):
    verdict, why, _ = desk.look(desk.theirs.sign(), days=40)
    assert verdict == "certificate" and "expired" in why


def test_two_signatures_are_none(desk):
    two = run("openssl", "cms", "-sign", "-signer", desk.theirs.cert,
              "-inkey", desk.theirs.key, "-signer", desk.other.cert, "-inkey",
              desk.other.key, data=TEXT.encode())
    letter = b"From: kedutaan@uji.example\n" + two
    assert desk.look(letter)[0] == "malformed"


def test_what_follows_a_signature_is_not_read(desk):
    """Base64 of DER and nothing behind it."""
    letter = desk.theirs.sign(TEXT, "-nodetach")
    head, _, coded = letter.partition(b"base64\n\n")
    der = base64.b64decode(coded) + b"TOLAK 1"
    made = head + b"base64\n\n" + base64.encodebytes(der)
    verdict, _, rest = desk.look(made)
    assert b"TOLAK" not in rest
