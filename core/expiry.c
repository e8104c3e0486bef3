/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "expiry.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "civil.h"
#include "digest.h"
#include "hub_time.h"
#include "limits.h"

#define DAY 86400

/* The certificates of one text. */
struct bundle {
	X509 *certs[SEAL_CERTS_MAX]; /* owned */
	int64_t until[SEAL_CERTS_MAX];
	size_t count;
};

/* When a certificate ends; false: nobody can tell.  OpenSSL's own comparison
 * reads the machine's time zone from a file. */
static bool
end_of(const X509 *x509, int64_t *ret)
{
	const ASN1_TIME *time = X509_get0_notAfter(x509);
	struct tm tm;

	if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	*ret = civil_days(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * DAY +
	    tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
	return true;
}

/* Reads the first ones, as many as there may be. */
static void
read_bundle(struct bundle *bundle, const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)strlen(pem));
	X509 *x509;

	bundle->count = 0;
	while (bio != NULL && bundle->count < SEAL_CERTS_MAX &&
	    (x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		if (end_of(x509, &bundle->until[bundle->count]))
			bundle->certs[bundle->count++] = x509;
		else
			X509_free(x509);
	}
	ERR_clear_error();
	BIO_free(bio);
}

/* Whether another one of the same name lasts longer. */
static bool
is_replaced(const struct bundle *bundle, size_t at)
{
	const X509_NAME *name = X509_get_subject_name(bundle->certs[at]);

	for (size_t i = 0; i < bundle->count; i++)
		if (bundle->until[i] > bundle->until[at] &&
		    X509_NAME_cmp(name,
			X509_get_subject_name(bundle->certs[i])) == 0)
			return true;
	return false;
}

/* Room for one more; false: no memory, which the arena knows. */
static bool
make_room(struct expiries *list, struct arena *arena)
{
	size_t room = list->room == 0 ? 16 : list->room * 2;
	struct expiry *rows;

	if (list->count < list->room)
		return true;
	rows = arena_take(arena, room * sizeof(*rows));
	if (rows == NULL)
		return false;
	if (list->count > 0)
		memcpy(rows, list->rows, list->count * sizeof(*rows));
	list->rows = rows;
	list->room = room;
	return true;
}

/* Adds one. */
static void
add(struct expiries *list, struct arena *arena, const struct expiry *like,
    const struct bundle *bundle, size_t at)
{
	uint8_t sha256[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];
	unsigned len = DIGEST_SIZE;
	struct expiry *row;

	if (X509_digest(bundle->certs[at], EVP_sha256(), sha256, &len) != 1 ||
	    !make_room(list, arena))
		return;
	digest_hex(sha256, hex);
	row = &list->rows[list->count++];
	*row = *like;
	row->until = bundle->until[at];
	(void)snprintf(row->print, sizeof(row->print), "%.16s", hex);
}

void
expiry_read(struct expiries *list, struct arena *arena,
    const struct expiry *like, const char *pem, bool first_only)
{
	struct bundle bundle;

	read_bundle(&bundle, pem);
	for (size_t i = 0; i < bundle.count; i++)
		if (first_only ? i == 0 : !is_replaced(&bundle, i))
			add(list, arena, like, &bundle, i);
	for (size_t i = 0; i < bundle.count; i++)
		X509_free(bundle.certs[i]);
}

enum expiry_stage
expiry_stage(const struct expiry *expiry, int64_t now)
{
	if (now > expiry->until)
		return EXPIRY_OVER;
	if (expiry->until - now <= EXPIRY_WEEK_DAYS * DAY)
		return EXPIRY_WEEK;
	return expiry->until - now <= EXPIRY_MONTH_DAYS * DAY ? EXPIRY_MONTH
							      : EXPIRY_FAR;
}

int64_t
expiry_days(const struct expiry *expiry, int64_t now)
{
	int64_t left = expiry->until - now;

	return left >= 0 ? left / DAY : -1 - (-1 - left) / DAY;
}

/* What follows when it is over. */
static const char *
over(const struct expiry *expiry)
{
	if (expiry->ours)
		return "what needs it no longer leaves, or is not taken";
	if (strcmp(expiry->setting, "auth.encrypt") == 0)
		return "nothing is encrypted for it, and nothing leaves until "
		       "another is in its place";
	return "what is signed with it is no longer taken";
}

void
expiry_say(const struct expiry *expiry, int64_t now, struct hub_buf *out)
{
	char until[HUB_TIME_SIZE];
	int64_t days = expiry_days(expiry, now);

	hub_time_text(expiry->until, until);
	hub_buf_fmt(out, "%s%s%s (%s, SHA-256 %s...) ",
	    expiry->institution[0] != '\0' ? expiry->institution : "the hub",
	    ": certificate of ", expiry->setting,
	    expiry->ours ? "ours" : "theirs", expiry->print);
	if (expiry_stage(expiry, now) == EXPIRY_OVER)
		hub_buf_fmt(out, "has expired at %s: %s", until, over(expiry));
	else
		hub_buf_fmt(out, "expires in %lld %s, at %s", (long long)days,
		    days == 1 ? "day" : "days", until);
}
