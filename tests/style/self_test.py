#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Each style check finds what it is there to find, and nothing in a good file.

A row is a check, a file, what is bad in it and what the check must say.
Prints TAP.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
C = "/* SPDX-License-Identifier: Apache-2.0 */\n"
SH = "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"
AM = "# SPDX-License-Identifier: Apache-2.0\n"
UNIT = C + "\nint low_sum(int a, int b);\n"
FLOORS = "0 low\n1 hub\n4 high\n6 main\nchild cell\n"
GOOD_H = C + """#ifndef LOW_H
#define LOW_H

/* A low thing.  It stands below all others. */

/* The sum of both. */
int low_sum(int a, int b);

#endif
"""
GOOD_C = C + """#include "config.h"

#include "low.h"

int
low_sum(int a, int b)
{
	if (a > b)
		goto out;
	for (int i = 0; i < b; i++) {
		while (a < i)
			a++;
	}
out:
	return a + b;
}
"""
GOOD = {"core/FLOORS": FLOORS, "core/low.h": GOOD_H, "core/low.c": GOOD_C,
        "core/core.am": AM + "a = %D%/low.c %D%/low.h \\\n\t%D%/FLOORS\n",
        "tests/tests.am": AM + "b = %D%/unit\n", "tests/unit/t.c": UNIT,
        "plugins/x/x.am": AM + "c = %D%/x.c\n", "plugins/x/x.c": C,
        "scripts/run": SH + 'echo "$1"\n',
        "scripts/scripts.am": AM + "d = %D%/run\n"}


def function(args="void", body="\treturn;\n", above="/* Does. */\n"):
    return C + f"\n{above}static void\nf({args})\n{{\n{body}}}\n"


NESTED = ("\tif (a) {\n\t\tfor (;;) {\n\t\t\tswitch (b) {\n\t\t\tcase 1:\n"
          "\t\t\t\tif (c)\n\t\t\t\t\td();\n\t\t\t}\n\t\t}\n\t}\n")
TODAY = "TO" + "DO"     # in two pieces: words.py reads this file too
WAIT = "sl" + "eep"
BAD = [
    ("floors", "core/low.c", '#include "high.h"\n', "floor 0 includes high.h"),
    ("floors", "core/low_part.c", '#include "main.h"\n', "floor 0 includes"),
    ("floors", "core/cell.c", '#include "high.h"\n', "floor child includes"),
    ("floors", "core/main.c", '#include "cell.h"\n', "floor 6 includes cell"),
    ("floors", "core/odd.c", "", "not in core/FLOORS"),
    ("floors", "core/low.c", '#include "odd.h"\n', "odd.h is not in"),
    ("floors", "core/FLOORS", "7 low\n", "not 'floor name'"),
    ("floors", "core/FLOORS", "1 low\n2 low\n", "low stands twice"),
    ("floors", "plugins/x/x.c", '#include "low.h"\n', "a plugin includes low"),
    ("openings", "core/low.c", '#include "config.h"\n', "licence line"),
    ("openings", "scripts/run", "#!/bin/sh\n", "licence line is missing"),
    ("openings", "core/low.c", C + '#include "low.h"\n', "config.h is not"),
    ("openings", "core/low.c", C + '#include "config.h"\n#include <a.h>\n',
     "low.h is not its second include"),
    ("openings", "core/low.h", C + "#ifndef A\n#define A\nint a;\n#endif\n",
     "does not open by saying"),
    ("openings", "core/low.h", C + "/* A thing. */\nint a;\n", "no include g"),
    ("lengths", "core/low.c", "x\n" * 501, "501 lines, at most 500"),
    ("lengths", "core/low.h", "x\n" * 101, "101 lines, at most 100"),
    ("lengths", "configure.ac", "x\n" * 151, "151 lines, at most 150"),
    ("lengths", "core/low.c", "\t" * 9 + "123456789\n", "81 columns"),
    ("functions", "core/low.c", function(body="\ta();\n" * 61), "61 lines"),
    ("functions", "core/low.c", function("int a" + ", int b" * 5), "takes 6"),
    ("functions", "core/low.c", function(body=NESTED), "nests 4 deep"),
    ("functions", "core/low.c", function(body="#ifdef A\n#endif\n"), "#if in"),
    ("functions", "core/low.c", function(above=""), "nothing above says"),
    ("functions", "core/low.c", "int\nlow_b(void)\n{\n}\n", "what low_b me"),
    ("listed", "core/low_part.c", "", "core/low_part.c is in no Makefile"),
    ("listed", "plugins/x/y.c", "", "plugins/x/y.c is in no Makefile"),
    ("listed", "tests/data/a/b.json", "", "b.json is in no Makefile"),
    ("functions", "core/low.c", function(body="back:\n\tgoto back;\n"),
     "goes backwards"),
    ("functions", "core/low.c", function(
        body="\tgoto a;\n\tgoto b;\na:\nb:\n\treturn;\n"), "several goto"),
    ("functions", "core/low.c", "#define A(x) \\\n\treturn x\n", "leaves its"),
    ("banned", "core/low.c", "int a = atoi(b);\n", "atoi is banned"),
    ("banned", "tests/unit/x.c", "void *a = alloca (3);\n", "alloca is ban"),
    ("words", "core/low.c", f"/* {TODAY}: more */\n", "unfinished work"),
    ("words", "core/low.c", "#i" + "f 0\n#endif\n", "dead code"),
    ("words", "README.md", "see .." + "/shared/x\n", "outside the project"),
    ("words", "README.md", "in /wo" + "rk/x\n", "path of one machine"),
    ("words", "tests/a.py", f"time.{WAIT}(1)\n", "a wait by the clock"),
    ("words", "core/low.c", f"{WAIT}(1);\n", "a wait by the clock"),
    ("words", "tests/a.sh", f"{WAIT} 1\n", "a wait by the clock"),
    ("format", "core/low.c", "int  a;\n", "clang-formatted"),
    ("format", "core/low.c", "int f(void)\n{\n}\n", "clang-formatted"),
    ("headers", "core/low.h", "size_t a(void);\n", "unknown type name"),
    ("shell", "scripts/run", SH + "cd $1\n", "SC2086"),
]


