# SPDX-License-Identifier: Apache-2.0
"""What the SP4N-LAPOR! of lapor.py holds and does."""
import email.parser
import email.policy
import json
import threading
import time

WIB = 7 * 3600
FILES_MAX, FILE_MAX, CONTENT_MAX = 5, 5 * 1024 * 1024, 1000
HUB = 77        # the hub's own institution there
INSTITUTIONS = {HUB: "Inspektorat Provinsi Bali",
                12: "Kementerian Pekerjaan Umum",
                31: "Pemerintah Kota Denpasar"}
NEW, GIVEN, WORK = ("Belum Terverifikasi", "Belum Ditindaklanjuti", "Proses")
COLORS = {"Selesai": "#28a745"}


class Wrong(Exception):
    """A call that is turned down."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def clock():
    """Now, as they write it: WIB, and no zone behind it."""
    return time.strftime("%d-%m-%Y %H:%M:%S", time.gmtime(time.time() + WIB))


def parts_of(headers, body):
    """A multipart body: fields by name, files as (field, name, bytes)."""
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    message = email.parser.BytesParser(
        policy=email.policy.HTTP).parsebytes(head + body)
    if not message.is_multipart():
        raise Wrong(422, "The form is no multipart.")
    fields, files = {}, []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if part.get_filename() is None:
            fields[name] = data.decode()
        else:
            files.append((name, part.get_filename(), data))
    return fields, files


def check_files(files, field):
    if len(files) > FILES_MAX:
        raise Wrong(422, "The attachments may not have more than 5 items.")
    for name, _, data in files:
        if name != field:
            raise Wrong(422, f"The {field} field is required.")
        if len(data) > FILE_MAX:
            raise Wrong(422, "The attachment may not be greater than 5120.")


def check_content(content):
    if not content or len(content) > CONTENT_MAX:
        raise Wrong(422, "The content must have 1 to 1000 characters.")


class Desk:
    def __init__(self):
        self.lock = threading.RLock()
        self.held, self.release = threading.Event(), threading.Event()
        self.files, self.complaints, self.seen = {}, {}, []
        self.style = {"old": False, "dot": False, "doubled": True}
        self.mode, self.numbers = {"times": 0}, 900

    def number(self):
        self.numbers += 1
        return self.numbers

    def fail(self, mode):
        self.mode = {"times": 1, **mode}
        self.held.clear()
        self.release.clear()

    def failure(self, line):
        """The failure that this request is to have, or None."""
        if self.mode["times"] <= 0 or \
                not line.startswith(self.mode.get("on", "")):
            return None
        self.mode["times"] -= 1
        return self.mode["fail"]

    def state(self):
        return {"complaints": list(self.complaints.values()),
                "files": self.files, "seen": self.seen}

    def get(self, number):
        if number not in self.complaints:
            raise Wrong(404, "Complaint not found.")
        return self.complaints[number]

    # ---- what clients ask ------------------------------------------------

    def upload(self, form):
        check_files(form[1], "attachments[]")
        docs = []
        for _, name, data in form[1]:
            number = self.number()
            self.files[number] = {"name": name, "size": len(data),
                                  "text": data[:4096].decode("latin-1")}
            docs.append({"id": number, "file_name": name})
        return {"results": {"docs": docs}}

    def listed(self, text):
        """A JSON array inside a string; some clients put a dot behind it."""
        if not isinstance(text, str):
            raise Wrong(422, "The attachments must be a string.")
        numbers = json.loads(text.rstrip(".") or "[]")
        if len(numbers) > FILES_MAX:
            raise Wrong(422, "The attachments may not have more than 5.")
        return [self.files[n] for n in numbers]

    def create(self, said):
        check_content(said.get("content"))
        complaint = {**said, "files": self.listed(said["attachments"]),
                     "disposition_id": said.get("disposition_id") or HUB}
        number = self.add(complaint, NEW)
        if self.style["old"]:
            return {"results": {"complaint": {"id": number}}}
        return {"complaint_id": number}

    def add(self, complaint, status):
        number = self.number()
        self.complaints[number] = {
            **complaint, "id": number, "status_name": status,
            "created_at": clock(), "updated_at": clock(),
            "data_logs": [], "followups": []}
        return number

    def reject(self, number, said, by=HUB):
        """Not theirs: it belongs to the institution that `reason` names."""
        complaint = self.get(number)
        target = int(said["reason"])
        if complaint["disposition_id"] != by:
            raise Wrong(422, "The complaint is not with you.")
        if target not in INSTITUTIONS or said.get("not_authority") != 1:
            raise Wrong(422, "The reason is invalid.")
        complaint["disposition_id"] = target
        complaint["data_logs"].append({
            "type": "reject", "reason": target, "not_authority": 1,
            "reason_description": said["reason_description"],
            "created_at": clock()})
        self.put(complaint, {
            "content": "{{institution_from}} meneruskan laporan ini kepada "
            "{{institution_to}}.", "by": by, "to": target, "data": {
                "not_authority": 1, "reason": target,
                "reason_description": said["reason_description"]}}, GIVEN)
        return {"results": {"id": number}}

    def named(self, number):
        return {"id": number, "name": INSTITUTIONS[number]}

    def put(self, complaint, said, status=None):
        """One more follow-up."""
        old, by, to = complaint["status_name"], said.get("by"), said.get("to")
        new = status or old
        number = self.number()
        followup = {
            "id": number, "content": said["content"],
            "institution_from_id": self.named(by) if by else None,
            "institution_from_name": INSTITUTIONS.get(by),
            "institution_to_id": self.named(to) if to else None,
            "status_old": {"name": old, "color": COLORS.get(old, "#999")},
            "status_new": {"name": new, "color": COLORS.get(new, "#999")},
            "template_code": said.get("template_code"),
            "data": json.dumps(said.get("data", {})),
            "attachments": said.get("attachments", []),
            "is_secret": said.get("is_secret", 0),
            "created_at": said.get("created_at") or clock()}
        complaint["status_name"] = new
        complaint["updated_at"] = clock()
        complaint["followups"].append(followup)
        return number

    def follow_up(self, form):
        fields, files = form
        check_content(fields.get("content"))
        check_files(files, "attachment[]")
        complaint = self.get(int(fields["complaint_id"]))
        number = self.put(complaint, {
            "content": fields["content"],
            "by": int(fields["institution_from_id"]),
            "is_secret": int(fields.get("is_secret") or 0),
            "template_code": fields.get("template_code") or None,
            "attachments": [
                {"path": f"followup/{name}", "file_name": name,
                 "extension": name.rsplit(".", 1)[-1], "size": len(data),
                 "text": data[:4096].decode("latin-1")}
                for _, name, data in files]})
        complaint["rating"] = fields.get("rating") or complaint.get("rating")
        return {"results": {"id": number}}

    def stored(self, path):
        """The file of a follow-up or complaint under that path."""
        for complaint in self.complaints.values():
            for told in (complaint, *complaint["followups"]):
                for file in told.get("attachments") or []:
                    if isinstance(file, dict) and file["path"] == path \
                            and "text" in file:
                        return file["text"].encode("latin-1") \
                            * file.get("times", 1)
        raise Wrong(404, "Not Found")

    def shown(self, complaint):
        hidden = ("data_logs", "followups", "files")
        disposition = INSTITUTIONS[complaint["disposition_id"]]
        return {**{k: v for k, v in complaint.items() if k not in hidden},
                "disposition_name": disposition}

    def read(self, number, what):
        complaint = self.get(number)
        if what == "complaint":
            return {"results": {"data": self.shown(complaint),
                                "data_logs": complaint["data_logs"]}}
        rows = []
        for followup in complaint["followups"]:
            rows.append(followup)
            if self.style["doubled"]:
                rows.append({**followup, "id": followup["id"] + 100000})
        if self.style["dot"]:
            rows = [{**r, "data": r["data"] + "."} for r in rows]
        return {"results": {"data": rows}}

    def list(self, query):
        found = list(self.complaints.values())
        if query.get("institution_id"):
            found = [c for c in found
                     if str(c["disposition_id"]) == query["institution_id"]]
        if query.get("search"):
            found = [c for c in found if query["search"] in c["content"]]
        if query.get("order") == "updated_at":
            found.sort(key=lambda c: (time.strptime(
                c["updated_at"], "%d-%m-%Y %H:%M:%S"), c["id"]), reverse=True)
        size = int(query.get("page_size", 10))
        start = (int(query.get("page", 1)) - 1) * size
        return {"results": {"data": [self.shown(c) for c in
                                     found[start:start + size]],
                            "total": len(found)}}

    def institution_list(self):
        return {"results": {"data": [self.named(n) for n in INSTITUTIONS]}}

    # ---- what people there do --------------------------------------------

    def dispose(self, said):
        """A complaint that somebody there hands on to the hub."""
        number = self.add({
            "title": "Laporan warga", "channel": "Website",
            "classification_id": 1, "category_name": "Lainnya",
            "is_anonymous": 0, "is_secret": 0, "is_priority": 0,
            "files": [], **said, "disposition_id": 31}, GIVEN)
        self.reject(number, {"is_request": 1, "reason": HUB,
                             "reason_description": "Kewenangan provinsi.",
                             "not_authority": 1}, 31)
        return number

    def said(self, said):
        """A follow-up of an institution, or, without `by`, the citizen's."""
        return self.put(self.get(said["complaint"]), said, said.get("status"))

    def work(self):
        """One more step with each complaint that somebody there has."""
        for complaint in self.complaints.values():
            by = complaint["disposition_id"]
            if by == HUB:
                continue
            if complaint["status_name"] == GIVEN:
                self.put(complaint, {"by": by, "content":
                                     "{{institution}}: {{status_new}}"}, WORK)
            elif complaint["status_name"] == WORK:
                self.put(complaint, {"by": by, "content": "Sudah kami tindak "
                                     "lanjuti di lapangan."}, "Selesai")
