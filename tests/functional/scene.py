# SPDX-License-Identifier: Apache-2.0
"""Reads a scenario: a file of lines that say who does what, and below each,
indented, what must be then.  tests/scenarios/README.md tells the words.

Times are weeks and days of the story: it begins on a Monday far enough ahead
that no calendar has days off there, so that its dates can be counted."""
import re
import shlex
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8))     # WITA, where the stories are set
AHEAD = 4       # years; calendars are known for less
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday")
MEMBER = re.compile(r"([a-z_]\w*(?:\.\w+)*)([=~])(.*)", re.S)


@dataclass
class Line:
    """One line: words, then members name=value and name~part."""
    number: int
    text: str
    words: list = field(default_factory=list)
    equal: dict = field(default_factory=dict)
    part: dict = field(default_factory=dict)
    expects: list = field(default_factory=list)

    @property
    def first(self):
        return self.words[0]

    def fits(self, found):
        """Whether a document has the members that the line names."""
        return all(shown(found, name) == value
                   for name, value in self.equal.items()) and \
            all(value in shown(found, name)
                for name, value in self.part.items())


def shown(found, name):
    """A member by its dotted name as the file writes it; "" when absent."""
    for step in name.split("."):
        found = found.get(step, "") if isinstance(found, dict) else ""
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)


def read_line(number, text):
    """A line's words and members."""
    line = Line(number, text.strip())
    for word in shlex.split(text, comments=True):
        member = MEMBER.fullmatch(word)
        if member is None:
            line.words.append(word)
        elif member[2] == "=":
            line.equal[member[1]] = member[3]
        else:
            line.part[member[1]] = member[3]
    return line


def whole_lines(text):
    """Lines by their numbers; one that ends with \\ goes on in the next."""
    rest = enumerate(text.splitlines(), 1)
    for number, line in rest:
        while line.endswith("\\"):
            line = line[:-1].rstrip() + " " + next(rest)[1].strip()
        yield number, line


def read_scene(text):
    """Its lines, each with those that are indented below it."""
    lines = []
    for number, raw in whole_lines(text):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        line = read_line(number, raw)
        if raw[0].isspace():
            assert lines, f"line {number}: nothing to expect this of"
            lines[-1].expects.append(line)
        else:
            lines.append(line)
    return lines


def first_monday(now):
    """Where week 1 begins."""
    begin = datetime(now.astimezone(ZONE).year + AHEAD, 9, 1, tzinfo=ZONE)
    return begin + timedelta(days=-begin.weekday() % 7)


def moment(begin, words):
    """The instant of "week 2 friday 09:00", without an hour its first."""
    assert words[0] == "week", f"expected week N DAY HH:MM, found {words}"
    clock = words[3] if len(words) > 3 and ":" in words[3] else "00:00"
    hour, minute = clock.split(":")
    return begin + timedelta(weeks=int(words[1]) - 1,
                             days=DAYS.index(words[2]), hours=int(hour),
                             minutes=int(minute))
