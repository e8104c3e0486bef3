# SPDX-License-Identifier: Apache-2.0
"""How simpulctl words what a hub tells it: one sentence a case, times in the
hub's zone, ages; against a socket that answers as the test says."""
import json
import socket
import subprocess
import threading

import pytest

from wires import BUILD, DEADLINE

NOW = "2026-02-02T06:05:00Z"
SINCE = "2026-02-02T03:00:00Z"


@pytest.fixture
def show(tmp_path):
    """simpulctl with a hub that answers like that: the lines it prints."""
    def run(answer, *words):
        path = tmp_path / "hub"
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen()

            def serve():
                conn, _ = listener.accept()
                with conn:
                    conn.recv(65536)
                    conn.sendall(json.dumps({
                        "good": True, "now": NOW,
                        "timezone": "Asia/Makassar", **answer}).encode()
                        + b"\n")
            thread = threading.Thread(target=serve)
            thread.start()
            ran = subprocess.run(
                [BUILD / "simpulctl", "--socket", path, *words],
                capture_output=True, text=True, check=False,
                timeout=DEADLINE)
            thread.join()
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.splitlines()
    return run


def a_case(state="forwarded", handoff=None, delivery=None, **members):
    found = {"case": {"id": "0sa4k87p40006", "tracking_id": "T-1",
                      "open": True, "state": state,
                      "holder_name": "Inspektorat", "holder_since": SINCE,
                      **members}}
    if handoff:
        found["handoff"] = {"receiver_name": "KSP", "state": handoff,
                            "due_at": "2026-02-05T06:05:00Z",
                            "reason_title": {"id": "Salah alamat",
                                             "en": "Wrong address"}}
    if delivery:
        found["delivery"] = {"state": delivery, "attempt": 4,
                             "why": "HTTP 503"}
    return found


HEAD = ("Laporan T-1 (0sa4k87p40006) dipegang Inspektorat sejak 2 Feb 2026 "
        "11.00 WITA (3 jam): ")
HEAD_EN = ("Case T-1 (0sa4k87p40006) is held by Inspektorat since 2 Feb 2026 "
           "11:00 WITA (3 hours): ")
BY = "5 Feb 2026 14.05 WITA (3 hari lagi)"
BY_EN = "5 Feb 2026 14:05 WITA (in 3 days)"


