#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""C files are as clang-format 14 leaves them."""
import subprocess
import sys

import tree


def main():
    top = tree.root()
    files = [str(f) for f in tree.c_files(top)]
    if not files:
        sys.exit(0)
    style = "--style=file:" + str(tree.Path(__file__).resolve().parents[2]
                                  / ".clang-format")
    ran = subprocess.run(
        ["clang-format", style, "--dry-run", "-Werror", "--ferror-limit=3"]
        + files, cwd=top, stderr=subprocess.PIPE, text=True)
    tree.done([line for line in ran.stderr.splitlines() if ": error:" in line]
              or ([ran.stderr] if ran.returncode else []))


main()
