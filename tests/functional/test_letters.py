# SPDX-License-Identifier: Apache-2.0
"""Letters of other projects' tests, and hostile ones, through the parser and
the plugin embassy: none is lost, none crashes it, none becomes an act."""
import base64
import email
import os
import subprocess
from pathlib import Path

import pytest
from flufl.bounce import all_failures

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build"))
PYTHON = Path("/usr/lib/python3.11/test/test_email/data")
ENMIME = Path("/usr/share/gocode/src/github.com/jhillyerd/enmime")
FLUFL = Path("/usr/lib/python3/dist-packages/flufl/bounce/tests/data")
# What stands in these is no letter: they begin with no header at all.
NO_LETTERS = {"msg_19.txt", "erroneous.raw", "bad-header-start.raw"}
SECONDS = 60


def read(files):
    """What each file is: {file: [sort, parts or sentence, meaning]}."""
    done = subprocess.run(
        [BUILD / "tests/functional/letters_read", *files], timeout=SECONDS,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    return {Path(row[0]): row[1:] for row in rows}


def corpus(folder, pattern):
    files = sorted(folder.rglob(pattern))
    assert len(files) > 20
    return files


@pytest.mark.parametrize("folder, pattern", [
    (PYTHON, "*.txt"), (ENMIME, "*.raw"), (FLUFL, "*.txt")])
def test_no_letter_of_a_corpus_is_lost(folder, pattern):
    files = corpus(folder, pattern)
    rows = read(files)
    assert set(rows) == set(files)
    refused = {f.name: row[1] for f, row in rows.items()
               if row[0] == "refused"}
    assert set(refused) <= NO_LETTERS
    assert all("found no header" in text for text in refused.values())


@pytest.mark.parametrize("folder, pattern", [
    (PYTHON, "*.txt"), (ENMIME, "*.raw"), (FLUFL, "*.txt")])
def test_no_letter_of_a_corpus_is_an_act(folder, pattern):
    for file, row in read(corpus(folder, pattern)).items():
        assert row[0] != "person" or row[2] == "comment", file


def test_bounces_are_told_apart_as_flufl_does():
    found = {"failed": 0, "missed": 0}
    for file, row in read(corpus(FLUFL, "*.txt")).items():
        with open(file, "rb") as f:
            later, never = all_failures(email.message_from_binary_file(f))
        if never:
            assert row[0] not in ("arrived", "seen"), file
            found["failed" if row[0] == "failed" else "missed"] += 1
        elif later:
            assert row[0] == "delayed", file
        else:
            # A case must not be passed on for what only looks so.
            assert row[0] != "failed", file
    assert found["failed"] >= 89
    assert found["missed"] <= 12


HEAD = b"From: a@b.test\r\nSubject: x\r\nTo: laporan+token@hub.test\r\n"
TYPE = b"Content-Type: "


def nested(depth):
    letter = HEAD
    for i in range(depth):
        letter += TYPE + b"multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (
            i, i)
    return letter + b"\r\nTERIMA kasih\r\n"


def html(text):
    return HEAD + TYPE + b"text/html; charset=utf-8\r\n\r\n" + text


def encoded(encoding, body):
    return (HEAD + TYPE + b"text/plain; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body)


HOSTILE = {
    "parts": HEAD + TYPE + b"multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nTERIMA kasih\r\n" * 10000 + b"--b--\r\n",
    "empty parts": HEAD + TYPE + b"multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n" * 1000000,
    "nested": nested(1000),
    "fields": b"X: y\r\n" * 500000 + b"\r\nTERIMA kasih\r\n",
    "a long field": b"X: " + b"y" * 10000000 + b"\r\n\r\nx\r\n",
    "folded": b"X:" + b"\r\n y" * 1000000 + b"\r\n\r\nx\r\n",
    "parameters": HEAD + TYPE + b"text/plain" + b"; a*0*=utf-8''%41" * 4000
    + b"\r\n\r\nx\r\n",
    "words": b"From: " + b"=?utf-8?b?4?= " * 4000 + b"\r\n\r\nx\r\n",
    "a word in a word": b"Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3FTERIMA=3F=3D?="
    b"\r\nFrom: =?x-none?q?=FF=00?= <a@b.test>\r\n\r\nx\r\n",
    "base64 rubbish": encoded(b"base64", os.urandom(100000)),
    "base64 that ends nowhere": encoded(b"base64", b"VEVSSU1B=" * 1000),
    "quoted rubbish": encoded(b"quoted-printable", b"=ZZ=\r\n=F" * 50000),
    "an encoding that is none": encoded(b"x-none", b"TERIMA\r\n"),
    "NUL in the header": b"From: a\0b\r\n\r\nTERIMA kasih\r\n",
    "NUL in the text": encoded(b"8bit", b"TERI\0MA kasih\r\n"),
    "not UTF-8": encoded(b"8bit", b"\xff\xfeTERIMA\r\n"),
    "tags": html(b"<div>" * 1000000 + b"x"),
    "ends of tags": html(b"<b>" * 500 + b"</i></p>" * 300000 + b"x"),
    "a tag that does not end": html(b"<a href='" + b"x" * 2000000),
    "comments": html(b"<!--" * 1000000),
    "references": html(b"&#x110000;&#0;&#xd800;&" * 200000),
    "scripts": html(b"<script>" * 200000 + b"TERIMA"),
    "quotes": html(b"<blockquote>" * 100000 + b"TERIMA"),
    "attributions": encoded(b"8bit", b"On a\r\n" * 300000),
    "headers in the text": encoded(b"8bit", b"From: a\r\n" * 300000),
    "blank lines": encoded(b"8bit", b"\r\n" * 2000000 + b"x\r\n"),
    "a status that does not end": HEAD + TYPE
    + b"multipart/report; boundary=b\r\n\r\n--b\r\n" + TYPE
    + b"message/delivery-status\r\n\r\n" + b"Action: failed\r\n " * 100000,
    "a letter within": HEAD + TYPE + b"message/rfc822\r\n\r\n"
    + HEAD + b"\r\nTERIMA\r\n",
    "files": HEAD + TYPE + b"multipart/mixed; boundary=b\r\n\r\n"
    + (b"--b\r\nContent-Disposition: attachment; filename=../../etc/x\r\n"
       b"\r\nx\r\n") * 250 + b"--b--\r\n",
    "no body": HEAD,
    "25 MB": encoded(b"base64", base64.encodebytes(b"x" * 18000000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_letters_are_read_or_refused_and_never_act(tmp_path, name):
    (tmp_path / "letter").write_bytes(HOSTILE[name])
    (row,) = read([tmp_path / "letter"]).values()
    if row[0] == "refused":
        assert row[1].startswith("mail: ") or "mail of" in row[1]
    else:
        assert row[0] != "person" or row[2] == "comment"
