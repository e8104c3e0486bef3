#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The demonstration itself; scripts/demo builds and then runs this."""
import argparse
import base64
import collections
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime

from demo_stand import BY_HAND, TOP, Caller, Missed, Stand, wait_for

SETTLE = 180            # seconds for every institution to have had its say


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--build", default=TOP / "build-demo")
    p.add_argument("--dir", default=TOP / "demo-run")
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--keep", action="store_true")
    args = p.parse_args()
    if args.count < 1:
        p.error("--count: expected at least 1")
    return args


shown = ""


def show(text):
    """Progress, on one line where there is a terminal; nothing twice."""
    global shown
    if text == shown:
        return
    shown = text
    if sys.stdout.isatty():
        print("\r\033[K" + text, end="", flush=True)
    else:
        print(text, flush=True)


def upload(lapor, attachment):
    """A file by tus: created, then its bytes in one piece; its id."""
    data = attachment["text"].encode()
    meta = ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in (("filename", attachment["name"]),
                            ("filetype", attachment["type"])))
    head = {"Tus-Resumable": "1.0.0"}
    status, answer = lapor.call("POST", "/v1/attachments", b"", {
        **head, "Upload-Length": str(len(data)), "Upload-Metadata": meta})
    if status != 201:
        raise Missed(f"attachment: {status} {answer}")
    where = lapor.headers["Location"]
    status, answer = lapor.call("PATCH", where, data, {
        **head, "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream"})
    if status != 204:
        raise Missed(f"attachment: {status} {answer}")
    return where.rsplit("/", 1)[1]


def hand_in(stand, complaints):
    """Every complaint, as its source hands it in; the cases' ids."""
    lapor = Caller(stand, stand.token("source", "lapor"))
    cases = {}
    for number, complaint in enumerate(complaints, 1):
        body = {k: v for k, v in complaint.items()
                if v not in ("", None) and k != "attachments"}
        body["complainant"] = {k: v for k, v in
                               complaint.get("complainant", {}).items() if v}
        if complaint.get("attachments"):
            body["attachments"] = [upload(lapor, a)
                                   for a in complaint["attachments"]]
        status, answer = lapor.call(
            "POST", "/v1/cases", body,
            {"Idempotency-Key": "demo-" + complaint["tracking_id"]})
        if status not in (200, 201):
            raise Missed(f"{complaint['tracking_id']}: {status} {answer}")
        cases[answer["case"]] = complaint
        if number % 20 == 0 or number == len(complaints):
            show(f"diserahkan / handed in: {number}/{len(complaints)}")
    return cases


class Officer(threading.Thread):
    """A liaison officer of an institution without a system: looks at the
    inbox, takes what is there, answers it."""

    def __init__(self, stand, institution):
        super().__init__(daemon=True)
        self.caller = Caller(stand, stand.token("institution", institution))
        self.ended = threading.Event()
        self.failure = None

    def act(self, handoff, verb, text):
        status, answer = self.caller.call(
            "POST", f"/v1/handoffs/{handoff}/{verb}",
            {"text": text} if text else {})
        if status not in (200, 409):
            raise Missed(f"{verb} {handoff}: {status} {answer}")

    def look(self):
        status, inbox = self.caller.call("GET", "/v1/inbox?limit=100")
        if status != 200:
            raise Missed(f"inbox: {status} {inbox}")
        for item in inbox["items"]:
            if item["state"] != "offered":
                continue
            self.act(item["id"], "accept", "")
            self.act(item["id"], "answer",
                     "Sudah kami terima dan kami tindak lanjuti.")

    def run(self):
        try:
            while not self.ended.is_set():
                self.look()
                self.ended.wait(0.3)
        except (Missed, OSError) as e:
            self.failure = e


def states(coordinator):
    """How many handoffs stand where, and the newest of each case."""
    count, newest = collections.Counter(), {}
    for h in coordinator.pages("/v1/handoffs?limit=200"):
        count[h["state"]] += 1
        if h["id"] > newest.get(h["case"], {"id": ""})["id"]:
            newest[h["case"]] = h
    return count, newest


