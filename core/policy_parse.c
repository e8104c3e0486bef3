/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a policy, line by line. */
#include "config.h"

#include "policy.h"

#include <stdarg.h>

#include "utf8.h"

#define NO_QUORUM (-1)
#define NONE "none"
#define SENTENCE_MAX 200

/* A file on its way to be a policy. */
struct reading {
	struct policy *policy;
	unsigned line;
	bool has_quorum;
	struct hub_error *err;
};

/* Says what is wrong with the present line. */
static enum hub_status __attribute__((format(printf, 2, 3)))
fail(struct reading *r, const char *fmt, ...)
{
	char sentence[SENTENCE_MAX];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	return hub_fail(r->err, HUB_MALFORMED, "line %u: %s", r->line,
	    sentence);
}

/* Takes the next word off a line; false: there is none. */
static bool
take_word(struct note_span *line, struct note_span *ret)
{
	while (line->len > 0 && (*line->at == ' ' || *line->at == '\t')) {
		line->at++;
		line->len--;
	}
	ret->at = line->at;
	ret->len = 0;
	while (ret->len < line->len && ret->at[ret->len] != ' ' &&
	    ret->at[ret->len] != '\t')
		ret->len++;
	line->at += ret->len;
	line->len -= ret->len;
	return ret->len > 0;
}

/* The witness or group of that name; -1: there is none. */
static int
find_voter(const struct policy *policy, struct note_span name)
{
	for (size_t i = 0; i < policy->voter_count; i++)
		if (note_span_is(name, policy->voters[i].name))
			return (int)i;
	return -1;
}

/* Reads VKEY [URL] to the end of the line. */
static enum hub_status
read_party(struct reading *r, struct note_span line, uint8_t type,
    struct policy_party *ret)
{
	struct hub_error why = { "" };
	struct note_span word;
	enum hub_status status;

	if (!take_word(&line, &word))
		return fail(r, "found no key, expected NAME+ID+BASE64");
	status = note_key_parse(word, &ret->key, &why);
	if (status != HUB_OK)
		return fail(r, "%s", why.text);
	if (ret->key.type != type)
		return fail(r, "the key has the type 0x%02x, expected 0x%02x",
		    ret->key.type, type);
	(void)take_word(&line, &word);
	if (word.len > POLICY_URL_MAX)
		return fail(r, "the URL has %zu bytes, expected at most %u",
		    word.len, POLICY_URL_MAX);
	ret->url = arena_bytes(&r->policy->arena, word.at, word.len);
	if (take_word(&line, &word))
		return fail(r, "found more words behind the URL");
	return HUB_OK;
}

/* Adds a party to a list that has room, unless its key stands there.  A log
 * may sign under many names, as in each of its epochs; a witness has one say.
 */
static enum hub_status
add_party(struct reading *r, struct policy_party *list, size_t *count,
    const struct policy_party *party)
{
	for (size_t i = 0; i < *count; i++)
		if (memcmp(list[i].key.bytes, party->key.bytes,
			sizeof(party->key.bytes)) == 0 &&
		    (party->key.type != NOTE_ED25519 ||
			strcmp(list[i].key.name, party->key.name) == 0))
			return fail(r, "the key stands a second time");
	list[(*count)++] = *party;
	return HUB_OK;
}

/* log VKEY [URL] */
static enum hub_status
read_log(struct reading *r, struct note_span line)
{
	struct policy *policy = r->policy;
	struct policy_party party;
	enum hub_status status;

	if (policy->log_count >= POLICY_LOGS_MAX)
		return fail(r, "more than %u logs", POLICY_LOGS_MAX);
	status = read_party(r, line, NOTE_ED25519, &party);
	if (status != HUB_OK)
		return status;
	return add_party(r, policy->logs, &policy->log_count, &party);
}

/* Takes the name of a new witness or group off the line. */
static enum hub_status
take_name(struct reading *r, struct note_span *line, struct note_span *ret)
{
	if (!take_word(line, ret))
		return fail(r, "found no name");
	if (ret->len > NOTE_NAME_MAX)
		return fail(r, "the name has %zu bytes, expected at most %u",
		    ret->len, NOTE_NAME_MAX);
	if (note_span_is(*ret, NONE))
		return fail(r, "the name none is taken");
	if (find_voter(r->policy, *ret) >= 0)
		return fail(r, "the name stands a second time");
	return HUB_OK;
}

/* Adds a witness, or a group when witness is -1. */
static struct policy_voter *
add_voter(struct policy *policy, struct note_span name, int witness)
{
	struct policy_voter *voter = &policy->voters[policy->voter_count++];

	voter->name = arena_bytes(&policy->arena, name.at, name.len);
	voter->parent = -1;
	voter->witness = witness;
	return voter;
}

/* witness NAME VKEY [URL] */
static enum hub_status
read_witness(struct reading *r, struct note_span line)
{
	struct policy *policy = r->policy;
	struct policy_party party;
	struct note_span name;
	enum hub_status status;

	if (policy->witness_count >= POLICY_WITNESSES_MAX)
		return fail(r, "more than %u witnesses", POLICY_WITNESSES_MAX);
	status = take_name(r, &line, &name);
	if (status == HUB_OK)
		status = read_party(r, line, NOTE_COSIGNATURE, &party);
	if (status == HUB_OK)
		status = add_party(r, policy->witnesses, &policy->witness_count,
		    &party);
	if (status == HUB_OK)
		(void)add_voter(policy, name, (int)policy->witness_count - 1);
	return status;
}

