# SPDX-License-Identifier: Apache-2.0
"""A campus hands a case in whose photo stands at media_url: the hub fetches it
where its operator allows that, and takes the case whatever comes of it."""
import contextlib
import http.client
import http.server
import ssl
import threading

import pytest

from campus import CALLER, NUMBERS, campuses
from hub import free_port
from wires import wait_for

PHOTO = bytes(range(256)) * 30
MOST = 8 << 20
SECTIONS = {
    # Its media stand in this network, and that is allowed.
    "dalam": 'media_hosts = { "localhost" } media_inside = true '
             'tls { ca = "@FOLDER@/o311.pem" }',
    # A name that leads to this machine, without that.
    "luar": 'media_hosts = { "localhost" } tls { ca = "@FOLDER@/o311.pem" }',
    # Its authority is another one's.
    "asing": 'media_hosts = { "localhost" } media_inside = true '
             'tls { ca = "@FOLDER@/cert.pem" }',
    "tanpa": "",
}
NOT = "Berkas pada tautan itu tidak diambil: "


class Media(http.server.BaseHTTPRequestHandler):
    """Where photos stand."""
    protocol_version = "HTTP/1.1"
    asked = []
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def count(self):
        with self.lock:
            self.asked.append(self.path)
            return self.asked.count(self.path)

    def send(self, status, body, kind="image/jpeg", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        times = self.count()
        kind = self.path.split("/")[1]
        if kind == "baik":
            self.send(200, PHOTO)
        elif kind == "nanti":       # comes with the third attempt
            self.send(200 if times == 3 else 503, PHOTO)
        elif kind == "rusak":       # never
            self.send(500, b"x")
        elif kind == "hilang":
            self.send(404, b"x")
        elif kind == "pindah":
            self.send(302, b"", headers=[(
                "Location", self.path.replace("pindah", "baik"))])
        elif kind == "putus":       # ends amid the file, each time
            self.send_response(200)
            self.send_header("Content-Length", str(len(PHOTO)))
            self.end_headers()
            self.wfile.write(PHOTO[:100])
            self.close_connection = True
        elif kind == "besar":       # says how long it is
            self.send_response(200)
            self.send_header("Content-Length", str(MOST + 1))
            self.end_headers()
        elif kind == "deras":       # does not, and does not end
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(200):
                    self.wfile.write(b"10000\r\n" + bytes(65536) + b"\r\n")
            self.close_connection = True
        elif kind == "aneh":        # of no type, at an odd name
            self.send(200, b"a", "x" * 200)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    tls = None

    def finish_request(self, request, client_address):
        with self.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request, client_address):
        pass


@contextlib.contextmanager
def photos(folder):
    server = Server(("127.0.0.1", 0), Media)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(folder / "o311.pem", folder / "o311.pem-key")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sections():
    for name, more in SECTIONS.items():
        head = CALLER.partition("route")[0].replace("undhira", name)
        yield head.format(folder="@FOLDER@").replace(
            "source = true", "source = true " + more)


@pytest.fixture(scope="module")
def link():
    with campuses(more="".join(sections())) as link, \
            photos(link.hub.folder) as base:
        link.photos = base
        yield link


def hand_in(link, side, url, number=None, service="X"):
    """A case by a campus that names a photo: what the hub has of it."""
    number = number or f"U-{next(NUMBERS)}"
    status, rows = link.campus(side, side == "asing").call("POST", "requests", {
        "service_code": service, "description": "Atap bocor.",
        "address_string": "Gedung A", "media_url": url,
        "service_request_id_ext": number})
    assert status in (200, 201), rows
    found = link.coordinator.get(f"/v1/cases?ref={number}").body["items"]
    return found[0]["id"]


def narrative(link, case):
    return link.case(case)["narrative"]


def test_a_photo_is_fetched_and_goes_with_the_case(link):
    case = hand_in(link, "dalam", f"{link.photos}/baik/atap%20bocor.jpg?k=1")
    file, = link.case(case)["attachments"]
    assert (file["name"], file["type"], file["size"]) == \
        ("atap bocor.jpg", "image/jpeg", len(PHOTO))
    got = link.coordinator.get(f"/v1/attachments/{file['id']}")
    assert (got.status, got.body) == (200, PHOTO)
    assert narrative(link, case).endswith("/baik/atap%20bocor.jpg?k=1")


def test_it_goes_on_to_whoever_is_to_have_the_case(link):
    case = hand_in(link, "dalam", f"{link.photos}/baik/1.jpg",
                   service="campus-unud")
    handoff = link.case(case)["handoffs"][0]["id"]
    peer = link.sides["unud"]
    form = wait_for("unud to have it", lambda: [
        f[3] for f in peer.forms() if f[0] == "requests"
        and f[3].get("attribute[simpul]") == handoff])[0]
    assert form["file:1.jpg"].encode("latin-1") == PHOTO


