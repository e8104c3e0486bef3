# SPDX-License-Identifier: Apache-2.0
"""A diagnosis says which layer of an institution's link does not work."""
import pytest

from peers import Peer, answers, free_port, header, order, says, server_side
from wires import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certs"))


def layers(**named):
    return order("GET", "/", "--probe", **named)[0]


def test_a_diagnosis_of_a_healthy_institution(authority):
    cert, key = authority.issue("healthy")
    with Peer(answers(200), server_side(cert, key)) as peer:
        seen = layers(url=peer.url, ca=authority.cert,
                      authorization="Bearer x")
    assert [v.split()[0] for v in seen.values()] == ["good"] * 5
    assert list(seen) == ["name", "connect", "TLS", "authentication",
                          "protocol"]
    assert seen["name"] in ("good 127.0.0.1", "good ::1")
    assert f"port {peer.port}" in seen["connect"]
    assert "until" in seen["TLS"] and "GMT" in seen["TLS"]
    assert header(peer.seen[0][0], "Authorization") == ["Bearer x"]


def test_a_diagnosis_shows_the_dates_of_an_expired_certificate(authority):
    cert, key = authority.issue("expired", expired=True)
    with Peer(answers(200), server_side(cert, key)) as peer:
        seen = layers(url=peer.url, ca=authority.cert)
    assert seen["connect"].startswith("good")
    assert seen["TLS"].startswith("bad") and "2020" in seen["TLS"]
    assert seen["authentication"] == "bad not reached"
    assert peer.seen == []


DIAGNOSES = [
    ("refused credentials", answers(401), "authentication"),
    ("an error", answers(500), "protocol"),
    ("no HTTP", says(b"220 mail\r\n"), "protocol"),
]


@pytest.mark.parametrize("script,bad", [d[1:] for d in DIAGNOSES],
                         ids=[d[0] for d in DIAGNOSES])
def test_a_diagnosis_names_the_layer(script, bad):
    with Peer(script) as peer:
        seen = layers(url=peer.url)
    assert seen[bad].startswith("bad"), seen
    assert seen["TLS"] == "good none"


def test_a_diagnosis_of_nobody():
    seen = layers(url=f"http://127.0.0.1:{free_port()}")
    assert seen["connect"].startswith("bad")
    assert seen["protocol"] == "bad not reached"
    seen = layers(url="http://no-such-host.invalid")
    assert seen["name"].startswith("bad")
    assert seen["connect"] == "bad not reached"
