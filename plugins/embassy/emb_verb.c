/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_verb.h"

#include <string.h>
#include <strings.h>

#include "emb_line.h"

#define CONFIRM "konfirmasi"

static const struct emb_verb_row rows[EMB_VERBS] = {
	[EMB_NO_VERB] = { "", "", "", HUB_EV_COMMENT, 0, "", "", "" },
	[EMB_TERIMA] = { "TERIMA", "terima", "TERIMA", HUB_EV_ACCEPTED, 0,
	    "instansi Anda menangani laporan ini", "", "TERIMA" },
	[EMB_TOLAK] = { "TOLAK", "tolak", "TOLAK n", HUB_EV_REFUSED, EMB_NUMBER,
	    "tidak menangani, sebelum menerima",
	    "    n = nomor alasan. Bila tahu instansi yang tepat, tulis "
	    "kodenya\n    pada baris kedua.\n",
	    "TOLAK 3\n"
	    "      KE: pemkab-badung\n"
	    "      Lokasi berada di luar wilayah kerja kami." },
	[EMB_KEMBALIKAN] = { "KEMBALIKAN", "kembalikan", "KEMBALIKAN n",
	    HUB_EV_RETURNED, EMB_NUMBER, "mengembalikan, sesudah menerima",
	    "    n = nomor alasan.\n",
	    "KEMBALIKAN 3\n      Pelapor berada di wilayah perwakilan lain." },
	[EMB_TANYA] = { "TANYA", "tanya", "TANYA", HUB_EV_NEEDS_INFO, EMB_TEXT,
	    "bertanya kepada pelapor", "", "TANYA\n      Mohon nomor paspor." },
	[EMB_LAPORAN] = { "LAPORAN", "laporan", "LAPORAN", HUB_EV_PROGRESS,
	    EMB_TEXT, "melaporkan tindak lanjut; dibaca pelapor", "",
	    "LAPORAN\n      Kami sudah menghubungi kepolisian setempat." },
	[EMB_JAWAB] = { "JAWAB", "jawab", "JAWAB", HUB_EV_ANSWERED, EMB_TEXT,
	    "jawaban akhir; dibaca pelapor", "    Lampiran ikut diteruskan.\n",
	    "JAWAB\n      Paspor pengganti telah diserahkan." },
	[EMB_BAGIAN] = { "BAGIAN", "bagian", "BAGIAN", HUB_EV_CONTRIBUTION,
	    EMB_TEXT, "bagian Anda dari jawaban bersama", "",
	    "BAGIAN\n      Bagian kami telah selesai." },
	[EMB_KETERANGAN] = { "KETERANGAN", "keterangan", "KETERANGAN",
	    HUB_EV_SUPPLEMENT, EMB_TEXT,
	    "menjawab pertanyaan yang diajukan kepada Anda", "",
	    "KETERANGAN\n      Surat kami terlampir." },
	[EMB_BATAL] = { "BATAL", "batal", "BATAL", HUB_EV_CORRECTION, 0,
	    "membatalkan perintah Anda yang terakhir",
	    "    Dalam satu hari "
	    "kerja, selama belum ada yang melanjutkannya.\n",
	    "BATAL" },
	[EMB_SETUJU] = { "SETUJU", "", "SETUJU", HUB_EV_CONFIRMED, EMB_CODE, "",
	    "", "" },
};

/* The row of a verb. */
const struct emb_verb_row *
emb_verb_row(enum emb_verb verb)
{
	return &rows[verb < EMB_VERBS ? verb : EMB_NO_VERB];
}

/* A line without blanks around it, and without the asterisks that mail
 * programs write for bold. */
static void
trim(struct emb_line *line)
{
	emb_line_trim(line);
	if (line->len > 2 && *line->at == '*' &&
	    line->at[line->len - 1] == '*') {
		line->at++;
		line->len -= 2;
		emb_line_trim(line);
	}
}

/* A number of one or two digits alone; a full stop may follow. */
unsigned
emb_verb_number(const char *line, size_t len)
{
	struct emb_line bare = { line, len };
	unsigned number = 0;

	trim(&bare);
	bare.len -= bare.len > 1 && bare.at[bare.len - 1] == '.';
	if (bare.len == 0 || bare.len > 2)
		return 0;
	for (size_t i = 0; i < bare.len; i++) {
		if (bare.at[i] < '0' || bare.at[i] > '9')
			return 0;
		number = number * 10 + (unsigned)(bare.at[i] - '0');
	}
	return number;
}

/* A code alone: letters and digits. */
static bool
read_code(struct emb_line bare, char code[EMB_CODE_SIZE])
{
	emb_line_trim(&bare);
	if (bare.len == 0 || bare.len >= EMB_CODE_SIZE)
		return false;
	for (size_t i = 0; i < bare.len; i++) {
		char c = bare.at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
			return false;
		code[i] = c;
	}
	code[bare.len] = '\0';
	return true;
}

/* What stands behind a verb, which must be all that it takes. */
static bool
read_rest(const struct emb_verb_row *row, const struct emb_line *rest,
    struct emb_said *said)
{
	struct emb_line bare = *rest;

	emb_line_trim(&bare);
	if (bare.len > 0 && bare.at == rest->at)
		return false; /* nothing between them */
	if (row->needs & EMB_CODE)
		return read_code(bare, said->code);
	if (bare.len == 0)
		return true;
	said->number = emb_verb_number(bare.at, bare.len);
	return (row->needs & EMB_NUMBER) && said->number != 0;
}

/* A verb alone, with what belongs to it. */
struct emb_said
emb_verb_read(const char *line, size_t len)
{
	struct emb_said none = { EMB_NO_VERB, 0, "" };
	struct emb_line bare = { line, len };

	trim(&bare);
	for (unsigned i = EMB_NO_VERB + 1; i < EMB_VERBS; i++) {
		struct emb_said said = { (enum emb_verb)i, 0, "" };
		size_t size = strlen(rows[i].word);
		struct emb_line rest = { bare.at + size, bare.len - size };

		if (bare.len >= size &&
		    memcmp(bare.at, rows[i].word, size) == 0 &&
		    read_rest(&rows[i], &rest, &said))
			return said;
	}
	return none;
}

/* The verb of that name in an address. */
enum emb_verb
emb_verb_named(const char *name, size_t len)
{
	for (unsigned i = EMB_NO_VERB + 1; i < EMB_VERBS; i++) {
		if (len > 0 && strlen(rows[i].own) == len &&
		    strncasecmp(name, rows[i].own, len) == 0)
			return (enum emb_verb)i;
	}
	return EMB_NO_VERB;
}

/* Wherever the plain address stands with something behind its token. */
enum emb_verb
emb_verb_address(const char *field, const char *reply_to, bool *ret_confirm)
{
	const char *host = strchr(reply_to, '@');
	size_t local = host == NULL ? 0 : (size_t)(host - reply_to);
	enum emb_verb verb = EMB_NO_VERB;

	for (; local > 0 && *field != '\0' && verb == EMB_NO_VERB; field++) {
		const char *name = field + local + 1;
		size_t len;

		if (strncasecmp(field, reply_to, local) != 0 ||
		    field[local] != '-')
			continue;
		len = strcspn(name, "@ ,;<>\"");
		if (strncasecmp(name + len, host, strlen(host)) != 0)
			continue;
		verb = emb_verb_named(name, len);
		*ret_confirm = *ret_confirm ||
		    (len == strlen(CONFIRM) &&
			strncasecmp(name, CONFIRM, len) == 0);
	}
	return verb;
}
