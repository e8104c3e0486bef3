/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_word.h"

#include <ctype.h>
#include <string.h>

#include "uni_doc.h"

/* By status.  Several may mean one kind; the first of a kind is the one that
 * the hub says. */
static const struct {
	const char *status;
	enum hub_event_kind kind;
} words[] = {
	{ "open", HUB_EV_NONE },
	{ "new", HUB_EV_NONE },
	{ "submitted", HUB_EV_NONE },
	{ "received", HUB_EV_OPENED },
	{ "acknowledged", HUB_EV_OPENED },
	{ "confirmed", HUB_EV_OPENED },
	{ "for_triage", HUB_EV_OPENED },
	{ "accepted", HUB_EV_ACCEPTED },
	{ "assigned", HUB_EV_ACCEPTED },
	{ "in_progress", HUB_EV_PROGRESS },
	{ "in_process", HUB_EV_PROGRESS },
	{ "investigating", HUB_EV_PROGRESS },
	{ "action_scheduled", HUB_EV_PROGRESS },
	{ "planned", HUB_EV_PROGRESS },
	{ "needs_info", HUB_EV_NEEDS_INFO },
	{ "answered", HUB_EV_ANSWERED },
	{ "closed", HUB_EV_ANSWERED },
	{ "fixed", HUB_EV_ANSWERED },
	{ "resolved", HUB_EV_ANSWERED },
	{ "completed", HUB_EV_ANSWERED },
	{ "no_further_action", HUB_EV_ANSWERED },
	{ "not_our_responsibility", HUB_EV_REFUSED },
	{ "not_councils_responsibility", HUB_EV_REFUSED },
	{ "rejected", HUB_EV_REFUSED },
	{ "returned", HUB_EV_RETURNED },
	{ "contribution", HUB_EV_CONTRIBUTION },
	{ "comment", HUB_EV_COMMENT },
	{ "supplement", HUB_EV_SUPPLEMENT },
	{ "reminder", HUB_EV_REMINDER },
	{ "objection", HUB_EV_OBJECTION },
	{ "rating", HUB_EV_RATING },
	{ "withdrawn", HUB_EV_WITHDRAWN },
	{ "decision", HUB_EV_DECISION },
	{ "correction", HUB_EV_CORRECTION },
	{ "cancelled", HUB_EV_CANCELLED },
	{ "gone", HUB_EV_GONE },
};

#define WORDS (sizeof(words) / sizeof(*words))

/* What is said where nobody wrote anything, to whom it is addressed. */
static const char *const sentences[HUB_EV_COUNT] = {
	[HUB_EV_ACCEPTED] = "Laporan diterima untuk ditangani.",
	[HUB_EV_OPENED] = "Laporan telah dibaca.",
	[HUB_EV_REMINDER] = "Mohon segera ditindaklanjuti.",
	[HUB_EV_RATING] = "Pelapor telah memberi penilaian.",
	[HUB_EV_WITHDRAWN] = "Pelapor mencabut laporannya.",
	[HUB_EV_CANCELLED] = "Penerusan ini dibatalkan.",
	[HUB_EV_GONE] = "Laporan tidak lagi kami tangani.",
	[HUB_EV_OBJECTION] = "Pelapor berkeberatan.",
};

/* After which nothing is left to do. */
static bool
is_last(enum hub_event_kind kind)
{
	return kind == HUB_EV_ANSWERED || kind == HUB_EV_WITHDRAWN ||
	    kind == HUB_EV_CANCELLED || kind == HUB_EV_GONE ||
	    kind == HUB_EV_RATING;
}

/* Whether two statuses are the same, however they are spelt. */
static bool
is_same(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++) {
		int c = *a == '-' || *a == ' ' ? '_' : *a;

		if (tolower((unsigned char)c) != tolower((unsigned char)*b))
			return false;
	}
	return *a == *b;
}

bool
uni_word_pair(const char **list, char *name, char *value, size_t size)
{
	const char *at = *list + strspn(*list, " \t\r\n,");
	size_t len = strcspn(at, " \t\r\n,");
	const char *mark = memchr(at, '=', len);
	size_t name_len = mark == NULL ? 0 : (size_t)(mark - at);
	size_t value_len = mark == NULL ? 0 : len - name_len - 1;

	*list = at;
	if (name_len == 0 || value_len == 0 || name_len >= size ||
	    value_len >= size)
		return false;
	memcpy(name, at, name_len);
	name[name_len] = '\0';
	memcpy(value, mark + 1, value_len);
	value[value_len] = '\0';
	*list = at + len;
	return true;
}

bool
uni_word_check(const char *statuses, char *ret_wrong, size_t size)
{
	char name[UNI_LINE], value[UNI_LINE];
	enum hub_event_kind kind;

	while (uni_word_pair(&statuses, name, value, sizeof(name))) {
		if (strcmp(value, "none") != 0 &&
		    (!hub_event_kind_parse(value, &kind) ||
			uni_word_of(NULL, kind)[0] == '\0')) {
			(void)uni_line(value, ret_wrong, size);
			return false;
		}
	}
	(void)uni_line(statuses, ret_wrong, size);
	return *statuses == '\0';
}

/* Looks among the section's own. */
static bool
read_own(const char *statuses, const char *status, enum hub_event_kind *ret)
{
	char name[UNI_LINE], value[UNI_LINE];

	while (uni_word_pair(&statuses, name, value, sizeof(name))) {
		if (!is_same(status, name))
			continue;
		*ret = HUB_EV_NONE;
		return strcmp(value, "none") == 0 ||
		    hub_event_kind_parse(value, ret);
	}
	return false;
}

bool
uni_word_read(const struct university_conf *conf, const char *status,
    enum hub_event_kind *ret_kind)
{
	if (read_own(conf->statuses, status, ret_kind))
		return true;
	for (size_t i = 0; i < WORDS; i++) {
		if (is_same(status, words[i].status)) {
			*ret_kind = words[i].kind;
			return true;
		}
	}
	return false;
}

const char *
uni_word_of(const struct university_conf *conf, enum hub_event_kind kind)
{
	for (size_t i = 0; i < WORDS; i++) {
		if (words[i].kind != kind || kind == HUB_EV_NONE)
			continue;
		if (conf == NULL || conf->extended)
			return words[i].status;
		return is_last(kind) ? "closed" : "open";
	}
	return "";
}

const char *
uni_word_sentence(enum hub_event_kind kind)
{
	return sentences[kind] == NULL ? "" : sentences[kind];
}
