# SPDX-License-Identifier: Apache-2.0
"""What an attacker can make of signed messages: by the name under which the hub
must refuse it, a function that takes the parties of test_seal_wss.py and gives
an envelope."""
import base64

import wss
import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from wss import DS, ID, SOAP11, WSA, WSSE, WSU, part

NOW = 1_800_000_000     # when the messages are looked at
INSIDE = '<k:Kasus xmlns:k="urn:uji" n="1 &gt; 0"><k:Isi>Jalan ' \
    'rusak &amp; gelap \u2013 &lt;tolong&gt;</k:Isi></k:Kasus>'


def fake_body(root):
    """Another Body than the one that was signed."""
    body = etree.fromstring(
        f'<s:Body xmlns:s="{wss.soap_of(root)}"><k:Kasus xmlns:k="urn:uji">'
        '<k:Isi>palsu</k:Isi></k:Kasus></s:Body>')
    return body


def wrapped_in_header(p):
    """The signed Body moved into a wrapper, a new one in its place."""
    root = p.signed()
    body = part(root, "Body")
    wrapper = etree.SubElement(root[0], "{urn:uji}Wrapper")
    root.replace(body, fake_body(root))
    wrapper.append(body)
    return root


def wrapped_in_security(p):
    root = p.signed()
    body = part(root, "Body")
    root.replace(body, fake_body(root))
    etree.SubElement(part(root, "Security"), "{urn:uji}Object").append(body)
    return root


def moved_beside(p):
    """The signed Body as a header block."""
    root = p.signed()
    body = part(root, "Body")
    root.replace(body, fake_body(root))
    root[0].append(body)
    return root


def same_id(p):
    root = wrapped_in_header(p)
    root[1].set(ID, "id-Body")
    return root


def two_bodies(p):
    root = p.signed()
    root.append(fake_body(root))
    return root


def fake_body_first(p):
    root = p.signed()
    root.insert(1, fake_body(root))
    return root


def two_headers(p):
    root = p.signed()
    root.insert(0, etree.fromstring(
        f'<s:Header xmlns:s="{SOAP11}"><a:MessageID xmlns:a="{WSA}">x'
        '</a:MessageID></s:Header>'))
    return root


def two_securities(p):
    root = p.signed()
    wss.add_security(root, wss.stamp(NOW), None)
    return root


def two_signatures(p):
    root = p.signed()
    security = part(root, "Security")
    security.append(wss.duplicate(part(root, "Signature")))
    return root


def two_timestamps(p):
    root = p.signed()
    part(root, "Security").append(wss.duplicate(part(root, "Timestamp")))
    root.xpath("//wsu:Timestamp", namespaces={"wsu": WSU})[1].attrib.pop(ID)
    return root


def by_xml_id(p):
    root = wrapped_in_header(p)
    root[1].set("{http://www.w3.org/XML/1998/namespace}id", "id-Body")
    return root


def body_within_body(p):
    """The signed Body stands inside another."""
    root = p.signed()
    body = part(root, "Body")
    outer = fake_body(root)
    root.replace(body, outer)
    outer.append(body)
    return root


def outer_envelope(p):
    """The whole signed message inside another's Body."""
    inner = p.signed()
    root = wss.envelope(INSIDE)
    root[1].append(inner)
    return root


def changed_text(p):
    root = p.signed()
    part(root, "Body")[0][0].text = "palsu"
    return root


def changed_id(p):
    root = p.signed()
    part(root, "MessageID").text = "urn:uuid:2"
    return root


def later(p):
    root = p.signed()
    part(root, "Timestamp")[1].text = wss.stamp(NOW + 100000)
    return root


def changed_info(p):
    root = p.signed()
    next(root.iter(f"{{{DS}}}DigestValue")).text = "AAAA"
    return root


def changed_value(p):
    root = p.signed()
    value = next(root.iter(f"{{{DS}}}SignatureValue"))
    value.text = ("B" if value.text[0] != "B" else "C") + value.text[1:]
    return root


def fewer_references(p):
    """A reference is taken out of SignedInfo."""
    root = p.signed()
    info = next(root.iter(f"{{{DS}}}SignedInfo"))
    info.remove(info[-1])
    return root


def hmac_key():
    return xmlsec.Key.from_binary_data(xmlsec.KeyData.HMAC, b"rahasia")


