# SPDX-License-Identifier: Apache-2.0
"""The files of the source tree and their C code, for the style checks.

Every check is a program: it prints one problem a line and exits 1 if there is
any.  Its one argument is the root of the tree to look at (this tree if none).
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# What a tree without git (a release) holds besides its sources.
MADE = {"autom4te.cache", "build-aux", "m4", "_build", "_inst", "__pycache__",
        "configure", "aclocal.m4", "Makefile.in", "config.h.in", ".git"}
CODE = ("core", "plugins", "tests", "bench")


def root():
    """The tree to look at: the argument, or the one this file stands in."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1]).resolve()
    return Path(__file__).resolve().parents[2]


def build():
    """The build directory: $SIMPUL_BUILD, or where make runs the tests."""
    return Path(os.environ.get("SIMPUL_BUILD", ".")).resolve()


def files(top, *suffixes, under=()):
    """Paths relative to top, sorted, by suffix and first folder if given."""
    found = [f for f in _listed(top) if (top / f).is_file()]
    return [f for f in sorted(found)
            if (not suffixes or f.suffix in suffixes)
            and (not under or f.parts[0] in under)]


def _listed(top):
    if (top / ".git").exists() and shutil.which("git"):
        out = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(top), "ls-files",
             "-co", "--exclude-standard", "-z"],
            check=True, stdout=subprocess.PIPE).stdout.decode()
        return [Path(f) for f in out.split("\0") if f]
    found = []
    for here, folders, names in os.walk(top):
        folders[:] = [d for d in folders
                      if d not in MADE and not d.startswith("build")]
        found += [(Path(here) / n).relative_to(top) for n in names
                  if n not in MADE]
    return found


def c_files(top):
    """Every .c and .h of ours."""
    return files(top, ".c", ".h", under=CODE)


_NOT_CODE = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def code_only(text):
    """C text with comments and literals blanked, line numbers kept."""
    def blank(m):
        return re.sub(r"[^\n]", " ", m.group(0)) if m.group(0)[0] == "/" \
            else m.group(0)[0] + "_" * (len(m.group(0)) - 2) + m.group(0)[0]
    return _NOT_CODE.sub(blank, text)


def done(problems):
    """Print the problems and end the program."""
    for p in problems:
        print(p)
    sys.exit(1 if problems else 0)
