# SPDX-License-Identifier: Apache-2.0
"""Somebody who signs and encrypts letters, by OpenSSL's own command."""
import email
import email.policy
import subprocess

from wires import DEADLINE

ADDRESS = "kedutaan@negara.test"


def openssl(*words, data=b""):
    return subprocess.run(["openssl", *map(str, words)], input=data,
                          check=True, capture_output=True,
                          timeout=DEADLINE).stdout


class Sealer:
    """A key and a certificate of an address, in files of a folder."""

    def __init__(self, folder, name, address=ADDRESS, kind="RSA"):
        self.key, self.cert = folder / f"{name}.key", folder / f"{name}.pem"
        key = ["rsa:2048"] if kind == "RSA" else [
            "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        openssl("req", "-x509", "-newkey", *key, "-nodes", "-days", 30,
                "-subj", "/CN=uji", "-addext",
                f"subjectAltName=email:{address}", "-keyout", self.key,
                "-out", self.cert)

    def sign(self, entity, *options):
        return openssl("cms", "-sign", "-signer", self.cert, "-inkey",
                       self.key, *options, data=entity)

    def encrypt(self, entity, *options):
        """For this one to read."""
        return openssl("cms", "-encrypt", "-aes256", *options, self.cert,
                       data=entity)

    def opens(self, letter):
        """The entity that a letter of the hub's is encrypted around."""
        return openssl("cms", "-decrypt", "-recip", self.cert, "-inkey",
                       self.key, data=bytes(letter))

    def checks(self, entity):
        """What this one has signed of an entity, as a message; it does not
        get here when the signature does not fit."""
        return email.message_from_bytes(
            openssl("cms", "-verify", "-CAfile", self.cert, "-purpose", "any",
                    data=bytes(entity)), policy=email.policy.default)


def text_entity(text):
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()


def answer(ours, name, entity, sender=ADDRESS):
    """A letter around an entity that answers one of the hub's."""
    return (f"From: Konsuler <{sender}>\nTo: {ours['Reply-To']}\n"
            f"Subject: Re: kasus\nMessage-ID: <{name}@negara.test>\n"
            ).encode() + entity