@pytest.mark.parametrize("states, indonesian, english", [
    (("needs_info", "accepted"), "menunggu keterangan pelapor",
     "the complainant's information is awaited"),
    (("postponed", "working"), "ditunda", "postponed"),
    (("forwarded", "offered", "queued"),
     f"menunggu dikirim kepada KSP, yang harus memutuskan paling lambat {BY}",
     f"to be sent to KSP, who is to decide by {BY_EN}"),
    (("forwarded", "offered", "composed"),
     f"menunggu dikirim kepada KSP, yang harus memutuskan paling lambat {BY}",
     f"to be sent to KSP, who is to decide by {BY_EN}"),
    (("forwarded", "offered", "sending"),
     f"sedang dikirim kepada KSP, yang harus memutuskan paling lambat {BY}",
     f"on its way to KSP, who is to decide by {BY_EN}"),
    (("forwarded", "offered", "waiting"),
     "akan dikirim lagi kepada KSP (percobaan ke-4: HTTP 503), yang harus "
     f"memutuskan paling lambat {BY}",
     "to be sent again to KSP (attempt 4: HTTP 503), who is to decide by "
     f"{BY_EN}"),
    (("forwarded", "offered", "unknown"),
     "belum pasti sampai di KSP dan sedang ditanyakan, putusan paling lambat "
     f"{BY}",
     "not known to have reached KSP, which is being asked, decision due by "
     f"{BY_EN}"),
    (("forwarded", "offered", "parked"),
     "tertahan sebelum sampai di KSP (HTTP 503), perlu `simpulctl retry`",
     "parked before it reached KSP (HTTP 503), needs `simpulctl retry`"),
    (("forwarded", "offered", "delivered"),
     f"sudah sampai di KSP, yang harus memutuskan paling lambat {BY}",
     f"delivered to KSP, who is to decide by {BY_EN}"),
    (("forwarded", "offered"),
     f"ditawarkan kepada KSP, yang harus memutuskan paling lambat {BY}",
     f"offered to KSP, who is to decide by {BY_EN}"),
    (("in_progress", "accepted", "delivered"),
     "diterima KSP, menunggu tindak lanjut pertama",
     "accepted by KSP, the first follow-up is awaited"),
    (("in_progress", "working"), "sedang ditindaklanjuti KSP, menunggu "
     "jawaban", "followed up by KSP, the answer is awaited"),
    (("answered", "answered"),
     "sudah dijawab KSP, menunggu tanggapan pelapor",
     "answered by KSP, the complainant's response is awaited"),
    (("forwarded", "refused"), "KSP menyatakan tidak berwenang (Salah "
     "alamat), menunggu penerusan baru",
     "not taken by KSP (Wrong address), a new handoff is awaited"),
    (("forwarded", "returned"),
     "dikembalikan KSP (Salah alamat), menunggu penerusan baru",
     "returned by KSP (Wrong address), a new handoff is awaited"),
    (("forwarded", "expired"), "KSP tidak memutuskan sampai batas waktu, "
     "menunggu keputusan koordinator",
     "KSP did not decide in time, the coordinator is to decide"),
    (("forwarded", "failed"), "tidak dapat dikirim kepada KSP, menunggu "
     "keputusan koordinator",
     "not deliverable to KSP, the coordinator is to decide"),
    (("forwarded", "cancelled"),
     "penerusan kepada KSP dibatalkan, menunggu penerusan baru",
     "the handoff to KSP was cancelled, a new one is awaited"),
    (("received",), "belum diteruskan, menunggu keputusan koordinator",
     "not passed on, the coordinator is to decide"),
])
def test_a_case_in_one_sentence(show, states, indonesian, english):
    assert show({"cases": [a_case(*states)]}, "case", "x") == [
        f"{HEAD}{indonesian}.", f"{HEAD_EN}{english}."]


@pytest.mark.parametrize("state, members, indonesian, english", [
    ("needs_info", {"asked_at": SINCE},
     "menunggu keterangan pelapor sejak 2 Feb 2026 11.00 WITA",
     "the complainant's information is awaited since 2 Feb 2026 11:00 WITA"),
    ("postponed", {"postponed_until": "2026-03-01T16:00:00Z"},
     "ditunda sampai 1 Mar 2026 23.59 WITA",
     "postponed until 1 Mar 2026 23:59 WITA"),
    ("in_progress", {"due_at": "2026-02-05T06:05:00Z"},
     "sedang ditindaklanjuti KSP, menunggu jawaban; tenggat laporan " + BY,
     "followed up by KSP, the answer is awaited; the case is due " + BY_EN),
])
def test_what_is_open_and_due_stands_in_the_sentence(show, state, members,
                                                     indonesian, english):
    found = a_case(state, "working", **members)
    assert show({"cases": [found]}, "case", "x") == [
        f"{HEAD}{indonesian}.", f"{HEAD_EN}{english}."]


@pytest.mark.parametrize("dispute, indonesian, english", [
    ({"since": SINCE, "due_at": "2026-02-05T06:05:00Z"},
     "dalam sengketa sejak 2 Feb 2026 11.00 WITA, menunggu keputusan "
     f"Bappeda sampai {BY}",
     "disputed since 2 Feb 2026 11:00 WITA, to be decided by Bappeda until "
     f"{BY_EN}"),
    ({"since": SINCE},
     "dalam sengketa sejak 2 Feb 2026 11.00 WITA, menunggu keputusan Bappeda",
     "disputed since 2 Feb 2026 11:00 WITA, to be decided by Bappeda"),
])
def test_a_dispute_in_one_sentence(show, dispute, indonesian, english):
    found = {**a_case("disputed", "refused"), "dispute": dispute,
             "arbiter_name": "Bappeda"}
    assert show({"cases": [found]}, "case", "x") == [
        f"{HEAD}{indonesian}.", f"{HEAD_EN}{english}."]


