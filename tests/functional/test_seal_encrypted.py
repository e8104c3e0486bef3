# SPDX-License-Identifier: Apache-2.0
"""Encrypted letters, by OpenSSL's own command: what is for us opens in every
usual way, only what is signed within is handed on as proven, and what does
not open is named."""
import base64
import time

import pytest

from test_seal_smime import FIELDS, LOOK, TEXT, Party, around, run

HUB = "hub@uji.example"
OAEP = ("-keyopt", "rsa_padding_mode:oaep")


class Desk:
    def __init__(self, folder):
        self.folder = folder
        self.ours = Party(folder, "ours", "RSA", mail=HUB)
        self.theirs = Party(folder, "theirs", "RSA")
        self.ec = Party(folder, "ec", "EC", mail=HUB)
        self.ec2 = Party(folder, "ec2", "EC")
        self.stranger = Party(folder, "stranger", "RSA")
        self.other = Party(folder, "other", "RSA", mail="lain@uji.example")
        self.trust = folder / "trust.pem"
        self.trust.write_text(self.theirs.cert.read_text()
                              + self.other.cert.read_text())

    def look(self, letter, days=0, ours=None, bare=False):
        """(verdict, sentence) and what is handed on; bare: without a key of
        ours."""
        ours = ours or self.ours
        keys = () if bare else (ours.cert, ours.key)
        out = run(LOOK, "check", "smime", int(time.time()) + days * 86400, 0,
                  self.trust, "", *keys, data=letter)
        line, _, rest = out.partition(b"\n")
        verdict, why, _ = line.decode().split("\t")
        return verdict, why, rest

    def encrypt(self, entity, *options, to=None, cipher="-aes256"):
        """An entity that holds another, for some."""
        to = to or [self.ours]
        recipients = [word for party in to for word in
                      ("-recip", party.cert, *options)]
        return run("openssl", "cms", "-encrypt", cipher, *recipients,
                   data=entity)


def letter(entity, fields=FIELDS):
    return "".join(f"{n}: {v}\n" for n, v in fields.items()).encode() + entity


def signed(party, text=TEXT, *options):
    """An entity that is signed."""
    return party.sign(text, *options, fields={})


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("encrypted"))


