# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman's side of WS-Security, by libxmlsec and zeep: a door before
its service that lets in what the hub signed and signs what comes out, and the
seal of zeep's calls of the hub."""
import io
import re
import time
from pathlib import Path

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from zeep.wsse.signature import BinarySignature
from zeep.wsse.utils import get_security_header

import wss

CODES = {"RS256": xmlsec.Transform.RSA_SHA256,
         "ES256": xmlsec.Transform.ECDSA_SHA256}


class Paper:
    """A certificate from a file, and the key where it is one's own: what a
    Signer has."""

    def __init__(self, cert, key=None):
        self.cert = Path(cert).read_text(encoding="ascii")
        self.pem = Path(key).read_text(encoding="ascii") if key else ""
        self.x509 = x509.load_pem_x509_certificate(self.cert.encode())
        self.kind = "ES256" if isinstance(
            self.x509.public_key(), ec.EllipticCurvePublicKey) else "RS256"


def envelope_of(body, kind):
    """The envelope of a message: all of it, or the first part."""
    if not kind.startswith("multipart/"):
        return etree.fromstring(body)
    boundary = b"--" + re.search('boundary="?([^";]+)', kind)[1].encode()
    part = body.split(boundary, 2)[1]
    return etree.fromstring(part.split(b"\r\n\r\n", 1)[1].rstrip())


class Door:
    """WSGI before WSGI: only what the hub signed goes in, and what comes out
    is signed."""

    def __init__(self, inner, hub, own):
        self.inner, self.hub, self.own = inner, hub, own
        self.covered = []       # names of parts, of each message

    def __call__(self, environ, start):
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size)
        self.covered.append(wss.verify(
            envelope_of(body, environ.get("CONTENT_TYPE", "")), self.hub))
        told = {}
        environ["wsgi.input"] = io.BytesIO(body)
        answer = b"".join(self.inner(environ, lambda status, headers, *_:
                                     told.update(status=status,
                                                 headers=headers)))
        signed = self.sign(etree.fromstring(answer))
        start(told["status"], [
            (n, v) for n, v in told["headers"]
            if n.lower() != "content-length"] + [
            ("Content-Length", str(len(signed)))])
        return [signed]

    def sign(self, root):
        if root.find(f"{{{wss.soap_of(root)}}}Header") is None:
            root.insert(0, etree.Element(f"{{{wss.soap_of(root)}}}Header"))
        return wss.text(wss.sign(root, self.own, int(time.time()),
                                 ("Body", "Timestamp")))


def caller_seal(own, hub, kind=BinarySignature):
    """zeep's own signature with a Timestamp, and its own check of replies;
    own: files of key and certificate, hub: of the hub's certificate."""

    class Seal(kind):
        def apply(self, envelope, headers):
            security = get_security_header(envelope)
            made = etree.SubElement(security, f"{{{wss.WSU}}}Timestamp")
            now = time.time()
            for name, at in ("Created", now), ("Expires", now + 60):
                etree.SubElement(made, f"{{{wss.WSU}}}{name}").text = \
                    wss.stamp(at)
            return super().apply(envelope, headers)

        def verify(self, envelope):
            mine, self.cert_data = self.cert_data, Path(hub).read_bytes()
            try:
                return super().verify(envelope)
            finally:
                self.cert_data = mine

    return Seal(*own, signature_method=CODES[Paper(own[1]).kind],
                digest_method=xmlsec.Transform.SHA256)
