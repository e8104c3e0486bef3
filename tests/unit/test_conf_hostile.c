/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf_fixture.h"
#include "limits.h"

/* What one reading of simpul.conf tells. */
static void
must_tell(void **state, const char *wanted)
{
	struct hub_buf told;

	hub_buf_init(&told, 1 << 20);
	assert_null(conf_fixture_read(*state, &told));
	assert_string_equal(hub_buf_str(&told), wanted);
	hub_buf_release(&told);
}

/* Writes bytes that may hold NUL. */
static void
write_bytes(const char *name, const void *bytes, size_t len)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* Bytes that are no text are told with their line. */
static void
bytes_that_are_no_text(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{ "hub {\n name = \"a\0b\"\n}", 22 },
		{ "hub {\n name = \"\xe9\"\n}", 20 },
		{ "hub {\n name = \"\xed\xa0\x80\"\n}", 22 },
		{ "hub {\n name = \"a\x1b[2J\"\n}", 23 },
		{ "hub {\n name = \"a\rb\"\n}", 22 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		write_bytes("simpul.conf", rows[i].bytes, rows[i].len);
		must_tell(state,
		    "simpul.conf:2: found a byte that is not UTF-8 text (NUL, "
		    "a control character or another encoding); save the file "
		    "as UTF-8");
	}
}

/* A byte order mark and the other system's line ends are taken. */
static void
editors_of_other_systems(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbfhub { name = h key_file = kek }\r\n"
	    "coordinator { institution = a }\r\n"
	    "institution \"a\" { name = A plugin = none }\r\n";
	struct hub_buf told;
	struct conf *conf;

	hub_buf_init(&told, 1 << 20);
	conf = conf_fixture_try(*state, text, &told);
	assert_string_equal(hub_buf_str(&told), "");
	assert_string_equal(conf->institutions[0].where, "simpul.conf:3");
	conf_release(conf);
	hub_buf_release(&told);
}

/* Things that are no files do not stop the reading. */
static void
things_that_are_no_files(void **state)
{
	scratch_write(*state, "simpul.conf", CONF_BASE);
	assert_int_equal(mkfifo("conf.d/10-pipe.conf", 0600), 0);
	assert_int_equal(mkdir("conf.d/20-folder.conf", 0700), 0);
	assert_int_equal(symlink("30-loop.conf", "conf.d/30-loop.conf"), 0);
	assert_int_equal(symlink("nowhere", "conf.d/40-lost.conf"), 0);
	assert_int_equal(symlink("/dev/zero", "conf.d/50-zero.conf"), 0);
	must_tell(state,
	    "conf.d/10-pipe.conf: @/conf.d/10-pipe.conf is no regular file\n"
	    "conf.d/20-folder.conf: @/conf.d/20-folder.conf is no regular "
	    "file\n"
	    "conf.d/30-loop.conf: @/conf.d/30-loop.conf cannot be read: Too "
	    "many levels of symbolic links\n"
	    "conf.d/40-lost.conf: @/conf.d/40-lost.conf cannot be read: No "
	    "such file or directory\n"
	    "conf.d/50-zero.conf: @/conf.d/50-zero.conf is no regular file");
}

/* Not even simpul.conf is there. */
static void
nothing_at_all(void **state)
{
	must_tell(state,
	    "simpul.conf: @/simpul.conf cannot be read: No such file or "
	    "directory");
	scratch_write(*state, "simpul.conf", "");
	must_tell(state,
	    "simpul.conf: there is no section hub { ... }\n"
	    "simpul.conf: there is no section coordinator { ... }");
}

/* Writes simpul.conf out of a piece, many times. */
static void
write_many(const char *before, const char *piece, size_t times,
    const char *behind)
{
	FILE *file = fopen("simpul.conf", "w");

	assert_non_null(file);
	fprintf(file, "%s", before);
	for (size_t i = 0; i < times; i++)
		fprintf(file, "%s", piece);
	fprintf(file, "%s", behind);
	assert_int_equal(fclose(file), 0);
}

/* Files, sections and texts that are too long. */
static void
too_long(void **state)
{
	write_many("#", "0123456789", 1 << 17, "");
	must_tell(state,
	    "simpul.conf: @/simpul.conf is longer than 1048576 bytes");
	write_many(CONF_BASE "institution \"x\" { name = X plugin = none\n",
	    " media_hosts = { \"media.example.org\" }\n", 2000, "}");
	must_tell(state,
	    "simpul.conf:4: this section is longer than 64 KB; cut it");
	write_many(CONF_BASE "institution \"x\" { name = \"", "0123456789", 500,
	    "\" plugin = none }");
	must_tell(state,
	    "simpul.conf:4: the text in quotes is longer than 4096 bytes");
}

/* Braces within braces. */
static void
too_deep(void **state)
{
	write_many(CONF_BASE "institution \"x\" { ", "a {", 5, "} } } } } }");
	must_tell(state,
	    "simpul.conf:4: braces stand in braces more than 4 deep");
	write_many(CONF_BASE, "a {", 100000, "");
	must_tell(state,
	    "simpul.conf:4: braces stand in braces more than 4 deep");
}

