#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Budgets of files: lines, columns, and what is typical of the program."""
import re
import statistics

import tree

COLUMNS = 80
FILE_MAX = 500
FILE_MEDIAN = 150
HEADER_MAX = 100        # blank lines not counted
LISTS = {"core/limits.h", "core/core.am"}       # lists that grow
BUILD_FILES = {"configure.ac": 150, "Makefile.am": 60}
TYPICAL_FROM = 30       # a median of fewer files says nothing
ONE_LITERAL = re.compile(r'\s*"[^"\s]+"[ ;,)}]*$')      # a digest, an address
WIDE = {".c", ".h", ".py", ".sh", ".am", ".ac"}


def columns(f, lines):
    """Lines over 80 columns, tabs at every eighth, but for one long word."""
    return [f"{f}:{n}: {len(line.expandtabs(8))} columns"
            for n, line in enumerate(lines, 1)
            if len(line.expandtabs(8)) > COLUMNS
            and not ONE_LITERAL.match(line)]


def lengths(f, lines):
    """The file's own ceiling."""
    count, ceiling = len(lines), FILE_MAX
    if str(f) in LISTS:
        return []
    if f.suffix == ".h":
        count, ceiling = sum(bool(x.strip()) for x in lines), HEADER_MAX
    ceiling = BUILD_FILES.get(str(f), ceiling)
    return [f"{f}: {count} lines, at most {ceiling}"] \
        if count > ceiling else []


def main():
    top = tree.root()
    problems, sizes = [], []
    for f in tree.files(top):
        command = f.parts[0] == "scripts" and not f.suffix
        if f.suffix not in WIDE and not command:
            continue
        lines = (top / f).read_text().splitlines()
        problems += columns(f, lines) + lengths(f, lines)
        if f.suffix == ".c" and f.parts[0] in ("core", "plugins"):
            sizes.append(len(lines))
    if len(sizes) >= TYPICAL_FROM:
        median = statistics.median(sizes)
        if median > FILE_MEDIAN:
            problems.append(f"the median file has {median:.0f} lines, "
                            f"at most {FILE_MEDIAN}")
    tree.done(problems)


main()
