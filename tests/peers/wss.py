# SPDX-License-Identifier: Apache-2.0
"""SOAP envelopes under WS-Security, signed and checked by libxmlsec's own
Python module and not by the hub: whatever a partner, or an attacker with a
signed message in hand, might send."""
import base64
import copy
import datetime

import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE = OASIS + "wssecurity-secext-1.0.xsd"
WSU = OASIS + "wssecurity-utility-1.0.xsd"
X509V3 = OASIS + "x509-token-profile-1.0#X509v3"
DS = "http://www.w3.org/2000/09/xmldsig#"
ID = f"{{{WSU}}}Id"
METHODS = {"RS256": xmlsec.Transform.RSA_SHA256,
           "ES256": xmlsec.Transform.ECDSA_SHA256}


def stamp(seconds):
    return datetime.datetime.utcfromtimestamp(seconds).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


def envelope(inside, soap=SOAP11, message_id="urn:uuid:1", **blocks):
    """An envelope that is not signed; blocks: other wsa: header blocks."""
    root = etree.Element(f"{{{soap}}}Envelope", nsmap={"soap": soap})
    header = etree.SubElement(root, f"{{{soap}}}Header")
    for name, text in {"MessageID": message_id, **blocks}.items():
        if text is not None:
            etree.SubElement(header, f"{{{WSA}}}{name}",
                             nsmap={"wsa": WSA}).text = text
    body = etree.SubElement(root, f"{{{soap}}}Body")
    body.append(etree.fromstring(inside))
    return root


def soap_of(root):
    return etree.QName(root).namespace


def part(root, name):
    """Body, Timestamp, Security, Signature, or a wsa: header block."""
    found = root.xpath(
        "//s:Body | //wsu:Timestamp | //wsse:Security | //ds:Signature | "
        "//wsa:*", namespaces={"s": soap_of(root), "wsu": WSU, "wsse": WSSE,
                               "ds": DS, "wsa": WSA})
    return next(e for e in found if etree.QName(e).localname == name)


def add_security(root, created, expires):
    """A Security header with a Timestamp; None leaves a part of it out."""
    header = root.find(f"{{{soap_of(root)}}}Header")
    security = etree.SubElement(header, f"{{{WSSE}}}Security",
                                nsmap={"wsse": WSSE, "wsu": WSU})
    if created is not None:
        time = etree.SubElement(security, f"{{{WSU}}}Timestamp")
        etree.SubElement(time, f"{{{WSU}}}Created").text = created
        if expires is not None:
            etree.SubElement(time, f"{{{WSU}}}Expires").text = expires
    return security


def name_key(key_info, security, signer, token):
    """KeyInfo, by the certificate in one of four places."""
    der = base64.b64encode(signer.x509.public_bytes(Encoding.DER)).decode()
    reference = etree.SubElement(key_info,
                                 f"{{{WSSE}}}SecurityTokenReference")
    if token == "binary":
        binary = etree.Element(f"{{{WSSE}}}BinarySecurityToken", {
            "ValueType": X509V3, "EncodingType":
            OASIS + "soap-message-security-1.0#Base64Binary", ID: "cert"})
        binary.text = der
        security.insert(0, binary)
        etree.SubElement(reference, f"{{{WSSE}}}Reference",
                         {"URI": "#cert", "ValueType": X509V3})
        return
    if token == "identifier":
        etree.SubElement(reference, f"{{{WSSE}}}KeyIdentifier",
                         {"ValueType": X509V3}).text = der
        return
    data = etree.SubElement(reference, f"{{{DS}}}X509Data")
    if token == "inline":
        etree.SubElement(data, f"{{{DS}}}X509Certificate").text = der
    else:
        serial = etree.SubElement(data, f"{{{DS}}}X509IssuerSerial")
        etree.SubElement(serial, f"{{{DS}}}X509IssuerName").text = "CN=uji"
        etree.SubElement(serial, f"{{{DS}}}X509SerialNumber").text = str(
            signer.x509.serial_number)


def sign(root, signer, now, cover=("Body", "Timestamp", "MessageID"), *,
         token="binary", method=None, digest=xmlsec.Transform.SHA256,
         transforms=(xmlsec.Transform.EXCL_C14N,),
         c14n=xmlsec.Transform.EXCL_C14N, uris=(), created="", expires="",
         key=None):
    """The envelope, signed; now: seconds.  cover names parts, uris further
    references as they stand."""
    security = add_security(
        root, stamp(now) if created == "" else created,
        stamp(now + 300) if expires == "" else expires)
    signature = xmlsec.template.create(
        root, c14n, method or METHODS[signer.kind], ns="ds")
    security.append(signature)
    context = xmlsec.SignatureContext()
    for name in cover:
        target = part(root, name)
        if target.get(ID) is None:
            target.set(ID, f"id-{name}")
        context.register_id(target, "Id", WSU)
        uris = (*uris, "#" + target.get(ID))
    for uri in uris:
        reference = xmlsec.template.add_reference(signature, digest, uri=uri)
        for transform in transforms:
            xmlsec.template.add_transform(reference, transform)
    key_info = xmlsec.template.ensure_key_info(signature)
    context.key = key or xmlsec.Key.from_memory(
        signer.pem.encode(), xmlsec.KeyFormat.PEM, None)
    context.sign(signature)
    for child in list(key_info):
        key_info.remove(child)
    name_key(key_info, security, signer, token)
    # lxml does not find by name what libxmlsec made
    return etree.fromstring(etree.tostring(root))


def verify(root, signer):
    """Names of the parts that the signature covers; raises unless it fits."""
    signature = part(root, "Signature")
    context = xmlsec.SignatureContext()
    covered = []
    for reference in signature.iter(f"{{{DS}}}Reference"):
        target, = root.xpath("//*[@wsu:Id=$id]", id=reference.get("URI")[1:],
                             namespaces={"wsu": WSU})
        context.register_id(target, "Id", WSU)
        covered.append(etree.QName(target).localname)
    context.key = xmlsec.Key.from_memory(
        signer.cert.encode(), xmlsec.KeyFormat.CERT_PEM, None)
    context.verify(signature)
    return covered


def text(root):
    return etree.tostring(root)


def duplicate(root):
    return copy.deepcopy(root)
