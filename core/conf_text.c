/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_text.h"

#include "limits.h"
#include "utf8.h"

/* What ends a word outside quotes. */
#define SPACE " \t\r\n"
#define MARKS "\"'#={}()+,*"

/* The way through one file. */
struct scan {
	struct conf_site *site; /* its line is where we are */
	char *at;
	char *chunk; /* begin of the section, NULL between sections */
	unsigned chunk_line, depth;
	bool spoiled; /* the section has a mistake */
	struct conf_chunk *first, **end;
};

/* Tells a mistake; the section that it is in will not be read. */
static void
spoil(struct scan *scan, const char *what)
{
	scan->spoiled = true;
	scan->site->reading->broken = true;
	conf_say(scan->site, "%s", what);
}

/* Says at which lines the bytes are not text; false if any. */
static bool
check_bytes(struct conf_site *site, const char *bytes, size_t len)
{
	const char *end = bytes + len, *next;
	bool good = true;

	if (utf8_is_text(bytes, len))
		return true;
	for (site->line = 1; bytes < end && good; site->line++) {
		next = memchr(bytes, '\n', (size_t)(end - bytes));
		next = next == NULL ? end : next + 1;
		good = utf8_is_text(bytes, (size_t)(next - bytes));
		bytes = next;
	}
	site->line--;
	conf_say(site,
	    "found a byte that is not UTF-8 text (NUL, a control "
	    "character or another encoding); save the file as UTF-8");
	return false;
}

/* Keeps what has been read since the section began, unless it is spoiled. */
static void
end_chunk(struct scan *scan)
{
	size_t len = (size_t)(scan->at - scan->chunk);
	unsigned line = scan->site->line;
	struct conf_chunk *chunk;

	if (len > CONF_SECTION_MAX && !scan->spoiled) {
		scan->site->line = scan->chunk_line;
		spoil(scan, "this section is longer than 64 KB; cut it");
		scan->site->line = line;
	}
	chunk = arena_take(scan->site->reading->scratch, sizeof(*chunk));
	if (chunk != NULL && !scan->spoiled) {
		chunk->text = arena_take(scan->site->reading->scratch, len + 1);
		chunk->line = scan->chunk_line;
		if (chunk->text != NULL)
			memcpy(chunk->text, scan->chunk, len);
		*scan->end = chunk->text == NULL ? NULL : chunk;
		scan->end = chunk->text == NULL ? scan->end : &chunk->next;
	}
	scan->chunk = NULL;
	scan->depth = 0;
	scan->spoiled = false;
}

/* Whether a comment begins here. */
static bool
at_comment(const char *at)
{
	return *at == '#' || (*at == '/' && (at[1] == '/' || at[1] == '*'));
}

/* Comments become spaces: up to the end of the line, or to the closing
 * mark. */
static void
blank_comment(struct scan *scan)
{
	bool block = scan->at[0] == '/' && scan->at[1] == '*';
	char *end = block ? strstr(scan->at + 2, "*/") : NULL;

	if (!block)
		end = scan->at + strcspn(scan->at, "\n");
	else if (end != NULL)
		end += 2;
	else
		spoil(scan,
		    "the comment that begins with /* is not closed "
		    "with */");
	for (; *scan->at != '\0' && scan->at != end; scan->at++) {
		if (*scan->at == '\n')
			scan->site->line++;
		else
			*scan->at = ' ';
	}
}

/* A text in quotes, of which libconfuse must not change anything. */
static void
skip_quoted(struct scan *scan)
{
	char quote = *scan->at, *begin = scan->at++, *at;
	bool changed = false;

	for (at = scan->at; *at != quote; at++) {
		if (*at == '\0' || *at == '\n') {
			spoil(scan,
			    "the text in quotes is not closed on its "
			    "line");
			scan->at = at;
			return;
		}
		if (quote == '"' &&
		    (*at == '\\' || (at[0] == '$' && at[1] == '{')))
			changed = true;
		else if (*at == '\\' && (at[1] == '\\' || at[1] == '\''))
			at++;
	}
	if (changed)
		spoil(scan,
		    "\\ and ${ mean something else in double quotes; "
		    "write the text in single quotes '...'");
	if (at - begin > (long)CONF_TEXT_MAX)
		spoil(scan, "the text in quotes is longer than 4096 bytes");
	scan->at = at + 1;
}

/* Opening and closing braces; a section ends with its last. */
static void
brace(struct scan *scan)
{
	char c = *scan->at;

	if (c == '}' && scan->depth == 0) {
		conf_say(scan->site,
		    "} closes nothing; remove it, or look for "
		    "a missing { above");
		scan->site->reading->broken = true;
		scan->chunk = NULL;
		scan->at++;
		return;
	}
	scan->at++;
	if (c == '{' && ++scan->depth == CONF_DEPTH_MAX + 1)
		spoil(scan, "braces stand in braces more than 4 deep");
	if (c == '}' && --scan->depth == 0)
		end_chunk(scan);
}

/* A word outside quotes, or a mark that libconfuse would skip. */
static void
skip_word(struct scan *scan)
{
	size_t len = strcspn(scan->at, SPACE MARKS);

	if (len == 0) {
		if (*scan->at == '*' ||
		    (*scan->at == '+' && scan->at[1] != '='))
			spoil(scan,
			    "found a lone * or +; write texts in "
			    "quotes");
		scan->at++;
		return;
	}
	if (scan->at[len] == '#' || memmem(scan->at, len, "//", 2) != NULL ||
	    (scan->at[len] == '*' && scan->at[len - 1] == '/'))
		spoil(scan,
		    "found # or // or /* within a word; write texts "
		    "in quotes");
	else if (memmem(scan->at, len, "${", 2) != NULL ||
	    (scan->at[len] == '{' && scan->at[len - 1] == '$'))
		spoil(scan,
		    "settings are not taken from the environment; "
		    "write the value itself");
	if (scan->at[len] == '#' || scan->at[len] == '*')
		len++;
	scan->at += len;
}

/* One step: white space, a comment, a text, a brace, a word. */
static void
step(struct scan *scan)
{
	char c = *scan->at;

	if (c == '\n')
		scan->site->line++;
	if (strchr(SPACE, c) != NULL) {
		scan->at++;
		return;
	}
	if (at_comment(scan->at)) {
		blank_comment(scan);
		return;
	}
	if (scan->chunk == NULL) {
		scan->chunk = scan->at;
		scan->chunk_line = scan->site->line;
	}
	if (c == '"' || c == '\'')
		skip_quoted(scan);
	else if (c == '{' || c == '}')
		brace(scan);
	else
		skip_word(scan);
}

/* Cuts a file's bytes into sections. */
struct conf_chunk *
conf_text_cut(struct conf_site *site, char *bytes, size_t len)
{
	struct scan scan = { .site = site, .at = bytes };

	site->line = 1;
	scan.end = &scan.first;
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		memset(bytes, ' ', 3);
	if (!check_bytes(site, bytes, len)) {
		site->reading->broken = true;
		return NULL;
	}
	while (*scan.at != '\0')
		step(&scan);
	if (scan.chunk != NULL) {
		site->line = scan.chunk_line;
		if (scan.depth > 0 && !scan.spoiled)
			spoil(&scan,
			    "the section that begins here is not "
			    "closed with }");
		end_chunk(&scan);
	}
	return scan.first;
}
