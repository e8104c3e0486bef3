#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Each header compiles alone, without a warning."""
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import tree

LIBRARIES = ["libevent", "openssl", "libxml-2.0", "jansson", "sqlite3",
             "libcurl", "libconfuse", "libseccomp", "gmime-3.0"]


def compile_alone(top, flags, f):
    ran = subprocess.run(
        ["gcc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror",
         "-fsyntax-only", "-iquote", "core", *flags, "-x", "c", str(f)],
        cwd=top, stderr=subprocess.PIPE, text=True)
    return [line for line in ran.stderr.splitlines() if "error:" in line] \
        or ([f"{f}: does not compile alone"] if ran.returncode else [])


def main():
    top = tree.root()
    flags = subprocess.run(["pkg-config", "--cflags", *LIBRARIES], check=True,
                           stdout=subprocess.PIPE, text=True).stdout.split()
    headers = [f for f in tree.c_files(top) if f.suffix == ".h"]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda f: compile_alone(top, flags, f), headers)
        tree.done([p for problems in found for p in problems])


main()
