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

from demo_embassy import Embassy
from demo_ksp import Ksp
from demo_lapor import Lapor
from demo_officer import Officer
from demo_ombudsman import Ombudsman
from demo_redmine import Enterprise
from demo_stand import TOP, Caller, Missed, Stand, wait_for
from demo_university import University

SETTLE = 180            # seconds for every institution to have had its say

# The states of a handoff that was accepted.
TAKEN = ("accepted", "working", "answered", "closed", "returned")

# Who is there beside Kantor Staf Presiden.
OTHERS = [
    University("kampus-bali", "Universitas Pulau Dewata", ["campus"],
               direct=True),
    Embassy("kbri-kl", "KBRI Kuala Lumpur", ["consular", "migrant_workers"],
            direct=True),
    Officer("inspektorat-bali", "Inspektorat Provinsi Bali"),
    Officer("pln-bali", "PT PLN (Persero) UID Bali", ["electricity"]),
    Lapor("sp4n-lapor", "SP4N-LAPOR! (nasional)", ["roads", "transport"],
          direct=True),
    Ombudsman("ombudsman-bali", "Ombudsman RI Perwakilan Bali",
              ["maladministration", "licensing"], direct=True),
    Enterprise("telkom-bali", "PT Telkom Witel Bali", ["telecom"],
               direct=True),
]


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--build", default=TOP / "build-demo")
    p.add_argument("--dir", default=TOP / "demo-run")
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--keep", action="store_true")
    p.add_argument("--stand-in", action="store_true")
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


def states(coordinator):
    """How many handoffs stand where, and the newest of each case."""
    count, newest = collections.Counter(), {}
    for h in coordinator.pages("/v1/handoffs?limit=200"):
        count[h["state"]] += 1
        if h["id"] > newest.get(h["case"], {"id": ""})["id"]:
            newest[h["case"]] = h
    return count, newest


def settle(parties, coordinator, total):
    """Waits until nothing moves any more: every case decided, what KSP still
    has to say said, and those who handed cases in told."""
    last, since = None, time.monotonic()

    def still():
        nonlocal last, since
        for party in parties:
            if party.failure:
                raise party.failure
        count, newest = states(coordinator)
        now = (count, tuple(sorted(h["state"] for h in newest.values())))
        if now != last:
            last, since = now, time.monotonic()
        decided = sum(h["state"] != "offered" for h in newest.values())
        show(f"diputus / decided: {decided}/{total}, "
             f"dijawab / answered: {count['answered']}")
        return decided >= total and time.monotonic() - since > 3 and \
            all(party.has_heard() for party in parties)
    wait_for("every case is decided", still, SETTLE)
    if sys.stdout.isatty():
        print()


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def table_of_parties(parties, handoffs):
    """What each institution did with what it was offered."""
    heads = ("lembaga / institution", "protokol", "diterima", "ditolak",
             "dijawab")
    print("\n  {:<34} {:<10} {:>9} {:>9} {:>9}".format(*heads))
    for party in parties:
        own = collections.Counter(h["state"] for h in handoffs
                                  if h["receiver"] == party.id)
        if own:
            print(f"  {party.name:<34} {party.protocol:<10} "
                  f"{sum(own[s] for s in TAKEN):>9} {own['refused']:>9} "
                  f"{own['answered']:>9}")


def table(coordinator, total, parties):
    """The closing tables; how many cases have no holder."""
    handoffs = list(coordinator.pages("/v1/handoffs?limit=200"))
    table_of_parties(parties, handoffs)
    rows = list(coordinator.pages("/v1/cases?limit=200"))
    by_state = collections.Counter(h["state"] for h in handoffs)
    taken = sum(by_state[s] for s in TAKEN)
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
    missing = total - len(rows)
    if missing:
        print(f"  {'hilang / lost':<52} {missing:>8}")
    else:
        print("\nSetiap laporan ada pemegangnya. / Every case has a holder."
              if not nobody else "\nAda laporan tanpa pemegang. / "
              "Some case has no holder.")
    return len(nobody) + missing


def say_how_to_reach(stand):
    hints = "".join(f"  {hint}\n" for hint in stand.hints)
    token = stand.write("coordinator.token",
                        stand.token("coordinator", "inspektorat-bali"))
    print(f"""
The hub runs on https://localhost:{stand.port}; try:
  {stand.build}/simpulctl --config {stand.dir}/simpul.conf status
  {stand.build}/simpulctl --config {stand.dir}/simpul.conf audit fsck
  curl --cacert {stand.dir}/cert.pem \\
    -H "Authorization: Bearer $(cat {token})" \\
    https://localhost:{stand.port}/v1/cases
{hints}To end it: kill {' '.join(str(p.pid) for _, p in stand.started)}""")


def place(party):
    """Rules are read in order: what comes to somebody directly first, then
    Kantor Staf Presiden's, then those by which it may propose others."""
    return (not party.direct, party.id != "ksp")


def play(stand, complaints):
    """The whole of it; how many cases have no holder."""
    parties = sorted([*OTHERS, Ksp(OTHERS)], key=place)
    show("memulai / starting: " + ", ".join(p.name for p in parties))
    stand.make_keys()
    for party in parties:
        party.start(stand)
    stand.start_hub(parties)
    for party in parties:
        party.begin(stand)
    coordinator = Caller(stand, stand.token("coordinator",
                                            "inspektorat-bali"))
    cases = hand_in(stand, complaints)
    total = len(cases) + sum(party.brings for party in parties)
    settle(parties, coordinator, total)
    for party in parties:
        party.end()
    return table(coordinator, total, parties)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    args = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    stand = Stand(args.dir, args.build)
    stand.plays_all = args.stand_in
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