WAYS = {
    "aes256": ((), "-aes256"),
    "aes128": ((), "-aes128"),
    "3des": ((), "-des3"),
    "gcm": ((), "-aes-256-gcm"),
    "oaep": (OAEP, "-aes256"),
    "oaep with SHA-256": ((*OAEP, "-keyopt", "rsa_oaep_md:sha256",
                           "-keyopt", "rsa_mgf1_md:sha256"), "-aes256"),
    "oaep with SHA-512": ((*OAEP, "-keyopt", "rsa_oaep_md:sha512",
                           "-keyopt", "rsa_mgf1_md:sha512"), "-aes256"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("options", [(), ("-nodetach",)],
                         ids=["beside", "around"])
def test_what_is_for_us_opens(desk, way, options):
    keys, cipher = WAYS[way]
    made = letter(desk.encrypt(signed(desk.theirs, TEXT, *options), *keys,
                               cipher=cipher))
    assert b"TERIMA" not in made
    verdict, why, rest = desk.look(made)
    assert (verdict, why) == ("good", "")
    head, _, body = rest.partition(b"\r\n\r\n")
    assert b"From: Kedutaan <kedutaan@uji.example>" in head
    assert head.count(b"Content-Type") == 1 and b"pkcs7" not in rest
    assert body.decode().splitlines()[0] == "TERIMA"


CURVE = {
    "as OpenSSL does it": ((), "-aes256"),
    "SHA-256": (("-keyopt", "ecdh_kdf_md:sha256"), "-aes256"),
    "SHA-384, and AES-192": (("-keyopt", "ecdh_kdf_md:sha384"), "-aes192"),
    "SHA-512, and AES-128": (("-keyopt", "ecdh_kdf_md:sha512"), "-aes128"),
    "the cofactor": (("-keyopt", "ecdh_cofactor_mode:1"), "-aes256"),
    "gcm": (("-keyopt", "ecdh_kdf_md:sha256"), "-aes-256-gcm"),
}


@pytest.mark.parametrize("way", CURVE)
def test_what_is_for_our_key_on_a_curve_opens(desk, way):
    """The key is agreed on (ECDH, RFC 5753)."""
    keys, cipher = CURVE[way]
    made = letter(desk.encrypt(signed(desk.theirs), *keys, to=[desk.ec],
                               cipher=cipher))
    verdict, why, rest = desk.look(made, ours=desk.ec)
    assert (verdict, why) == ("good", "") and b"TERIMA" in rest


def test_keys_of_both_kinds_open_one_letter(desk):
    made = letter(desk.encrypt(signed(desk.theirs), to=[
        desk.stranger, desk.ec2, desk.ec, desk.ours]))
    for ours in (desk.ec, desk.ours):
        assert desk.look(made, ours=ours)[0] == "good"


def bent_at(entity, what):
    """One bit of the wrapped key, or of the point, is another."""
    head, _, coded = entity.partition(b"\n\n")
    der = bytearray(base64.b64decode(coded))
    at = {"key": der.index(b"\x04\x28") + 20,
          "point": der.index(b"\x03\x42\x00\x04") + 30}[what]
    der[at] ^= 1
    return head + b"\n\n" + base64.encodebytes(bytes(der))


LOCKED_CURVE = {
    "for others": lambda d: d.encrypt(signed(d.theirs), to=[d.ec2]),
    "for our RSA key": lambda d: d.encrypt(signed(d.theirs)),
    "the wrapped key is another": lambda d: bent_at(
        d.encrypt(signed(d.theirs), to=[d.ec]), "key"),
    "the point is on no curve": lambda d: bent_at(
        d.encrypt(signed(d.theirs), to=[d.ec]), "point"),
    "wrapped by 3DES": lambda d: d.encrypt(
        signed(d.theirs), to=[d.ec], cipher="-des3"),
}


@pytest.mark.parametrize("name", LOCKED_CURVE)
def test_what_our_key_on_a_curve_does_not_open_is_named(desk, name):
    verdict, why, rest = desk.look(letter(LOCKED_CURVE[name](desk)),
                                   ours=desk.ec)
    assert verdict == "locked" and "encrypted" in why
    assert rest == b""


def test_we_may_be_one_of_many_receivers(desk):
    many = [desk.ec, desk.theirs, desk.stranger, desk.ours, desk.other]
    made = letter(desk.encrypt(signed(desk.theirs), to=many))
    assert desk.look(made)[0] == "good"


def test_a_stream_of_openssl_opens(desk):
    """BER of unknown length, as programs write that do not hold letters."""
    made = run("openssl", "cms", "-encrypt", "-stream", "-aes256",
               desk.ours.cert, data=signed(desk.theirs))
    assert desk.look(letter(made))[0] == "good"


def test_what_is_only_encrypted_is_read_and_proves_nothing(desk):
    verdict, why, rest = desk.look(letter(desk.encrypt(TEXT.encode())))
    assert verdict == "missing" and "encrypted" in why
    assert b"\r\n\r\nTERIMA" in rest.replace(b"\n", b"\r\n").replace(
        b"\r\r\n", b"\r\n")


def test_a_signature_around_the_encryption_counts(desk):
    made = signed(desk.theirs, desk.encrypt(TEXT.encode()).decode())
    verdict, why, rest = desk.look(letter(made))
    assert (verdict, why) == ("good", "")
    assert b"TERIMA" in rest and b"pkcs7" not in rest


def test_three_layers_are_one_proof(desk):
    within = desk.encrypt(signed(desk.theirs)).decode()
    verdict, why, rest = desk.look(letter(signed(desk.theirs, within)))
    assert (verdict, why) == ("good", "") and b"TERIMA" in rest


@pytest.mark.parametrize("depth", [5, 20])
def test_layers_without_end_are_refused(desk, depth):
    entity = TEXT.encode()
    for _ in range(depth):
        entity = signed(desk.theirs, entity.decode(), "-nodetach")
    verdict, why, rest = desk.look(letter(entity))
    assert verdict == "malformed" and "around each other" in why
    assert rest == b""


def truncated(entity):
    head, _, coded = entity.partition(b"\n\n")
    return head + b"\n\n" + coded[:len(coded) // 2]


def bent(entity, at=-40):
    """One bit of the ciphertext is another."""
    head, _, coded = entity.partition(b"\n\n")
    der = bytearray(base64.b64decode(coded))
    der[at] ^= 1
    return head + b"\n\n" + base64.encodebytes(bytes(der))


LOCKED = {
    "for others": lambda d: d.encrypt(signed(d.theirs), to=[d.stranger]),
    "for an elliptic curve": lambda d: d.encrypt(signed(d.theirs), to=[d.ec]),
    "a bit of an authenticated one": lambda d: bent(d.encrypt(
        signed(d.theirs), cipher="-aes-256-gcm")),
    "the session key is another": lambda d: bent(
        d.encrypt(signed(d.theirs)), 200),
    "by a password": lambda d: run(
        "openssl", "cms", "-encrypt", "-aes256", "-pwri_password", "rahasia",
        data=signed(d.theirs)),
}


@pytest.mark.parametrize("name", LOCKED)
def test_what_does_not_open_is_named(desk, name):
    verdict, why, rest = desk.look(letter(LOCKED[name](desk)))
    assert verdict == "locked" and "encrypted" in why
    assert rest == b""


def test_a_bent_bit_within_proves_nothing(desk):
    """CBC has no mark of its own; the signature within has."""
    verdict, _, _ = desk.look(letter(bent(desk.encrypt(signed(desk.theirs)),
                                          -400)))
    assert verdict not in ("good",)


def test_a_letter_cut_off_is_broken(desk):
    verdict, why, rest = desk.look(letter(truncated(
        desk.encrypt(signed(desk.theirs)))))
    assert verdict == "malformed" and rest == b""


BAD_WITHIN = {
    "signer: a stranger": lambda d: signed(d.stranger),
    "signer: another sender's": lambda d: signed(d.other),
    "wrong: another text": lambda d: signed(d.theirs).replace(
        b"TERIMA", b"TOLAK 1"),
    "algorithm: SHA-1": lambda d: signed(d.theirs, TEXT, "-md", "sha1"),
    "malformed: two signers": lambda d: run(
        "openssl", "cms", "-sign", "-signer", d.theirs.cert, "-inkey",
        d.theirs.key, "-signer", d.other.cert, "-inkey", d.other.key,
        data=TEXT.encode()),
}


@pytest.mark.parametrize("name", BAD_WITHIN)
def test_a_bad_signature_within_is_named_and_the_text_is_read(desk, name):
    verdict, why, rest = desk.look(letter(desk.encrypt(
        BAD_WITHIN[name](desk))))
    assert verdict == name.split(":")[0] and why != ""
    assert b"TERIMA" in rest or b"TOLAK" in rest


def test_an_expired_certificate_within_is_named(desk):
    made = letter(desk.encrypt(signed(desk.theirs)))
    verdict, why, _ = desk.look(made, days=40)
    assert verdict == "certificate" and "expired" in why


EFAIL = {
    "an image around it": lambda inside: around(
        letter(inside), b'<img src="http://penyerang.example/'),
    "a part before it": lambda inside: around(letter(inside), b"TOLAK 1"),
    "an attachment": lambda inside: letter(
        b'Content-Type: multipart/mixed; boundary="luar"\n\n--luar\n'
        b"Content-Type: text/html\n\n<a href='http://penyerang.example/?\n"
        b"--luar\n" + inside + b"\n--luar\nContent-Type: text/html\n\n'>x\n"
        b"--luar--\n"),
    "a letter within": lambda inside: letter(
        b"Content-Type: message/rfc822\n\n" + letter(inside)),
}


@pytest.mark.parametrize("name", EFAIL)
def test_nothing_is_opened_as_a_part_among_others(desk, name):
    """Efail: what is sent back, shown or fetched cannot hold the plaintext
    that is not taken out in the first place."""
    made = EFAIL[name](desk.encrypt(signed(desk.theirs)))
    verdict, _, rest = desk.look(made)
    assert verdict == "missing" and rest == b""


def test_without_our_key_nothing_opens(desk):
    made = letter(desk.encrypt(signed(desk.theirs)))
    verdict, why, _ = desk.look(made, bare=True)
    assert verdict == "locked" and "no key that opens" in why


def test_a_large_letter_opens(desk):
    text = TEXT + ("y" * 75 + "\n") * 120_000
    verdict, why, rest = desk.look(letter(desk.encrypt(
        signed(desk.theirs, text))))
    assert (verdict, why) == ("good", "") and len(rest) > 9_000_000


@pytest.mark.parametrize("type", ["signed-data", "compressed-data", "foo"])
def test_what_a_header_calls_it_does_not_matter(desk, type):
    made = desk.encrypt(signed(desk.theirs)).replace(
        b"smime-type=enveloped-data", f"smime-type={type}".encode())
    assert desk.look(letter(made))[0] == "good"