/* A file full of mistakes ends, and says how many there are. */
static void
too_many_mistakes(void **state)
{
	struct hub_buf told;
	unsigned lines = 1;

	hub_buf_init(&told, 1 << 20);
	write_many(CONF_BASE, "zz { a = b }\n", 5000, "");
	assert_null(conf_fixture_read(*state, &told));
	for (const char *at = hub_buf_str(&told); *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, CONF_MISTAKES_MAX + 1);
	assert_non_null(strstr(hub_buf_str(&told), "and 4800 more mistakes"));
	write_many(CONF_BASE "institution \"x\" { ", "aa = b\n", 5000, "}");
	assert_null(conf_fixture_read(*state, &told));
	hub_buf_release(&told);
}

/* Names of options are learned, up to a ceiling. */
static void
too_many_options(void **state)
{
	FILE *file = fopen("simpul.conf", "w");

	assert_non_null(file);
	fprintf(file, "%sinstitution \"x\" { name = X plugin = none options {",
	    CONF_BASE);
	for (unsigned i = 0; i < CONF_OPTIONS_MAX + 10; i++)
		fprintf(file, " o%u = 1", i);
	fprintf(file, "} }\n");
	assert_int_equal(fclose(file), 0);
	must_tell(state,
	    "simpul.conf:4: there are more than 256 names of options");
}

/* A thousand institutions, which the hub is made for. */
static void
as_many_as_there_are(void **state)
{
	FILE *file = fopen("simpul.conf", "w");
	struct hub_buf told;
	struct conf *conf;

	assert_non_null(file);
	fprintf(file, "%s", CONF_BASE);
	for (int i = 0; i < 1000; i++)
		fprintf(file,
		    "institution \"i%d\" { name = \"I\" plugin = ksp\n"
		    " superior = \"i%d\" options { channel = \"c%d\" } }\n",
		    i, i + 1, i);
	fprintf(file, "institution \"i1000\" { name = I plugin = none }\n");
	assert_int_equal(fclose(file), 0);
	hub_buf_init(&told, 1 << 20);
	conf = conf_fixture_read(*state, &told);
	assert_string_equal(hub_buf_str(&told), "");
	assert_non_null(conf);
	assert_int_equal(conf->institution_count, 1002);
	assert_string_equal(conf_find(conf, "i999")->superior, "i1000");
	conf_release(conf);
	hub_buf_release(&told);
}

/* The next of a row of numbers that is always the same. */
static unsigned
next_number(uint64_t *seed, unsigned below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % below;
}

/* Cuts a piece out, puts one in, or changes a character. */
static void
damage(uint64_t *seed, char *text, size_t size)
{
	static const char *const pieces[] = { "{", "}", "\"", "'", "=",
		"+=", ",", "(", ")", "#", "//", "/*", "*/", "\n", "\\", "${A}",
		"|", "tls|ca", "institution \"x\" {", "options {", "= {",
		"name" };
	size_t len = strlen(text), at = next_number(seed, (unsigned)len);
	const char *piece = pieces[next_number(seed, 22)];

	switch (next_number(seed, 3)) {
	case 0:
		text[at] = (char)(' ' + next_number(seed, 95));
		break;
	case 1:
		if (len + strlen(piece) + 1 > size)
			return;
		memmove(text + at + strlen(piece), text + at, len - at + 1);
		memcpy(text + at, piece, strlen(piece));
		break;
	default:
		memmove(text + at / 2, text + at, len - at + 1);
	}
}

/* Whatever stands in the file: either it is taken, or it is told why not. */
static void
damaged_at_random(void **state)
{
	static const char whole[] = CONF_BASE
	    "/* a comment */ institution \"x\" {\n"
	    " name = 'X' # another\n plugin = ksp\n"
	    " auth { kind = bearer secret_file = \"secret\" }\n"
	    " options { channel = \"a\" n = 7 }\n"
	    " disclose = { \"name\", phone }\n"
	    " agreement { number = \"1\" basis = \"2\" } }\n"
	    "route \"r\" { kind = { complaint } to = x }\n";
	uint64_t seed = 2026;
	struct hub_buf told;
	char text[4096];

	hub_buf_init(&told, 1 << 20);
	for (int i = 0; i < 400; i++) {
		struct conf *conf;

		memcpy(text, whole, sizeof(whole));
		for (unsigned n = i == 0 ? 0 : next_number(&seed, 4) + 1;
		     n > 0 && text[0] != '\0'; n--)
			damage(&seed, text, sizeof(text));
		conf = conf_fixture_try(*state, text, &told);
		assert_int_equal(conf == NULL, told.len > 0);
		assert_true(conf != NULL || i > 0);
		conf_release(conf);
	}
	hub_buf_release(&told);
}

int
main(void)
{
#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(bytes_that_are_no_text),
		TEST(editors_of_other_systems),
		TEST(things_that_are_no_files),
		TEST(nothing_at_all),
		TEST(too_long),
		TEST(too_deep),
		TEST(too_many_mistakes),
		TEST(too_many_options),
		TEST(as_many_as_there_are),
		TEST(damaged_at_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