@pytest.mark.parametrize("members, indonesian, english", [
    ({"beside": [{"kind": "joint", "receiver_name": "Dinas PU"},
                 {"kind": "escalate", "receiver_name": "KSP"},
                 {"kind": "joint", "receiver_name": "PDAM"}]},
     "; ikut menangani: Dinas PU, PDAM; ikut memantau: KSP",
     "; takes part: Dinas PU, PDAM; watches: KSP"),
    ({"dispute": {"decision": "provisional", "since": SINCE}},
     "; diputuskan untuk sementara", "; decided for the time being"),
    ({"relations": [{"case": "0a", "as": "same", "lead": False},
                    {"case": "0b", "as": "same", "lead": False},
                    {"case": "0c", "as": "related"}]},
     "; digabung ke sini: 2 laporan", "; joined to it: 2 more"),
])
def test_who_and_what_goes_with_a_case(show, members, indonesian, english):
    found = {**a_case("in_progress", "working"), **members}
    assert show({"cases": [found]}, "case", "x") == [
        f"{HEAD}sedang ditindaklanjuti KSP, menunggu jawaban{indonesian}.",
        f"{HEAD_EN}followed up by KSP, the answer is awaited{english}."]


def test_a_joined_case_says_which_one_has_its_custody(show):
    found = {**a_case("in_progress", "cancelled"),
             "relations": [{"case": "0sa4k0000000", "as": "same",
                            "lead": True}]}
    assert show({"cases": [found]}, "case", "x") == [
        f"{HEAD}ditangani bersama laporan 0sa4k0000000.",
        f"{HEAD_EN}handled together with case 0sa4k0000000."]


@pytest.mark.parametrize("undo, changed, english", [
    ((), True, "x The relation is kept; its holder is pdam."),
    (("--undo",), True, "x The relation is undone; its holder is pdam."),
    (("--undo",), False,
     "x There was no such relation; its holder is pdam."),
])
def test_a_relation_that_is_undone_is_told_so(show, undo, changed, english):
    lines = show({"changed": changed, "case": "x", "holder": "pdam"},
                 "relate", "a", "b", "--as", "same", "--by", "y",
                 "--reason", "z", *undo)
    assert lines[1] == english


def test_disputes_are_listed_with_who_said_no(show):
    lines = show({"disputes": [{
        "case": "0sa4k87p40006", "tracking_id": "T-1", "holder": "pdam",
        "since": SINCE, "due_at": "2026-02-05T06:05:00Z",
        "arbiter": "inspektorat", "proposed": "pln",
        "refusals": [{"institution": "pln", "reason": "wrong_region",
                      "reason_title": {"id": "Wilayah lain"}},
                     {"institution": "pdam"}]}]}, "disputes")
    assert lines[0].split() == ["LAPORAN", "NOMOR", "UMUR", "PENENGAH",
                                "BATAS", "PEMEGANG", "MENYATAKAN", "TIDAK",
                                "DIUSULKAN"]
    assert lines[2].split() == [
        "0sa4k87p40006", "T-1", "3", "jam", "inspektorat", "5", "Feb",
        "2026", "14.05", "WITA", "pdam", "pln", "(Wilayah", "lain),",
        "pdam", "pln"]


def test_nothing_is_disputed(show):
    assert show({"disputes": []}, "disputes") == [
        "Tidak ada laporan yang disengketakan.", "No case is disputed."]


def test_no_sentence_is_the_bare_word_refused(show):
    for state in ("refused", "returned", "failed", "expired"):
        for line in show({"cases": [a_case("forwarded", state)]}, "case",
                         "x"):
            assert "ditolak" not in line and "rejected" not in line


def test_a_case_without_a_number_of_its_source(show):
    found = a_case("received", tracking_id="")
    assert show({"cases": [found]}, "case", "x")[0].startswith(
        "Laporan 0sa4k87p40006 dipegang Inspektorat")


def test_a_case_that_has_ended(show):
    title = {"id": "Selesai", "en": "Completed"}
    found = a_case("completed", "closed", open=False, state_title=title)
    assert show({"cases": [found]}, "case", "x") == [
        "Laporan T-1 (0sa4k87p40006) sudah berakhir: Selesai; pemegang "
        "terakhir Inspektorat, sejak 2 Feb 2026 11.00 WITA.",
        "Case T-1 (0sa4k87p40006) has ended: Completed; its last holder was "
        "Inspektorat, since 2 Feb 2026 11:00 WITA."]


