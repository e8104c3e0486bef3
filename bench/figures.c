/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "figures.h"

/* Writes the figures as one JSON object. */
static void
print_json(FILE *out, const struct figure *f, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%c\"%s\": %.*f", i ? ',' : '{', f[i].name,
		    f[i].decimals, f[i].value);
	fputs("}\n", out);
}

/* Writes the figures and a newline. */
void
figures_print(FILE *out, const struct figure *f, size_t count, bool json)
{
	if (json) {
		print_json(out, f, count);
		return;
	}
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s%s=%.*f", i ? " " : "", f[i].name,
		    f[i].decimals, f[i].value);
	fputc('\n', out);
}