/* Takes the members of a group off the line and counts them. */
static enum hub_status
read_members(struct reading *r, struct note_span line, int group,
    unsigned *ret_count)
{
	struct policy *policy = r->policy;
	struct note_span word;
	unsigned count = 0;
	int member;

	for (; take_word(&line, &word); count++) {
		member = find_voter(policy, word);
		if (member < 0 || member == group)
			return fail(r,
			    "a member is no witness or group of a line "
			    "before");
		if (policy->voters[member].parent >= 0)
			return fail(r,
			    "a member is a member of some group already");
		policy->voters[member].parent = group;
	}
	*ret_count = count;
	return count > 0 ? HUB_OK : fail(r, "the group has no members");
}

/* group NAME all|any|K MEMBER... */
static enum hub_status
read_group(struct reading *r, struct note_span line)
{
	struct policy *policy = r->policy;
	struct note_span name, word;
	enum hub_status status;
	uint64_t needed = 1;
	unsigned count = 0;

	if (policy->voter_count - policy->witness_count >= POLICY_GROUPS_MAX)
		return fail(r, "more than %u groups", POLICY_GROUPS_MAX);
	status = take_name(r, &line, &name);
	if (status != HUB_OK)
		return status;
	if (!take_word(&line, &word) ||
	    (!note_span_is(word, "all") && !note_span_is(word, "any") &&
		!note_span_number(word, &needed)))
		return fail(r, "found no all, any or number behind the name");
	(void)add_voter(policy, name, -1);
	status = read_members(r, line, (int)policy->voter_count - 1, &count);
	if (status != HUB_OK)
		return status;
	if (note_span_is(word, "all"))
		needed = count;
	if (needed < 1 || needed > count)
		return fail(r, "the number is not from 1 to %u, its members",
		    count);
	policy->voters[policy->voter_count - 1].needed = (unsigned)needed;
	return HUB_OK;
}

/* quorum NAME|none */
static enum hub_status
read_quorum(struct reading *r, struct note_span line)
{
	struct note_span name, more;

	if (r->has_quorum)
		return fail(r, "the quorum stands a second time");
	if (!take_word(&line, &name) || take_word(&line, &more))
		return fail(r, "expected one name behind quorum");
	r->has_quorum = true;
	r->policy->quorum = find_voter(r->policy, name);
	if (r->policy->quorum < 0 && !note_span_is(name, NONE))
		return fail(r,
		    "the quorum is no witness or group of a line before, and "
		    "not none");
	return HUB_OK;
}

static const struct {
	const char *word;
	enum hub_status (*read)(struct reading *r, struct note_span line);
} kinds[] = {
	{ "log", read_log },
	{ "witness", read_witness },
	{ "group", read_group },
	{ "quorum", read_quorum },
};

/* Whether a line is text that a terminal may show; tabs part its words. */
static bool
is_text(struct note_span line)
{
	struct note_span word;

	while (note_span_cut(line, '\t', &word, &line))
		if (!utf8_is_line(word.at, word.len))
			return false;
	return utf8_is_line(line.at, line.len);
}

/* One line; empty ones and comments say nothing. */
static enum hub_status
read_line(struct reading *r, struct note_span line)
{
	struct note_span word;

	if (!is_text(line))
		return fail(r, "found a control character, or no UTF-8");
	if (!take_word(&line, &word) || word.at[0] == '#')
		return HUB_OK;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (note_span_is(word, kinds[i].word))
			return kinds[i].read(r, line);
	return fail(r,
	    "found another word than log, witness, group and quorum");
}

/* All lines, and what the whole lacks. */
static enum hub_status
read_lines(struct reading *r, struct note_span rest)
{
	enum hub_status status = HUB_OK;
	struct note_span line;

	if (rest.len > POLICY_FILE_MAX)
		return hub_fail(r->err, HUB_MALFORMED,
		    "the policy has %zu bytes, expected at most %u", rest.len,
		    POLICY_FILE_MAX);
	while (status == HUB_OK && note_span_line(&rest, &line)) {
		r->line++;
		status = read_line(r, line);
	}
	if (status != HUB_OK)
		return status;
	r->line++;
	if (rest.len > 0)
		return fail(r, "the last line does not end in a newline");
	if (!r->has_quorum)
		return fail(r,
		    "found no quorum, expected quorum NAME or "
		    "quorum none");
	if (!arena_ok(&r->policy->arena))
		return hub_fail(r->err, HUB_FAULT, "no memory for a policy");
	return HUB_OK;
}

enum hub_status
policy_parse(struct note_span bytes, struct policy **ret, struct hub_error *err)
{
	struct policy *policy = calloc(1, sizeof(*policy));
	struct reading r = { .policy = policy, .err = err };
	enum hub_status status;

	if (policy == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for a policy");
	arena_init(&policy->arena, 2 * POLICY_FILE_MAX);
	policy->quorum = NO_QUORUM;
	status = read_lines(&r, bytes);
	if (status == HUB_OK)
		*ret = policy;
	else
		policy_free(policy);
	return status;
}
