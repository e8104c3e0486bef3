/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_text.h"

#define SPACE " \t\r\n"
#define ENDS SPACE "\"'#={}()+,*"

/* Behind white space. */
static char *
skip_space(char *at)
{
	return at + strspn(at, SPACE);
}

/* Behind one word or text in quotes, or one character. */
static char *
skip_token(char *at)
{
	char quote = *at;

	if (quote == '\0')
		return at;
	if (quote != '"' && quote != '\'')
		return at + (strcspn(at, ENDS) > 0 ? strcspn(at, ENDS) : 1);
	for (at++; *at != '\0' && *at != quote; at++)
		if (quote == '\'' && *at == '\\' && at[1] != '\0')
			at++;
	return *at == '\0' ? at : at + 1;
}

/* Behind what a bracket at the beginning opens. */
static char *
skip_bracket(char *at)
{
	unsigned depth = 0;

	do {
		if (*at == '{' || *at == '(')
			depth++;
		if (*at == '}' || *at == ')')
			depth--;
		at = skip_space(skip_token(at));
	} while (depth > 0 && *at != '\0');
	return at;
}

/* Behind the statement whose name ends at at: a value, a list, a section. */
static char *
skip_statement(char *at)
{
	char *title;

	at = skip_space(at);
	if (*at == '+')
		at = skip_space(at + 1);
	if (*at == '=') {
		at = skip_space(at + 1);
		return *at == '{' ? skip_bracket(at) : skip_token(at);
	}
	title = *at == '{' || *at == '(' ? at : skip_space(skip_token(at));
	return *title == '{' || *title == '(' ? skip_bracket(title) : at;
}

/* Where a statement of that name begins on the line at at, or NULL. */
static char *
find_name(char *at, const char *name)
{
	size_t len = strlen(name);

	for (; *at != '\0'; at = skip_token(at)) {
		if (*at == '\n')
			return NULL;
		if (strncmp(at, name, len) == 0 && skip_token(at) == at + len)
			return at;
	}
	return NULL;
}

/* Takes a statement out of a section. */
bool
conf_text_blank(struct conf_chunk *chunk, unsigned line, const char *name)
{
	char *at = chunk->text, *end;

	for (unsigned i = 1; i < line && at != NULL; i++) {
		at = strchr(at, '\n');
		at = at == NULL ? NULL : at + 1;
	}
	at = at == NULL ? NULL : find_name(at, name);
	if (at == NULL || name[0] == '\0')
		return false;
	for (end = skip_statement(at + strlen(name)); at < end; at++)
		if (*at != '\n')
			*at = ' ';
	return true;
}
