/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_institution.h"
#include "conf_row.h"

#define S struct conf_institution
#define TEXT(field) CONF_AT(const char *, S, field)
#define FLAG(field) CONF_AT(bool, S, field)
#define LIST(field) CONF_AT(const char *const *, S, field)
#define COUNT(field) CONF_AT(unsigned, S, field)
#define TIME(field) CONF_AT(int64_t, S, field)

/* In the order of enum conf_acceptance. */
static const char *const acceptance_words[] = { "explicit", "on_first_progress",
	"on_receipt", NULL };
/* In the order of enum conf_auth. */
static const char *const auth_words[] = { "none", "bearer", "token", "basic",
	"header", "api-key", "oauth2", "tls", "webhook", "hmac", "jws",
	"wss-x509", "smime", NULL };
static const char *const relay_words[] = { "manual", NULL };
/* The members of struct hub_complainant. */
static const char *const disclose_words[] = { "name", "contact", "phone",
	"email", "address", "national_id", "birth_place", "birth_date",
	"marital_status", "occupation", NULL };
/* What a case must have before it goes there; see requires.h. */
static const char *const requires_words[] = { "identity", "prior_complaint",
	"consent", "provider_failed", NULL };

/* clang-format off */
/* One block of credentials: auth for out, auth_in for in. */
#define CREDENTIAL(block, side) \
	{ block, "kind", CONF_WORD, CONF_AT(enum conf_auth, S, side.kind), \
	    .fallback = "none", .words = auth_words }, \
	{ block, "user", CONF_TEXT, TEXT(side.user) }, \
	{ block, "header", CONF_TEXT, TEXT(side.header) }, \
	{ block, "secret_file", CONF_SECRET, TEXT(side.secret) }, \
	{ block, "token_url", CONF_URL, TEXT(side.token_url) }, \
	{ block, "scope", CONF_TEXT, TEXT(side.scope) }, \
	{ block, "cert", CONF_CERTS, TEXT(side.cert) }, \
	{ block, "key", CONF_KEY, TEXT(side.key) }, \
	{ block, "trust", CONF_CERTS, TEXT(side.trust) }, \
	{ block, "tolerance", CONF_SECONDS, COUNT(side.tolerance), \
	    .fallback = "5m", .least = 1000, .most = 86400000 }
/* clang-format on */

const struct conf_row conf_institution_rows[] = {
	{ "", "name", CONF_TEXT, TEXT(name), .required = true },
	{ "", "plugin", CONF_ID, TEXT(plugin), .required = true },
	{ "", "was", CONF_ID, TEXT(was) },
	{ "", "successor", CONF_ID, TEXT(successor) },
	{ "", "valid_from", CONF_DATE, TEXT(valid_from) },
	{ "", "valid_until", CONF_DATE, TEXT(valid_until) },
	{ "", "calendar", CONF_ID, TEXT(calendar) },
	{ "", "timezone", CONF_ZONE, TEXT(timezone) },
	{ "", "weekend", CONF_LIST, CONF_CHOICE, LIST(weekend),
	    .words = calendar_weekday_words },
	{ "", "superior", CONF_ID, TEXT(superior) },
	{ "", "second_contact", CONF_ID, TEXT(second_contact) },
	{ "", "region", CONF_REGION, TEXT(region) },
	{ "", "address", CONF_MAIL, TEXT(address) },
	{ "", "mailbox", CONF_ID, TEXT(mailbox) },
	{ "", "retired", CONF_FLAG, FLAG(retired), .fallback = "false" },
	{ "", "binding", CONF_FLAG, FLAG(binding), .fallback = "false" },
	{ "", "idempotent", CONF_FLAG, FLAG(idempotent), .fallback = "false" },
	{ "", "source", CONF_FLAG, FLAG(source), .fallback = "false" },
	{ "", "holds", CONF_FLAG, FLAG(holds), .fallback = "true" },
	{ "", "relay", CONF_CHOICE, TEXT(relay), .words = relay_words },
	{ "", "acceptance", CONF_WORD,
	    CONF_AT(enum conf_acceptance, S, acceptance),
	    .fallback = "explicit", .words = acceptance_words },
	{ "", "url", CONF_URL, TEXT(url) },
	{ "", "poll", CONF_DURATION, TIME(poll_ms), .least = 1000,
	    .most = 86400000 },
	{ "tls", "ca", CONF_FILE, TEXT(tls_ca) },
	{ "tls", "cert", CONF_FILE, TEXT(tls_cert) },
	{ "tls", "key", CONF_PRIVATE, TEXT(tls_key) },
	{ "tls", "client_sha256", CONF_SHA256, TEXT(tls_client) },
	CREDENTIAL("auth", out),
	{ "auth", "encrypt", CONF_CERTS, TEXT(out.encrypt) },
	{ "auth_also", "header", CONF_TEXT, TEXT(also_header) },
	{ "auth_also", "secret_file", CONF_SECRET, TEXT(also_secret) },
	CREDENTIAL("auth_in", in),
	{ "auth_in", "sha1", CONF_FLAG, FLAG(in.sha1), .fallback = "false" },
	{ "limits", "concurrency", CONF_COUNT, COUNT(concurrency),
	    .fallback = "8", .least = 1, .most = 256 },
	{ "limits", "failures", CONF_COUNT, COUNT(failures), .fallback = "5",
	    .least = 1, .most = 1000 },
	{ "limits", "rate", CONF_COUNT, COUNT(rate), .fallback = "50",
	    .least = 1, .most = 100000 },
	{ "limits", "timeout", CONF_DURATION, TIME(timeout_ms),
	    .fallback = "30s", .least = 100, .most = 600000 },
	{ "limits", "connect", CONF_DURATION, TIME(connect_ms),
	    .fallback = "10s", .least = 100, .most = 60000 },
	{ "limits", "deadline", CONF_DURATION, TIME(deadline_ms),
	    .fallback = "5d", .least = 1000, .most = 2592000000 },
	{ "limits", "body", CONF_SIZE, CONF_AT(size_t, S, in_max),
	    .fallback = "1M", .least = 1 << 10, .most = 16 << 20 },
	{ "limits", "answer", CONF_SIZE, CONF_AT(size_t, S, answer_max),
	    .fallback = "1M", .least = 1 << 10, .most = 16 << 20 },
	{ "agreement", "number", CONF_TEXT, TEXT(agreement_number) },
	{ "agreement", "until", CONF_DATE, TEXT(agreement_until) },
	{ "agreement", "basis", CONF_TEXT, TEXT(agreement_basis) },
	{ "agreement", "deemed", CONF_FLAG, FLAG(agreement_deemed),
	    .fallback = "false" },
	{ "", "disclose", CONF_LIST, CONF_CHOICE, LIST(disclose),
	    .words = disclose_words },
	{ "", "requires", CONF_LIST, CONF_CHOICE, LIST(requires),
	    .words = requires_words },
	{ "", "media_hosts", CONF_LIST, CONF_HOST, LIST(media_hosts) },
	{ "", "media_inside", CONF_FLAG, FLAG(media_inside),
	    .fallback = "false" },
	{ "contact", "name", CONF_TEXT, TEXT(contact_name) },
	{ "contact", "mail", CONF_MAIL, TEXT(contact_mail) },
	{ "contact", "phone", CONF_TEXT, TEXT(contact_phone) },
	{ .name = NULL },
};