def swapped_algorithm(p):
    root = p.signed()
    method = next(root.iter(f"{{{DS}}}SignatureMethod"))
    method.set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#" + {
        "RS256": "ecdsa-sha256", "ES256": "rsa-sha256"}[p.kind])
    return root


def set_algorithm(name, value):
    def attack(p):
        root = p.signed()
        next(root.iter(f"{{{DS}}}{name}")).set("Algorithm", value)
        return root
    return attack


def xslt(p):
    root = p.signed()
    transform = next(root.iter(f"{{{DS}}}Transform"))
    transform.set("Algorithm",
                  "http://www.w3.org/TR/1999/REC-xslt-19991116")
    transform.append(etree.fromstring(
        '<x:stylesheet version="1.0" '
        'xmlns:x="http://www.w3.org/1999/XSL/Transform"/>'))
    return root


def xpath(p):
    root = p.signed()
    transform = next(root.iter(f"{{{DS}}}Transform"))
    transform.set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")
    etree.SubElement(transform, f"{{{DS}}}XPath").text = "not(//k:Isi)"
    return root


def one_more_transform(p):
    root = p.signed()
    transforms = next(root.iter(f"{{{DS}}}Transforms"))
    transforms.append(wss.duplicate(transforms[0]))
    return root


def no_transform(p):
    root = p.signed()
    reference = next(root.iter(f"{{{DS}}}Reference"))
    reference.remove(reference[0])
    return root


def uri(value):
    def attack(p):
        root = p.signed()
        next(root.iter(f"{{{DS}}}Reference")).set("URI", value)
        return root
    return attack


def no_uri(p):
    root = p.signed()
    next(root.iter(f"{{{DS}}}Reference")).attrib.pop("URI")
    return root


def repeated_reference(p):
    root = p.signed()
    info = next(root.iter(f"{{{DS}}}SignedInfo"))
    info.append(wss.duplicate(info[-1]))
    return root


def truncated_hmac(p):
    root = p.signed()
    method = next(root.iter(f"{{{DS}}}SignatureMethod"))
    etree.SubElement(method, f"{{{DS}}}HMACOutputLength").text = "1"
    return root


def manifest(p):
    root = p.signed()
    signature = part(root, "Signature")
    etree.SubElement(etree.SubElement(signature, f"{{{DS}}}Object"),
                     f"{{{DS}}}Manifest")
    return root


def key_info(inside):
    def attack(p):
        root = p.signed()
        info = next(root.iter(f"{{{DS}}}KeyInfo"))
        for child in list(info):
            info.remove(child)
        for piece in inside:
            info.append(etree.fromstring(piece))
        return root
    return attack


def strangers_certificate(p):
    """A stranger signs; the certificate of theirs stands beside."""
    root = p.signed(signer=p.other)
    next(root.iter(f"{{{WSSE}}}BinarySecurityToken")).text = \
        base64.b64encode(p.theirs.x509.public_bytes(Encoding.DER)).decode()
    return root


def two_tokens(p):
    root = p.signed()
    security = part(root, "Security")
    security.append(wss.duplicate(
        next(root.iter(f"{{{WSSE}}}BinarySecurityToken"))))
    return root


def no_signature(p):
    root = wss.envelope(INSIDE)
    wss.add_security(root, wss.stamp(NOW), wss.stamp(NOW + 300))
    return root


def doctype(p):
    return b'<!DOCTYPE a [<!ENTITY b "c">]>' + wss.text(p.signed())


def entities(p):
    return wss.text(p.signed()).replace(b"Jalan", b"&jalan;")


def many_ids(p):
    root = p.signed()
    for i in range(200):
        root[1][0].set(ID, "x")
        etree.SubElement(root[1][0], "a").set(ID, f"a{i}")
    return root


def odd_id(p):
    root = p.signed()
    etree.SubElement(root[1][0], "a").set(ID, "x') or id('id-Body")
    return root


STR = f'<w:SecurityTokenReference xmlns:w="{WSSE}">%s' \
    '</w:SecurityTokenReference>'

