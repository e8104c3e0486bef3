#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""An Ombudsman's case system as a SOAP service on spyne, in SOAP 1.1 and 1.2,
for tests and the demonstration; and callers of the hub's service on zeep.

Loopback only, over TLS.  POST /control/mode {"decision": "refused", ...} or
{"fault": "BusyFault", ...} says how it answers from there on; /control/news
{"word": "Accept", ...} leaves a word for whoever asks its inbox; /control/seen
tells what it has.  With --hub-url it works by itself: it takes what it is
given, and answers it by calls of the hub's service.  With --seal-key both ways
are signed."""
import argparse
import hashlib
import json
import os
import queue
import signal
import socketserver
import ssl
import threading
import wsgiref.simple_server
from datetime import datetime, timezone

from spyne import (Application, Boolean, ByteArray, ComplexModel, DateTime,
                   Fault, ServiceBase, Unicode, UnsignedInteger, rpc)
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication

NS = "urn:simpul:ombudsman:1"
MESSAGES = ("Progress", "Answer", "Contribute", "Comment", "Supplement",
            "Object")
NAMELESS = ("InvalidFault", "BusyFault")    # these say nothing of whose
NOTES = ("Accept", "Open", "Remind", "Withdraw", "Cancel", "Gone")


def model(name, *fields):
    """A type of the contract: its elements in their order, texts unless said
    otherwise."""
    members = [(f, Unicode) if isinstance(f, str) else f for f in fields]
    return type(name, (ComplexModel,), {
        "__namespace__": NS, "_type_info": members})


Attachment = model("Attachment", "id", "name", "type",
                   ("size", UnsignedInteger), "sha256",
                   ("content", ByteArray))
FILES = ("attachment", Attachment.customize(max_occurs="unbounded"))
PERSON = ("name", "birthPlace", "birthDate", "maritalStatus", "occupation",
          "address", "contact", "phone", "email", "nationalId")
Complainant = model("Complainant", *PERSON)
Petition = model("Petition", *PERSON, "priorComplaint", "consent",
                 ("consentAt", DateTime))
Case = model(
    "Case", "handoff", "case", "parent", "kind", ("chanSeq", UnsignedInteger),
    ("hop", UnsignedInteger), "sender", "receiver", "source", "trackingId",
    "reference", "event", "officer", ("claimedAt", DateTime), "channel",
    "classification", "reason", "note", "subject", "narrative", "category",
    "region", "location", "priorityProgramId", "reportedBody",
    ("petition", Petition), ("complainant", Complainant), "priorComplaint",
    "consent", ("consentAt", DateTime), ("occurredAt", DateTime),
    ("receivedAt", DateTime), ("dueAt", DateTime), ("anonymous", Boolean),
    ("secret", Boolean), ("urgent", Boolean), ("test", Boolean), FILES)
ABOUT = ("handoff", "case", "trackingId", "kind", "receiver", "reference",
         "event", "officer", "audience", ("claimedAt", DateTime),
         ("complainant", Complainant))
Note = model("Note", *ABOUT, "text")
Message = model("Message", *ABOUT, "text", "target",
                ("withoutWaiting", Boolean), FILES)
No = model("No", *ABOUT, "reason", "text", "target")
Question = model("Question", *ABOUT, "asked", "text")
Rating = model("Rating", *ABOUT, ("rating", UnsignedInteger), "text")
Resolution = model("Resolution", *ABOUT, "decision", "target",
                   ("binding", Boolean), "text")
Correction = model("Correction", *ABOUT, "corrects", "text")
STANDING = ("handoff", "case", "state", "caseState", "holder", "reference")
VERDICT = ("decision", "reason", "text", "target", "officer", "event",
           ("decidedAt", DateTime))
Receipt = model("Receipt", *STANDING, "result", "note", "noteEn", "detail")
Taken = model("Taken", *STANDING, "result", "note", "noteEn", "detail",
              *VERDICT)
StatusAsked = model("StatusAsked", "handoff", "reference", "event")
Status = model("Status", *STANDING, ("received", Boolean), *VERDICT)
WORDS = {"Handoff": (Case, Taken), "Refuse": (No, Receipt),
         "Return": (No, Receipt), "Ask": (Question, Receipt),
         "Rate": (Rating, Receipt), "Decide": (Resolution, Receipt),
         "Correct": (Correction, Receipt), "GetStatus": (StatusAsked, Status),
         **{w: (Message, Receipt) for w in MESSAGES},
         **{w: (Note, Receipt) for w in NOTES}}
# A word that is told of: its only member that is set.
Item = model("Item", "state", "caseState", "holder",
             *((w, t) for w, (t, _) in WORDS.items() if w != "GetStatus"))
InboxAsked = model("InboxAsked", ("since", DateTime), ("until", DateTime),
                   "state", "cursor", ("limit", UnsignedInteger))
Inbox = model("Inbox", ("item", Item.customize(max_occurs="unbounded")),
              "cursor", ("more", Boolean))
WORDS["GetInbox"] = (InboxAsked, Inbox)


def plain(value):
    """A message as JSON can hold it, without what is not given; a file's
    content as its SHA-256."""
    if isinstance(value, ComplexModel):
        return {k: plain(getattr(value, k))
                for k in type(value).get_flat_type_info(type(value))
                if getattr(value, k) is not None}
    if isinstance(value, (list, tuple)) and value and \
            isinstance(value[0], (bytes, bytearray)):
        return hashlib.sha256(b"".join(value)).hexdigest()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, datetime) else value


def fault(code, name, **members):
    """A fault with an element of the contract."""
    return Fault(code, name, detail={
        f"{{{NS}}}{name}": {f"{{{NS}}}{k}": v for k, v in members.items()}})


class Desk:
    """What the Ombudsman knows, shared by all threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.mode = {"decision": "pending"}
        self.cases, self.words, self.news = {}, [], []
        self.refused = []       # handoffs that were answered with a fault
        self.work = queue.Queue()

    def take(self, case):
        mode = dict(self.mode)
        if mode.get("fault"):
            self.refused.append(case.handoff)
            named = {} if mode["fault"] in NAMELESS else {
                "handoff": case.handoff}
            raise fault(mode.get("code", "Client"), mode["fault"],
                        **{**named, **mode.get("detail", {})})
        with self.lock:
            number = self.cases.get(case.handoff, {}).get("number") or \
                f"{len(self.cases) + 1:04d}/LM/2026"
            self.cases[case.handoff] = {"number": number, **plain(case)}
        self.work.put(case.handoff)
        decided = {"decidedAt": datetime.now(timezone.utc)} \
            if mode["decision"] != "pending" else {}
        return Taken(handoff=case.handoff, reference=number, **decided, **{
            k: v for k, v in mode.items()
            if k in ("decision", "reason", "text", "target", "officer")})

    def hear(self, word, message):
        if message.handoff not in self.cases and \
                self.mode.get("strict", False):
            raise fault("Client", "UnknownFault", handoff=message.handoff)
        with self.lock:
            self.words.append({"word": word, **plain(message)})
        return Receipt(handoff=message.handoff, result="applied")

    def status(self, asked):
        with self.lock:
            case = self.cases.get(asked.handoff)
            if case is None:
                raise fault("Client", "UnknownFault", handoff=asked.handoff)
            return Status(
                handoff=asked.handoff, reference=case["number"],
                received=any(w.get("event") == asked.event
                             for w in self.words),
                decision="pending")

    def inbox(self, asked):
        with self.lock:
            start = int(asked.cursor or 0)
            told = self.news[start:start + 2]
        items = [Item(**{word: WORDS[word][0](**said)})
                 for word, said in told]
        return Inbox(item=items, cursor=str(start + len(told)),
                     more=start + len(told) < len(self.news))


