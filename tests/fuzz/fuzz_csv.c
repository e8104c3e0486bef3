/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "csv.h"
#include "fuzz_seed.h"

const char *const fuzz_seeds[] = {
	"a,b\n1,2\n",
	"\xef\xbb\xbf"
	"a;b\r\n\"x\r\ny\";\"\"\"q\"\"\"\r\n\r\n;\r\n",
	"a,b\nx\"y,1\n\"c\"d,2\n\"e,3\n",
	"\"",
	NULL,
};

/* One record: within the file, in order, its fields texts. */
static void
look(const struct csv_record *r, const uint8_t *bytes, size_t len)
{
	const char *from = (const char *)bytes;
	size_t text = 0;

	fuzz_must(r->count > 0 && r->count <= CSV_FIELDS_MAX, "some fields");
	fuzz_must(r->raw >= from && r->raw + r->raw_len <= from + len,
	    "bytes of the file");
	fuzz_must(r->raw_len <= CSV_RECORD_MAX, "a bounded record");
	for (size_t i = 0; i < r->count; i++)
		text += strlen(r->fields[i]);
	fuzz_must(text + r->count <= r->raw_len + 1, "nothing is made up");
	fuzz_must(r->problem[0] == '\0', "no problem");
}

/* All records with that delimiter. */
static void
read_all(const uint8_t *bytes, size_t len, char delimiter)
{
	unsigned long line = 0;
	struct csv_record r;
	struct csv csv;
	enum csv_end end;

	csv_init(&csv, (const char *)bytes, len, delimiter);
	while ((end = csv_next(&csv, &r)) == CSV_RECORD || end == CSV_BAD) {
		fuzz_must(r.line > line, "lines go on");
		line = r.line;
		if (end == CSV_RECORD)
			look(&r, bytes, len);
		else
			fuzz_must(r.problem[0] != '\0', "a problem");
	}
	fuzz_must(end == CSV_END && csv.at == csv.end, "all of it is read");
	csv_release(&csv);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	read_all(bytes, len, '\0');
	read_all(bytes, len, ';');
	return 0;
}
