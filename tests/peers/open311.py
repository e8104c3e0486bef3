#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""A university's Open311 endpoint (GeoReport v2 and service-request-updates)
for tests and the demonstration, and a client of one, written from the
published description: JSON and XML by the path's extension.

Loopback only.  POST /control/update {"id", "status", "description"} is what an
officer there does, who with --work does so by herself; POST /control/mode
{"token": true} makes it answer with tokens, {"mute": "after" or "before"} lets
it hang up on the next POST, once that is taken or untaken, {"services": {code:
[name, [required attributes]]}} offers others; POST /control/lie {service:
{"status", "body", "headers"}} makes it say that instead; GET /control/requests
tells what it has."""
import argparse
import email
import http.client
import http.server
import json
import os
import signal
import ssl
import threading
import time
import urllib.parse
import xml.etree.ElementTree as ElementTree

LISTS = {"requests": ("service_requests", "request"),
         "tokens": ("service_requests", "request"),
         "services": ("services", "service"),
         "servicerequestupdates": ("service_request_updates",
                                   "request_update"),
         "errors": ("errors", "error")}


# What it offers unless told otherwise: name and required attributes by code.
SERVICES = {"J1": ["Fasilitas kampus", []], "X1": ["Layanan akademik", []],
            "L1": ["Listrik", []]}
DONE = "Sudah kami tindak lanjuti."


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def write_definition(code, required, xml):
    """A service's definition, which is no list."""
    rows = [{"variable": "true", "code": c, "datatype": "string",
             "required": "true", "datatype_description": "",
             "order": str(n), "description": c}
            for n, c in enumerate(required, 1)]
    if not xml:
        return json.dumps({"service_code": code, "attributes": rows}).encode()
    root = ElementTree.Element("service_definition")
    ElementTree.SubElement(root, "service_code").text = code
    pairs = ElementTree.SubElement(root, "attributes")
    for row in rows:
        entry = ElementTree.SubElement(pairs, "attribute")
        for name, value in row.items():
            ElementTree.SubElement(entry, name).text = value
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def fields_of(kind, body):
    """The fields of a form, urlencoded or in parts; files by their names."""
    if not kind.startswith("multipart/"):
        return dict(urllib.parse.parse_qsl(body.decode()))
    parts = email.message_from_bytes(
        b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields = {}
    for part in parts.get_payload():
        name = part.get_param("name", header="Content-Disposition")
        text = part.get_payload(decode=True)
        if part.get_filename():
            fields[f"file:{part.get_filename()}"] = text.decode("latin-1")
        else:
            fields[name] = text.decode()
    return fields


def write(kind, rows, xml):
    """A list of records as the standard writes it."""
    if not xml:
        return json.dumps(rows).encode()
    outer, inner = LISTS[kind]
    root = ElementTree.Element(outer)
    for row in rows:
        record = ElementTree.SubElement(root, inner)
        for name, value in row.items():
            if name == "attributes":
                pairs = ElementTree.SubElement(record, name)
                for code, text in value.items():
                    pair = ElementTree.SubElement(pairs, "attribute")
                    ElementTree.SubElement(pair, "code").text = code
                    ElementTree.SubElement(pair, "value").text = text
            else:
                ElementTree.SubElement(record, name).text = str(value)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def read(body, xml):
    """The records of an answer: [{name: text}]."""
    if not xml:
        return json.loads(body)
    return [{e.tag: e.text or "" for e in record}
            for record in ElementTree.fromstring(body)]


class Refused(Exception):
    """An error of the standard: its number and description."""


class Desk:
    """What the university knows, shared by all threads."""

    def __init__(self, key, form=False):
        """form: a POST has its key among the fields."""
        self.key, self.form, self.lock = key, form, threading.Lock()
        self.requests, self.updates, self.tokens = {}, [], {}
        self.forms = []         # each POST: service, media type, fields
        self.lies = {}          # by service: status, headers, body instead
        self.mode = {"token": False, "services": SERVICES, "mute": ""}

    def hangs_up(self, when):
        """Whether it is told to hang up on this POST; once."""
        with self.lock:
            if self.mode["mute"] != when:
                return False
            self.mode["mute"] = ""
            return True

    def file(self, fields):
        """POST requests."""
        if not fields.get("service_code"):
            raise Refused(400, "service_code was not provided")
        with self.lock:
            number = str(638344 + len(self.requests))
            self.requests[number] = {
                "service_request_id": number, "status": "open",
                "status_notes": "",
                "service_code": fields["service_code"],
                "description": fields.get("description", ""),
                "requested_datetime": now(), "updated_datetime": now(),
                "address": fields.get("address_string", ""),
                "attributes": {n[10:-1]: v for n, v in fields.items()
                               if n.startswith("attribute[")}}
            if self.mode["token"]:
                self.tokens["t" + number] = number
                return [{"token": "t" + number, "service_notice": ""}]
        return [{"service_request_id": number, "service_notice": "",
                 "account_id": ""}]

    def services(self):
        with self.lock:
            return [{"service_code": code, "service_name": name,
                     "description": name,
                     "metadata": "true" if required else "false",
                     "type": "realtime", "keywords": "kampus, layanan",
                     "group": "kampus"}
                    for code, (name, required) in
                    self.mode["services"].items()]

    def definition(self, code, xml):
        with self.lock:
            if code not in self.mode["services"]:
                raise Refused(404, "service_code was not found")
            return write_definition(code, self.mode["services"][code][1], xml)

    def work(self, pause):
        """The officer: whatever is open is taken and answered."""
        while True:
            with self.lock:
                new = [r for r in self.requests.values()
                       if r["status"] == "open"]
                for request in new:
                    request["status"] = "closed"
            for request in new:
                for status, text in (("accepted", ""), ("closed", DONE)):
                    self.update({"officer": "Ratna", "status": status,
                                 "description": text, "service_request_id":
                                 request["service_request_id"]})
            threading.Event().wait(pause)

    def update(self, fields):
        """A word about a request, theirs or ours."""
        number = fields.get("service_request_id", "")
        with self.lock:
            if number not in self.requests and "officer" in fields:
                raise Refused(404, "service_request_id was not found")
            own = str(len(self.updates) + 1)
            self.updates.append({
                "update_id": own, "service_request_id": number,
                "status": fields.get("status", "open"),
                "updated_datetime": now(),
                "description": fields.get("description", ""),
                "media_url": "", "by": fields.get("officer", "hub")})
        return [{"update_id": own}]

    def find(self, kind, number, query):
        if kind == "services" and not number:
            return self.services()
        if kind not in ("tokens", "servicerequestupdates", "requests"):
            raise Refused(404, "no such service")
        with self.lock:
            if kind == "tokens":
                if number not in self.tokens:
                    raise Refused(404, "token was not found")
                return [{"token": number,
                         "service_request_id": self.tokens[number]}]
            if kind == "servicerequestupdates":
                wanted = query.get("service_request_id", "")
                return [{n: v for n, v in u.items() if n != "by"}
                        for u in self.updates if u["by"] != "hub"
                        and wanted in ("", u["service_request_id"])]
            rows = list(self.requests.values())
        if number:
            rows = [r for r in rows if r["service_request_id"] == number]
            if not rows:
                raise Refused(404, "service_request_id was not found")
        for name, value in query.items():
            if name.startswith("attribute["):
                rows = [r for r in rows
                        if r["attributes"].get(name[10:-1]) == value]
        return rows


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    desk = None

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def lie(self, status, body="", headers=()):
        """What it was told to say instead."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def control(self, name, body):
        told = json.loads(body or b"{}")
        if name == "lie":
            self.desk.lies = told
            return {}
        if name == "flood":
            for i in range(told["count"]):
                self.desk.update({"officer": "Ratna", "status": "in_progress",
                                  "description": f"Langkah {i}.",
                                  "service_request_id": told["id"]})
            return {}
        if name == "update":
            return self.desk.update({"officer": "Ratna",
                                     "service_request_id": told.pop("id"),
                                     **told})
        with self.desk.lock:
            if name == "mode":
                self.desk.mode.update(told)
            return {"requests": self.desk.requests,
                    "updates": self.desk.updates,
                    "forms": self.desk.forms}

    def serve(self, method, where, body):
        path, _, form = where.path.strip("/").rpartition(".")
        kind, _, number = path.partition("/")
        query = dict(urllib.parse.parse_qsl(where.query))
        xml = form == "xml"
        try:
            if kind in self.desk.lies:
                self.lie(**self.desk.lies[kind])
                return
            fields = fields_of(self.headers.get("Content-Type", ""), body)
            said = fields if method == "POST" and self.desk.form else query
            if method == "POST":
                with self.desk.lock:
                    self.desk.forms.append([
                        kind, self.headers.get("Content-Type", ""), query,
                        fields])
            if said.get("api_key") != self.desk.key:
                raise Refused(403, "api_key is missing or wrong")
            if kind == "services" and number:
                self.answer(200, self.desk.definition(
                    urllib.parse.unquote(number), xml))
                return
            if method == "POST" and self.desk.hangs_up("before"):
                self.close_connection = True
                return
            if method == "POST" and kind == "requests":
                rows = self.desk.file(fields)
            elif method == "POST":
                rows = self.desk.update(fields)
            else:
                rows = self.desk.find(kind, urllib.parse.unquote(number),
                                      query)
            if method == "POST" and self.desk.hangs_up("after"):
                self.close_connection = True
                return
            status = 200
        except Refused as error:
            status, why = error.args
            kind, rows = "errors", [{"code": status, "description": why}]
        self.answer(status, write(kind, rows, xml),
                    "text/xml" if xml else "application/json")

    def handle_one(self, method):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        where = urllib.parse.urlsplit(self.path)
        if where.path.startswith("/control/"):
            found = self.control(where.path[9:], body)
            self.answer(200, json.dumps(found).encode())
        else:
            self.serve(method, where, body)

    def do_GET(self):
        self.handle_one("GET")

    def do_POST(self):
        self.handle_one("POST")


class Client:
    """A campus portal: one request a connection."""

    def __init__(self, port, path, key, context, xml):
        self.port, self.path, self.key = port, path, key
        self.context, self.xml = context, xml
        self.judge = None       # looks at every answer before it is read
        self.headers = None     # of the last answer

    def call(self, method, service, fields=None, query=()):
        """Status and records."""
        form = "xml" if self.xml else "json"
        asked = urllib.parse.urlencode({"api_key": self.key, **dict(query)})
        wire = http.client.HTTPSConnection("localhost", self.port, timeout=20,
                                           context=self.context)
        body = None if fields is None else urllib.parse.urlencode(fields)
        try:
            wire.request(method, f"{self.path}/{service}.{form}?{asked}", body,
                         {} if body is None else {
                             "Content-Type":
                             "application/x-www-form-urlencoded"})
            answer = wire.getresponse()
            said, self.headers = answer.read(), answer.headers
            if self.judge:
                self.judge(method, service, answer.status, said, self.xml)
            return answer.status, read(said, self.xml)
        finally:
            wire.close()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    tls = None

    def finish_request(self, request, client_address):
        with self.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request, client_address):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--port-file", "--cert", "--key", "--api-key"):
        parser.add_argument(name, required=True)
    parser.add_argument("--key-in-form", action="store_true")
    parser.add_argument("--work", type=float, metavar="SECONDS")
    args = parser.parse_args()
    server = Server(("127.0.0.1", 0), Handler)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(args.cert, args.key)
    Handler.desk = desk = Desk(args.api_key, args.key_in_form)
    with open(args.port_file + ".new", "w", encoding="ascii") as file:
        file.write(f"{server.server_address[1]}\n")
    os.rename(args.port_file + ".new", args.port_file)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))
    if args.work:
        threading.Thread(target=desk.work, args=(args.work,),
                         daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
