# SPDX-License-Identifier: Apache-2.0
"""simpulctl audit complete: what is missing in a log, or cannot be."""
import json

import pytest

import treelog
from treelog import Key, Ran

A, B = "0pby10zy40g00", "0pby10zy40g99"
H, I, J = "0pby10zy40h01", "0pby10zy40h02", "0pby10zy40h03"


def entry(what, minute, subject=None, **data):
    """One, ids are given by log()."""
    made = {"specversion": "1.0", "source": "urn:simpul:uji",
            "type": f"simpul.{what}.v1", "data": data,
            "time": f"2026-02-02T{8 + minute // 60:02}:{minute % 60:02}:"
                    "00.000Z"}
    if subject:
        made["subject"] = f"case/{subject}"
    return made


def story():
    """Two cases, three handoffs, and a heartbeat every ten minutes."""
    return [
        entry("log.opened", 0, action="open", log={"epoch": 1}),
        entry("handoff.received", 1, A, action="receive", case_seq=1,
              chan_seq=1, handoff=H, initiator="lapor", sender="inspektorat",
              target="pln", kind="transfer", holder={"to": "inspektorat"},
              state={"to": "offered"}),
        entry("handoff.received", 2, B, action="receive", case_seq=1,
              chan_seq=2, handoff=I, initiator="lapor", sender="inspektorat",
              target="pln", kind="transfer", holder={"to": "inspektorat"},
              state={"to": "offered"}),
        entry("handoff.dispatching", 3, A, action="dispatch", case_seq=2,
              chan_seq=1, handoff=H, initiator="inspektorat", target="pln",
              kind="transfer"),
        entry("handoff.accepted", 4, A, action="accept", case_seq=3,
              chan_seq=1, handoff=H, initiator="pln", target="pln",
              kind="transfer", state={"from": "offered", "to": "accepted"},
              holder={"from": "inspektorat", "to": "pln"}),
        entry("handoff.returned", 5, A, action="return", case_seq=4,
              chan_seq=1, handoff=H, initiator="pln", target="pln",
              kind="transfer", state={"from": "accepted", "to": "returned"}),
        entry("handoff.queued", 5, A, action="reroute", case_seq=5,
              chan_seq=1, handoff=J, initiator="pln", target="ksp",
              kind="transfer", parent=H),
        entry("log.heartbeat", 10, action="open"),
        entry("handoff.accepted", 11, A, action="accept", case_seq=6,
              chan_seq=1, handoff=J, initiator="ksp", target="ksp",
              kind="transfer", state={"from": "offered", "to": "accepted"},
              holder={"from": "pln", "to": "ksp"}),
        entry("log.heartbeat", 20, action="open"),
        entry("handoff.refused", 21, B, action="refuse", case_seq=2,
              chan_seq=2, handoff=I, initiator="pln", target="pln",
              kind="transfer", state={"from": "offered", "to": "refused"}),
    ]


def log(folder, entries):
    """Published, whatever they say."""
    made = []
    for number, one in enumerate(entries):
        one = json.loads(json.dumps(one))
        one["id"] = f"0198b3c1-0000-7000-8000-{number:012}"
        made.append(treelog.canonical(one))
    treelog.write(folder / "log", made, Key(folder / "key.pem"))
    return folder / "log"


def test_a_log_without_gaps_is_complete(tmp_path):
    done = Ran("complete", log(tmp_path, story()))
    assert done.json["findings"] == []
    assert (done.status, done.json["entries"], done.json["cases"],
            done.json["handoffs"]) == (0, 11, 2, 3)


def leave_out(at):
    def change(entries):
        del entries[at]
    return change


def put(at, **data):
    """Other members of data; with subject or time, of the entry."""
    def change(entries):
        for name in ("time", "type"):
            if name in data:
                entries[at][name] = data.pop(name)
        entries[at]["data"].update(data)
    return change


def move(at, to):
    def change(entries):
        entries.insert(to, entries.pop(at))
    return change


def again(at):
    def change(entries):
        entries.insert(at + 1, entries[at])
    return change