def settle(officers, coordinator, total):
    """Waits until nothing moves any more: every case decided, and what KSP
    still has to say said."""
    last, since = None, time.monotonic()

    def still():
        nonlocal last, since
        for officer in officers:
            if officer.failure:
                raise officer.failure
        count, newest = states(coordinator)
        now = (count, tuple(sorted(h["state"] for h in newest.values())))
        if now != last:
            last, since = now, time.monotonic()
        decided = sum(h["state"] != "offered" for h in newest.values())
        show(f"diputus / decided: {decided}/{total}, "
             f"dijawab / answered: {count['answered']}")
        return decided >= total and time.monotonic() - since > 3
    wait_for("every case is decided", still, SETTLE)
    if sys.stdout.isatty():
        print()


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def table(coordinator, cases):
    """The closing table; how many cases have no holder."""
    handoffs = list(coordinator.pages("/v1/handoffs?limit=200"))
    rows = list(coordinator.pages("/v1/cases?limit=200"))
    by_state = collections.Counter(h["state"] for h in handoffs)
    taken = sum(by_state[s] for s in ("accepted", "working", "answered",
                                      "closed", "returned"))
    times = [moment(h["decided_at"]) - moment(h["made_at"])
             for h in handoffs if h.get("decided_at")]
    nobody = [r["id"] for r in rows
              if not r["holder"] and r["state"] not in
              ("completed", "archived", "withdrawn")]
    lines = [
        ("laporan / cases", len(rows)),
        ("diteruskan / handed off", len(handoffs)),
        ("diterima / accepted", taken),
        ("ditolak / refused", by_state["refused"]),
        ("dikembalikan / returned", by_state["returned"]),
        ("dialihkan / re-routed", sum(bool(h.get("parent"))
                                      for h in handoffs)),
        ("dalam proses / in progress", by_state["accepted"] +
         by_state["working"]),
        ("dijawab / answered", by_state["answered"]),
        ("waktu putusan rata-rata / mean time to a decision",
         f"{sum(times) / len(times):.2f} s" if times else "-"),
        ("tanpa pemegang / without a holder", len(nobody)),
    ]
    print()
    for name, value in lines:
        print(f"  {name:<52} {value:>8}")
    missing = len(cases) - len(rows)
    if missing:
        print(f"  {'hilang / lost':<52} {missing:>8}")
    else:
        print("\nSetiap laporan ada pemegangnya. / Every case has a holder."
              if not nobody else "\nAda laporan tanpa pemegang. / "
              "Some case has no holder.")
    return len(nobody) + missing


def say_how_to_reach(stand):
    token = stand.write("coordinator.token",
                        stand.token("coordinator", "inspektorat-bali"))
    print(f"""
The hub runs on https://localhost:{stand.port}; try:
  {stand.build}/simpulctl --config {stand.dir}/simpul.conf status
  curl --cacert {stand.dir}/cert.pem \\
    -H "Authorization: Bearer $(cat {token})" \\
    https://localhost:{stand.port}/v1/cases
To end it: kill {' '.join(str(p.pid) for _, p in stand.started)}""")


def play(stand, complaints):
    """The whole of it; how many cases have no holder."""
    show("memulai / starting: Kantor Staf Presiden, hub")
    stand.make_keys()
    stand.start_hub(stand.start_ksp())
    officers = [Officer(stand, i) for i in BY_HAND]
    for officer in officers:
        officer.start()
    coordinator = Caller(stand, stand.token("coordinator",
                                            "inspektorat-bali"))
    cases = hand_in(stand, complaints)
    settle(officers, coordinator, len(cases))
    for officer in officers:
        officer.ended.set()
        officer.join()
    return table(coordinator, cases)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    args = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    stand = Stand(args.dir, args.build)
    data = TOP / "scripts/demo-data/complaints.jsonl"
    complaints = [json.loads(line) for line in
                  data.read_text().splitlines()][:args.count]
    try:
        stand.make_folder()
    except (Missed, OSError) as e:
        print(f"scripts/demo: {e}", file=sys.stderr)
        return 2
    stay = logs = False
    try:
        bad = play(stand, complaints)
        stay = args.keep
        if stay:
            say_how_to_reach(stand)
        return 1 if bad else 0
    except KeyboardInterrupt:
        print("\nscripts/demo: interrupted", file=sys.stderr)
        return 130
    except (Missed, OSError, subprocess.CalledProcessError) as e:
        logs = True     # for whoever looks into it
        print(f"\nscripts/demo: {e}\nlogs stay in {stand.dir}",
              file=sys.stderr)
        return 2
    finally:
        if not stay:
            stand.stop()
        if not stay and not logs:
            shutil.rmtree(stand.dir, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
