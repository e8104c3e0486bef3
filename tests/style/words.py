#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Words that no committed file holds: marks of unfinished work, paths of one
machine; and in core and tests nothing that waits by the clock."""
import re

import tree

# One letter stands in brackets so that this file does not find itself.
EVERYWHERE = [
    (r"\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b", "a mark of unfinished work"),
    (r"^\s*#\s*i[f] 0\b", "dead code"),
    (r"\.\./share[d]\b", "a path outside the project"),
    (r"(?<![\w.-])/wor[k]/", "a path of one machine"),
    (r"/tmp/[h]/", "a path of one machine"),
    (r"(?<![\w.-])/(home|Users)/[a-z]\w*/", "a path of one machine"),
]
NO_WAITING = [
    (r"\b(us[l]eep|nanos[l]eep|time\.s[l]eep)\b", "a wait by the clock"),
    (r"(?<![\w.])s[l]eep(\(| [0-9])", "a wait by the clock"),
]


def problems_of(f, text):
    rules = EVERYWHERE
    if f.parts[0] in ("core", "tests", "plugins"):
        rules = EVERYWHERE + NO_WAITING
    found = []
    for pattern, why in rules:
        for m in re.finditer(pattern, text, re.M):
            line = text.count("\n", 0, m.start()) + 1
            found.append(f"{f}:{line}: {why}: {m.group(0).strip()}")
    return found


def main():
    top = tree.root()
    problems = []
    for f in tree.files(top):
        try:
            problems += problems_of(f, (top / f).read_text())
        except UnicodeDecodeError:
            continue
    tree.done(problems)


main()
