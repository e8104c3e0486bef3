#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Shell scripts pass shellcheck; every script may be run."""
import os
import re
import subprocess

import tree


def scripts(top):
    """The files that begin with #!, and their interpreter."""
    for f in tree.files(top):
        with open(top / f, "rb") as opened:
            first = opened.readline(200).decode("utf-8", "replace")
        if first.startswith("#!"):
            yield f, first


def main():
    top = tree.root()
    shells, problems = [], []
    for f, first in scripts(top):
        if not os.access(top / f, os.X_OK):
            problems.append(f"{f}: has no run bit")
        if re.search(r"\b(sh|bash|dash)\b", first):
            shells.append(str(f))
    if shells:
        ran = subprocess.run(["shellcheck", "-fgcc", "--", *shells], cwd=top,
                             stdout=subprocess.PIPE, text=True)
        problems += ran.stdout.splitlines()
    tree.done(problems)


main()
