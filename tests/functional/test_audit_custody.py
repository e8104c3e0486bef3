# SPDX-License-Identifier: Apache-2.0
"""simpulctl audit custody: who held a case, told by a folder alone."""
import pytest

import treelog
from treelog import Key, Ran

CASE = "0pby10zy40g00"
OTHER = "0pby10zy40g99"


def entry(number, case, seq, minute, **data):
    """One of a case; data as the log has it."""
    data.update(case_seq=seq)
    return treelog.canonical({
        "specversion": "1.0", "source": "urn:simpul:uji",
        "id": f"0198b3c1-0000-7000-8000-{number:012}",
        "type": "simpul.handoff.accepted.v1", "subject": f"case/{case}",
        "time": f"2026-02-02T08:{minute:02}:00.000Z", "data": data})


ENTRIES = [
    entry(0, CASE, 1, 0, action="receive", holder={"to": "inspektorat"}),
    entry(1, OTHER, 1, 1, action="receive", holder={"to": "inspektorat"}),
    entry(2, CASE, 2, 2, action="dispatch"),
    entry(3, CASE, 3, 3, action="accept",
          holder={"from": "inspektorat", "to": "pln"}),
    entry(4, CASE, 4, 4, action="progress"),
    entry(5, CASE, 5, 5, action="return",
          holder={"from": "pln", "to": "ksp"}),
]


@pytest.fixture
def folder(tmp_path):
    def made(entries):
        treelog.write(tmp_path / "log", entries, Key(tmp_path / "key.pem"))
        return tmp_path / "log"
    return made


@pytest.mark.parametrize("at, holder, number", [
    ("2026-02-02T08:00:00Z", "inspektorat", 0),
    ("2026-02-02T08:02:59Z", "inspektorat", 0),
    ("2026-02-02T08:03:00Z", "pln", 3),
    ("2026-02-02T08:05:00Z", "ksp", 5),
    ("2026-02-02T08:02:59.999Z", "inspektorat", 0),
    ("2026-02-02T15:03:00.000+07:00", "pln", 3),
    (None, "ksp", 5),
])
def test_the_holder_at_an_instant(folder, at, holder, number):
    words = ["--at", at] if at else []
    done = Ran("custody", "--case", CASE, *words, folder(ENTRIES))
    assert done.status == 0, done.said
    said = done.json["cases"][0]
    assert (said["holder"], said["entry"]) == (holder, number)


@pytest.mark.parametrize("at, holder", [
    ("2026-02-02T08:00:00Z", "pln"),
    ("2026-02-02T08:00:00.899Z", "inspektorat"),
    ("2026-02-02T08:00:00.9Z", "pln"),
])
def test_an_instant_may_have_decimals(folder, at, holder):
    """And one that has none is all of its second."""
    later = ENTRIES[3].replace(b'"case_seq":3', b'"case_seq":2').replace(
        b"08:03:00.000", b"08:00:00.900")
    done = Ran("custody", "--at", at, folder([ENTRIES[0], later]))
    assert done.json["cases"][0]["holder"] == holder


def test_every_case_is_told(folder):
    done = Ran("custody", folder(ENTRIES))
    assert [(c["case"], c["holder"]) for c in done.json["cases"]] == \
        [(CASE, "ksp"), (OTHER, "inspektorat")]
    early = Ran("custody", "--at", "2026-02-02T08:00:30Z", folder(ENTRIES))
    assert [c["case"] for c in early.json["cases"]] == [CASE]


@pytest.mark.parametrize("left_out, at, gap, known", [
    (3, None, "between entries 2 and 3", True),
    (3, "2026-02-02T08:03:30Z", "between entries 2 and 3", False),
    (4, "2026-02-02T08:04:30Z", "between entries 3 and 4", False),
    (0, "2026-02-02T08:02:30Z", "before entry 1", False),
    (3, "2026-02-02T08:01:30Z", None, True),
])
def test_an_entry_left_out_is_said(folder, left_out, at, gap, known):
    """And a holder is told only where an entry says it."""
    words = ["--at", at] if at else []
    entries = ENTRIES[:left_out] + ENTRIES[left_out + 1:]
    done = Ran("custody", "--case", CASE, *words, folder(entries))
    said = done.json["cases"][0]
    assert said["known"] is known
    assert ("holder" in said) is known
    assert done.status == (1 if gap else 0)
    assert said.get("gap") == (f"not known {gap}" if gap else None)


@pytest.mark.parametrize("words, said", [
    (["--case", "0000000000000"], "does not speak"),
    (["--case", CASE, "--at", "2026-02-02T07:00:00Z"], "does not speak"),
    (["--at", "yesterday"], "expected a time"),
    (["--case"], "Usage"),
])
def test_what_could_not_run_exits_2(folder, words, said):
    done = Ran("custody", folder(ENTRIES), *words)
    assert done.status == 2 and said in done.said


@pytest.mark.parametrize("name", ["x" * 30, "Budi", "0pby10zy40g0u"])
def test_a_case_of_no_hub_is_no_end_of_the_story(folder, name):
    """What stands behind it is not left out in silence."""
    entries = ENTRIES[:3] + [entry(9, name, 1, 2, action="receive")] + \
        ENTRIES[3:]
    done = Ran("custody", folder(entries))
    assert done.status == 2 and "entry 3" in done.said


def test_a_checkpoint_of_nobody_is_not_believed(folder, tmp_path):
    other = Key(tmp_path / "other.pem")
    done = Ran("custody", "--vkey", other.vkey, folder(ENTRIES))
    assert done.status == 2 and "has signed" in done.said
