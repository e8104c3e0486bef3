# SPDX-License-Identifier: Apache-2.0
"""Indicators of a hub that runs: the figures that two provinces printed come
out of cases, as a table, as CSV and as JSON, and each caller sees no more than
its own."""
import contextlib
import csv
import io
import json
import re
import subprocess
from pathlib import Path

from hub import INSTITUTIONS, Hub
from wires import BUILD, DEADLINE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simpulctl.1"


def hand_in(lapor, count, region="51.71"):
    """So many cases from the source; their ids and handoffs."""
    made = []
    for number in range(count):
        status, body = lapor.post("/v1/cases", {
            "tracking_id": f"{region}-{number}", "category": "water",
            "classification": "complaint", "region": region,
            "narrative": "Air keruh."})
        assert status in (200, 201), body
        made.append((body["case"], body["handoff"]))
    return made


def settle(lapor, pdam, made, completed, in_process):
    """Some are answered and rated, some are being worked on."""
    for case, handoff in made[:completed]:
        status, body = pdam.post(f"/v1/handoffs/{handoff}/answer",
                                 {"text": "Pipa sudah diganti."})
        assert status == 200, body
        status, body = lapor.post(f"/v1/cases/{case}/rate", {"rating": 5})
        assert status == 200, body
    for _, handoff in made[completed:completed + in_process]:
        status, body = pdam.post(f"/v1/handoffs/{handoff}/progress",
                                 {"text": "Petugas di lapangan."})
        assert status == 200, body


def values(group):
    """A group's values by their indicators."""
    return {value["id"]: value for value in group["values"]}


def ratio(value):
    """Numerator, denominator, text and rounding."""
    return (value["numerator"], value["denominator"], value["value"],
            value["rounding"])


def table_line(said, title):
    """The cells of a table's first line with that title."""
    line = next(at for at in said.splitlines() if at.startswith(title))
    return line[len(title):].split()


def test_south_sumatra_prints_53_7():
    """437 completed and 66 in process of 935: 53,7, truncated; 18 of 18
    institutions are linked."""
    more = "".join(
        f'institution "opd-{n}" {{ name = "OPD {n}" plugin = "none" }}\n'
        for n in range(14))
    with Hub(institutions=INSTITUTIONS + more) as hub:
        lapor = hub.caller("source", "lapor")
        pdam = hub.caller("institution", "pdam")
        for name in ["pln"] + [f"opd-{n}" for n in range(14)]:
            hub.token("institution", name)
        auditor = hub.caller("auditor")
        coordinator = hub.caller("coordinator", "inspektorat")
        made = hand_in(lapor, 935)
        settle(lapor, pdam, made, 437, 66)

        status, said = hub.ctl("report")
        assert status == 0, said
        assert table_line(said, "Persentase tindak lanjut") == [
            "503", "935", "53,7", "%", "truncate"]
        assert table_line(said, "Persentase penyelesaian") == [
            "437", "935", "46,70", "%", "half_up"]
        assert table_line(said, "Keterhubungan instansi") == [
            "18", "18", "100,0", "%", "half_up"]

        status, body = auditor.get("/v1/indicators")
        assert status == 200, body
        total = values(body["total"])
        assert ratio(total["follow_up_rate"]) == (503, 935, "53.7",
                                                  "truncate")
        assert ratio(total["connectivity"]) == (18, 18, "100.0", "half_up")
        assert total["waiting"]["numerator"] == 935 - 503
        # Those who said nothing this month are not active.
        assert ratio(total["activity"])[:2] == (2, 18)

        # The page lists them all, by name.
        listed = PAGE.read_text().split(".Sh INDICATORS")[1].split(".Sh")[0]
        named = re.findall(r"^\.(?:It )?Cm (\w+)", listed, re.M)
        assert named == [one["id"] for one in body["indicators"]]
        for one in body["indicators"]:
            title = one["title"]["id"]
            assert title.startswith("- ") or f"\n{title}.\n" in listed, one

        status, body = coordinator.get(
            "/v1/indicators?rounding=half_up&digits=2")
        assert ratio(values(body["total"])["completion_rate"]) == (
            437, 935, "46.74", "half_up")


def test_bali_prints_95_50():
    """379 completed of 397: 95,50, half up to one digit, padded to two."""
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        pdam = hub.caller("institution", "pdam")
        settle(lapor, pdam, hand_in(lapor, 397), 379, 0)

        status, said = hub.ctl("report", "--institution", "pdam")
        assert status == 0, said
        assert table_line(said, "Persentase penyelesaian") == [
            "379", "379", "100,00", "%", "half_up"]
        status, said = hub.ctl("report")
        assert table_line(said, "Persentase penyelesaian") == [
            "379", "397", "95,50", "%", "half_up"]
        status, said = hub.ctl("report", "--format", "json")
        assert status == 0, said
        total = values(json.loads(said)["total"])
        assert ratio(total["completion_rate"]) == (379, 397, "95.50",
                                                   "half_up")
        status, said = hub.ctl("report", "--rounding", "truncate",
                               "--digits", "3")
        assert table_line(said, "Persentase penyelesaian")[2] == "95,465"


