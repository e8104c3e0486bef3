/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "calendar.h"
#include "civil.h"
#include "fuzz_seed.h"
#include "limits.h"
#include "utf8.h"

#define DAYS_LOOKED 90000 /* from 1960 to beyond the last year of a file */

const char *const fuzz_seeds[] = {
	"# version: 2026-1\ndate,kind,name\n2026-03-19,national,Nyepi\n"
	"2026-03-20,joint_leave,x\n2026-03-20,dispensation,y\n",
	"\xef\xbb\xbf# version: a.b_c\r\ndate,kind,name\r\n"
	"1970-01-01,national,\"a, b\"\r\n2199-12-31,national,b\r\n",
	"date,kind,name\n2028-02-29,national,x\n2026-02-29,national,x\n",
	"# version: \n# version: 1\n\ndate;kind;name\n",
	"# version: 1\ndate,kind,name\n-026-01-01,national,x\n,,\n",
	NULL,
};

/* Complaints, and the line of the last one. */
struct told {
	unsigned count, line;
};

/* calendar_complaint_fn: a sentence in UTF-8, at a line that is there. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	struct told *told = ctx;

	fuzz_must(line > 0, "lines count from 1");
	fuzz_must(utf8_is_valid(sentence, strlen(sentence)), "UTF-8");
	told->count++;
	told->line = line;
}

/* Ask for every day, and hold the years that are known against them. */
static void
use(const struct calendar_days *days)
{
	struct calendar calendar = { days, 1u << CALENDAR_NATIONAL, 0 };
	int64_t first = civil_days(1960, 1, 1), off = 0;
	int64_t last = calendar_last_year(&calendar);
	bool known = false;

	for (int64_t day = first; day < first + DAYS_LOOKED; day++)
		off += calendar_is_off(&calendar, day);
	for (int64_t year = 1960; year < 2300; year++)
		known |= calendar_knows(&calendar, year);
	fuzz_must((off > 0) == (last > 0), "a last year iff a day off");
	fuzz_must(known == (last > 0), "a known year iff a last one");
	fuzz_must(last == 0 || calendar_knows(&calendar, last), "the last one");
	fuzz_must(!calendar_knows(&calendar, last + 1), "and none behind it");
	fuzz_must(calendar_version(&calendar)[0] != '\0', "a version");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const struct calendar_days *days;
	struct told told = { 0, 0 };
	struct arena arena;

	arena_init(&arena, 1u << 20);
	days = calendar_read(&arena, (const char *)bytes, len, hear, &told);
	fuzz_must((days == NULL) == (told.count > 0), "days iff no complaint");
	fuzz_must(told.count <= CALENDAR_MISTAKES_MAX, "an end of the list");
	if (days != NULL)
		use(days);
	arena_release(&arena);
	return 0;
}
