# SPDX-License-Identifier: Apache-2.0
"""What the peer keeps of a case, and what it decides: by what the complaint
says, and by the seed where the complaint leaves it open.  The same case and
seed always give the same decisions."""
import hashlib
import threading

# Whose business a category is, and why it is not KSP's own.
NOT_OURS = {
    "electricity": "state_enterprise", "fuel": "state_enterprise",
    "telecom": "state_enterprise", "bank": "outside_authority",
    "campus": "campus", "consular": "abroad", "migrant_workers": "abroad",
    "maladministration": "supervisory_content", "court": "outside_authority",
}
REASON_ID = {
    "state_enterprise": "Layanan ini diselenggarakan badan usaha milik "
                        "negara; mohon diteruskan ke sana.",
    "campus": "Ini urusan perguruan tinggi yang bersangkutan.",
    "abroad": "Pelapor berada di luar negeri; perwakilan RI setempat yang "
              "berwenang.",
    "supervisory_content": "Laporan ini memerlukan pemeriksaan; Ombudsman "
                           "yang berwenang.",
    "outside_authority": "Bukan kewenangan Kantor Staf Presiden.",
    "duplicate": "Laporan yang sama sudah kami tangani.",
}
SHORT = 40      # characters: too little to act upon
OFFICERS = ("Ratna", "Bagus", "Wayan", "Siti", "Yohanes")


class Case:
    """A handoff that was taken, and the plan of what is said about it."""

    def __init__(self, number, data, files):
        self.reference = f"KSP-2026-{number:06d}"
        self.handoff = data["handoff"]
        self.data = data
        self.files = files
        self.state = "taken"
        self.heard = []         # ids of events that came for it
        self.told = []          # the events themselves, in order
        self.words = []         # what was said about it, in order
        self.plan = []          # words still to be said, with their members
        self.saying = False     # somebody is at the plan
        self.lock = threading.Lock()

    def summary(self):
        return {"handoff": self.handoff, "reference": self.reference,
                "state": self.state, "said": self.words,
                "heard": self.heard, "told": self.told,
                "files": self.files, "kind": self.data.get("kind", ""),
                "note": self.data.get("note", ""),
                "reason": self.data.get("reason", ""),
                "tracking_id": self.data.get("tracking_id", ""),
                "complainant": self.data.get("complainant", {})}


def chance(seed, data, salt=""):
    """A number in [0, 1) that only seed and case decide."""
    key = f"{seed}/{data.get('tracking_id', data['handoff'])}/{salt}"
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def refusal(data, targets):
    """Why the case is not taken, and whose it is: {} when it is taken."""
    category = data.get("category", "")
    reason = NOT_OURS.get(category, "")
    if data.get("priority_program_id"):
        return {}
    if data.get("classification") == "supervisory":
        reason = "supervisory_content"
    if not reason or data.get("hop", 1) > 2:
        return {}
    members = {"reason": reason, "text": REASON_ID[reason]}
    if category in targets:
        members["target"] = targets[category]
    return members


def work(seed, data):
    """What is said about a case that was accepted."""
    subject = data.get("subject") or "laporan Anda"
    steps = [("progress", {"text": f"Laporan \"{subject}\" kami koordinasikan "
                                   "dengan unit terkait."})]
    drawn = chance(seed, data, "work")
    if drawn < 0.08:
        return [("returned", {"reason": "duplicate",
                              "text": REASON_ID["duplicate"]})]
    if drawn < 0.80:
        steps.append(("answered", {
            "text": f"Terima kasih. Mengenai \"{subject}\": sudah kami tindak "
                    "lanjuti bersama instansi terkait dan akan kami pantau "
                    "sampai selesai."}))
    return steps


def plan(seed, data, targets):
    """All that is said about a case, in order: [(word, members)]."""
    officer = OFFICERS[int(chance(seed, data, "officer") * len(OFFICERS))]
    said_no = refusal(data, targets)
    kind = data.get("kind", "transfer")
    if kind == "copy":
        steps = [("opened", {})]
    elif kind == "escalate":
        steps = [("accepted", {}), ("comment", {
            "audience": "parties", "text": "Kami pantau penanganannya."})]
    elif said_no:
        steps = [("refused", said_no)]
    elif kind == "joint":
        steps = [("accepted", {}), ("contribution", {
            "text": "Bagian kami sudah selesai."})]
    elif len(data.get("narrative", "")) < SHORT:
        steps = [("accepted", {}), ("needs_info", {
            "asked": "complainant",
            "text": "Mohon lengkapi: kapan dan di mana kejadiannya?"})]
    else:
        steps = [("opened", {})] if chance(seed, data, "open") < 0.2 else []
        steps += [("accepted", {})] + work(seed, data)
    return [(word, {"officer": officer, **members}) for word, members in steps]


def at_once(seed, data):
    """Whether the answer to the handoff itself already says accepted."""
    return bool(data.get("priority_program_id")) or \
        chance(seed, data, "once") < 0.1


def reaction(seed, case, word, data):
    """What an update of the hub leads to: words to say next, or None when
    the case is over."""
    if word == "decision" and data.get("binding") and \
            data.get("target") == data.get("receiver") and \
            case.state not in ("progress", "answered"):
        return work(seed, case.data)
    if word == "needs_info" and data.get("asked") == "holder":
        return [("progress", {"text": "Menjawab pertanyaan: sedang kami "
                                      "periksa di lapangan."})]
    if word in ("withdrawn", "cancelled", "gone"):
        return None
    if word == "supplement":
        return work(seed, case.data)
    if word == "reminder" and case.state not in ("answered", "refused"):
        return [("progress", {"text": "Masih kami kerjakan; maaf menunggu."})]
    if word == "objection":
        return [("progress", {"text": "Keberatan Anda kami periksa."}),
                ("answered", {"text": "Setelah diperiksa ulang, tindak "
                                      "lanjut kami tambah."})]
    return []
