# SPDX-License-Identifier: Apache-2.0
"""Signatures of WS-Security, each way, with stacks of others as the judge:
libxmlsec by its Python module, and zeep.  What they sign is believed, what the
hub signs they believe, and an attacker with a signed message in hand is
refused by the name of what he did."""
import hashlib
import resource
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "peers"))

xmlsec = pytest.importorskip("xmlsec")

from lxml import etree

import wss
from seal_attacks import ATTACKS, INSIDE, NOW
from signer import Signer
from wires import BUILD, DEADLINE
from wss import SOAP11, SOAP12, WSA, WSU, part

LOOK = BUILD / "tests/functional/seal_look"


class Parties:
    """Whose certificate is believed, and others."""

    def __init__(self, kind, folder):
        since = 30000 // 2
        self.kind = kind
        self.theirs = Signer(kind, days=since)
        self.other = Signer(kind, days=since)
        self.expired = Signer(kind, days=3, since=10)
        self.trust = folder / "trust.pem"
        self.trust.write_text(self.theirs.cert + self.expired.cert)
        (folder / "cert.pem").write_text(self.theirs.cert)
        (folder / "key.pem").write_text(self.theirs.pem)
        self.folder = folder

    def signed(self, **how):
        """An envelope of theirs, signed."""
        soap = how.pop("soap", SOAP11)
        signer = how.pop("signer", self.theirs)
        now = how.pop("now", NOW)
        return wss.sign(wss.envelope(INSIDE, soap, Action="urn:uji/Serah"),
                        signer, now, **how)

    def look(self, body, now=NOW, sha1=False, kind="text/xml"):
        """(verdict, sentence, key) and what is handed on."""
        if not isinstance(body, bytes):
            body = wss.text(body)
        ran = subprocess.run(
            [LOOK, "check", "wss", str(now), str(int(sha1)), self.trust,
             kind], input=body, capture_output=True, timeout=DEADLINE,
            check=True)
        assert ran.stderr == b"", ran.stderr
        line, _, rest = ran.stdout.partition(b"\n")
        return (*line.decode().split("\t"), rest)

    def make(self, root, now=NOW):
        """The envelope as the hub signs it, with the key of `theirs`."""
        ran = subprocess.run(
            [LOOK, "make", str(now), self.folder / "cert.pem",
             self.folder / "key.pem"], input=wss.text(root),
            capture_output=True, timeout=DEADLINE, check=False)
        assert ran.returncode == 0, ran.stderr
        return etree.fromstring(ran.stdout)


@pytest.fixture(scope="module", params=["RS256", "ES256"])
def parties(request, tmp_path_factory):
    return Parties(request.param, tmp_path_factory.mktemp("wss"))


def read(rest):
    """What the plugin is handed: its header blocks and the text within."""
    root = etree.fromstring(rest)
    header, body = root
    blocks = {etree.QName(e).localname: e.text for e in header}
    return blocks, body.findtext("{urn:uji}Kasus/{urn:uji}Isi")


TEXT = "Jalan rusak & gelap \u2013 <tolong>"


@pytest.mark.parametrize("soap", [SOAP11, SOAP12], ids=["1.1", "1.2"])
@pytest.mark.parametrize("token", ["binary", "inline", "identifier", "serial"])
def test_what_they_sign_is_believed(parties, soap, token):
    verdict, why, key, rest = parties.look(
        parties.signed(soap=soap, token=token))
    assert (verdict, why, key) == ("good", "", "urn:uuid:1")
    blocks, inside = read(rest)
    assert inside == TEXT
    # Action was not covered, and so is not there
    assert blocks == {"MessageID": "urn:uuid:1"}
    assert wss.soap_of(etree.fromstring(rest)) == soap


def test_what_zeep_signs_is_believed(parties):
    from zeep.wsse.signature import BinarySignature, Signature
    if parties.kind != "RS256":
        pytest.skip("zeep signs with RSA")
    for kind in (Signature, BinarySignature):
        root = wss.envelope(INSIDE)
        wss.add_security(root, wss.stamp(NOW), wss.stamp(NOW + 300))
        made, _ = kind(parties.folder / "key.pem", parties.folder / "cert.pem",
                       signature_method=xmlsec.Transform.RSA_SHA256,
                       digest_method=xmlsec.Transform.SHA256).apply(root, {})
        verdict, why, key, rest = parties.look(made)
        assert (verdict, why, key) == ("good", "", "")
        assert read(rest) == ({}, TEXT)


@pytest.mark.parametrize("soap", [SOAP11, SOAP12], ids=["1.1", "1.2"])
def test_what_the_hub_signs_others_believe(parties, soap):
    root = parties.make(wss.envelope(INSIDE, soap, Action="urn:uji/Serah"))
    assert wss.verify(root, parties.theirs) == [
        "Body", "Timestamp", "MessageID", "Action"]
    security = part(root, "Security")
    assert security.get(f"{{{soap}}}mustUnderstand") == "1"
    assert security.findtext(f"{{{WSU}}}Timestamp/{{{WSU}}}Created") == \
        wss.stamp(NOW)
    with pytest.raises(xmlsec.Error):
        wss.verify(root, parties.other)
    etree.fromstring(wss.text(root))
    part(root, "Body")[0].set("n", "2")
    with pytest.raises(xmlsec.Error):
        wss.verify(root, parties.theirs)


