/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_html.h"

#include <string.h>
#include <strings.h>

#include "emb_entity.h"
#include "emb_quote.h"

#define DEPTH 512    /* elements within elements; deeper ones have no mark */
#define NAME_SIZE 16 /* longer names of elements are none that we know */

/* What an element does to the text in it. */
enum {
	BLOCK = 1,  /* stands on lines of its own */
	APART = 2,  /* with an empty line around it */
	HIDDEN = 4, /* is not read */
	QUOTED = 8, /* another said it */
	VOID = 16,  /* has nothing in it */
	CELL = 32,  /* a space behind it */
	AS_IS = 64, /* its line breaks are line breaks */
	RAW = 128,  /* no elements in it */
	ITEM = 256, /* a dash in front of it */
};

static const struct {
	const char *name;
	unsigned does;
} elements[] = {
	{ "p", BLOCK | APART },
	{ "div", BLOCK },
	{ "br", BLOCK | VOID },
	{ "blockquote", BLOCK | QUOTED },
	{ "script", HIDDEN | RAW },
	{ "style", HIDDEN | RAW },
	{ "title", HIDDEN | RAW },
	{ "head", HIDDEN },
	{ "pre", BLOCK | AS_IS },
	{ "hr", BLOCK | VOID },
	{ "tr", BLOCK },
	{ "td", CELL },
	{ "th", CELL },
	{ "table", BLOCK },
	{ "ul", BLOCK },
	{ "ol", BLOCK },
	{ "li", BLOCK | ITEM },
	{ "h1", BLOCK | APART },
	{ "h2", BLOCK | APART },
	{ "h3", BLOCK | APART },
	{ "h4", BLOCK | APART },
	{ "h5", BLOCK | APART },
	{ "h6", BLOCK | APART },
	{ "body", BLOCK },
	{ "center", BLOCK },
	{ "section", BLOCK },
	{ "article", BLOCK },
	{ "header", BLOCK },
	{ "footer", BLOCK },
	{ "address", BLOCK },
	{ "dl", BLOCK },
	{ "dt", BLOCK },
	{ "dd", BLOCK },
	{ "img", VOID },
	{ "meta", VOID },
	{ "link", VOID },
	{ "input", VOID },
	{ "col", VOID },
	{ "wbr", VOID },
	{ "span", 0 },
	{ "a", 0 },
	{ "b", 0 },
	{ "font", 0 },
};

/* What mail programs put around what they quote. */
static const struct {
	const char *in_tag;
	bool to_end; /* all that follows is quoted */
} quoting[] = {
	{ "gmail_quote", false },
	{ "yahoo_quoted", false },
	{ "moz-cite-prefix", false },
	{ "gmail_attr", false },
	{ "protonmail_quote", false },
	{ "divRplyFwdMsg", true },
	{ "appendonsend", true },
	{ "OLK_SRC_BODY_SECTION", true },
	{ "border-top:solid #E1E1E1", true },
	{ "border-top:solid #B5C4DF", true },
	{ "ms-outlook-mobile-reference-message", true },
};

struct open_element {
	unsigned place; /* in the table */
	unsigned does;
};

struct html {
	const char *at, *end;
	struct hub_buf *out;
	struct open_element open[DEPTH];
	size_t depth;
	unsigned hidden, quoted, as_is; /* how many open elements are so */
	unsigned lines;			/* line breaks wanted */
	bool space;			/* a space is wanted */
	bool begun;			/* something stands on this line */
	bool any;			/* something stands anywhere */
};

#define UNKNOWN ((unsigned)(sizeof(elements) / sizeof(*elements)))

/* Line breaks and spaces that were wanted, now that a character follows. */
static void
settle(struct html *h)
{
	if (h->any && h->lines > 0) {
		for (unsigned i = 0; i < h->lines; i++)
			hub_buf_char(h->out, '\n');
		h->begun = false;
	}
	if (!h->begun && h->quoted > 0)
		hub_buf_text(h->out, "> ");
	else if (h->begun && h->space)
		hub_buf_char(h->out, ' ');
	h->lines = 0;
	h->space = false;
	h->begun = h->any = true;
}

/* A line break before what comes next, two for an empty line. */
static void
want_lines(struct html *h, unsigned count)
{
	if (h->lines < count)
		h->lines = count;
	h->space = false;
}

/* One character or reference of text. */
static void
take_text(struct html *h)
{
	char c = *h->at;
	struct hub_buf one;
	size_t len = 0;

	if (h->hidden > 0) {
		h->at++;
		return;
	}
	if (c == '\n' && h->as_is > 0)
		want_lines(h, h->lines + 1 < 3 ? h->lines + 1 : 3);
	if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
		h->space = true;
		h->at++;
		return;
	}
	hub_buf_init(&one, 8);
	if (c == '&')
		len = emb_entity(h->at, (size_t)(h->end - h->at), &one);
	if (len > 0 && strcmp(hub_buf_str(&one), " ") == 0) {
		h->space = true;
	} else if (len > 0) {
		settle(h);
		hub_buf_text(h->out, hub_buf_str(&one));
	} else {
		settle(h);
		hub_buf_char(h->out, c);
		len = 1;
	}
	hub_buf_release(&one);
	h->at += len;
}

/* The place of an element in the table. */
static unsigned
place_of(const char *name, size_t len)
{
	unsigned i = 0;

	while (i < UNKNOWN &&
	    (strlen(elements[i].name) != len ||
		strncasecmp(elements[i].name, name, len) != 0))
		i++;
	return i;
}