def test_a_decision_that_is_late(show):
    found = a_case("forwarded", "offered")
    found["handoff"]["due_at"] = "2026-02-01T01:00:00Z"
    indonesian, english = show({"cases": [found]}, "case", "x")
    assert indonesian.endswith("1 Feb 2026 09.00 WITA (lewat 1 hari 5 jam).")
    assert english.endswith("1 Feb 2026 09:00 WITA (1 day 5 hours late).")


@pytest.mark.parametrize("zone, text", [
    ("Asia/Jakarta", "2 Feb 2026 10.00 WIB"),
    ("Asia/Jayapura", "2 Feb 2026 12.00 WIT"),
    ("Europe/Rome", "2 Feb 2026 04.00 UTC+01:00"),
    ("America/St_Johns", "1 Feb 2026 23.30 UTC-03:30"),
    ("UTC", "2 Feb 2026 03.00 UTC"),
    ("Nowhere/Land", "2 Feb 2026 03.00 UTC"),
])
def test_times_are_in_the_hubs_zone(show, zone, text):
    lines = show({"cases": [a_case()], "timezone": zone}, "case", "x")
    assert f"sejak {text} (3 jam)" in lines[0]


@pytest.mark.parametrize("month, indonesian, english", [
    ("05", "Mei", "May"), ("08", "Agu", "Aug"), ("10", "Okt", "Oct"),
    ("12", "Des", "Dec")])
def test_months_are_words(show, month, indonesian, english):
    found = a_case(holder_since=f"2025-{month}-02T03:00:00Z")
    lines = show({"cases": [found]}, "case", "x")
    assert f"2 {indonesian} 2025" in lines[0]
    assert f"2 {english} 2025" in lines[1]


@pytest.mark.parametrize("since, age, age_en", [
    (NOW, "0 detik", "0 seconds"),
    ("2026-02-02T06:04:59Z", "1 detik", "1 second"),
    ("2026-02-02T06:04:00Z", "1 menit", "1 minute"),
    ("2026-02-02T05:05:01Z", "59 menit", "59 minutes"),
    ("2026-02-02T05:05:00Z", "1 jam", "1 hour"),
    ("2026-02-01T06:05:00Z", "1 hari", "1 day"),
    ("2026-02-01T05:05:00Z", "1 hari 1 jam", "1 day 1 hour"),
    ("2026-01-20T01:00:00Z", "13 hari", "13 days"),
])
def test_ages_in_the_largest_unit(show, since, age, age_en):
    lines = show({"cases": [a_case(holder_since=since)]}, "case", "x")
    assert f"({age}): " in lines[0] and f"({age_en}): " in lines[1]


def test_columns_hold_whatever_the_letters_take(show):
    names = ["plain", "Dénpasar", "日本大使館", "e\u0301toile", ""]
    lines = show({"institutions": [
        {"institution": "i", "name": n, "plugin": "none", "link": "up"}
        for n in names]}, "institutions")
    wide = {"日本大使館": 5, "e\u0301toile": -1}
    at = lines[0].index("PENERJEMAH")
    for name, line in zip(names, lines[2:]):
        assert line[at - wide.get(name, 0):].startswith("none"), line


def test_the_queue_of_a_link_that_is_paused_is_not_tried(show):
    lines = show({"queue": [
        {"institution": "ksp", "waiting": 7, "oldest": SINCE,
         "link": "paused", "why": "401"},
        {"institution": "pln", "waiting": 1, "oldest": NOW,
         "next_attempt": "2026-02-02T06:06:00Z"},
        {"institution": "x", "waiting": 1, "oldest": NOW,
         "next_attempt": NOW}]}, "queue")
    assert lines[2].split() == ["ksp", "7", "0", "0", "0", "3", "jam", "-",
                                "401"]
    assert lines[3].split()[-5:] == ["0", "detik", "1", "menit", "lagi"]
    assert lines[4].split()[-1] == "sekarang"
