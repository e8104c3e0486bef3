# SPDX-License-Identifier: Apache-2.0
"""simpulctl audit reconcile: two hubs' logs, or a log and an institution's
own list, with losses, inventions and changes planted: all come out, named,
and nothing else."""
import json

import pytest

import treelog
from test_audit_complete import entry, log
from treelog import Ran

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def ident(kind, number):
    """A name as a hub mints them."""
    return f"0pby10zy4{kind}0" + DIGITS[number // 32] + DIGITS[number % 32]


def sender(count, to="pusat"):
    """A hub that hands `count` cases on, all of which arrive."""
    entries = [entry("log.opened", 0, action="open", log={"epoch": 1})]
    for n in range(count):
        of = dict(chan_seq=n + 1, handoff=ident("h", n), target=to,
                  kind="transfer")
        entries += [
            entry("handoff.received", 1, ident("c", n), action="receive",
                  case_seq=1, initiator="lapor", sender="inspektorat",
                  state={"to": "offered"}, **of),
            entry("handoff.dispatching", 2, ident("c", n), case_seq=2,
                  action="dispatch", initiator="inspektorat", **of),
            entry("handoff.delivered", 3, ident("c", n), case_seq=3,
                  action="deliver", initiator=to, outcome="success", **of)]
    return entries


def receiver(count):
    """The hub that they come to."""
    entries = [entry("log.opened", 0, action="open", log={"epoch": 1})]
    for n in range(count):
        entries.append(entry(
            "handoff.received", 2, ident("d", n), action="receive",
            case_seq=1, chan_seq=n + 1, handoff=ident("k", n),
            initiator="bali", sender="pusat", target="pln", kind="transfer",
            state={"to": "offered"},
            their={"handoff": ident("h", n), "chan_seq": n + 1}))
    return entries


@pytest.fixture
def two(tmp_path):
    """Both logs, changed first; --policy is each folder's own."""
    def made(a, b):
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        return log(tmp_path / "a", a), log(tmp_path / "b", b)
    return made


def test_two_logs_that_agree(two):
    a, b = two(sender(40), receiver(40))
    done = Ran("reconcile", a, b)
    assert (done.status, done.json["matched"], done.json["findings"]) == \
        (0, 40, []), done.said + done.text
    done = Ran("reconcile", b, a)
    assert (done.status, done.json["matched"]) == (0, 40)


def test_five_missing_five_extra_five_changed_are_those_that_come_out(two):
    a, b = sender(60), receiver(60)
    for n, other in ((30, {"chan_seq": 99}), (31, {"chan_seq": 98}),
                     (32, {"chan_seq": 1})):
        b[1 + n]["data"]["their"].update(other)
    b[1 + 33]["data"]["test"] = True
    b[1 + 34]["time"] = "2026-02-02T07:00:00.000Z"
    for n in range(5):  # made up by the receiver
        b[1 + 40 + n]["data"]["their"]["handoff"] = ident("x", n)
    gone = {ident("h", 40 + n) for n in range(5)}
    a = [e for e in a if e["data"].get("handoff") not in gone]
    lost = {ident("h", n) for n in (3, 7, 11, 50, 59)}
    b = [e for e in b if e["data"].get("their", {}).get("handoff")
         not in lost]
    done = Ran("reconcile", *two(a, b))
    assert done.status == 1
    found = sorted((f["kind"], f["where"]) for f in done.json["findings"])

    def at(entries, key, wanted):
        return next(i for i, e in enumerate(entries) if wanted in
                    str(e["data"].get(key)))
    assert found == sorted(
        [("missing", f"A entry {at(a, 'handoff', h)}") for h in lost] +
        [("extra", f"B entry {at(b, 'their', ident('x', n))}")
         for n in range(5)] +
        [("changed", f"B entry {at(b, 'their', ident('h', n))}")
         for n in range(30, 35)])
    assert done.json["matched"] == 60 - 15
    said = done.text
    for h in lost | {ident("x", n) for n in range(5)} | \
            {ident("h", n) for n in range(30, 35)}:
        assert h in said


def test_what_did_not_arrive_is_not_missing(two):
    a = [e for e in sender(3)
         if e["type"] != "simpul.handoff.delivered.v1" or
         e["data"]["handoff"] != ident("h", 2)]
    done = Ran("reconcile", *two(a, receiver(2)))
    assert (done.status, done.json["waiting"]) == (0, 1)


def test_a_case_that_came_twice_or_was_never_sent_is_extra(two):
    a, b = sender(3), receiver(3)
    again = json.loads(json.dumps(b[1]))
    again["subject"] = "case/" + ident("d", 90)
    again["data"]["handoff"] = ident("k", 90)
    b.append(again)
    unnamed = json.loads(json.dumps(again))
    del unnamed["data"]["their"]
    b.append(unnamed)
    a = [e for e in a if e["data"].get("handoff") != ident("h", 2) or
         e["data"]["action"] == "receive"]
    done = Ran("reconcile", *two(a, b))
    assert [f["kind"] for f in done.json["findings"]] == ["extra"] * 3
    for words in ("came before", "never sent", "names no handoff"):
        assert words in done.text


def test_who_is_who_is_said_where_nothing_tells(two):
    a, b = two(sender(4), receiver(0))
    done = Ran("reconcile", a, b)
    assert done.status == 2 and "--b" in done.said
    done = Ran("reconcile", "--b", "pusat", "--a", "bali", a, b)
    assert [f["kind"] for f in done.json["findings"]] == ["missing"] * 4


LIST = """\ufeffNomor;Status;Diterima;Alasan;Urutan;Jenis;Lain\r
"""
MAP = """[file]
delimiter = ;
timezone = Asia/Makassar
[columns]
Nomor = handoff
Status = state
Diterima = received
Alasan = reason
Urutan = number
Jenis = kind
[fixed]
institution = pusat
[words state]
Menunggu = offered
Diterima = accepted
[words kind]
Limpahan = transfer
Tembusan = copy
"""


def row(n, status="Menunggu", when="2026-02-02", reason="", number=None,
        kind="Limpahan", name=None):
    return (f'"{name or ident("h", n).upper()}";{status};{when};{reason};'
            f'{number or n + 1};{kind};"a; ""b""\r\nc"\r\n')


@pytest.fixture
def listed(tmp_path):
    def ran(rows, *words, entries=None, mapped=MAP):
        (tmp_path / "list.csv").write_bytes(
            (LIST + "".join(rows)).encode(errors="surrogateescape"))
        (tmp_path / "map").write_text(mapped)
        return Ran("reconcile", "--csv", tmp_path / "list.csv", "--map",
                   tmp_path / "map", *words,
                   log(tmp_path, entries or sender(40)))
    return ran


def test_a_list_that_agrees(listed):
    """A byte order mark, semicolons, quotes, CRLF and dates in words."""
    done = listed([row(n, when="2 Februari 2026 16.01 WITA")
                   for n in range(40)])
    assert (done.status, done.json["matched"], done.json["rows"]) == \
        (0, 40, 40), done.text + done.said


def test_fifteen_planted_in_a_list_are_those_that_come_out(listed):
    rows = {n: row(n) for n in range(40) if n not in (1, 5, 9, 20, 39)}
    rows[10] = row(10, status="Diterima")
    rows[11] = row(11, number=77)
    rows[12] = row(12, kind="Tembusan")
    rows[13] = row(13, reason="wrong_region")
    rows[14] = row(14, when="2025-12-31")
    for n in range(3):
        rows[100 + n] = row(n, name=ident("x", n))
    rows[103] = row(0, name="PLN/2026/17")
    rows[104] = row(0)
    done = listed(rows.values())
    lines = {n: 2 + 2 * i for i, n in enumerate(rows)}
    assert sorted((f["kind"], f["where"]) for f in done.json["findings"]) == \
        sorted([("missing", f"entry {1 + 3 * n}")
                for n in (1, 5, 9, 20, 39)] +
               [("changed", f"line {lines[n]}") for n in range(10, 15)] +
               [("extra", f"line {lines[n]}") for n in range(100, 105)])
    assert (done.status, done.json["matched"]) == (1, 30)
    for words in ("another state", "another number", "another kind",
                  "another reason", "another received", "stood before"):
        assert words in done.text


def test_a_list_of_cases(listed):
    """By case, each handoff of it once."""
    mapped = "[columns]\nNomor = case\n"
    rows = [f"{ident('c', n)};;;;;;\n" for n in range(39)]
    done = listed(rows + ["case/" + ident("c", 39) + ";;;;;;\n"],
                  "--institution", "pusat", mapped=mapped)
    assert done.status == 0, done.text + done.said
    done = listed(rows + rows[:1], "--institution", "pusat", mapped=mapped)
    assert [f["kind"] for f in done.json["findings"]] == ["extra", "missing"]


@pytest.mark.parametrize("bad, said", [
    ("a;b\r\n", "found 2 fields"),
    (row(0, status="Entah"), "state: found another word"),
    (row(0, when="03/04/2026"), "received:"),
    (row(0, number="x"), "number: expected a whole number"),
    (row(0, name=" "), "names no handoff"),
    (row(0, name="x" * 300), "handoff: expected a short name"),
    pytest.param("x" * 1000000 + "\r\n", "line 2", id="a line of 1 MB"),
    ("\0;;;;;;\r\n", "line 2"),
    ("\udce9;;;;;;\r\n", "no text in UTF-8"),
    ('"never closed;;;;\r\n', "line 2"),
])
def test_a_row_that_cannot_be_read_is_said(listed, bad, said):
    done = listed([bad] + [row(n) for n in range(40)])
    assert done.status == 1
    first = done.json["findings"][0]
    assert first["kind"] == "row" and first["where"] == "line 2"
    assert said in first["text"] or said in first["where"]


@pytest.mark.parametrize("words, mapped, said", [
    ([], "[columns]\nNomor = handoff\n", "whose list"),
    (["--institution", "pusat"], "[columns]\nStatus = state\n", "expected a"),
    (["--institution", "pusat"], "[columns]\nNomor = nik\n",
     "no member of such a list"),
    (["--institution", "pusat"], "[columns]\nNo = handoff\n",
     "no such column"),
    (["--institution", "x"], "", "found no column"),
    (["--institution", "x"],
     "[file]\ntimezone = Bali\n[columns]\nNomor = case\n", "timezone is"),
])
def test_a_map_that_is_wrong_is_said(listed, words, mapped, said):
    done = listed([row(0)], *words, mapped=mapped)
    assert done.status == 2 and said in done.said, done.said


@pytest.mark.parametrize("words, said", [
    (["x"], "Usage"),
    (["--csv", "/nowhere"], "Usage"),
    (["--csv", "/nowhere", "--map", "/nowhere", "x"], "No such file"),
    (["/nowhere", "/nowhere"], "No such file"),
    (["--skew", "x", "a", "b"], "expected a whole number"),
])
def test_what_could_not_run_exits_2(words, said):
    done = Ran("reconcile", *words)
    assert done.status == 2 and said in done.said, done.said


def test_an_empty_list_lacks_everything(tmp_path):
    (tmp_path / "list.csv").write_text("")
    (tmp_path / "map").write_text(MAP)
    done = Ran("reconcile", "--csv", tmp_path / "list.csv", "--map",
               tmp_path / "map", log(tmp_path, sender(2)))
    assert done.status == 2 and "the file is empty" in done.said
    (tmp_path / "list.csv").write_text(LIST)
    done = Ran("reconcile", "--csv", tmp_path / "list.csv", "--map",
               tmp_path / "map", log(tmp_path, sender(2)))
    assert [f["kind"] for f in done.json["findings"]] == ["missing"] * 2
