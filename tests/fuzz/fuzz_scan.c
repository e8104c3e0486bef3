/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub itself looks at in a letter that came in, before any worker. */
#include "config.h"

#include "fuzz_seed.h"
#include "limits.h"
#include "mail_dkim.h"
#include "mail_proof.h"
#include "mail_scan.h"
#include "utf8.h"

const char *const fuzz_seeds[] = {
	"From: K <kedutaan@negara.test>\r\n"
	"To: l+0sa868h7m0001abcdefg@h.test\r\n"
	"Subject: Re: x [0sa868h7m0001abcdefg]\r\nMessage-ID: <a@b>\r\n"
	"Authentication-Results: mx; dkim=pass header.d=negara.test\r\n"
	"\r\nT\r\n",
	"DKIM-Signature: v=1; d=negara.test; h=From:To:Subject; b=AAAA\r\n"
	"To: l+0sa868h7m0001abcdefg@h.test\r\nSubject: a\r\n b\r\n\r\n",
	"Delivered-To: a\nDelivered-To: b\nReferences: <a>\n <b>\n\t<c>\n\nx",
	"Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n"
	"no field\r\n: x\r\n",
	"From: a\r\nFrom: b\r\nSubject: \xff\x01\r\n\r\n",
	NULL,
};

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const uint8_t key[MAIL_TOKEN_KEY] = { 1 };
	char from[MAIL_ADDRESS_SIZE] = "", token[MAIL_TOKEN_SIZE];
	char begins[MAIL_PROOF_SIZE] = "";
	const struct mail_dkim by = { "negara.test", begins, key };
	const struct mail_piece letter = { (const char *)bytes, len };
	struct mail_names names = { .count = 0 };
	uint8_t mark[DIGEST_SIZE];
	struct mail_scan scan;
	int64_t again;

	fuzz_must(mail_scan_init(&scan, (const char *)bytes, len, key),
	    "never but for memory");
	for (size_t i = 0; i < scan.headers.count; i++) {
		const char *value = scan.headers.rows[i].value;

		fuzz_must(utf8_is_line(value, strlen(value)), "one line");
	}
	if (scan.delivery != 0) {
		mail_token(key, scan.delivery, token);
		fuzz_must(mail_token_read(key, token, &again) &&
			again == scan.delivery,
		    "a token of ours");
	}
	if (mail_proof_address(hub_header(&scan.headers, "From"), from,
		sizeof(from)))
		fuzz_must(strchr(from, '@') != NULL, "an address");
	(void)mail_proof(&scan.headers, "mx", "kedutaan@negara.test", begins);
	(void)mail_dkim_read(&by, &letter, &names, mark);
	fuzz_must(names.count <= MAIL_NAMES_MAX, "no more than fit");
	mail_scan_release(&scan);
	return 0;
}
