/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "hub_buf.h"
#include "mail_dkim.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define ONE INT64_C(0x0193000000001001)
#define TWO INT64_C(0x0193000000001002)

static const uint8_t key[MAIL_TOKEN_KEY] = { 7 };

/* A letter as a form has it: %1 and %2 are the two tokens. */
static void
fill(const char *form, struct hub_buf *out)
{
	char tokens[2][MAIL_TOKEN_SIZE];

	mail_token(key, ONE, tokens[0]);
	mail_token(key, TWO, tokens[1]);
	for (const char *at = form; *at != '\0'; at++)
		if (at[0] == '%' && (at[1] == '1' || at[1] == '2'))
			hub_buf_text(out, tokens[*++at - '1']);
		else
			hub_buf_char(out, *at);
}

/* Which of the two a letter's signature covers: "1", "12", ""; "-" for no
 * signature. */
static const char *
covered(const char *form, const char *begins, uint8_t mark[DIGEST_SIZE])
{
	static char said[MAIL_NAMES_MAX + 1];
	const struct mail_dkim by = { "negara.test", begins, key };
	struct mail_names names = { .count = 0 };
	struct mail_piece letter;
	struct hub_buf bytes;
	bool good;

	hub_buf_init(&bytes, 65536);
	fill(form, &bytes);
	letter = (struct mail_piece){ bytes.data, bytes.len };
	good = mail_dkim_read(&by, &letter, &names, mark);
	hub_buf_release(&bytes);
	for (size_t i = 0; i < names.count; i++)
		said[i] = names.deliveries[i] == ONE ? '1' : '2';
	said[names.count] = '\0';
	return good ? said : "-";
}

#define SIGNED(d, h, b) \
	"DKIM-Signature: v=1; a=rsa-sha256; d=" d ";\r\n\th=" h \
	"; bh=xx==;\r\n" \
	"\tb=" b "\r\n"
#define FIELDS \
	"From: k@negara.test\r\nTo: laporan+%1@hub.test\r\n" \
	"Subject: Re: kasus [%1]\r\n"

/* Letters, how the good signature begins, and what that covers. */
struct row {
	const char *letter, *begins, *covered;
};

/* Whether each covers what it says. */
static void
look_at_all(const struct row *rows, size_t count)
{
	uint8_t mark[DIGEST_SIZE];

	for (size_t i = 0; i < count; i++)
		assert_string_equal(covered(rows[i].letter, rows[i].begins,
					mark),
		    rows[i].covered);
}

/* What is not covered may be changed on the way. */
static void
only_fields_that_are_covered_name_a_handoff(void **state)
{
	static const struct row rows[] = {
		{ SIGNED("negara.test", "from:to:subject", "QUJD") FIELDS
		    "\r\nx",
		    "", "1" },
		{ SIGNED("Mail.Negara.Test", "From : To", "QU\r\n\t JD") FIELDS
		    "\r\n",
		    "", "1" },
		{ SIGNED("negara.test", "from:date", "QUJD") FIELDS "\r\n", "",
		    "" },
		{ SIGNED("negara.test", "from:date",
		      "QUJD") "Delivered-To: laporan+%1@hub.test\r\n" FIELDS
			      "\r\n%1",
		    "", "" },
		{ SIGNED("negara.test", "from:references", "QUJD") FIELDS
		    "References: <%1.0@h>\r\n <%2.0@h>\r\n\r\n",
		    "", "12" },
		/* Of two fields nobody knows which one is covered. */
		{ "Subject: [%2]\r\n" SIGNED("negara.test", "from:subject",
		      "QUJD") FIELDS "\r\n",
		    "", "" },
		{ "To: laporan+%2@hub.test\r\n" SIGNED("negara.test",
		      "from:to:subject", "QUJD") FIELDS "\r\n",
		    "", "1" },
		/* A line that is no field hides what is below. */
		{ SIGNED("negara.test", "from:to", "QUJD") "no field\r\n" FIELDS
							   "\r\n",
		    "", "-" },
		/* Whose is it, with two who wrote it? */
		{ "From: b@negara.test\r\n" SIGNED("negara.test", "from:to",
		      "QUJD") FIELDS "\r\n",
		    "", "-" },
		/* None, another's, one of an open end, one that does not
		 * read. */
		{ FIELDS "\r\n", "", "-" },
		{ SIGNED("evil.test", "from:to", "QUJD") FIELDS "\r\n", "",
		    "-" },
		{ SIGNED("xnegara.test", "from:to", "QUJD") FIELDS "\r\n", "",
		    "-" },
		{ SIGNED("negara.test; l=10", "from:to", "QUJD") FIELDS "\r\n",
		    "", "-" },
		{ SIGNED("negara.test", "from:to", "QUJ!") FIELDS "\r\n", "",
		    "-" },
		{ SIGNED("negara.test", "from:to", "") FIELDS "\r\n", "", "-" },
		{ "", "", "-" },
	};

	(void)state;
	look_at_all(rows, LENGTH(rows));
}

/* Its own server says which. */
static void
of_two_signatures_the_good_one_counts(void **state)
{
	static const struct row rows[] = {
		{ SIGNED("negara.test", "from", "QUJD")
			SIGNED("negara.test", "from:to", "REVG") FIELDS "\r\n",
		    "", "-" },
		{ SIGNED("negara.test", "from", "QUJD")
			SIGNED("negara.test", "from:to", "REVG") FIELDS "\r\n",
		    "QUJ", "" },
		{ SIGNED("negara.test", "from", "QUJD")
			SIGNED("negara.test", "from:to", "REVG") FIELDS "\r\n",
		    "REVG", "1" },
		{ SIGNED("negara.test", "from", "REVG")
			SIGNED("negara.test", "from:to", "REVG") FIELDS "\r\n",
		    "REVG", "-" },
	};

	(void)state;
	look_at_all(rows, LENGTH(rows));
}

/* However it is folded, and whatever stands around it. */
static void
a_copy_has_the_same_mark(void **state)
{
	uint8_t first[DIGEST_SIZE], copy[DIGEST_SIZE], other[DIGEST_SIZE];

	(void)state;
	(void)covered(SIGNED("negara.test", "from:to", "QUJDREVG") FIELDS
	    "\r\n",
	    "", first);
	(void)covered("Received: by x\r\n"
		      "To: laporan+%2@hub.test\r\n" SIGNED("negara.test",
			  "from:to", "QUJD\r\n\tREVG") FIELDS "\r\n",
	    "", copy);
	(void)covered(SIGNED("negara.test", "from:to", "QUJDREVH") FIELDS
	    "\r\n",
	    "", other);
	assert_memory_equal(first, copy, sizeof(first));
	assert_memory_not_equal(first, other, sizeof(first));
}

/* Each once, and no more than there is room for. */
static void
names_have_an_end(void **state)
{
	struct mail_names names = { .count = 0 };
	char token[MAIL_TOKEN_SIZE];

	(void)state;
	for (int64_t i = 0; i < 2 * 40; i++) {
		mail_token(key, ONE + i / 2, token);
		mail_names_add(&names, token, key);
	}
	assert_int_equal(names.count, MAIL_NAMES_MAX);
	for (size_t i = 0; i < names.count; i++)
		assert_int_equal(names.deliveries[i], ONE + (int64_t)i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_fields_that_are_covered_name_a_handoff),
		cmocka_unit_test(of_two_signatures_the_good_one_counts),
		cmocka_unit_test(a_copy_has_the_same_mark),
		cmocka_unit_test(names_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
