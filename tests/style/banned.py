#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Functions that no file calls; core/banned.h makes most compile errors."""
import re

import tree

BANNED = """strcpy strcat sprintf vsprintf gets strtok atoi atol rand srand
localtime ctime asctime gmtime system popen tmpnam alloca""".split()
CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(BANNED))


def main():
    top = tree.root()
    problems = []
    for f in tree.c_files(top):
        code = tree.code_only((top / f).read_text())
        for m in CALL.finditer(code):
            line = code.count("\n", 0, m.start()) + 1
            problems.append(f"{f}:{line}: {m.group(1)} is banned")
    tree.done(problems)


main()
