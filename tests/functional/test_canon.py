# SPDX-License-Identifier: Apache-2.0
"""Audit entries are canonical JSON, and their schema is closed and true."""
import copy
import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build"))


def said(what):
    """What canon_print says, as bytes without the last newline."""
    done = subprocess.run([BUILD / "tests/unit/canon_print", what],
                          stdout=subprocess.PIPE, check=True)
    return done.stdout[:-1]


def utf16(name):
    """RFC 8785 sorts names by their UTF-16 code units."""
    return name.encode("utf-16-be")


def ordered(value):
    """The same value with every object in canonical order."""
    if not isinstance(value, dict):
        return value
    return {name: ordered(value[name]) for name in sorted(value, key=utf16)}


def canonical(value):
    """RFC 8785 for data without fractions and control characters."""
    return json.dumps(ordered(value), ensure_ascii=False,
                      separators=(",", ":")).encode()


def members(value, prefix=""):
    """Full names of all that is not an object."""
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from members(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.fixture(scope="module")
def entries():
    return [line for line in said("entries").split(b"\n")]


@pytest.fixture(scope="module")
def judge():
    schema = json.loads(said("schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_entries_are_canonical(entries):
    for entry in entries:
        assert canonical(json.loads(entry)) == entry


def test_the_largest_sample_has_every_member(entries):
    listed = [line.split("\t")[0] for line in said("members").decode()
              .rstrip("\n").split("\n")]
    assert sorted(members(json.loads(entries[1]))) == sorted(listed)


def test_the_smallest_sample_has_no_other_members(entries):
    assert list(json.loads(entries[0])) == [
        "id", "source", "specversion", "time", "type"]


def test_the_schema_takes_what_the_writer_writes(entries, judge):
    for entry in entries:
        judge.validate(json.loads(entry))


@pytest.mark.parametrize("change", [
    lambda e: e.update(extra="x"),
    lambda e: e["data"].update(note="free text"),
    lambda e: e["data"]["holder"].update(name="x"),
    lambda e: e.pop("id"),
    lambda e: e.pop("time"),
    lambda e: e["data"]["payload_in"].pop("size"),
    lambda e: e["data"].update(reason="free text, with spaces"),
    lambda e: e["data"].update(outcome="maybe"),
    lambda e: e["data"].update(hop="2"),
    lambda e: e["data"].update(hop=-1),
    lambda e: e.update(type="simpul.case.forgotten.v1"),
    lambda e: e.update(time="2026-02-02T08:00:00Z"),
    lambda e: e.update(specversion="0.3"),
])
def test_the_schema_refuses_what_the_writer_does_not_write(
        entries, judge, change):
    entry = copy.deepcopy(json.loads(entries[1]))
    change(entry)
    assert not judge.is_valid(entry)
