#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Budgets and habits of functions: length, parameters, nesting, one forward
goto, no #if inside, a sentence above it or its declaration; and no macro that
leaves a function."""
import re
import statistics

import tree

LINES_MAX, LINES_MEDIAN, LINES_P90 = 60, 15, 40
PARAMS_MAX = 5
NESTING_MAX = 3
TYPICAL_FROM = 40       # a median of fewer functions says nothing
# The contract gives these callbacks of a plugin what they need (hub_plugin.h).
CONTRACT = {"conclude": 6, "receive": 7}
# OpenSSL gives its providers' functions theirs (provider-asym_cipher(7)).
OPENSSL = {("seal_remote.c", "open_key"): 6}

START = re.compile(
    r"^(?:[\w\s*]+[\s*])?(\w+)\(([^;{}]*?)\)\n\{\n", re.M)
TOKEN = re.compile(r"\w+|[^\s\w]")


class Body:
    """Walks the statements of one function to find how deep they nest."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(re.sub(r"^\s*#.*$", "", text, flags=re.M))
        self.at = 0
        self.deepest = 0

    def depth(self):
        while self.at < len(self.tokens):
            self.statement(0)
        return self.deepest

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip(self, until):
        """Go past the next token of `until` outside any bracket."""
        level = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            level += (token in "([{") - (token in ")]}")
            if level <= 0 and token in until:
                return

    def block(self, level):
        self.at += 1
        while self.peek() not in ("}", ""):
            self.statement(level)
        self.at += 1

    def under(self, level):
        self.deepest = max(self.deepest, level)
        self.statement(level)

    def statement(self, level):
        word = self.peek()
        after = self.tokens[self.at + 1:self.at + 2]
        if word == "{":
            self.block(level)
        elif word == "if":
            self.skip(")")
            self.under(level + 1)
            if self.peek() == "else":
                self.at += 1
                if self.peek() == "if":
                    self.statement(level)
                else:
                    self.under(level + 1)
        elif word in ("for", "while", "switch"):
            self.skip(")")
            self.under(level + 1)
        elif word == "do":
            self.at += 1
            self.under(level + 1)
            self.skip(";")
        elif word in ("case", "default") or after == [":"]:
            self.skip(":")
        else:
            self.skip(";")


def params(text):
    """How many parameters stand between the parentheses."""
    text, level, count = text.strip(), 0, 1
    if text in ("", "void"):
        return 0
    for c in text:
        level += (c in "([") - (c in ")]")
        count += c == "," and level == 0
    return count


def params_max(f, name):
    if "plugins" in f.parts[:2]:
        return CONTRACT.get(name.rpartition("_")[2], PARAMS_MAX)
    return OPENSSL.get((f.name, name), PARAMS_MAX)


def gotos(body):
    """What is wrong with the gotos: several labels, or one backwards."""
    used = [(m.start(), m.group(1))
            for m in re.finditer(r"\bgoto (\w+);", body)]
    if len({label for _, label in used}) > 1:
        return "several goto labels"
    for at, label in used:
        if not re.search(rf"^{label}:", body[at:], re.M):
            return f"goto {label} goes backwards"
    return ""


def one(f, name, args, body, line):
    """The problems of one function, and its length."""
    where, found = f"{f}:{line}: {name}", []
    length = body.count("\n")
    if length > LINES_MAX:
        found.append(f"{where} has {length} lines, at most {LINES_MAX}")
    if params(args) > params_max(f, name):
        found.append(f"{where} takes {params(args)} parameters, "
                     f"at most {params_max(f, name)}")
    depth = Body(body).depth()
    if depth > NESTING_MAX:
        found.append(f"{where} nests {depth} deep, at most {NESTING_MAX}")
    if re.search(r"^\s*#\s*if", body, re.M):
        found.append(f"{where} has an #if inside")
    if gotos(body):
        found.append(f"{where}: {gotos(body)}")
    return found, length


def said(text, start):
    """Does a comment end on the line above the function?"""
    return text[:start].rstrip(" \t").endswith("*/\n")


def declared(paragraph):
    """The names that a header's paragraph declares behind a comment."""
    seen, found, commented = set(), set(), False
    for line in paragraph.split("\n"):
        fresh = set(re.findall(r"\b(\w+)\(", line)) - seen
        seen |= fresh
        found |= fresh if commented else set()
        commented = commented or "/*" in line
    return found


def of_file(f, text, known):
    """The problems of one file, and the lengths of its functions."""
    code, problems, lengths = tree.code_only(text), [], []
    for m in START.finditer(code):
        end = code.find("\n}", m.end() - 1)
        body = code[m.end():end + 1]
        start = m.start() + len(m.group(0)) - len(m.group(0).lstrip())
        line = code.count("\n", 0, m.start(1)) + 1
        found, length = one(f, m.group(1), m.group(2), body, line)
        problems += found
        lengths.append(length)
        if f.parts[0] in ("core", "plugins") and m.group(1) != "main" \
                and not said(text, start) \
                and m.group(1) not in known:
            problems.append(f"{f}:{line}: nothing above says what "
                            f"{m.group(1)} means")
    for m in re.finditer(r"^#define (\w+)((?:.*\\\n)*.*)", code, re.M):
        if re.search(r"\b(return|goto|break|continue)\b", m.group(2)):
            problems.append(f"{f}:{code.count(chr(10), 0, m.start()) + 1}: "
                            f"the macro {m.group(1)} leaves its caller")
    return problems, lengths


def typical(lengths):
    """The median and the ninth decile of all functions."""
    if len(lengths) < TYPICAL_FROM:
        return []
    found = []
    median = statistics.median(lengths)
    p90 = statistics.quantiles(lengths, n=10)[8]
    if median > LINES_MEDIAN:
        found.append(f"the median function has {median} lines, "
                     f"at most {LINES_MEDIAN}")
    if p90 > LINES_P90:
        found.append(f"one function in ten has over {p90:.0f} lines, "
                     f"at most {LINES_P90}")
    return found


def main():
    top = tree.root()
    problems, lengths = [], []
    every = {f: (top / f).read_text() for f in tree.c_files(top)}
    known = {name for f, text in every.items() if f.suffix == ".h"
             for paragraph in text.split("\n\n")
             for name in declared(paragraph)}
    for f, text in every.items():
        found, more = of_file(f, text, known)
        problems += found
        if f.parts[0] in ("core", "plugins"):
            lengths += more
    tree.done(problems + typical(lengths))


main()
