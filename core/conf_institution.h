/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_institution.h - one institution's section: who it is, how it is
 * reached, what it may see, and its plugin's own options.
 */
#ifndef CONF_INSTITUTION_H
#define CONF_INSTITUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seal_plan.h"
#include "trust.h"
#include "workday.h"

enum conf_acceptance {
	ACCEPTANCE_EXPLICIT,
	ACCEPTANCE_ON_FIRST_PROGRESS,
	ACCEPTANCE_ON_RECEIPT,
};

/* How a secret proves who sends, out (to them) or in (to us). */
enum conf_auth {
	AUTH_NONE,
	AUTH_BEARER,  /* Authorization: Bearer <secret> */
	AUTH_TOKEN,   /* Authorization: token <secret> */
	AUTH_BASIC,   /* user and secret */
	AUTH_HEADER,  /* a header of any name */
	AUTH_API_KEY, /* a secret slot that the plugin places */
	AUTH_OAUTH2,  /* client credentials */
	AUTH_TLS,     /* client certificate */
	AUTH_WEBHOOK, /* in: Standard Webhooks HMAC-SHA256 */
	AUTH_HMAC,    /* in: HMAC-SHA256 over the raw body in a header */
	AUTH_JWS,
	AUTH_WSS_X509,
	AUTH_SMIME,
};

struct conf_credential {
	enum conf_auth kind;
	const char *user, *header, *secret; /* secret: content of its file */
	const char *token_url, *scope;	    /* OAuth2 */
	const char *cert, *key, *trust;	    /* PEM: content of their files */
	const char *encrypt; /* the same: whom our letters are encrypted for */
	unsigned tolerance;  /* seconds a signature's time may be off */
	bool sha1;	     /* believed in signatures, too */
};

struct conf_mailbox;
struct hub_refusal;

struct conf_institution {
	const char *id, *name, *plugin; /* plugin "none": works by the API */
	const char *was;		/* renamed from */
	const char *successor, *valid_from, *valid_until;
	/* The same as instants of its zone, the second one behind its last
	 * day; 0: no limit. */
	int64_t from_ms, until_ms;
	const char *calendar, *timezone, *superior, *region;
	const char *second_contact; /* institution id, or "" */
	const char *const *weekend; /* words; none: the calendar's */
	struct workday_place place; /* its calendar, weekend and zone */
	const char *address;	    /* mail */
	const char *mailbox;
	const struct conf_mailbox *post; /* of that name, or NULL */
	bool retired, binding, idempotent;
	bool source;	   /* may hand cases in */
	bool holds;	   /* may be a case's holder */
	const char *relay; /* "", "manual": a person releases each delivery */
	enum conf_acceptance acceptance;
	const char *url;
	const char *tls_ca, *tls_cert, *tls_key;
	const char *tls_client; /* SHA-256 of the certificate they come with,
				 * hex in lower case */
	struct conf_credential out, in;
	const char *also_header, *also_secret; /* a second header of ours, or
						* "" */
	struct seal_plan seal; /* the same as the worker is told it */
	struct trust trust;    /* whose seals are believed */
	bool encrypts;	       /* letters to it are encrypted */
	unsigned concurrency, failures, rate; /* rate: requests a second in */
	int64_t timeout_ms, connect_ms, deadline_ms;
	int64_t poll_ms; /* 0: is not asked */
	size_t in_max, answer_max;
	const char *agreement_number, *agreement_until, *agreement_basis;
	bool agreement_deemed; /* silence is acceptance */
	const char *const *disclose;
	const char *const *requires;	/* of a case that goes there */
	const char *const *media_hosts; /* files are fetched from them */
	bool media_inside;		/* they may stand within this network */
	const char *contact_name, *contact_mail, *contact_phone;
	const char *plugin_file; /* absolute, "" for none */
	const char *plugin_version;
	bool has_probe, has_receive, has_poll, has_links;
	const struct hub_refusal *refusals; /* up to a NULL type, or NULL */
	/* Those given, in the order of the file; a file option's text is the
	 * content of the file. */
	const char *const *option_names, *const *option_texts;
	const char *settings_sha256; /* of plugin and options, hex */
	const char *map_sha256;	     /* of the file of its option "map", "" */
	uint64_t generation; /* of the conf that brought these settings: a
			      * worker of another generation is another */
	int64_t key;	     /* number in the database, 0 until known */
	const char *where;   /* "conf.d/ksp.conf:12" */
};

#endif
