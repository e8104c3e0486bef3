# SPDX-License-Identifier: Apache-2.0
"""Calendars in a hub that runs: without days off it says so, a reload takes
them in, and a wrong file leaves the old ones in force."""
import pytest

from hub import INSTITUTIONS, Hub

TOLD = "every due date is provisional"


@pytest.fixture(scope="module", name="hub")
def a_hub():
    with Hub(INSTITUTIONS) as hub:
        yield hub


def with_days(hub, section):
    """The configuration with that in place of its calendar."""
    hub.configure(hub.institutions)
    lines = hub.conf.read_text().splitlines()
    rest = [line for line in lines if not line.startswith("calendar ")]
    assert len(rest) == len(lines) - 1
    hub.conf.write_text("\n".join([section, *rest]) + "\n")
    return hub.ask("reload")


def times_told(hub):
    return hub.log.read_text().count(TOLD)


def test_a_hub_without_days_off_says_so_until_it_has_some(hub):
    before = times_told(hub)
    answer = with_days(hub, "")
    if times_told(hub) == before:
        pytest.skip("the days off are installed on this machine")
    assert answer["good"] and times_told(hub) == before + 1
    (hub.folder / "few.csv").write_text(
        "# version: 1\ndate,kind,name\n2026-01-01,national,Tahun Baru\n")
    assert with_days(hub, 'calendar "id" { file = "few.csv" }')["good"]
    assert times_told(hub) == before + 1


def test_a_wrong_file_of_days_leaves_the_old_ones(hub):
    (hub.folder / "wrong.csv").write_text(
        "# version: 2\ndate,kind,name\n2026-02-30,national,Tahun Baru\n")
    answer = with_days(hub, 'calendar "id" { file = "wrong.csv" }')
    assert not answer["good"]
    assert 'wrong.csv:3: the date is "2026-02-30", expected a real one' in \
        answer["error"]
