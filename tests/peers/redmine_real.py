#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Debian's Redmine (redmine, redmine-sqlite, puma) in a folder of its own: its
database, files and log stand there and nothing of the machine's Redmine is
touched.  Becomes puma, which says "Listening on http://127.0.0.1:PORT" on its
standard output and ends at SIGTERM; settings.json for the map is there then."""
import argparse
import json
import os
import secrets
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REDMINE = Path("/usr/share/redmine")
INSTANCES = REDMINE / "instances"       # a tenant is a path from here
# Redmine's own list of gems names a database only where it may read its
# settings.
GEMS = f"""\
eval_gemfile "{REDMINE}/Gemfile"
gem "sqlite3", "~> 1.4.0" unless dependencies.any? {{ |d| d.name == "sqlite3" }}
"""
DATABASE = """\
production:
  adapter: sqlite3
  database: {folder}/redmine.db
  encoding: utf8
  timeout: 10000
"""


def lacking():
    """What is not installed, "" when nothing."""
    if not (REDMINE / "config/environment.rb").exists():
        return "redmine"
    return "" if shutil.which("puma") else "puma"


def prepare(folder, keys):
    """What Redmine wants to find in its folder."""
    for name in ("config", "tmp", "log", "files", "public"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "Gemfile").write_text(GEMS)
    (folder / "config/database.yml").write_text(
        DATABASE.format(folder=folder))
    (folder / "config/secret_key.txt").write_text(secrets.token_hex(64))
    (folder / "keys.json").touch(mode=0o600)
    (folder / "keys.json").write_text(json.dumps(keys))


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--folder", required=True, type=Path)
    args.add_argument("--port", type=int, default=0)
    args.add_argument("--key", required=True, help="the hub's")
    args.add_argument("--agent-key", required=True)
    args = args.parse_args()
    if lacking():
        sys.exit(f"redmine_real.py: {lacking()} is not installed")
    folder = args.folder.resolve()
    prepare(folder, {"hub": args.key, "agent": args.agent_key})
    up = "../" * len(INSTANCES.parts)
    os.execvpe("puma", [
        "puma", "-t", "1:4", "--tag", str(folder), "-b",
        f"tcp://127.0.0.1:{args.port}",
        str(HERE / "redmine.ru")], {
            **os.environ, "BUNDLE_GEMFILE": str(folder / "Gemfile"),
            "RAILS_ENV": "production", "TZ": "Asia/Jakarta",
            "REDMINE_INSTANCE": up + str(folder).lstrip("/")})


if __name__ == "__main__":
    main()