def service(desk):
    """The service class: a method for each word."""
    def method(word, given, returned):
        def called(_, message):
            if word == "Handoff":
                return desk.take(message)
            if word == "GetStatus":
                return desk.status(message)
            if word == "GetInbox":
                return desk.inbox(message)
            return desk.hear(word, message)
        called.__name__ = word
        return rpc(given, _returns=returned, _body_style="bare",
                   _operation_name=word)(called)
    return type("Ombudsman", (ServiceBase,), {
        w: method(w, *types) for w, types in WORDS.items()})


class Door:
    """WSGI: the two SOAPs by path, each behind what `before` puts before it,
    and the officers' control."""

    def __init__(self, desk, before=lambda app: app):
        self.desk = desk
        soap = {
            path: WsgiApplication(Application(
                [service(desk)], NS, in_protocol=protocol(validator="soft"),
                out_protocol=protocol()))
            for path, protocol in (("/soap11", Soap11), ("/soap", Soap12))}
        for app in soap.values():
            app.max_content_length = 64 << 20
        self.soap = {path: before(app) for path, app in soap.items()}

    def __call__(self, environ, start):
        path = environ["PATH_INFO"]
        if path in self.soap:
            return self.soap[path](environ, start)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        told = json.loads(environ["wsgi.input"].read(size) or b"{}")
        name = path.rpartition("/")[2]
        if name == "mode":
            self.desk.mode = {"decision": "pending", **told}
        elif name == "news":
            with self.desk.lock:
                self.desk.news.append((told.pop("word"), told))
        with self.desk.lock:
            body = json.dumps({"cases": self.desk.cases,
                               "words": self.desk.words,
                               "refused": self.desk.refused}).encode()
        start("200 OK", [("Content-Type", "application/json"),
                         ("Content-Length", str(len(body)))])
        return [body]


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64
    tls = None

    def finish_request(self, request, client_address):
        with self.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request, client_address):
        pass


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass


