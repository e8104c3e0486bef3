# SPDX-License-Identifier: Apache-2.0
"""Two hubs, one of which hands cases to the other: the logs of both tell the
same, and each shows what the other leaves out."""
import json

import pytest

import treelog
from hub import Hub, plain
from treelog import Key, Ran
from wires import wait_for

CASES = 6

MAP = """\
def compose:
  if .event.kind == "handoff" then
    {method: "POST", path: "/v1/cases", body: {
      narrative: .handoff.narrative, category: .handoff.category,
      handoff: .handoff.id, chan_seq: .handoff.chan_seq}}
  else unsayable("no word for it") end;
def conclude:
  if .status == 200 or .status == 201
  then {kind: "delivered", remote_ref: .body.id}
  else malformed("expected 201") end;
"""

FAR = (
    plain("bali", "Hub Bali", source=True)
    + plain("kementerian", "Kementerian", source=True)
    + plain("pln", "PLN")
    + 'coordinator { institution = "kementerian" }\n'
    + 'route "all" { category = { "electricity" } to = "pln" }\n')

NEAR = (
    plain("lapor", "SP4N-LAPOR!", source=True, holds=False)
    + plain("inspektorat", "Inspektorat Provinsi Bali", source=True)
    + """\
institution "pusat" {
  name = "Hub Pusat"
  plugin = "bumn"
  url = "https://localhost:@PORT@"
  idempotent = true
  tls { ca = "@FAR@/cert.pem" }
  auth { kind = "bearer" secret_file = "@FOLDER@/pusat.token" }
  options { map = "@FOLDER@/simpul.jq" }
}
coordinator { institution = "inspektorat" }
route "electricity" { category = { "electricity" } to = "pusat" }
""")


class Linked:
    """Both hubs' logs, exported once all of it has arrived."""

    def __init__(self, folder):
        with Hub(institutions=FAR) as far:
            near = Hub(institutions=NEAR.replace("@PORT@", str(far.port))
                       .replace("@FAR@", str(far.folder)))
            near.secret("pusat.token", far.token("source", "bali")[0] + "\n")
            (near.folder / "simpul.jq").write_text(MAP)
            with near:
                lapor = near.caller("source", "lapor")
                for n in range(CASES):
                    done = lapor.post("/v1/cases", {
                        "narrative": f"Listrik padam {n}",
                        "category": "electricity"})
                    assert done.status == 201, done
                self.a = self.export(near, folder / "a",
                                     b"simpul.handoff.delivered.v1")
            self.b = self.export(far, folder / "b", b'"their"')

    @staticmethod
    def export(hub, to, what):
        """The hub's log, once it tells of all cases."""
        log = hub.folder / "data/log"
        wait_for("the log is published", lambda: sum(
            what in entry for entry in treelog.read(log)) == CASES)
        done = Ran("export", to, config=hub.conf)
        assert done.status == 0, done.said
        return to


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    return Linked(tmp_path_factory.mktemp("linked"))


def handed(folder, name):
    return [(i, json.loads(e)["data"]) for i, e in
            enumerate(treelog.read(folder))
            if name in json.loads(e)["data"]]


def test_both_logs_know_a_handoff_by_one_name(linked):
    theirs = [(data["their"]["chan_seq"], data["their"]["handoff"])
              for _, data in handed(linked.b, "their")]
    ours = [(data["chan_seq"], data["handoff"])
            for _, data in handed(linked.a, "chan_seq")
            if data["action"] == "receive"]
    assert sorted(theirs) == ours
    assert [number for number, _ in ours] == list(range(1, CASES + 1))


def test_the_logs_of_both_agree_and_are_complete(linked):
    done = Ran("reconcile", linked.a, linked.b)
    assert (done.status, done.json["matched"]) == (0, CASES), done.text
    for folder in (linked.a, linked.b):
        assert Ran("fsck", folder).status == 0
        done = Ran("complete", folder)
        assert done.status == 0, done.text


def test_what_one_leaves_out_the_other_shows(linked, tmp_path):
    """Rewritten by whoever has the key: the log is whole, and yet."""
    at, data = handed(linked.b, "their")[2]
    entries = treelog.read(linked.b)
    key = Key(tmp_path / "key.pem")
    treelog.write(tmp_path / "b", entries[:at] + entries[at + 1:], key)
    done = Ran("reconcile", linked.a, tmp_path / "b")
    assert [f["kind"] for f in done.json["findings"]] == ["missing"]
    assert data["their"]["handoff"] in done.text
    done = Ran("complete", tmp_path / "b")
    assert "channel-gap" in done.kinds


def test_an_id_that_no_hub_gave_is_refused():
    with Hub() as hub:
        lapor = hub.caller("source", "lapor")
        done = lapor.post("/v1/cases", {
            "narrative": "x", "category": "water", "handoff": "Budi"})
        assert done.status == 422 and "handoff" in str(done.body)
