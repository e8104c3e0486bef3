#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""A plugin imports what imports.allow and imports.NAME.allow list, and shows
hub_plugin alone."""
import fnmatch
import re
import subprocess
import sys

import tree

# What a sanitizer build adds to every object.
BUILD_OWN = ["__asan_*", "__ubsan_*", "__sanitizer_*"]


def allowed(name):
    """The patterns a plugin of this name may import."""
    here = tree.Path(__file__).resolve().parent
    patterns = list(BUILD_OWN)
    for file in (here / "imports.allow", here / f"imports.{name}.allow"):
        if file.is_file():
            patterns += [line for line in file.read_text().splitlines()
                         if line and not line.startswith("#")]
    return patterns


def symbols(so, which):
    """Names of one kind in the dynamic table, weak ones left out."""
    out = subprocess.run(["nm", "-D", which, str(so)], check=True,
                         stdout=subprocess.PIPE, text=True).stdout
    for line in out.splitlines():
        *_, kind, name = line.split()
        if kind not in "wv":
            yield re.sub(r"@.*", "", name)


def problems_of(so):
    name = so.stem
    patterns = allowed(name)
    found = [f"{so.name} imports {s}"
             for s in symbols(so, "--undefined-only")
             if not any(fnmatch.fnmatchcase(s, p) for p in patterns)]
    shown = [s for s in symbols(so, "--defined-only")
             if not any(fnmatch.fnmatchcase(s, p) for p in BUILD_OWN)]
    if shown != ["hub_plugin"]:
        found.append(f"{so.name} shows {' '.join(shown) or 'nothing'}, "
                     "not hub_plugin alone")
    return found


def main():
    top, built = tree.root(), tree.build()
    plugins = sorted({f.parts[1] for f in tree.files(top, ".c",
                                                     under=("plugins",))})
    if not plugins:
        print("there is no plugin yet")
        sys.exit(77)
    problems = []
    for name in plugins:
        so = built / "plugins" / name / ".libs" / f"{name}.so"
        problems += problems_of(so) if so.exists() \
            else [f"{name}.so is not built"]
    tree.done(problems)


main()