def call_hub(url, ca, key, soap="12", wsse=None):
    """The hub's service for a zeep client, from the hub's own WSDL; key: of a
    header, or None where wsse signs."""
    import requests
    import zeep
    session = requests.Session()
    session.trust_env, session.verify = False, str(ca)
    session.headers["X-Kunci"] = key
    client = zeep.Client(url + "?wsdl", port_name="Soap" + soap,
                         transport=zeep.Transport(session=session),
                         wsse=wsse)
    return client.service


def call_as_told(args):
    """The hub's service, as the options say: by a key, or signed."""
    if args.seal_key:
        from ombudsman_seal import caller_seal
        return call_hub(args.hub_url, args.hub_ca, None, wsse=caller_seal(
            (args.seal_key, args.seal_cert), args.hub_seal))
    with open(args.secret_file, encoding="utf-8") as file:
        return call_hub(args.hub_url, args.hub_ca, file.read().strip())


def work(desk, args):
    """An assistant: takes each case and answers it."""
    hub = None
    while True:
        handoff = desk.work.get()
        hub = hub or call_as_told(args)
        hub.Accept(handoff=handoff, officer="Asisten Ombudsman")
        hub.Answer(handoff=handoff, text="Laporan telah kami periksa; terlapor"
                   " kami minta memberi penjelasan dalam 14 hari kerja.")


def door_as_told(desk, args):
    """Its service, as the options say."""
    if not args.seal_key:
        return Door(desk)
    import ombudsman_seal as seal
    hub, own = seal.Paper(args.hub_seal), \
        seal.Paper(args.seal_cert, args.seal_key)
    return Door(desk, lambda app: seal.Door(app, hub, own))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--port-file", "--cert", "--key"):
        parser.add_argument(name, required=True)
    for name in ("--hub-url", "--hub-ca", "--secret-file", "--seal-cert",
                 "--seal-key", "--hub-seal"):
        parser.add_argument(name)
    args = parser.parse_args()
    desk = Desk()
    if args.hub_url:
        threading.Thread(target=work, args=(desk, args), daemon=True).start()
    server = Server(("127.0.0.1", 0), Quiet)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(args.cert, args.key)
    server.set_app(door_as_told(desk, args))
    with open(args.port_file + ".new", "w", encoding="ascii") as file:
        file.write(f"{server.server_address[1]}\n")
    os.rename(args.port_file + ".new", args.port_file)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    server.serve_forever()


if __name__ == "__main__":
    main()
