# SPDX-License-Identifier: Apache-2.0
"""Letters between the hub and somebody who uses GnuPG's gpgsm (Kleopatra,
KMail, Evolution...), another hand than OpenSSL's: what it signs and encrypts
is read here, what the hub signs with a key on a curve and encrypts is read
there."""
import base64
import os
import subprocess
import time

import pytest

from sealing import Sealer, openssl, text_entity
from test_embassy import mail, running  # noqa: F401
from test_embassy_sealed import Circle
from test_seal_smime import LOOK, run
from wires import DEADLINE

FROM = "kedutaan@negara.test"
WORDS = ("--batch", "--pinentry-mode", "loopback", "--passphrase-fd", "0",
         "--disable-crl-checks", "--include-certs", "-1", "--digest-algo",
         "SHA256")


def print_of(cert):
    """By which gpgsm knows a certificate."""
    said = openssl("x509", "-in", cert, "-noout", "-fingerprint", "-sha1")
    return said.decode().strip().split("=")[1].replace(":", "")


class Gpgsm:
    """A key ring of its own, with one key and who else is believed."""

    def __init__(self, folder, party, others):
        self.env = {**os.environ, "GNUPGHOME": str(folder), "LC_ALL": "C"}
        self.folder, self.party = folder, party
        folder.mkdir(mode=0o700)
        (folder / "gpg-agent.conf").write_text("allow-loopback-pinentry\n")
        both = folder / "key.p12"
        openssl("pkcs12", "-export", "-in", party.cert, "-inkey", party.key,
                "-out", both, "-passout", "pass:x", "-certpbe",
                "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg",
                "sha1")
        for path in (both, *(other.cert for other in others)):
            self("--import", path)
        (folder / "trustlist.txt").write_text("".join(
            f"{print_of(one.cert)} S relax\n" for one in (party, *others)))
        self.end()

    def __call__(self, *words):
        done = subprocess.run(["gpgsm", *WORDS, *map(str, words)],
                              input=b"x\n", env=self.env, timeout=DEADLINE,
                              capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        self.said = done.stderr.decode()
        return done.stdout

    def end(self):
        """Its agent goes."""
        subprocess.run(["gpgconf", "--kill", "gpg-agent"], env=self.env,
                       check=True, timeout=DEADLINE)

    def file(self, data):
        path = self.folder / "data"
        path.write_bytes(data)
        return path

    def sign(self, entity):
        """multipart/signed, as a mail program puts it together."""
        entity = entity.replace(b"\n", b"\r\n")
        made = self("-u", FROM, "--detach-sign", self.file(entity))
        return (b"MIME-Version: 1.0\r\nContent-Type: multipart/signed; "
                b"protocol=\"application/pkcs7-signature\"; micalg=sha-256; "
                b"boundary=g\r\n\r\n--g\r\n" + entity + b"\r\n--g\r\n"
                b"Content-Type: application/pkcs7-signature\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n"
                + base64.encodebytes(made) + b"\r\n--g--\r\n")

    def encrypt(self, entity, to):
        made = self("-r", print_of(to.cert), "-e", self.file(entity))
        return (b"Content-Type: application/pkcs7-mime\r\n"
                b"Content-Transfer-Encoding: base64\r\n\r\n"
                + base64.encodebytes(made))

    def opens(self, letter):
        return self("-d", self.file(letter.get_payload(decode=True)))

    def checks(self, entity):
        """What is signed of an entity in two parts; it does not get here when
        the signature does not fit."""
        head, _, body = entity.partition(b"\r\n\r\n")
        boundary = head.split(b'boundary="')[1].split(b'"')[0]
        _, signed, made, _ = (b"\r\n" + body).split(b"\r\n--" + boundary)
        signature = self.folder / "signature"
        signature.write_bytes(base64.b64decode(
            made.partition(b"\r\n\r\n")[2]))
        self("--verify", signature, self.file(signed[2:]))
        return signed


@pytest.fixture(scope="module")
def circle(tmp_path_factory):
    return Circle(tmp_path_factory.mktemp("circle"))


@pytest.fixture(scope="module")
def gpgsm(circle):
    made = Gpgsm(circle.folder / "gnupg", circle.theirs,
                 [circle.ours, circle.our_ec])
    yield made
    made.end()


def look(circle, entity):
    """What the hub's worker makes of a letter around an entity."""
    return run(LOOK, "check", "smime", int(time.time()), 0,
               circle.theirs.cert, "", circle.ours.cert, circle.ours.key,
               data=f"From: {FROM}\r\nSubject: Re: kasus\r\n".encode()
               + entity)


def test_what_gpgsm_signs_is_believed(circle, gpgsm):
    made = look(circle, gpgsm.sign(text_entity("TERIMA")))
    assert made.startswith(b"good\t") and b"TERIMA" in made


def test_what_gpgsm_encrypts_is_opened(circle, gpgsm):
    inner = gpgsm.sign(text_entity("TERIMA"))
    made = look(circle, gpgsm.encrypt(inner, circle.ours))
    assert made.startswith(b"good\t") and b"TERIMA" in made


def test_gpgsm_reads_what_a_key_on_a_curve_signed(
        mail, circle, gpgsm):  # noqa: F811
    with running(mail, circle.section(mail, ours=circle.our_ec)) as e:
        letter = e.hand_in()
        said = gpgsm.checks(gpgsm.opens(letter))
        assert b"Tolong" in said
        assert "Good signature" in gpgsm.said
        assert "nistp256" in gpgsm.said
