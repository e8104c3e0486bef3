#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""How a file begins: its licence; config.h, then its own header; a header
says what the thing is before anything else, and is guarded."""
import re

import tree

LICENCE = "SPDX-License-Identifier: Apache-2.0"
LICENSED = {".c", ".h", ".am", ".ac", ".py", ".sh", ".in", ".conf", ".sql",
            ".jq", ".1", ".5", ".7", ".8", ".js", ".css", ".html", ".exports"}
INCLUDE = re.compile(r'^#include ["<]([^">]+)[">]', re.M)


def licence(f, text):
    """The licence is named in the first line, or the second after #!."""
    lines = text.splitlines()[:2]
    if f.suffix not in LICENSED and not text.startswith("#!"):
        return []
    head = lines[1:] if text.startswith("#!") else lines[:1]
    return [] if head and LICENCE in head[0] \
        else [f"{f}:1: the licence line is missing"]


def source(top, f, text):
    """A .c of the core includes config.h first and its own header next."""
    names = INCLUDE.findall(text)
    if not names or names[0] != "config.h":
        return [f"{f}: config.h is not its first include"]
    own = f.with_suffix(".h").name
    if (top / f.parent / own).is_file() and names[1:2] != [own]:
        return [f"{f}: {own} is not its second include"]
    return []


def header(f, text):
    """A header opens with a comment of its own and has a guard."""
    body = text.split("\n", 1)[-1]
    first = re.sub(r"^\s*#(ifndef|define) \w+\n|^\s*\n", "", body)
    while first != body:
        body, first = first, re.sub(
            r"^\s*#(ifndef|define) \w+\n|^\s*\n", "", first)
    found = []
    if not body.lstrip().startswith("/*"):
        found.append(f"{f}: does not open by saying what it is")
    if not re.search(r"^#ifndef (\w+)\n#define \1\n", text, re.M):
        found.append(f"{f}: has no include guard")
    return found


def main():
    top = tree.root()
    problems = []
    for f in tree.files(top):
        try:
            text = (top / f).read_text()
        except UnicodeDecodeError:
            continue
        problems += licence(f, text)
        if f.suffix == ".h":
            problems += header(f, text)
        if f.suffix == ".c" and f.parts[0] in ("core", "bench"):
            problems += source(top, f, text)
    tree.done(problems)


main()
