/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "university.h"

#include <string.h>

#include "uni_request.h"
#include "uni_service.h"
#include "uni_word.h"

#define TEXT(field, ...) HUB_STRING(struct university_conf, field, __VA_ARGS__)

#define CODE_CHARS \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

static const struct hub_option options[] = {
	TEXT(format, .fallback = "json",
	    .help = "What the hub asks them in: json or xml."),
	TEXT(jurisdiction,
	    .help = "Their jurisdiction_id, where they need one."),
	TEXT(api_key,
	    .help = "Name of the query parameter that the secret of auth goes "
		    "in, the header of auth { kind = \"api-key\" }."),
	HUB_FILE(struct university_conf, services,
	    .help = "Table of services, a line each: CODE | CATEGORY | NAME | "
		    "DESCRIPTION | GROUP."),
	TEXT(service,
	    .help = "service_code of categories that the table does not have; "
		    "a clerk sees to them unless given."),
	TEXT(reference, .fallback = "simpul",
	    .help = "Code of the attribute that holds the hub's id of the "
		    "handoff; nothing is asked after where it is empty."),
	TEXT(attributes,
	    .help = "More attributes, CODE=MEMBER with spaces between."),
	TEXT(default_address,
	    .help = "address_string of a case that names no place."),
	TEXT(statuses,
	    .help = "Statuses of theirs, STATUS=EVENT with spaces between; "
		    "EVENT is a word of the hub's or none."),
	TEXT(updates, .fallback = "/servicerequestupdates",
	    .help = "Path of the service-request-updates extension; empty "
		    "where they do not have it."),
	TEXT(media, .fallback = "links",
	    .help = "How files go: links in media_url, as the standard says, "
		    "where the hub may give one, or parts of a multipart "
		    "form."),
	TEXT(contact, .help = "Who answers for the hub's own endpoint."),
	TEXT(endpoint, .help = "Public URL of the hub's own endpoint."),
	HUB_COUNT(struct university_conf, token_wait, .fallback = "60",
	    .help = "Seconds between questions after a token."),
	HUB_COUNT(struct university_conf, lookback, .fallback = "3600",
	    .help = "Seconds by which a poll goes back behind the last one."),
	HUB_COUNT(struct university_conf, catalogue, .fallback = "86400",
	    .help = "Seconds between looks at their services, which are only "
		    "compared; 0: none."),
	HUB_BOOL(struct university_conf, extended, .fallback = "true",
	    .help = "They know more statuses than open and closed."),
	HUB_BOOL(struct university_conf, key_in_form, .fallback = "false",
	    .help = "The key of a POST goes as a field of the form, as the "
		    "standard has it, not in the query."),
	HUB_BOOL(struct university_conf, files, .fallback = "true",
	    .help = "They take files as parts of a multipart form, where no "
		    "link goes."),
	HUB_OPTIONS_END,
};

/* Errors of the standard, for what never comes here. */
static const struct hub_refusal refusals[] = {
	{ ".json", "", 0, "application/json",
	    "[{\"code\":\"{status}\",\"description\":\"{detail}\"}]" },
	{ "", "", 0, "text/xml; charset=utf-8",
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<errors><error><code>{status}</code>"
	    "<description>{detail}</description></error></errors>" },
	HUB_REFUSALS_END,
};

/* Whether a text can be an attribute's code. */
static bool
is_code(const char *text)
{
	size_t len = strlen(text);

	return len <= 64 && strspn(text, CODE_CHARS) == len;
}

/* Whether a text can be a path below the institution's URL. */
static bool
is_path(const char *text)
{
	size_t len = strlen(text);

	return text[0] == '/' && len > 1 && text[len - 1] != '/' &&
	    strspn(text, CODE_CHARS "./~") == len && strstr(text, "..") == NULL;
}

/* Whether every attribute names a member that there is. */
static enum hub_status
check_attributes(const char *list, struct hub_error *err)
{
	char code[UNI_LINE], member[UNI_LINE];

	while (uni_word_pair(&list, code, member, sizeof(code))) {
		if (!is_code(code) || !uni_request_member(member))
			return hub_fail(err, HUB_MISCONFIGURED,
			    "attributes: '%s=%s' does not read, expected "
			    "CODE=MEMBER, MEMBER one of case, tracking_id, "
			    "source, sender, subject, category, region, note, "
			    "reported_body",
			    code, member);
	}
	if (*list != '\0')
		return hub_fail(err, HUB_MISCONFIGURED,
		    "attributes: expected CODE=MEMBER with spaces between");
	return HUB_OK;
}

/* Do the settings make sense? */
static enum hub_status
university_check(const void *conf, struct hub_error *err)
{
	const struct university_conf *c = conf;
	char wrong[UNI_LINE] = "";
	enum hub_status status;

	if (strcmp(c->format, "json") != 0 && strcmp(c->format, "xml") != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "format is '%s', expected json or xml", c->format);
	if (strcmp(c->media, "links") != 0 && strcmp(c->media, "parts") != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "media is '%s', expected links or parts", c->media);
	if (!is_code(c->reference))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "reference is '%s', expected letters, digits, - and _",
		    c->reference);
	if (!is_code(c->api_key))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "api_key is no name of a parameter, expected letters, "
		    "digits, - and _; the key itself stands in a secret_file");
	if (c->updates[0] != '\0' && !is_path(c->updates))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "updates is '%s', expected a path such as "
		    "/servicerequestupdates",
		    c->updates);
	if (!uni_word_check(c->statuses, wrong, sizeof(wrong)))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "statuses: '%s' does not read, expected STATUS=EVENT with "
		    "spaces between, as in selesai=answered",
		    wrong);
	status = check_attributes(c->attributes, err);
	return status == HUB_OK ? uni_service_check(c->services, err) : status;
}

/* All it can do; links where files go so. */
static unsigned
university_offers(const void *conf)
{
	const struct university_conf *c = conf;

	return HUB_OFFER_PROBE | HUB_OFFER_RECEIVE | HUB_OFFER_POLL |
	    (strcmp(c->media, "links") == 0 ? HUB_OFFER_LINKS : 0u);
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "university",
	.version = "1",
	.summary = "Open311 GeoReport v2 in JSON or XML, both ways",
	.options = options,
	.conf_size = sizeof(struct university_conf),
	.check = university_check,
	.compose = uni_compose,
	.probe = uni_probe,
	.conclude = uni_conclude,
	.receive = uni_receive,
	.poll = uni_poll,
	.offers = university_offers,
	.refusals = refusals,
};
