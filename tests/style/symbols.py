#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""simpul-worker imports nothing of the floors that it must not have."""
import os
import re
import subprocess
import sys

import tree

FORBIDDEN = re.compile(
    r"(sqlite3_|curl_|event_|evbuffer_|evhttp_|bufferevent_|evconnlistener_|"
    r"cfg_|SSL_)")


def main():
    top = tree.root()
    worker = tree.Path(os.environ.get("SIMPUL_WORKER",
                                      tree.build() / "simpul-worker"))
    if not worker.exists():
        declared = "\nsimpul_worker_SOURCES" in \
            (top / "core/core.am").read_text()
        print("simpul-worker is not built" if declared
              else "there is no simpul-worker yet")
        sys.exit(1 if declared else 77)
    names = subprocess.run(["nm", "-D", "--undefined-only", str(worker)],
                           check=True, stdout=subprocess.PIPE, text=True)
    tree.done([f"simpul-worker imports {n.split()[-1]}"
               for n in names.stdout.splitlines()
               if FORBIDDEN.match(n.split()[-1])])


main()