ATTACKS = {
    "misplaced: the Body wrapped in the Header": wrapped_in_header,
    "misplaced: the Body wrapped in Security": wrapped_in_security,
    "misplaced: the Body inside another": body_within_body,
    "misplaced: two bodies": two_bodies,
    "misplaced: a false Body before": fake_body_first,
    "misplaced: two headers": two_headers,
    "misplaced: two Security headers": two_securities,
    "misplaced: two signatures": two_signatures,
    "misplaced: two timestamps": two_timestamps,
    "uncovered: the Body as a header block": moved_beside,
    "uncovered: the Timestamp alone": lambda p: p.signed(
        cover=("Timestamp",)),
    "uncovered: a header block alone": lambda p: p.signed(
        cover=("MessageID", "Timestamp")),
    "uncovered: without the Timestamp": lambda p: p.signed(cover=("Body",)),
    "duplicate: the same wsu:Id twice": same_id,
    "duplicate: xml:id": by_xml_id,
    "duplicate: one reference twice": repeated_reference,
    "duplicate: two tokens of one name": two_tokens,
    "missing: inside another's Body": outer_envelope,
    "missing: no signature": no_signature,
    "missing: no Security header": lambda p: wss.envelope(INSIDE),
    "missing: no envelope": lambda p: etree.fromstring(INSIDE),
    "wrong: other text": changed_text,
    "wrong: other message id": changed_id,
    "wrong: a longer life": later,
    "wrong: other digest": changed_info,
    "wrong: other value": changed_value,
    "wrong: a reference less": fewer_references,
    "wrong: a stranger with their certificate": strangers_certificate,
    "wrong: a stranger by serial number": lambda p: p.signed(
        signer=p.other, token="serial"),
    "signer: a stranger": lambda p: p.signed(signer=p.other),
    "signer: a stranger, certificate inline": lambda p: p.signed(
        signer=p.other, token="inline"),
    "certificate: expired": lambda p: p.signed(signer=p.expired),
    "algorithm: HMAC": lambda p: p.signed(
        method=xmlsec.Transform.HMAC_SHA256, key=hmac_key()),
    "algorithm: swapped": swapped_algorithm,
    "algorithm: truncated HMAC": truncated_hmac,
    "algorithm: SHA-512": set_algorithm(
        "SignatureMethod",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    "algorithm: MD5 digest": set_algorithm(
        "DigestMethod", "http://www.w3.org/2001/04/xmldsig-more#md5"),
    "transform: XSLT": xslt,
    "transform: XPath": xpath,
    "transform: twice": one_more_transform,
    "transform: none": no_transform,
    "transform: inclusive": set_algorithm(
        "Transform", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
    "transform: with comments": set_algorithm(
        "CanonicalizationMethod",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
    "transform: STR-Transform": set_algorithm(
        "Transform", wss.OASIS
        + "soap-message-security-1.0#STR-Transform"),
    "reference: the web": uri("http://127.0.0.1:9/a"),
    "reference: a file": uri("file:///etc/passwd"),
    "reference: a part": uri("cid:a"),
    "reference: the whole": uri(""),
    "reference: none": no_uri,
    "reference: an expression": uri("#xpointer(/)"),
    "reference: nothing there": uri("#nobody"),
    "reference: a key by name": key_info(
        [f'<KeyName xmlns="{DS}">theirs</KeyName>']),
    "reference: a key from the web": key_info(
        [f'<RetrievalMethod xmlns="{DS}" URI="http://127.0.0.1:9/k"/>']),
    "reference: a token elsewhere": key_info(
        [STR % '<w:Reference URI="http://127.0.0.1:9/k"/>']),
    "malformed: no key": key_info([]),
    "malformed: two keys": key_info(
        [f'<KeyName xmlns="{DS}">a</KeyName>'] * 2),
    "malformed: no certificate": key_info(
        [f'<X509Data xmlns="{DS}"><X509Certificate>AAAA</X509Certificate>'
         '</X509Data>']),
    "malformed: a manifest": manifest,
    "malformed: a name that is an expression": odd_id,
    "malformed: too many names": many_ids,
    "malformed: a DOCTYPE": doctype,
    "malformed: an entity": entities,
    "malformed: no zone": lambda p: p.signed(created="2027-01-15T08:00:00"),
    "expired": lambda p: p.signed(now=NOW - 1000),
    "expired: too old, though it says otherwise": lambda p: p.signed(
        now=NOW - 400, expires=wss.stamp(NOW + 1000)),
    "expired: by its own word": lambda p: p.signed(
        now=NOW - 100, expires=wss.stamp(NOW - 1)),
    "future": lambda p: p.signed(now=NOW + 1000),
}