def test_what_does_not_come_at_once_is_asked_for_again(link):
    case = hand_in(link, "dalam", f"{link.photos}/nanti/2.jpg")
    assert len(link.case(case)["attachments"]) == 1
    assert Media.asked.count("/nanti/2.jpg") == 3


@pytest.mark.parametrize("path, attempts, why", [
    ("rusak/3.jpg", 3, "server tautan tidak memberikannya sekarang"),
    ("putus/4.jpg", 3, "server tautan tidak memberikannya sekarang"),
    ("hilang/5.jpg", 1, "server tautan tidak memberikannya"),
    ("pindah/6.jpg", 1, "server tautan tidak memberikannya"),
    ("besar/7.jpg", 1, "berkas lebih besar daripada batas"),
    ("deras/8.jpg", 1, "berkas lebih besar daripada batas"),
])
def test_the_case_is_taken_without_what_does_not_come(link, path, attempts,
                                                      why):
    case = hand_in(link, "dalam", f"{link.photos}/{path}")
    assert not link.case(case).get("attachments")
    assert narrative(link, case).endswith(f"{path}\n{NOT}{why}")
    assert Media.asked.count(f"/{path}") == attempts
    assert "/baik/6.jpg" not in Media.asked


@pytest.mark.parametrize("side, url, why", [
    ("tanpa", "{}/baik/9.jpg", "host tautan tidak terdaftar di media_hosts"),
    ("luar", "{}/baik/10.jpg", "host tautan tidak terdaftar di media_hosts"),
    ("luar", "https://localhost/11.jpg", "alamatnya di dalam jaringan"),
    ("asing", "{}/baik/12.jpg", "server tautan tidak memberikannya"),
    ("dalam", "https://127.0.0.1/13.jpg",
     "host tautan tidak terdaftar di media_hosts"),
    ("dalam", "http://localhost/14.jpg",
     "host tautan tidak terdaftar di media_hosts"),
    ("dalam", "foto 15 menyusul",
     "host tautan tidak terdaftar di media_hosts"),
])
def test_nothing_is_fetched_from_where_it_is_not_allowed(link, side, url, why):
    url = url.format(link.photos)
    case = hand_in(link, side, url)
    assert not link.case(case).get("attachments")
    assert narrative(link, case).endswith(f"{url}\n{NOT}{why}")
    assert not any(p.endswith(url[-6:]) for p in Media.asked)


def test_nobody_listens_there(link):
    case = hand_in(link, "dalam", f"https://localhost:{free_port()}/16.jpg")
    assert narrative(link, case).endswith(
        f"16.jpg\n{NOT}server tautan tidak memberikannya sekarang")


def test_an_odd_file_is_a_file(link):
    case = hand_in(link, "dalam", f"{link.photos}/aneh/..%2f..%2fetc%2fpasswd")
    file, = link.case(case)["attachments"]
    assert file["type"] == "application/octet-stream" and "/" not in \
        file.get("name", "")


def test_the_same_message_is_one_case_with_one_photo(link):
    url = f"{link.photos}/baik/17.jpg"
    case = hand_in(link, "dalam", url, number="sama")
    assert hand_in(link, "dalam", url, number="sama") == case
    assert len(link.case(case)["attachments"]) == 1


def test_an_update_brings_a_photo_too(link):
    case = hand_in(link, "dalam", f"{link.photos}/baik/18.jpg")
    handoff = link.case(case)["handoffs"][0]["id"]
    status, rows = link.campus("dalam", False).call(
        "POST", "servicerequestupdates", {
            "service_request_id": handoff, "status": "comment",
            "description": "Foto hari ini.", "update_id": "f1",
            "media_url": f"{link.photos}/baik/19.jpg"})
    assert status in (200, 201), rows
    assert [f["name"] for f in link.case(case)["attachments"]] == \
        ["18.jpg", "19.jpg"]
    assert link.said(case)["comment"] == \
        f"Foto hari ini.\n\nmedia_url: {link.photos}/baik/19.jpg"


def test_a_hub_that_dies_meanwhile_takes_the_case_when_it_is_sent_again(link):
    number, url = "mati-1", f"{link.photos}/rusak/20.jpg"

    def send():
        with contextlib.suppress(OSError, http.client.HTTPException):
            link.campus("dalam", False).call("POST", "requests", {
                "service_code": "X", "description": "Atap bocor.",
                "media_url": url, "service_request_id_ext": number})

    sender = threading.Thread(target=send)
    sender.start()
    wait_for("the photo to be asked for", lambda: "/rusak/20.jpg" in
             Media.asked)
    link.hub.kill()
    sender.join()
    link.hub.start()
    for caller in link.hub.callers:
        caller.close()
    assert link.coordinator.get(f"/v1/cases?ref={number}").body["items"] == []
    case = hand_in(link, "dalam", url.replace("rusak", "baik"),
                   number=number)
    assert len(link.case(case)["attachments"]) == 1
