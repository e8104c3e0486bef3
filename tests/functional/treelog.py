# SPDX-License-Identifier: Apache-2.0
"""Published logs made by this program from entries of any kind: what a hub
would never write, and what someone with the key could."""
import base64
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

BUILD = Path(os.environ.get("SIMPUL_BUILD", "build")).resolve()
ORIGIN = "uji.example/simpul"
WIDTH = 256


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root(hashes):
    """MTH of RFC 6962, by its definition."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\1" + root(hashes[:k]) + root(hashes[k:])).digest()


class Key:
    """An Ed25519 key under a log's name."""

    def __init__(self, pem, name=ORIGIN):
        self.pem, self.name = Path(pem), name
        if not self.pem.exists():
            run("openssl", "genpkey", "-algorithm", "ed25519", "-out",
                self.pem)
        public = run("openssl", "pkey", "-in", self.pem, "-pubout",
                     "-outform", "DER")[-32:]
        self.id = hashlib.sha256(
            name.encode() + b"\n\x01" + public).digest()[:4]
        self.vkey = "{}+{}+{}".format(name, self.id.hex(), base64.b64encode(
            b"\x01" + public).decode())

    def sign(self, text):
        """A note of that text."""
        file = self.pem.with_suffix(".text")
        file.write_bytes(text)
        signature = run("openssl", "pkeyutl", "-sign", "-rawin", "-inkey",
                        self.pem, "-in", file)
        return text + "\n\u2014 {} {}\n".format(
            self.name, base64.b64encode(self.id + signature).decode()
        ).encode()

    def checkpoint(self, hashes):
        return self.sign("{}\n{}\n{}\n".format(
            self.name, len(hashes),
            base64.b64encode(root(hashes)).decode()).encode())


def run(*words):
    return subprocess.run([str(w) for w in words], check=True,
                          stdout=subprocess.PIPE).stdout


def canonical(entry):
    """RFC 8785, for what entries hold."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False).encode()


def tile(number):
    """x001/234 of 1234."""
    groups = []
    while True:
        groups.insert(0, f"{number % 1000:03}")
        number //= 1000
        if number == 0:
            return "/".join(["x" + g for g in groups[:-1]] + groups[-1:])


def write(folder, entries, key):
    """A whole log of entries, bytes each, signed."""
    folder = Path(folder)
    hashes = [leaf(entry) for entry in entries]
    level, row = 0, hashes
    shutil.rmtree(folder, ignore_errors=True)
    while row:
        for at in range(0, len(row), WIDTH):
            part = row[at:at + WIDTH]
            put(folder / "tile" / str(level), at // WIDTH, len(part),
                b"".join(part))
        row = [root(row[at:at + WIDTH])
               for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        level += 1
    for at in range(0, len(entries), WIDTH):
        part = entries[at:at + WIDTH]
        put(folder / "tile/entries", at // WIDTH, len(part), b"".join(
            len(e).to_bytes(2, "big") + e for e in part))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "checkpoint").write_bytes(key.checkpoint(hashes))
    (folder / "policy").write_text(f"log {key.vkey}\nquorum none\n")


def put(folder, number, width, data):
    path = folder / tile(number)
    if width < WIDTH:
        path = path.with_name(path.name + ".p") / str(width)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def read(folder):
    """The entries of a log, bytes each."""
    folder, entries = Path(folder), []
    size = int((folder / "checkpoint").read_bytes().split(b"\n")[1])
    while len(entries) < size:
        path = folder / "tile/entries" / tile(len(entries) // WIDTH)
        if not path.exists():
            width = size % WIDTH
            path = path.with_name(path.name + ".p") / str(width)
        data, at = path.read_bytes(), 0
        while at < len(data):
            length = int.from_bytes(data[at:at + 2], "big")
            entries.append(data[at + 2:at + 2 + length])
            at += 2 + length
    return entries


class Ran:
    """What a command of simpulctl audit did."""

    def __init__(self, *words, config=None):
        config = ["--config", str(config)] if config else []
        done = subprocess.run(
            [BUILD / "simpulctl", *config, "--json", "audit",
             *map(str, words)], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, check=False)
        self.status, self.said = done.returncode, done.stderr
        self.text = done.stdout
        self.json = json.loads(done.stdout) if done.stdout[:1] in "{[" \
            and done.stdout else None

    @property
    def kinds(self):
        return sorted({f["kind"] for f in self.json["findings"]})

    @property
    def places(self):
        return [f["where"] for f in self.json["findings"]]
