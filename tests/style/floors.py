#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""A file includes its own floor and those below; a plugin hub_*.h only."""
import re

import tree

CHILD_MAY = ("0", "1", "child")


def read_floors(top):
    """The rows of core/FLOORS as {name: floor}, and what is wrong in them."""
    floors, problems = {}, []
    path = top / "core/FLOORS"
    for number, line in enumerate(path.read_text().splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2 or not re.fullmatch("[0-6]|child", words[0]):
            problems.append(f"core/FLOORS:{number}: not 'floor name'")
        elif words[1] in floors:
            problems.append(f"core/FLOORS:{number}: {words[1]} stands twice")
        else:
            floors[words[1]] = words[0]
    return floors, problems


def floor_of(floors, name):
    """The row of name, else of the longest NAME in NAME_rest, else None."""
    while name:
        if name in floors:
            return floors[name]
        name = name.rpartition("_")[0]
    return None


def may(mine, theirs):
    """May a file on floor `mine` include one on floor `theirs`?"""
    if mine == "child":
        return theirs in CHILD_MAY
    return theirs != "child" and theirs <= mine


def includes(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        m = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        if m and m.group(1) != "config.h":
            yield number, m.group(1)


def core_problems(top, floors, f):
    mine = floor_of(floors, f.stem)
    if mine is None:
        return [f"{f}: not in core/FLOORS"]
    found = []
    for number, name in includes(top / f):
        theirs = floor_of(floors, name[:-2])
        if theirs is None:
            found.append(f"{f}:{number}: {name} is not in core/FLOORS")
        elif not may(mine, theirs):
            found.append(f"{f}:{number}: floor {mine} includes {name} "
                         f"of floor {theirs}")
    return found


def plugin_problems(top, f):
    return [f"{f}:{number}: a plugin includes {name}"
            for number, name in includes(top / f)
            if not (re.fullmatch(r"hub_\w+\.h", name)
                    or (top / f.parent / name).is_file())]


def main():
    top = tree.root()
    floors, problems = read_floors(top)
    for f in tree.files(top, ".c", ".h", under=("core",)):
        problems += core_problems(top, floors, f)
    for f in tree.files(top, ".c", ".h", under=("plugins",)):
        problems += plugin_problems(top, f)
    tree.done(problems)


main()
