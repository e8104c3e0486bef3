# SPDX-License-Identifier: Apache-2.0
"""Somebody with a key and a certificate who signs and checks by a stack that
is not the hub's: JSON Web Signatures over a body, made with
python3-cryptography."""
import base64
import datetime
import json

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature, encode_dss_signature)

PEM = serialization.Encoding.PEM


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unbase64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Signer:
    """kind: "RS256" or "ES256"; days: how long the certificate is valid,
    from `since` days ago."""

    def __init__(self, kind="ES256", name="uji", days=30, since=1):
        self.kind = kind
        self.key = rsa.generate_private_key(65537, 2048) \
            if kind == "RS256" else ec.generate_private_key(ec.SECP256R1())
        named = x509.Name([x509.NameAttribute(
            x509.NameOID.COMMON_NAME, name)])
        begin = datetime.datetime.utcnow() - datetime.timedelta(days=since)
        self.x509 = (
            x509.CertificateBuilder().subject_name(named).issuer_name(named)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + datetime.timedelta(days=days))
            .sign(self.key, hashes.SHA256()))
        self.cert = self.x509.public_bytes(PEM).decode()
        self.pem = self.key.private_bytes(
            PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()).decode()
        self.thumb = base64url(self.x509.fingerprint(hashes.SHA256()))

    def raw(self, data):
        """A signature as JWS has it."""
        if self.kind == "RS256":
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(
            self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def jws(self, body, plain=True, **head):
        """A detached JWS over a body; head: what else stands in the protected
        header, or replaces what does (None: is left out)."""
        members = {"alg": self.kind, "x5t#S256": self.thumb,
                   **({"b64": False, "crit": ["b64"]} if plain else {}),
                   **head}
        protected = base64url(json.dumps(
            {n: v for n, v in members.items() if v is not None}).encode())
        payload = body if plain else base64url(body).encode()
        signature = self.raw(protected.encode() + b"." + payload)
        return f"{protected}..{base64url(signature)}"

    def check(self, jws, body):
        """The protected header of a JWS that fits the body; else an error."""
        protected, middle, signature = jws.split(".")
        assert middle == "", jws
        head = json.loads(unbase64url(protected))
        assert head["alg"] == self.kind, head
        raw = unbase64url(signature)
        data = protected.encode() + b"." + (
            body if head.get("b64") is False else base64url(body).encode())
        public = self.x509.public_key()
        if self.kind == "RS256":
            public.verify(raw, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            assert len(raw) == 64, len(raw)
            public.verify(encode_dss_signature(
                int.from_bytes(raw[:32], "big"),
                int.from_bytes(raw[32:], "big")), data,
                ec.ECDSA(hashes.SHA256()))
        return head


def fits(signer, jws, body):
    """Whether a JWS is that signer's over that body."""
    try:
        signer.check(jws, body)
    except InvalidSignature:
        return False
    return True
