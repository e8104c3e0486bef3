#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Every file stands in the Makefile fragment of its directory, by name or by a
folder above it, so that it is built and released."""
import re

import tree

FOLDERS = ("core", "plugins", "conf.d", "tests", "bench", "scripts", "docs")


def names(top):
    """Every path that the fragments name, %D% made into its directory."""
    found = set()
    for fragment in tree.files(top, ".am"):
        text = (top / fragment).read_text()
        found |= {str(fragment.parent / name)
                  for name in re.findall(r"%D%/([\w./-]+)", text)}
        found |= {fragment.as_posix()}
    return found


def is_listed(f, listed):
    """By its own name or by the name of a folder above it."""
    made = f.with_suffix("") if f.suffix == ".in" else f
    return any(str(path) in listed for path in (f, made, *f.parents))


def main():
    top = tree.root()
    listed = names(top)
    tree.done([f"{f} is in no Makefile fragment"
               for f in tree.files(top, under=FOLDERS)
               if not is_listed(f, listed)])


main()
