/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "complaint.h"

#include <stdio.h>
#include <string.h>

enum { DIGITS = 9 };

#define NO_NUMBER "000000000"

static const char head_form[] = "POST %s HTTP/1.1\r\n"
				"Host: %s:%u\r\n"
				"%s%s%s"
				"Content-Type: application/json\r\n"
				"Idempotency-Key: bench-" NO_NUMBER "\r\n"
				"Content-Length: %zu\r\n"
				"\r\n";

static const char body_form[] =
    "{\"source\":\"%s\",\"tracking_id\":\"B-" NO_NUMBER "\","
    "\"channel\":\"api\",\"classification\":\"complaint\","
    "\"category\":\"electricity\",\"region\":\"51.71\","
    "\"subject\":\"Listrik padam berulang di Banjar Kertasari\","
    "\"narrative\":\""
    "Sejak tiga minggu terakhir listrik di banjar kami padam hampir setiap "
    "malam, biasanya mulai pukul tujuh sampai lewat tengah malam, tanpa "
    "pemberitahuan apa pun. Saya sudah menelepon layanan pelanggan empat "
    "kali dan setiap kali mendapat nomor laporan baru, tetapi tidak pernah "
    "ada petugas yang datang. Dua minggu lalu seorang petugas lewat, "
    "melihat gardu dari atas motor, lalu pergi tanpa berkata apa-apa.\\n\\n"
    "Di gang ini ada dua puluh enam rumah, satu warung makan, satu usaha "
    "laundry dan seorang lansia yang memakai alat bantu oksigen. Pemilik "
    "laundry sudah mengganti satu mesin yang rusak karena tegangan naik "
    "turun; warung membuang bahan makanan di kulkas setiap kali padam lebih "
    "dari empat jam. Anak-anak belajar memakai lilin padahal minggu depan "
    "sudah ujian. Pengurus banjar pernah bersurat ke kantor unit layanan, "
    "tanda terimanya ada pada kami, tetapi sampai hari ini belum dibalas.\\n"
    "\\nKami mohon gardu di ujung gang diperiksa, kabel yang menjuntai di "
    "depan balai banjar ditertibkan sebelum ada yang celaka, dan jadwal "
    "pemadaman diumumkan lebih dulu supaya warga bisa bersiap. Kalau memang "
    "gardunya kelebihan beban, tolong disampaikan apa adanya dan kapan akan "
    "ditambah. Terima kasih atas perhatiannya.\","
    "\"location\":\"Banjar Kertasari, Denpasar Utara\","
    "\"occurred_at\":\"2026-03-02T19:10:00+08:00\","
    "\"complainant\":{\"name\":\"Ni Wayan Contoh\","
    "\"phone\":\"0800000001\",\"email\":\"wayan@example.org\","
    "\"address\":\"Gang Contoh 7, Denpasar\"}}";

/* Where the digits stand in what was written; 0 if nowhere. */
static size_t
digits_at(const struct complaint *c, const char *before)
{
	const char *found = strstr(c->bytes, before);

	return found ? (size_t)(found - c->bytes) + strlen(before) : 0;
}

/* Writes the request for complaint 0; -1 if plan and token are too long. */
int
complaint_init(struct complaint *c, const struct load_plan *plan,
    const char *token)
{
	char body[COMPLAINT_MAX];
	int body_len, head_len;

	body_len = snprintf(body, sizeof body, body_form, plan->source);
	if (body_len < 0 || (size_t)body_len >= sizeof body)
		return -1;
	head_len = snprintf(c->bytes, sizeof c->bytes, head_form, plan->path,
	    plan->host, (unsigned)plan->port,
	    *token ? "Authorization: Bearer " : "", token, *token ? "\r\n" : "",
	    (size_t)body_len);
	if (head_len < 0 ||
	    (size_t)head_len + (size_t)body_len >= sizeof c->bytes)
		return -1;
	memcpy(c->bytes + head_len, body, (size_t)body_len + 1);
	c->len = (size_t)head_len + (size_t)body_len;
	c->key_at = digits_at(c, "Idempotency-Key: bench-");
	c->tracking_at = digits_at(c, "\"tracking_id\":\"B-");
	return 0;
}

/* Writes the n-th request into a place of COMPLAINT_MAX bytes. */
void
complaint_write(const struct complaint *c, long n, char *ret_bytes)
{
	char digits[32];

	snprintf(digits, sizeof digits, "%09ld", n);
	memcpy(ret_bytes, c->bytes, c->len);
	memcpy(ret_bytes + c->key_at, digits, DIGITS);
	memcpy(ret_bytes + c->tracking_at, digits, DIGITS);
}