def test_regions_roll_up_and_csv_is_read_by_anybody():
    """51.71 counts in 51; the codes have the names of the file; cells with
    commas are quoted."""
    settings = 'regions = "{}"\n'
    with contextlib.ExitStack() as stack:
        hub = Hub()
        names = hub.folder / "regions.csv"
        hub.settings = settings.format(names)
        names.write_text('code,name\n51,"Bali, Provinsi"\n'
                         "51.71,Kota Denpasar\n")
        stack.enter_context(hub)
        lapor = hub.caller("source", "lapor")
        pdam = hub.caller("institution", "pdam")
        settle(lapor, pdam, hand_in(lapor, 3), 1, 1)
        hand_in(lapor, 2, "51.01")
        hand_in(lapor, 1, "35.15")

        said = subprocess.run(
            [BUILD / "simpulctl", "--config", hub.conf, "report", "--by",
             "region", "--region", "51", "--format", "csv"], check=True,
            stdout=subprocess.PIPE, timeout=DEADLINE).stdout.decode()
        assert said.count("\n") == said.count("\r\n") > 60
        rows = list(csv.DictReader(io.StringIO(said, newline="")))
        received = {(row["group"], row["name"]): row["value"]
                    for row in rows if row["indicator"] == "received"}
        assert received == {
            ("", ""): "5", ("51", "Bali, Provinsi"): "5",
            ("51.01", ""): "2", ("51.71", "Kota Denpasar"): "3"}
        follow = {row["group"]: row["value"] for row in rows
                  if row["indicator"] == "follow_up_rate"}
        assert follow == {"": "40.0", "51": "40.0", "51.01": "0.0",
                          "51.71": "66.6"}


def test_an_institution_sees_its_own():
    """Who holds cases sees its own indicators, a source none; what cannot be
    read is told."""
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        pdam = hub.caller("institution", "pdam")
        auditor = hub.caller("auditor")
        settle(lapor, pdam, hand_in(lapor, 3), 2, 0)

        status, body = pdam.get("/v1/indicators?group=institution")
        assert status == 200, body
        assert [group["group"] for group in body["items"]] == ["pdam"]
        assert values(body["total"])["received"]["numerator"] == 2
        assert pdam.get("/v1/indicators?institution=pln").status == 403
        assert lapor.get("/v1/indicators").status == 403

        status, body = auditor.get("/v1/indicators?group=institution")
        received = {group["group"]: values(group)["received"]["numerator"]
                    for group in body["items"] if "received" in values(group)}
        assert received == {"pdam": 2, "inspektorat": 1}
        for wrong in ("from=01-02-2026", "to=2026-02-30", "group=case",
                      "region=Bali", "rounding=up", "digits=10",
                      "from=2026-07-01&to=2026-06-30",
                      "institution=nobody"):
            status, body = auditor.get("/v1/indicators?" + wrong)
            assert status == 422, (wrong, body)
            assert wrong.split("=", 1)[0] in body["detail"], body


def test_the_days_of_a_period_count_whole():
    """The last day belongs to the period, the day before it does not; a
    command that is wrong says so."""
    with Hub(settings='timezone = "Asia/Makassar"\n') as hub:
        lapor = hub.caller("source", "lapor")
        hand_in(lapor, 1)
        today = json.loads(hub.ctl("report", "--format", "json")[1])["to"]
        _, said = hub.ctl("report", "--from", today, "--to", today, "--json")
        assert values(json.loads(said)["total"])["received"]["numerator"] == 1
        _, said = hub.ctl("report", "--to", "2020-12-31", "--json")
        assert values(json.loads(said)["total"])["received"]["numerator"] == 0
        hub.ask("clock", forward_ms=86400000)
        _, said = hub.ctl("report", "--from", today, "--to", today, "--json")
        assert values(json.loads(said)["total"])["received"]["numerator"] == 1
        for words, expected in (
                (["--from", "1/2/2026"], "from: expected a date"),
                (["--by", "month"], "group: expected"),
                (["--format", "xml"], "expected table, csv or json"),
                (["--institution", "nobody"], "no institution"),
                (["--digits", "x"], "expected a whole number"),
                (["--until", "2026-01-01"], "unknown option")):
            status, said = hub.ctl("report", *words)
            assert status != 0 and expected in said, said
