# SPDX-License-Identifier: Apache-2.0
"""What a running simpuld and its workers use, read from /proc."""
import threading
from pathlib import Path

TICKS = 100             # of /proc's CPU times in a second


def children(pid):
    """The process ids of a process's living children."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += (task / "children").read_text().split()
        except OSError:
            continue
    return [int(p) for p in found]


def pss(pid):
    """A process's proportional share of memory, in bytes; 0 if it ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def thread_seconds(pid):
    """CPU seconds of each thread so far, by its name."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            name = (task / "comm").read_text().strip()
            spent = int((task / "schedstat").read_text().split()[0]) / 1e9
        except OSError:
            continue
        found[name] = found.get(name, 0) + spent
    return found


def _times(pid):
    """utime, stime, cutime, cstime of a process, in seconds."""
    text = Path(f"/proc/{pid}/stat").read_text()
    words = text[text.rindex(")") + 2:].split()
    return [int(w) / TICKS for w in words[11:15]]


def worker_seconds(pid):
    """CPU seconds of all workers of this simpuld, ended ones too."""
    spent = sum(_times(pid)[2:])
    for child in children(pid):
        try:
            spent += sum(thread_seconds(child).values())
        except OSError:
            continue
    return spent


def cpu(pid):
    """CPU seconds so far: each thread of simpuld by name, all of simpuld as
    "process" (threads that ended, too), all its workers as "worker"."""
    return {**thread_seconds(pid), "process": sum(_times(pid)[:2]),
            "worker": worker_seconds(pid)}


class Peak:
    """with Peak(pid) as peak: ...; the most memory seen meanwhile."""

    def __init__(self, pid, every=1.0):
        self.pid, self.every = pid, every
        self.hub = self.worker = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self):
        while not self._end.wait(self.every):
            self.look()

    def look(self):
        """Take one sample."""
        self.hub = max(self.hub, pss(self.pid))
        self.worker = max([self.worker, *map(pss, children(self.pid))])

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *unused):
        self._end.set()
        self._thread.join()
        self.look()