@pytest.mark.parametrize("change, kind, where, said", [
    # An entry that is not there.
    (leave_out(3), "case-gap", "entries 1 and 3", "number 2 is missing"),
    (leave_out(4), "case-gap", "entries 3 and 4", "number 3 is missing"),
    (leave_out(1), "case-gap", "entry 2", f"{A}: its entry number 1"),
    (leave_out(1), "channel-gap", "entry 1", "1 handoff is missing before"),
    (leave_out(7), None, None, None),
    # Numbers.
    (put(8, case_seq=9), "case-gap", "entries 6 and 8", "6 to 8 are missing"),
    (put(8, case_seq=5), "case-repeated", "entries 6 and 8", "6 is next"),
    (again(4), "case-repeated", "entries 4 and 5", "number 3 again"),
    (put(2, chan_seq=4), "channel-gap", "entries 1 and 2",
     "from inspektorat to pln: 2 handoffs are missing before number 4"),
    (put(2, chan_seq=1), "channel-repeated", "entries 1 and 2", "2 is next"),
    (put(2, sender="ksp"), "channel-gap", "entry 2", "from ksp to pln"),
    (put(3, chan_seq=2), "step", "entries 1 and 3", "and had 1"),
    # Steps.
    (put(5, state={"from": "offered", "to": "returned"}), "step",
     "entries 4 and 5", "goes on from offered, but was accepted"),
    (put(5, state={"from": "offered", "to": "returned"}), "step",
     "entries 4 and 5", "cannot take it from offered to returned"),
    (put(4, state={"from": "offered", "to": "returned"}), "step",
     "entries 3 and 4", "cannot take it"),
    (put(10, state={"from": "offered", "to": "accepted"}), "step",
     "entries 2 and 10", "refused.v1 cannot take it"),
    (put(6, handoff=H), "step", "entries 5 and 6", "offered again"),
    (put(8, handoff=I), "step", "entries 2 and 8", "and had 2"),
    (put(10, handoff="0pby10zy40h0z"), "step", "entry 10", "never offered"),
    (put(2, type="simpul.handoff.queued.v1"), "step", "entry 2",
     "begins with simpul.handoff.queued.v1"),
    # Holders.
    (put(8, holder={"from": "inspektorat", "to": "ksp"}), "holder",
     "entries 6 and 8", 'but was with "pln"'),
    # Time.
    (move(7, 3), "time", "entries 3 and 4", "420000 ms before"),
    (put(10, time="2026-02-02T08:19:59.999Z"), "time", "entries 9 and 10",
     "1 ms before"),
    # Silence.
    (put(9, time="2026-02-02T08:31:01.000Z"), "silence", "entries 7 and 9",
     "no heartbeat for 21 minutes"),
    (put(10, time="2026-02-02T12:20:00.000Z"), "silence", "entries 9 and 10",
     "for the last 240 minutes"),
    # Names.
    (put(10, handoff="Budi"), "id", "entry 10", '"Budi" is no name'),
])
def test_what_is_missing_or_cannot_be_is_named(tmp_path, change, kind, where,
                                               said):
    entries = story()
    change(entries)
    done = Ran("complete", log(tmp_path, entries))
    found = [(f["kind"], f["where"]) for f in done.json["findings"]
             if said is None or said in f["text"]]
    if kind is None:
        assert (done.status, found) == (0, [])
    else:
        assert done.status == 1 and (kind, where) in found, done.text


def test_an_entry_left_out_is_told_once(tmp_path):
    """The steps behind it are not blamed."""
    entries = story()
    del entries[4]
    done = Ran("complete", log(tmp_path, entries))
    assert [f["kind"] for f in done.json["findings"]] == ["case-gap"]


def test_silence_is_what_the_auditor_says_it_is(tmp_path):
    folder = log(tmp_path, [e for e in story()
                            if e["type"] != "simpul.log.heartbeat.v1"])
    assert Ran("complete", folder).status == 0
    assert Ran("complete", "--silence", 5, folder).json["found"] == 1
    assert Ran("complete", "--silence", 0, folder).json["found"] == 0


def test_a_log_goes_on_after_a_restore(tmp_path):
    """What lies between is another log's matter."""
    entries = story() + [entry("log.recovered", 900, action="recover",
                               log={"epoch": 2, "root": "A" * 43 + "=",
                                    "size": 11})]
    assert Ran("complete", log(tmp_path, entries)).status == 0


def test_an_institution_may_take_another_name(tmp_path):
    """Its channel and what it holds go on, if the log says so."""
    entries = story()
    for at in (8, 10):
        entries[at] = json.loads(json.dumps(entries[at]).replace(
            '"pln"', '"plnbali"'))
    entries.append(entry(
        "handoff.received", 22, "0pby10zy40gzz", action="receive", case_seq=1,
        chan_seq=3, handoff="0pby10zy40hzz", initiator="lapor",
        sender="inspektorat", target="plnbali", kind="transfer",
        state={"to": "offered"}))
    folder = log(tmp_path, entries)
    assert Ran("complete", folder).kinds == ["channel-gap", "holder"]
    entries.insert(7, entry("institution.changed", 6, action="rename",
                            initiator="pln", target="plnbali"))
    folder = log(tmp_path, entries)
    assert Ran("complete", folder).status == 0
    done = Ran("custody", "--at", "2026-02-02T08:05:30Z", "--case", A, folder)
    assert done.json["cases"][0]["holder"] == "pln"
    done = Ran("custody", "--at", "2026-02-02T08:06:30Z", "--case", A, folder)
    assert done.json["cases"][0]["holder"] == "plnbali"


def test_a_log_of_nothing_is_complete(tmp_path):
    done = Ran("complete", log(tmp_path, []))
    assert (done.status, done.json["entries"]) == (0, 0)


@pytest.mark.parametrize("words, said", [
    (["/nowhere"], "No such file"),
    (["--silence", "long", "."], "expected a whole number"),
    (["--silence"], "expected a whole number"),
    (["a", "b"], "Usage"),
])
def test_what_could_not_run_exits_2(words, said):
    done = Ran("complete", *words)
    assert done.status == 2 and said in done.said


def test_an_entry_that_cannot_be_read_is_said(tmp_path):
    treelog.write(tmp_path / "log", [b"{}"], Key(tmp_path / "key.pem"))
    done = Ran("complete", tmp_path / "log")
    assert done.status == 2 and "entry 0" in done.said
