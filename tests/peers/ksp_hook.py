# SPDX-License-Identifier: Apache-2.0
"""What the peer says to the hub: CloudEvents, signed as Standard Webhooks
prescribe, sent in the order of each case and again until they are taken."""
import base64
import hashlib
import heapq
import hmac
import http.client
import itertools
import json
import ssl
import threading
import time
import urllib.parse

PAUSE, PAUSE_MAX = 0.2, 10.0    # seconds between tries, doubled each time
GIVE_UP = 60                    # tries


def rfc3339(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def signature(secret, message_id, stamp, body):
    """The v1 entry of webhook-signature."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{stamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def multipart(event, files):
    """An event and its files as one body; (content type, bytes)."""
    boundary = "ksp-" + hashlib.sha256(event).hexdigest()[:24]
    out = b""
    parts = [("event", "", "application/cloudevents+json", event)]
    parts += [(f"file{n}", f["name"], f["type"], f["bytes"])
              for n, f in enumerate(files)]
    for name, filename, kind, data in parts:
        extra = f'; filename="{filename}"' if filename else ""
        out += (f"--{boundary}\r\nContent-Disposition: form-data; "
                f'name="{name}"{extra}\r\nContent-Type: {kind}\r\n\r\n'
                ).encode() + data + b"\r\n"
    out += f"--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", out


class Hub:
    """The hub as the peer sees it: one address, one secret."""

    def __init__(self, args, secret):
        self.url = urllib.parse.urlsplit(args.hub_url.rstrip("/"))
        self.institution = args.institution
        self.types = args.types
        self.secret = secret
        self.clock = 0          # seconds that the peer's clock is off
        self.ca = args.hub_ca
        self.numbers = itertools.count(1)
        self.run = f"{int(time.time() * 1000):x}"   # ids are never reused
        self.kept = threading.local()

    def now(self):
        return int(time.time()) + self.clock

    def path(self, rest):
        return f"{self.url.path}/in/{self.institution}{rest}"

    def event(self, word, data, event_id=None):
        """A CloudEvent of one of our words."""
        return {"specversion": "1.0",
                "id": event_id or f"ksp-{self.run}-{next(self.numbers)}",
                "source": "https://ksp.example/laporan",
                "type": f"{self.types}.handoff.{word}.v1",
                "subject": data.get("handoff", ""),
                "time": rfc3339(self.now()),
                "datacontenttype": "application/json", "data": data}

    def signed(self, message_id, body, change):
        """The three headers; change may set stamp, secret or signature."""
        stamp = str(change.get("stamp", self.now()))
        secret = change.get("secret", self.secret)
        return {"webhook-id": message_id, "webhook-timestamp": stamp,
                "webhook-signature": change.get(
                    "signature", signature(secret, message_id, stamp, body))}

    def connect(self):
        """This thread's kept connection."""
        if getattr(self.kept, "wire", None) is None:
            kind, more = http.client.HTTPConnection, {}
            if self.url.scheme == "https":
                kind = http.client.HTTPSConnection
                more["context"] = ssl.create_default_context(cafile=self.ca)
            self.kept.wire = kind(self.url.hostname, self.url.port,
                                  timeout=30, **more)
        return self.kept.wire

    def call(self, method, path, headers, body):
        """One request; (status, headers, body) or OSError."""
        wire = self.connect()
        try:
            wire.request(method, path, body=body, headers=headers)
            answer = wire.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException) as problem:
            wire.close()
            self.kept.wire = None
            raise OSError(str(problem)) from problem

    def send(self, event, files=(), change=None):
        """One signed event."""
        body = json.dumps(event, ensure_ascii=False).encode()
        kind = "application/cloudevents+json"
        if files:
            kind, body = multipart(body, files)
        headers = {"Content-Type": kind,
                   **self.signed(event["id"].replace(".", "-"), body,
                                 change or {})}
        return self.call("POST", self.path("/events"), headers, body)


class Queue:
    """What is due to be said, in the order of each case: a case's next word
    leaves only after the hub has taken the one before."""

    def __init__(self, hub, log, workers):
        self.hub, self.log = hub, log
        self.heap, self.order = [], itertools.count()
        self.changed = threading.Condition()
        self.busy = 0
        for _ in range(workers):
            threading.Thread(target=self.run, daemon=True).start()

    def add(self, after, job):
        with self.changed:
            heapq.heappush(self.heap,
                           (time.monotonic() + after, next(self.order), job))
            self.changed.notify()

    def take(self):
        """The next job when its time has come."""
        with self.changed:
            while True:
                left = self.heap[0][0] - time.monotonic() if self.heap \
                    else None
                if left is not None and left <= 0:
                    self.busy += 1
                    return heapq.heappop(self.heap)[2]
                self.changed.wait(left)

    def run(self):
        while True:
            job = self.take()
            try:
                job()
            except Exception as problem:    # a peer's worker never dies
                self.log("trouble", problem=repr(problem))
            with self.changed:
                self.busy -= 1

    def waiting(self):
        with self.changed:
            return len(self.heap) + self.busy


class Sayer:
    """Says a case's plan, word by word."""

    def __init__(self, hub, queue, log, delay, bound):
        self.hub, self.queue, self.log, self.delay = hub, queue, log, delay
        self.bound = bound      # what is said where a decision binds

    def begin(self, case):
        """Starts on the plan unless somebody is at it."""
        with case.lock:
            if case.saying or not case.plan:
                return
            case.saying = True
        self.queue.add(self.delay, lambda: self.next(case))

    def next(self, case):
        """Takes the first word of the plan and says it until it is taken."""
        with case.lock:
            case.saying = bool(case.plan)
            if not case.plan:
                return
            word, members = case.plan.pop(0)
        data = {"handoff": case.handoff, "reference": case.reference,
                **members}
        self.say(case, word, self.hub.event(word, data), 0)

    def say(self, case, word, event, tries):
        try:
            status, _, body = self.hub.send(event)
        except OSError as problem:
            status, body = 0, str(problem).encode()
        self.log("said", word=word, id=event["id"], handoff=case.handoff,
                 status=status, answer=body.decode(errors="replace")[:500])
        if (status == 0 or status == 429 or status >= 500) \
                and tries < GIVE_UP:
            self.queue.add(min(PAUSE * 2**tries, PAUSE_MAX),
                           lambda: self.say(case, word, event, tries + 1))
            return
        with case.lock:
            if 200 <= status < 300:
                case.words.append(word)
                case.state = word if word != "opened" else case.state
            else:
                case.plan = self.bound(case) \
                    if status == 409 and b'"decision"' in body else []
        self.queue.add(self.delay, lambda: self.next(case))
