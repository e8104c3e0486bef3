# SPDX-License-Identifier: Apache-2.0
"""A hub and an Ombudsman that sign what they say, for tests: a service on
spyne behind a door that checks and signs with libxmlsec, and zeep as client
that signs with its own WS-Security and judges the hub's replies with it."""
import ssl
import threading
import time

import requests
import soap
import zeep
from lxml import etree
from soap import ombudsman
from zeep.wsse.signature import BinarySignature

import wss
from hub import INSTITUTIONS, Hub
from ombudsman_seal import Door, caller_seal
from signer import Signer
from wires import wait_for

SECTION = """
institution "{name}" {{
  name = "Ombudsman RI {name}"
  plugin = "ombudsman"
  url = "https://localhost:{port}"
  source = true
  tls {{ ca = "@FOLDER@/cert.pem" }}
  auth {{ kind = "wss-x509" cert = "@FOLDER@/ours.pem"
         key = "@FOLDER@/ours.key" }}
  auth_in {{ kind = "wss-x509" trust = "@FOLDER@/theirs.pem" }}
  limits {{ rate = 10000 body = "16M" }}
  requires = {{ "identity", "prior_complaint", "consent" }}
  agreement {{ number = "NK-7/2026" until = "2090-12-31"
              basis = "UU 37/2008 pasal 24" }}
  disclose = {{ "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }}
  options {{ soap = "{soap}" path = "{path}"
            address = "https://localhost:{port}{path}"
            endpoint = "https://localhost:{hub}/in/{name}" }}
}}
route "{name}" {{ category = {{ "omb-{name}" }} to = "{name}" }}
route "{name}-pln" {{ category = {{ "omb-{name}" }} to = "pln" }}
"""
SIDES = {"sebelas": ("1.1", "/soap11"), "duabelas": ("1.2", "/soap")}


class Link(soap.Link):
    """The same as without seals: both sides are one desk here."""

    def __init__(self):
        self.hub = Hub()
        self.ours, self.theirs = Signer("RS256"), Signer("RS256")
        self.desk = ombudsman.Desk()
        inner = ombudsman.Door(self.desk)
        self.door = Door(inner, self.ours, self.theirs)
        self.hub.secret("ours.pem", self.ours.cert)
        self.hub.secret("ours.key", self.ours.pem)
        self.hub.secret("theirs.pem", self.theirs.cert)
        self.hub.secret("theirs.key", self.theirs.pem)
        self.server = ombudsman.Server(("127.0.0.1", 0), ombudsman.Quiet)
        self.server.set_app(self.door)
        self.hub.institutions = INSTITUTIONS + "".join(
            SECTION.format(name=name, soap=soap, path=path,
                           port=self.server.server_address[1],
                           hub=self.hub.port)
            for name, (soap, path) in SIDES.items())

    def open(self):
        """Answers with the hub's own certificate, which the test trusts."""
        self.server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.tls.load_cert_chain(self.hub.folder / "cert.pem",
                                        self.hub.folder / "key.pem")
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        super().__init__(self.hub, {})

    def seal(self, kind):
        """zeep's signature under their key."""
        folder = self.hub.folder
        return caller_seal((folder / "theirs.key", folder / "theirs.pem"),
                           folder / "ours.pem", kind)

    def zeep(self, side, kind=BinarySignature, signed=True):
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.hub.folder / "cert.pem")
        client = zeep.Client(
            f"https://localhost:{self.hub.port}/in/{side}?wsdl",
            port_name="Soap" + SIDES[side][0].replace(".", ""),
            transport=zeep.Transport(session=session),
            wsse=self.seal(kind) if signed else None)
        return client.service

    def repeat(self, side, body, kind):
        """Bytes that somebody has kept, once more."""
        answer = requests.post(
            f"https://localhost:{self.hub.port}/in/{side}", body,
            verify=str(self.hub.folder / "cert.pem"),
            headers={"Content-Type": kind})
        return answer.status_code, etree.fromstring(answer.content)

    def kept(self, side, word, **said):
        """A signed call, the bytes that left for it, and what came of it."""
        service, sent = self.zeep(side), []
        post = service._client.transport.session.post

        def listening(url, data=None, headers=None, **more):
            sent.append((data, headers["Content-Type"]))
            return post(url, data=data, headers=headers, **more)
        service._client.transport.session.post = listening
        try:
            answer = getattr(service, word)(**said)
        except zeep.exceptions.Fault as fault:
            answer = fault
        return *sent[-1], answer

    def heard(self, side, handoff, word):
        return wait_for(f"{side} to hear {word}", lambda: [
            w for w in self.desk.words
            if w["word"] == word and w["handoff"] == handoff])[0]

    def finished(self, root):
        return wss.text(wss.sign(etree.fromstring(root), self.theirs,
                                 int(time.time()), ("Body", "Timestamp")))