def test_what_the_hub_signs_zeep_believes(parties):
    from zeep.wsse.signature import verify_envelope
    root = parties.make(wss.envelope(INSIDE))
    verify_envelope(root, parties.folder / "cert.pem")


def test_what_the_hub_signs_the_hub_believes(parties):
    root = parties.make(wss.envelope(INSIDE, Action="urn:uji/Serah"))
    verdict, why, key, rest = parties.look(root)
    assert (verdict, why, key) == ("good", "", "urn:uuid:1")
    assert read(rest) == ({"MessageID": "urn:uuid:1",
                           "Action": "urn:uji/Serah"}, TEXT)


def test_sha1_is_refused_unless_it_is_allowed(parties):
    if parties.kind != "RS256":
        pytest.skip("SHA-1 is of RSA")
    made = parties.signed(method=xmlsec.Transform.RSA_SHA1,
                          digest=xmlsec.Transform.SHA1)
    assert parties.look(made)[0] == "algorithm"
    assert "SHA-1 is not allowed" in parties.look(made)[1]
    assert parties.look(made, sha1=True)[0] == "good"
    half = parties.signed(digest=xmlsec.Transform.SHA1)
    assert parties.look(half)[0] == "algorithm"
    assert parties.look(half, sha1=True)[0] == "good"


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_by_name(parties, name):
    verdict, why, _, rest = parties.look(ATTACKS[name](parties))
    assert verdict == name.split(":")[0], (verdict, why)
    assert why != "" and rest == b""


def test_there_are_at_least_twenty_attacks():
    assert len(ATTACKS) >= 20


def test_what_is_not_covered_is_not_handed_on(parties):
    """Whatever an attacker adds to a message that stays good is gone."""
    root = parties.signed()
    etree.SubElement(root[0], "{urn:uji}Palsu").text = "x"
    etree.SubElement(root[0], f"{{{WSA}}}RelatesTo").text = "x"
    part(root, "Security").append(etree.fromstring(INSIDE))
    root.set("palsu", "x")
    verdict, why, _, rest = parties.look(root)
    assert (verdict, why) == ("good", "")
    assert b"palsu" not in rest.lower() and b"RelatesTo" not in rest
    assert read(rest) == ({"MessageID": "urn:uuid:1"}, TEXT)


def test_prefixes_are_the_signers_not_the_senders(parties):
    """Namespaces around the Body are not covered; what stands in it keeps
    those that were digested."""
    root = parties.signed()
    text = wss.text(root).replace(
        b"<soap:Envelope ", b'<soap:Envelope xmlns:k="urn:palsu" ', 1)
    verdict, _, _, rest = parties.look(text)
    assert verdict == "good"
    assert b"urn:palsu" not in rest


def test_a_comment_cuts_nothing(parties):
    text = wss.text(parties.signed()).replace(b"gelap", b"ge<!-- x -->lap")
    verdict, _, _, rest = parties.look(text)
    assert verdict == "good" and read(rest)[1] == TEXT


def multipart(root, parts, boundary="batas", start=None):
    """A body with files: the envelope and {content id: bytes}."""
    lines = []
    for name, kind, data in [("root@uji", "application/xop+xml",
                              wss.text(root)),
                             *((n, "application/octet-stream", d)
                               for n, d in parts.items())]:
        lines.append(f"--{boundary}\r\nContent-Type: {kind}\r\n"
                     f"Content-ID: <{name}>\r\n\r\n".encode() + data
                     + b"\r\n")
    kind = f'multipart/related; boundary="{boundary}"'
    if start:
        kind += f'; start="<{start}>"'
    return b"".join(lines) + f"--{boundary}--\r\n".encode(), kind


def test_of_files_beside_an_envelope_those_that_it_names_are_covered(parties):
    known, unknown = b"\x00gambar\r\n--x", b"palsu"
    root = wss.envelope(
        '<k:Kasus xmlns:k="urn:uji"><k:Isi sha256="'
        + hashlib.sha256(known).hexdigest() + '">a</k:Isi></k:Kasus>')
    root = wss.sign(root, parties.theirs, NOW)
    body, kind = multipart(root, {"a@uji": known, "b@uji": unknown})
    verdict, why, _, rest = parties.look(body, kind=kind)
    assert (verdict, why) == ("good", "")
    assert known in rest and unknown not in rest
    assert b"Content-ID: <a@uji>" in rest
    body, kind = multipart(root, {"a@uji": known}, start="a@uji")
    assert parties.look(body, kind=kind)[0] == "malformed"
    body, kind = multipart(root, {"a@uji": known}, start="root@uji")
    assert parties.look(body, kind=kind)[0] == "good"


def test_a_large_envelope_is_checked_within_time(parties):
    root = wss.envelope('<k:Kasus xmlns:k="urn:uji">'
                        + "<k:Isi>x</k:Isi>" * 30000 + "</k:Kasus>")
    root = wss.sign(root, parties.theirs, NOW)
    body = wss.text(root)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert parties.look(body)[0] == "good"
    assert resource.getrusage(
        resource.RUSAGE_CHILDREN).ru_utime - before < 5
