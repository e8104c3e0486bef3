/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_table.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "limits.h"

#define GAP 2 /* spaces between two columns */

/* The next character of a text; how many bytes it has, at least 1. */
static size_t
next_char(const char *text, wchar_t *ret)
{
	mbstate_t state;
	size_t len;

	memset(&state, 0, sizeof(state));
	len = mbrtowc(ret, text, strlen(text), &state);
	if (len != 0 && len < (size_t)-2)
		return len;
	*ret = L'\0'; /* no character: shown as "?" */
	return 1;
}

/* Whether it changes the direction of what stands around it. */
static bool
turns_text(wchar_t c)
{
	return c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069);
}

/* Whether a terminal only shows it. */
static bool
is_plain(wchar_t c)
{
	return c != L'\0' && wcwidth(c) >= 0 && !turns_text(c);
}

/* Adds a text as a terminal may have it; returns the cells that it takes.
 * The locale's characters are UTF-8. */
static size_t
put_measured(struct hub_buf *out, const char *text)
{
	size_t width = 0, len;
	wchar_t c;

	for (; *text != '\0'; text += len) {
		len = next_char(text, &c);
		if (is_plain(c)) {
			hub_buf_add(out, text, len);
			width += (size_t)wcwidth(c);
		} else {
			hub_buf_char(out, *text == '\n' ? ' ' : '?');
			width++;
		}
	}
	return width;
}

/* Makes UTF-8 what characters are; the locale to go back to. */
static locale_t
enter_utf8(locale_t *ret_ours)
{
	*ret_ours = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return uselocale(*ret_ours);
}

/* Back to what it was. */
static void
leave_utf8(locale_t before, locale_t ours)
{
	(void)uselocale(before);
	if (ours != (locale_t)0)
		freelocale(ours);
}

void
ctl_put_plain(struct hub_buf *out, const char *text)
{
	locale_t ours, before = enter_utf8(&ours);

	(void)put_measured(out, text);
	leave_utf8(before, ours);
}

/* No rows yet. */
void
ctl_table_init(struct ctl_table *table, const struct ctl_column *columns)
{
	memset(table, 0, sizeof(*table));
	table->columns = columns;
	while (columns[table->width].head != NULL)
		table->width++;
}

/* The next cell. */
void
ctl_table_text(struct ctl_table *table, const char *text)
{
	size_t room = table->room == 0 ? 64 : table->room * 2;
	char **cells;

	if (table->count == table->room) {
		cells = realloc(table->cells, room * sizeof(*cells));
		if (cells == NULL) {
			table->failed = true;
			return;
		}
		table->cells = cells;
		table->room = room;
	}
	table->cells[table->count] = strdup(text);
	if (table->cells[table->count] == NULL)
		table->failed = true;
	else
		table->count++;
}

/* The next cell, a number. */
void
ctl_table_int(struct ctl_table *table, int64_t number)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)number);
	ctl_table_text(table, text);
}

void
ctl_table_buf(struct ctl_table *table, struct hub_buf *text)
{
	ctl_table_text(table, hub_buf_str(text));
	hub_buf_clear(text);
}

/* Widths of the columns, as wide as the widest of their cells. */
static void
measure(const struct ctl_table *table, size_t widths[CTL_COLUMNS_MAX])
{
	struct hub_buf cell;
	size_t width;

	hub_buf_init(&cell, CTL_OUTPUT_MAX);
	for (size_t i = 0; i < table->width; i++) {
		size_t head = put_measured(&cell, table->columns[i].head);
		size_t english = put_measured(&cell, table->columns[i].english);

		widths[i] = head > english ? head : english;
	}
	for (size_t i = 0; i < table->count; i++) {
		width = put_measured(&cell, table->cells[i]);
		if (width > widths[i % table->width])
			widths[i % table->width] = width;
		hub_buf_clear(&cell);
	}
	hub_buf_release(&cell);
}

/* One cell with what fills its column up. */
static void
put_cell(struct hub_buf *line, const char *text, size_t width, bool right)
{
	struct hub_buf cell;
	size_t taken;

	hub_buf_init(&cell, CTL_OUTPUT_MAX);
	taken = put_measured(&cell, text);
	for (size_t i = taken; right && i < width; i++)
		hub_buf_char(line, ' ');
	hub_buf_text(line, hub_buf_str(&cell));
	for (size_t i = taken; !right && i < width; i++)
		hub_buf_char(line, ' ');
	for (size_t i = 0; i < GAP; i++)
		hub_buf_char(line, ' ');
	hub_buf_release(&cell);
}

/* Ends a line without spaces at its end. */
static void
end_line(struct hub_buf *line, FILE *to)
{
	size_t len = line->len;

	while (len > 0 && line->data[len - 1] == ' ')
		len--;
	if (hub_buf_ok(line))
		(void)fprintf(to, "%.*s\n", (int)len, hub_buf_str(line));
	hub_buf_clear(line);
}

/* The heads in both tongues. */
static void
print_heads(const struct ctl_table *table, const size_t widths[CTL_COLUMNS_MAX],
    FILE *to)
{
	struct hub_buf line;

	hub_buf_init(&line, CTL_OUTPUT_MAX);
	for (size_t i = 0; i < table->width; i++)
		put_cell(&line, table->columns[i].head, widths[i],
		    table->columns[i].right);
	end_line(&line, to);
	for (size_t i = 0; i < table->width; i++)
		put_cell(&line, table->columns[i].english, widths[i],
		    table->columns[i].right);
	end_line(&line, to);
	hub_buf_release(&line);
}

/* The heads, if there are any, then the rows. */
static void
print(const struct ctl_table *table, FILE *to)
{
	size_t widths[CTL_COLUMNS_MAX];
	struct hub_buf line;

	measure(table, widths);
	hub_buf_init(&line, CTL_OUTPUT_MAX);
	if (table->columns[0].head[0] != '\0')
		print_heads(table, widths, to);
	for (size_t i = 0; i < table->count; i++) {
		size_t at = i % table->width;

		put_cell(&line, table->cells[i], widths[at],
		    table->columns[at].right);
		if (at + 1 == table->width)
			end_line(&line, to);
	}
	hub_buf_release(&line);
}

bool
ctl_table_print(struct ctl_table *table, FILE *to)
{
	bool good = !table->failed && table->width <= CTL_COLUMNS_MAX;
	locale_t ours, before = enter_utf8(&ours);

	if (good)
		print(table, to);
	leave_utf8(before, ours);
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i]);
	free(table->cells);
	ctl_table_init(table, table->columns);
	return good;
}
