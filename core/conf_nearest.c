/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_nearest.h"

/* Longer words are not compared. */
#define WORD_MAX 64u

/* Begins with nothing near. */
void
conf_nearest_init(struct conf_nearest *nearest, const char *word)
{
	*nearest = (struct conf_nearest){ .word = word,
		.best = "",
		.distance = strnlen(word, WORD_MAX) / 3 + 1 };
	if (nearest->distance > 4)
		nearest->distance = 4;
}

/* The least of three. */
static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* How many single letters make one word of the other; row 0 is the one before
 * the last, as swapping neighbours looks back twice. */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][WORD_MAX + 1] = { 0 };

	for (size_t j = 0; j <= b_len; j++)
		rows[1][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		rows[2][0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t *cell = &rows[2][j];

			*cell = least(rows[1][j] + 1, rows[2][j - 1] + 1,
			    rows[1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && rows[0][j - 2] < *cell)
				*cell = rows[0][j - 2] + 1;
		}
		memcpy(rows[0], rows[1], sizeof(rows[0]));
		memcpy(rows[1], rows[2], sizeof(rows[1]));
	}
	return rows[1][b_len];
}

/* Keeps the known word if it is nearer than all before. */
void
conf_nearest_offer(struct conf_nearest *nearest, const char *known)
{
	size_t a = strnlen(nearest->word, WORD_MAX + 1);
	size_t b = strnlen(known, WORD_MAX + 1), found;

	if (a > WORD_MAX || b > WORD_MAX)
		return;
	found = distance(nearest->word, a, known, b);
	if (found >= nearest->distance)
		return;
	nearest->distance = found;
	nearest->best = known;
}

/* The end of a sentence that suggests the nearest word. */
const char *
conf_nearest_hint(const struct conf_nearest *nearest, char *buf, size_t size)
{
	buf[0] = '\0';
	if (nearest->best[0] != '\0')
		(void)snprintf(buf, size, "; did you mean \"%s\"?",
		    nearest->best);
	return buf;
}
