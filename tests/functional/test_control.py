# SPDX-License-Identifier: Apache-2.0
"""The operator's socket itself: lines that are none, askers who leave, many
questions at once; the hub answers or hangs up, and goes on."""
import json
import socket

import pytest

from hub import Hub
from wires import DEADLINE, wait_for

ALL = ("status", "institutions", "case", "queue", "parked", "retry", "park",
       "probe", "reload", "token_list", "token_add", "token_revoke")


@pytest.fixture(scope="module")
def hub():
    with Hub() as started:
        yield started


def connect(hub):
    conn = socket.socket(socket.AF_UNIX)
    conn.settimeout(DEADLINE)
    conn.connect(str(hub.folder / "run/control"))
    return conn


@pytest.mark.parametrize("line, sentence", [
    (b"", "not a JSON object"), (b"hello", "not a JSON object"),
    (b"[]", "not a JSON object"), (b'"status"', "not a JSON object"),
    (b'{"command":"status","command":"x"}', "not a JSON object"),
    (b'{"command":"\xff"}', "not a JSON object"),
    (b"[" * 5000, "not a JSON object"),
    (b"{}", 'knows no command ""'), (b'{"command":7}', 'no command ""'),
    (b'{"command":"stat"}', 'no command "stat"'),
    (b'{"command":"%s%n"}', 'no command "%s%n"'),
    ('{"command":"x' + "é" * 40 + '"}', "knows no command"),
    (b'{"command":"' + b"x" * 9000 + b'"}', "knows no command"),
])
def test_what_is_no_command_is_told(hub, line, sentence):
    with connect(hub) as conn:
        conn.sendall((line if isinstance(line, bytes) else line.encode())
                     + b"\n")
        with conn.makefile("rb") as lines:
            answer = json.loads(lines.readline())
    assert answer["good"] is False and sentence in answer["error"]


def test_a_line_without_end_is_hung_up_on(hub):
    with connect(hub) as conn:
        with pytest.raises(ConnectionError):
            for _ in range(2000):
                conn.sendall(b" " * 4096)
    assert hub.ask("status")["good"]


@pytest.mark.parametrize("member", ["ref", "id", "institution", "role", "why",
                                    "limit", "days", "person", "label"])
@pytest.mark.parametrize("value", [None, 7, -1, 10 ** 18, True, [], {}, "",
                                   "x" * 5000, "\u0000", "\ud83d\ude00"])
def test_members_of_any_type_end_in_an_answer(hub, member, value):
    for command in ALL:
        assert "good" in hub.ask(command, **{member: value}), command


def test_many_questions_on_one_connection_are_all_answered(hub):
    with connect(hub) as conn:
        conn.sendall(b'{"command":"queue"}\n{"command":"status"}\n' * 200)
        with conn.makefile("rb") as lines:
            answers = [json.loads(lines.readline()) for _ in range(400)]
    assert all(a["good"] for a in answers)
    assert sum("version" in a for a in answers) == 200


def test_who_has_said_all_still_gets_the_answers(hub):
    for _ in range(50):
        with connect(hub) as conn:
            conn.sendall(b'{"command":"queue"}\n{"command":"status"}\n'
                         b'{"command":"institutions"}\n')
            conn.shutdown(socket.SHUT_WR)
            with conn.makefile("rb") as lines:
                assert [json.loads(line)["good"] for line in lines] == \
                    [True] * 3


def test_who_leaves_before_the_answer_harms_nobody(hub):
    for command in ALL * 10:
        with connect(hub) as conn:
            conn.sendall(json.dumps({
                "command": command, "ref": "x", "all": True,
                "role": "auditor", "institution": ""}).encode() + b"\n")
    assert hub.ask("status")["good"]


def reload_good(hub):
    return hub.ask("reload")["good"]


def test_two_reloads_at_once_do_not_meet(hub):
    wait_for("those of others to end", lambda: reload_good(hub))
    with connect(hub) as conn:
        conn.sendall(b'{"command":"reload"}\n' * 5)
        with conn.makefile("rb") as lines:
            answers = [json.loads(lines.readline()) for _ in range(5)]
    assert all(a["good"] or "under way" in a["error"] for a in answers)
    assert any(a["good"] for a in answers)
    wait_for("the last to end", lambda: reload_good(hub))


@pytest.mark.parametrize("command", ["status", "case", "queue", "parked",
                                     "retry", "reload", "token_list",
                                     "token_add"])
def test_a_stop_in_the_middle_of_questions_is_clean(command):
    """with Hub() asserts that the daemon ends well."""
    line = json.dumps({"command": command, "ref": "x", "all": True,
                       "role": "auditor", "institution": ""}).encode() + b"\n"
    with Hub() as hub, connect(hub) as conn:
        conn.sendall(line * 100)
        assert json.loads(conn.makefile("rb").readline())
