# SPDX-License-Identifier: Apache-2.0
"""simpulctl check, options and settings: what they print, and how they end;
and the papers that say the same: samples and simpul.conf(5)."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SIMPUL_BUILD", TOP / "build")).resolve()
WORKER = BUILD / "simpul-worker"
PLUGINS = BUILD / "plugins" / "ksp" / ".libs"
BASE = """hub {{ name = "uji" key_file = "kek"
 plugin_dir = "{plugins}" worker = "{worker}" }}
coordinator {{ institution = "inspektorat" }}
institution "inspektorat" {{ name = "Inspektorat" plugin = "none" }}
""".format(plugins=PLUGINS, worker=WORKER)
DAYS_OFF = f'calendar "id" {{ file = "{TOP}/conf.d/calendars/id.csv" }}\n'


def ctl(*arguments, cwd=None):
    """One run of the command: (exit status, output, errors)."""
    ran = subprocess.run([BUILD / "simpulctl", *map(str, arguments)], cwd=cwd,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, timeout=60, check=False)
    return ran.returncode, ran.stdout, ran.stderr


def private(path, text="rahasia\n"):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o600)


def key_pair(folder):
    """A certificate and its key, as texts."""
    cert, key = folder / "any.pem", folder / "any.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=any", "-keyout", key, "-out", cert], check=True,
        stderr=subprocess.DEVNULL)
    return cert.read_text(), key.read_text()


@pytest.fixture(name="folder")
def a_folder(tmp_path):
    private(tmp_path / "kek", "0" * 64 + "\n")
    (tmp_path / "simpul.conf").write_text(BASE)
    return tmp_path


def test_a_good_configuration(folder):
    (folder / "simpul.conf").write_text(BASE + DAYS_OFF)
    assert ctl("check", "simpul.conf", cwd=folder) == (
        0, "simpul.conf: good: 1 institution, 0 routes, 14 deadlines, "
        "1 calendar, 0 jurisdictions, 0 mailboxes\n", "")


@pytest.mark.skipif(Path("/usr/local/share/simpul/calendars").exists(),
                    reason="the days off are installed")
def test_a_calendar_without_days_is_good_but_told(folder):
    status, out, err = ctl("check", "simpul.conf", cwd=folder)
    assert (status, err) == (0, "")
    assert out.startswith(
        'warning: calendar "id" knows weekends and no other day off, and '
        "every due date is provisional: ")
    assert "write calendar \"id\" { file = ... }\n" in out
    told = json.loads(ctl("check", "--json", folder / "simpul.conf")[1])
    warning, = told["warnings"]
    assert told["good"] and "provisional" in warning["found"]
    assert warning["expected"] == 'write calendar "id" { file = ... }'


def test_a_wrong_day_is_told_with_its_line(folder):
    (folder / "id.csv").write_text(
        "# version: 1\ndate,kind,name\n17/06/2026,national,Galungan\n")
    (folder / "simpul.conf").write_text(
        BASE + 'calendar "id" { file = "id.csv" }\n')
    status, out, err = ctl("check", "simpul.conf", cwd=folder)
    assert (status, err) == (1, "")
    assert out.splitlines()[0] == (
        f'{folder.resolve()}/id.csv:3: the date is "17/06/2026", expected a '
        "real one, year first, such as 2026-12-31")


def test_every_mistake_is_told(folder):
    (folder / "conf.d").mkdir()
    (folder / "conf.d/ksp.conf").write_text(
        'institution "ksp" {\n name = "KSP"\n plugin = "kps"\n'
        ' url = "http://ksp.example"\n}\n')
    status, out, err = ctl("check", folder / "simpul.conf")
    where = folder / "conf.d" / "ksp.conf"
    assert (status, err) == (1, "")
    assert out.splitlines() == [
        f'{where}:3: plugin is "kps", but {PLUGINS}/kps.so cannot be read: '
        'No such file or directory; did you mean "ksp"?',
        f'{where}:4: url is "http://ksp.example", which leaves this machine '
        'without TLS; write https://',
        f"{folder}/simpul.conf: 2 mistakes"]


def test_a_plugin_is_described_by_a_worker(folder):
    (folder / "conf.d").mkdir()
    (folder / "conf.d/ksp.conf").write_text(
        'institution "ksp" {\n name = "KSP" plugin = "ksp"\n'
        ' options { tipes = "id.go.ksp" }\n}\n')
    status, out, _ = ctl("--config", folder / "simpul.conf", "check")
    assert status == 1
    assert 'conf.d/ksp.conf:3: plugin ksp has no option "tipes"; did you ' \
        'mean "types"?' in out


def test_json_holds_the_same(folder):
    status, out, _ = ctl("check", "--json", folder / "simpul.conf")
    told = json.loads(out)
    assert status == 0 and told["good"] and told["mistakes"] == []
    assert told["institutions"] == 1 and len(told["rules_sha256"]) == 64
    (folder / "simpul.conf").write_text(BASE + "hub {")
    status, out, _ = ctl("check", "--json", folder / "simpul.conf")
    told = json.loads(out)
    assert status == 1 and not told["good"]
    assert told["mistakes"] == [
        {"file": f"{folder}/simpul.conf", "line": 5,
         "found": "the section that begins here is not closed with }"}]


def test_json_tells_what_was_found_apart_from_what_was_expected(folder):
    (folder / "conf.d").mkdir()
    where = str(folder / "conf.d/ksp.conf")
    Path(where).write_text(
        'institution "ksp" {\n name = "KSP"\n plugin = none\n'
        ' url = "http://a; b.example"\n acceptance = "no; maybe"\n}\n'
        'rout "x" { to = ksp }\n')
    told = json.loads(ctl("check", "--json", folder / "simpul.conf")[1])
    assert not told["good"] and told["warnings"] == []
    found = {m["line"]: m for m in told["mistakes"]}
    assert {m["file"] for m in told["mistakes"]} == {where}
    assert found[5]["found"] == 'acceptance is "no; maybe"'
    assert found[5]["expected"].startswith("one of explicit")
    assert found[7]["found"] == '"rout"'
    assert found[7]["expected"].startswith("hub, institution, ")


def test_a_route_behind_one_that_fits_the_same_is_told(folder):
    (folder / "conf.d").mkdir()
    where = folder / "conf.d/50-routes.conf"
    where.write_text(
        'institution "pdam" { name = "PDAM" plugin = "none" }\n'
        'route "bali" { region = { "51" } to = "pdam" }\n'
        'route "denpasar" { region = { "51.71" } to = "inspektorat" }\n'
        'route "ntb" { region = { "52" } to = "inspektorat" }\n')
    (folder / "simpul.conf").write_text(BASE + DAYS_OFF)
    status, out, err = ctl("check", folder / "simpul.conf")
    assert (status, err) == (0, "")
    assert out.splitlines()[:-1] == [
        f'warning: {where}:3: route "denpasar" comes too late: route "bali" '
        f'at {where}:2 fits all that it fits; put it before that one, or '
        "keep it for what pdam refuses or may not have"]
    told = json.loads(ctl("check", "--json", folder / "simpul.conf")[1])
    warning, = told["warnings"]
    assert (warning["file"], warning["line"]) == (str(where), 3)
    assert warning["expected"].startswith("put it before that one")


def test_what_is_hardly_meant_of_an_embassy_is_told(folder):
    private(folder / "password")
    (folder / "conf.d").mkdir()
    where = folder / "conf.d/45-embassy.conf"
    embassy = ('institution "{0}" {{ name = "{0}" plugin = "none" mailbox = '
               '"surat" address = "konsul@kbri.example"{1} }}\n')
    where.write_text(
        'mailbox "surat" { address = "laporan@hub.example" imap = "imaps://a" '
        'smtp = "smtps://a" user = "u" password_file = "../password" }\n'
        + embassy.format("kbri-a", "")
        + embassy.format("kbri-b", ' agreement { number = "1" basis = "1" } '
                         'disclose = { "name" }'))
    (folder / "simpul.conf").write_text(BASE + DAYS_OFF)
    status, out, err = ctl("check", folder / "simpul.conf")
    assert (status, err) == (0, "")
    same, shown = out.splitlines()[:-1]
    assert same.startswith(f'warning: {where}:3: institution "kbri-b": address')
    assert 'is that of "kbri-a", too;' in same
    assert "letters to it are not encrypted" in shown


@pytest.mark.parametrize("arguments,status,said", [
    ([], 2, "Usage: simpulctl"),
    (["--help"], 0, "Usage: simpulctl"),
    (["check", "--help"], 0, "check [FILE]"),
    (["chek"], 2, "unknown command chek"),
    (["--verbose"], 2, "unknown option --verbose"),
    (["check", "--verbose"], 2, "unknown option --verbose"),
    (["check", "a", "b"], 2, "check [FILE]"),
    (["check", "--config"], 2, "--config needs a FILE"),
    (["check", "/nowhere/simpul.conf"], 2, "/nowhere/simpul.conf cannot be "
     "read: No such file or directory"),
    (["--version"], 0, "simpulctl 0."),
    (["options"], 2, "PLUGIN"),
    (["settings", "hubs"], 2, "there is no section hubs"),
])
def test_how_it_ends(arguments, status, said):
    ended, out, err = ctl(*arguments)
    assert ended == status
    assert said in (out if status == 0 else err)
    assert (err if status == 0 else out) == ""


def test_options_of_a_plugin():
    flags = ["--plugin-dir", PLUGINS, "--worker", WORKER]
    status, out, _ = ctl("options", "ksp", *flags)
    assert status == 0
    assert out.startswith("ksp ") and "\n  types " in out
    status, out, _ = ctl("options", PLUGINS / "ksp.so", "--json", *flags)
    told = json.loads(out)
    assert status == 0 and told["name"] == "ksp"
    assert "types" in [row["name"] for row in told["options"]]
    status, out, err = ctl("options", "kps", *flags)
    assert (status, out) == (2, "") and "kps.so" in err
    status, out, err = ctl("options", "none", *flags)
    assert (status, out) == (2, "") and "works by the API" in err


def test_samples_are_good(tmp_path):
    """The installed samples, with the files that they ask for."""
    samples = TOP / "conf.d"
    (tmp_path / "conf.d").mkdir()
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    for plugin in BUILD.glob("plugins/*/.libs/*.so"):
        (plugins / plugin.name).symlink_to(plugin)
    maps = tmp_path / "maps"
    shutil.copytree(TOP / "plugins" / "bumn" / "maps", maps)
    for folder, name in (("redmine", "pln"), ("sp4n-lapor", "settings")):
        shutil.copy(maps / folder / "settings.json.example",
                    maps / folder / f"{name}.json")
    shutil.copytree(samples / "maps", tmp_path / "conf.d" / "maps")
    secrets = set()
    for sample in samples.glob("*.example"):
        secrets |= set(re.findall(r'"(?:\.\./)?((?:secrets|tls)/[^"]+)"',
                                  sample.read_text()))
        folder = "" if sample.name == "simpul.conf.example" else "conf.d"
        text = sample.read_text().replace("hub {", "hub {\n"
            f' plugin_dir = "{plugins}" worker = "{WORKER}"', 1)
        (tmp_path / folder / sample.stem).write_text(text)
    cert, key = key_pair(tmp_path)
    for name in secrets:
        private(tmp_path / name, {".pem": cert, ".key": key}.get(
            Path(name).suffix, "rahasia\n"))
    status, out, err = ctl("check", tmp_path / "simpul.conf")
    assert (status, err) == (0, ""), out


def in_the_manual():
    """Settings of simpul.conf(5): {(section, block.name): text}."""
    found, section, waiting = {}, "", []
    for line in (TOP / "docs/simpul.conf.5").read_text().splitlines():
        heading = re.match(r"\.Ss (\w+) ", line)
        item = re.match(r"\.It Cm (\S+) No = Ar ", line)
        if heading:
            section = heading.group(1)
        if item:
            if waiting and found[waiting[-1]]:
                waiting = []
            waiting.append((section, item.group(1)))
            found[waiting[-1]] = ""
        elif line.startswith((".El", ".Sh", ".Ss")):
            waiting = []
        else:
            for key in waiting:
                found[key] += line + "\n"
    return found


def test_the_manual_lists_every_setting():
    _, out, _ = ctl("settings", "--json")
    rows = {(row["section"], ".".join(filter(None, [row.get("block"),
                                                    row["name"]]))): row
            for row in json.loads(out)}
    manual = in_the_manual()
    assert sorted(manual) == sorted(rows)
    for key, row in rows.items():
        text = manual[key]
        built_in = row["value"] == "a path"
        said = re.search(r"^Default: (\S+)\.$", text, re.M)
        assert (said.group(1) if said else None) == \
            (None if built_in else row.get("default")), key
        assert ("\nRequired." in "\n" + text) == row["required"], key
        assert (r"\(dg" in text) == row["restart"], key
        if key[1] in ("auth.kind", "auth_in.kind"):     # each way has its own
            text = manual[key[0], "auth.kind"] + \
                manual[key[0], "auth_in.kind"]
        for word in row.get("words", []):
            assert re.search(rf"\b{word}\b", text), (key, word)
