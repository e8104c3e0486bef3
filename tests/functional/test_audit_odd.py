# SPDX-License-Identifier: Apache-2.0
"""Exports and checks where folders, names and sizes are odd."""
import os

import treelog
from test_audit_fsck import Made
from treelog import Key, Ran


def test_the_hubs_own_log_is_checked_after_a_restore_too(tmp_path):
    """Its key signs under the name of each epoch."""
    made = Made(tmp_path)
    second = Key(made.key.pem, made.key.name + "/2")
    log = tmp_path / "data/log"
    treelog.write(log, treelog.read(log), second)
    (log / "policy").unlink()
    config = tmp_path / "conf"
    config.write_text(f"""hub {{
  name = "uji"
  data_dir = "{tmp_path}/data"
  listen = "127.0.0.1:1"
  audit {{
    origin = "{made.key.name}"
    key = "{made.key.pem}"
    last = "{tmp_path}/last"
  }}
}}
""")
    done = Ran("fsck", config=config)
    assert (done.status, done.json["origin"]) == (0, second.name), done.said
    out = tmp_path / "second"
    assert Ran("export", out, config=config).status == 0
    assert Ran("fsck", out).status == 0


def test_an_export_writes_over_nothing_of_others(tmp_path):
    made = Made(tmp_path)
    home = tmp_path / "home"
    (home / "new").mkdir(parents=True)
    for path in ("new/laporan.txt", "README", "checkpoints.txt"):
        (home / path).write_text("mine")
    words = ["export", "--log", made.files, home]
    done = Ran(*words)
    assert done.status == 2 and "other things" in done.said
    (home / "checkpoints.txt").unlink()
    (home / "README").unlink()
    assert Ran(*words).status == 0
    assert (home / "new/laporan.txt").read_text() == "mine"


def test_a_checkpoint_that_claims_endless_entries_is_no_endless_check(tmp_path):
    made = Made(tmp_path)
    made.path("checkpoint").write_bytes(made.key.sign(
        f"{made.key.name}\n{2 ** 62}\n{'A' * 43}=\n".encode()))
    done = made.fsck()
    assert done.status == 1 and "root" in done.kinds
    assert "in a row are missing" in done.text


def test_names_that_are_no_text_are_told_all_the_same(tmp_path):
    made = Made(tmp_path)
    name = os.fsencode(made.path("tile")) + b"/\xff\x1b[31m"
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    done = made.fsck()
    assert done.status == 1 and done.kinds == ["stranger"], done.said


def test_a_folder_says_nothing_to_a_terminal(tmp_path):
    """Whoever made it has chosen its policy, and so the log's name."""
    key = Key(tmp_path / "key.pem", "jahat.example/\x9b31mlog")
    treelog.write(tmp_path / "log", [], key)
    done = Ran("fsck", tmp_path / "log")
    assert done.status == 2 and "control character" in done.said