/* Whether a text stands in a tag, compared without case. */
static bool
in_tag(const char *tag, size_t len, const char *text)
{
	size_t size = strlen(text);

	for (size_t i = 0; i + size <= len; i++) {
		if (strncasecmp(tag + i, text, size) == 0)
			return true;
	}
	return false;
}

/* What an element's attributes add to what it does. */
static unsigned
attributes(struct html *h, const char *tag, size_t len)
{
	unsigned does = 0;

	if (in_tag(tag, len, "display:none") ||
	    in_tag(tag, len, "display: none"))
		does |= HIDDEN;
	for (size_t i = 0; i < sizeof(quoting) / sizeof(*quoting); i++) {
		if (!in_tag(tag, len, quoting[i].in_tag))
			continue;
		if (!quoting[i].to_end) {
			does |= QUOTED;
			continue;
		}
		want_lines(h, 1);
		settle(h);
		hub_buf_text(h->out, EMB_QUOTE_MARK);
		want_lines(h, 1);
	}
	return does;
}

/* An element's effect begins (up) or ends. */
static void
count(struct html *h, unsigned does, bool up)
{
	unsigned step = up ? 1 : (unsigned)-1;

	h->hidden += does & HIDDEN ? step : 0;
	h->quoted += does & QUOTED ? step : 0;
	h->as_is += does & AS_IS ? step : 0;
	if (does & (BLOCK | QUOTED))
		want_lines(h, does & APART ? 2 : 1);
	if (does & CELL)
		h->space = true;
}

/* "<name ...>". */
static void
open_tag(struct html *h, unsigned place, const char *tag, size_t len)
{
	unsigned does = place < UNKNOWN ? elements[place].does : 0;

	if (does & VOID) {
		/* Two breaks in a row are an empty line. */
		if (place_of("br", 2) == place && h->hidden == 0)
			want_lines(h, h->lines + 1 < 3 ? h->lines + 1 : 3);
		return;
	}
	if (place == UNKNOWN || h->depth == DEPTH)
		return;
	does |= attributes(h, tag, len);
	h->open[h->depth].place = place;
	h->open[h->depth++].does = does;
	count(h, does, true);
	if ((does & ITEM) && h->hidden == 0) {
		settle(h);
		hub_buf_text(h->out, "- ");
		h->begun = true;
	}
}

/* "</name>": ends what is open within it, too; one that is not open ends
 * nothing. */
static void
close_tag(struct html *h, unsigned place)
{
	size_t depth = h->depth;

	while (depth > 0 && h->open[depth - 1].place != place)
		depth--;
	if (place == UNKNOWN || depth == 0)
		return;
	while (h->depth >= depth)
		count(h, h->open[--h->depth].does, false);
}

/* Behind a text, or at the end. */
static const char *
past(const struct html *h, const char *at, const char *text)
{
	const char *found = memmem(at, (size_t)(h->end - at), text,
	    strlen(text));

	return found == NULL ? h->end : found + strlen(text);
}

/* Behind a tag's ">", quoted values respected. */
static const char *
past_tag(const struct html *h, const char *at)
{
	char quote = '\0';

	for (; at < h->end; at++) {
		if (quote != '\0')
			quote = *at == quote ? '\0' : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '>')
			return at + 1;
	}
	return h->end;
}

/* To the end tag of an element in which nothing is one. */
static void
skip_raw(struct html *h, unsigned place)
{
	size_t len = strlen(elements[place].name);

	while (h->end - h->at > (ptrdiff_t)len + 2) {
		const char *at = memchr(h->at, '<', (size_t)(h->end - h->at));

		if (at == NULL || h->end - at < (ptrdiff_t)len + 2)
			break;
		h->at = at;
		if (at[1] == '/' &&
		    strncasecmp(at + 2, elements[place].name, len) == 0)
			return;
		h->at++;
	}
	h->at = h->end;
}

/* Whatever begins with "<". */
static void
take_tag(struct html *h)
{
	const char *at = h->at, *name = at + 1, *stop;
	bool closing = name < h->end && *name == '/';
	unsigned place;
	size_t len = 0;

	if (h->end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
		h->at = past(h, at + 4, "-->");
		return;
	}
	name += closing;
	while (name + len < h->end && len < NAME_SIZE &&
	    ((name[len] | 32) >= 'a' ? (name[len] | 32) <= 'z'
				     : name[len] >= '0' && name[len] <= '9'))
		len++;
	if (len == 0 && !closing &&
	    (name == h->end || strchr("!?", *name) == NULL)) {
		take_text(h);
		return;
	}
	stop = past_tag(h, name);
	place = place_of(name, len);
	h->at = stop;
	if (closing)
		close_tag(h, place);
	else
		open_tag(h, place, name, (size_t)(stop - name));
	if (!closing && place < UNKNOWN && (elements[place].does & RAW))
		skip_raw(h, place);
}

/* Tag by tag. */
void
emb_html_text(const char *html, size_t len, struct hub_buf *out)
{
	struct html h = { .at = html, .end = html + len, .out = out };

	while (h.at < h.end && hub_buf_ok(out)) {
		if (*h.at == '<')
			take_tag(&h);
		else
			take_text(&h);
	}
	hub_buf_char(out, '\n');
}