def write(top, files):
    for name, text in files.items():
        path = Path(top, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if text.startswith("#!"):
            path.chmod(0o755)


def run(check, top, **env):
    return subprocess.run(
        [sys.executable, "-B", str(HERE / f"{check}.py"), str(top)],
        env={**os.environ, **env}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)


def tried(check, files, want):
    """Run a check on the good tree with these files changed; got vs want."""
    with tempfile.TemporaryDirectory() as top:
        write(top, {**GOOD, **files})
        ran = run(check, top)
    if want is None:
        return "" if ran.returncode == 0 else ran.stdout
    if ran.returncode == 1 and want in ran.stdout:
        return ""
    return f"want '{want}', got {ran.returncode}: {ran.stdout or 'nothing'}"


def shared_object(top, name, text):
    """Compile text into NAME.so where imports.py looks for it."""
    so = Path(top, "plugins", name, ".libs", f"{name}.so")
    so.parent.mkdir(parents=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-w", "-xc", "-", "-o",
                    str(so)], input=text, text=True, check=True)
    return so


def imports_tried(text, want):
    with tempfile.TemporaryDirectory() as top:
        write(top, {"plugins/x/x.c": text})
        shared_object(top, "x", text)
        ran = run("imports", top, SIMPUL_BUILD=top)
    good = ran.returncode == (1 if want else 0) and want in ran.stdout
    return "" if good else f"want '{want}', got: {ran.stdout or 'nothing'}"


def symbols_tried(text, want):
    with tempfile.TemporaryDirectory() as top:
        so = shared_object(top, "w", text)
        ran = run("symbols", top, SIMPUL_WORKER=str(so))
    good = ran.returncode == (1 if want else 0) and want in ran.stdout
    return "" if good else f"want '{want}', got: {ran.stdout or 'nothing'}"


BUILT = [
    (imports_tried, "a plugin that imports socket",
     "int hub_plugin; int socket(); static int (*p)() = socket;",
     "x.so imports socket"),
    (imports_tried, "a plugin that shows two symbols",
     "int hub_plugin; int other;", "not hub_plugin alone"),
    (imports_tried, "a good plugin",
     "int hub_a(int); int strcmp(); int (*hub_plugin[])() = {hub_a,strcmp};",
     ""),
    (symbols_tried, "a worker that opens a database",
     "int sqlite3_open(); int (*p)() = sqlite3_open;", "sqlite3_open"),
    (symbols_tried, "a worker that has an event loop",
     "int event_new(); int (*p)() = event_new;", "imports event_new"),
    (symbols_tried, "a good worker", "int read(); int (*p)() = read;", ""),
]


LONG = function(body="\ta();\n" * 20)
FUNCTIONS = {f"core/low_{n}.c": LONG for n in range(40)}
FEW_LONG = {f"core/low_{n}.c": function(body="\ta();\n" * (n + 10))
            for n in range(50)}
TYPICAL = [
    ("lengths", {f"core/low_{n}.c": "x\n" * 151 for n in range(32)},
     "the median file has 151 lines"),
    ("functions", FUNCTIONS, "the median function has 20 lines"),
    ("functions", FEW_LONG, "one function in ten has over"),
]


def rows():
    """(title, function that returns what went wrong)."""
    for check in sorted({row[0] for row in BAD}):
        yield f"{check} passes a good tree", \
            lambda c=check: tried(c, {}, None)
    for check, name, text, want in BAD:
        yield f"{check} finds: {want}", \
            lambda c=check, n=name, t=text, w=want: tried(c, {n: t}, w)
    for check, files, want in TYPICAL:
        yield f"{check} finds: {want}", \
            lambda c=check, f=files, w=want: tried(c, f, w)
    for how, title, text, want in BUILT:
        yield f"{how.__name__[:-6]} of {title}", \
            lambda h=how, t=text, w=want: h(t, w)


def main():
    every = list(rows())
    failed = 0
    print(f"1..{len(every)}")
    for number, (title, check) in enumerate(every, 1):
        wrong = check()
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {title}", flush=True)
        for line in wrong.splitlines():
            print(f"# {line}")
    sys.exit(1 if failed else 0)


main()
