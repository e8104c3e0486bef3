/* SPDX-License-Identifier: Apache-2.0 */
/* The README of an export. */
#include "config.h"

#include "logbook_export.h"

static const char text[] =
    "Catatan audit / Audit log: %s\n"
    "%llu catatan / entries, akar / root %s\n"
    "\n"
    "Folder ini lengkap: tidak perlu hub, basis data, atau jaringan.\n"
    "This folder is all there is to it: no hub, database, network is needed.\n"
    "\n"
    "  checkpoint            what the log signed: its name, size and root\n"
    "  tile/                 the tree and its entries (C2SP tlog-tiles)\n"
    "  history/              earlier checkpoints, which must still hold\n"
    "  schema/event.v1.json  what an entry may say, and nothing else\n"
    "  policy                whose signatures count (C2SP tlog-policy)\n"
    "\n"
    "The policy came with the folder.  Compare its key with what the\n"
    "installation has told you otherwise, or write your own:\n"
    "\n"
    "  simpulctl audit fsck DIR --policy MINE   everything, made again\n"
    "  simpulctl audit fsck DIR --old LETTER    and a checkpoint that you\n"
    "                                           were sent: nothing was\n"
    "                                           rewritten since\n"
    "  simpulctl audit complete DIR             nothing is left out, and\n"
    "                                           nothing impossible told\n"
    "  simpulctl audit reconcile DIR THEIRS     what another hub's log, or an\n"
    "                                           institution's list (--csv),\n"
    "                                           says differently\n"
    "  simpulctl audit custody DIR              who held which case, when\n"
    "  simpulctl audit timeline --case REF DIR  how a case went on its way\n"
    "  simpulctl audit search --kind TYPE DIR   entries, newest first\n"
    "  simpulctl audit prove --index N DIR      a proof for somebody else\n"
    "  simpulctl audit consistency OLD DIR      the log only grew\n"
    "\n"
    "See simpulctl-audit(1).  Exit status: 0 good, 1 bad, 2 could not run.\n"
    "\n"
    "The formats are public, so that programs of others can judge as well:\n"
    "c2sp.org/tlog-tiles, signed-note, tlog-checkpoint, tlog-proof,\n"
    "tlog-policy, and RFC 6962.  An entry's hash is SHA-256 of a zero byte\n"
    "and the entry; entry 0 stands behind the two bytes of its length in\n"
    "tile/entries/000:\n"
    "\n"
    "  f=tile/entries/000; [ -e $f ] || f=$(ls -d tile/entries/000.p/*)\n"
    "  n=$(od -An -N2 -tu1 $f | awk '{print $1*256+$2}')\n"
    "  (printf '\\0'; tail -c +3 $f | head -c $n) | openssl dgst -sha256\n"
    "\n"
    "and is the first hash of tile/0/000 (or tile/0/000.p/*):\n"
    "\n"
    "  head -c 32 tile/0/000* | od -An -tx1\n";

void
logbook_export_readme(struct hub_buf *out, const char *origin,
    const struct tlog_head *head)
{
	char root[TLOG_HASH_TEXT_SIZE];

	tlog_hash_text(&head->root, root);
	hub_buf_fmt(out, text, origin, (unsigned long long)head->size, root);
}
