/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_read.h"
#include "checkpoint_find.h"
#include "fuzz_seed.h"
#include "hub_mail.h"

const char *const fuzz_seeds[] = {
	"{\"data\":{\"action\":\"open\",\"case_seq\":3,\"holder\":{\"from\":\"a"
	"\",\"to\":\"b\\\"\"},\"log\":{\"epoch\":1},\"payload_in\":{\"alg\":\""
	"hmac-sha256\",\"c\":\"6oIcShMmtfE6zM/u8yUh48zeCciN+Eg4sM1J1uLvjJ4=\","
	"\"size\":8},\"test\":true},\"id\":\"0198b3c1-0000-7000-8000-"
	"000000000001\",\"source\":\"urn:a\",\"specversion\":\"1.0\",\"time\":"
	"\"2026-02-02T08:00:00.123Z\",\"type\":\"simpul.log.heartbeat.v1\"}",
	"Simpul-Checkpoint: bwowCjQ3REVRcGo4SEJTYSsvVEltVys1\r\n S1\r\n",
	"o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\xe2\x80\x94 o "
	"AAAAAAAA\n",
	NULL,
};

/* The first has read all that came before, the other nothing. */
static struct canon_reader reader, fresh;
static bool begun;

/* checkpoint_found_fn: what is found is one. */
static bool
found(void *ctx, struct note_span bytes)
{
	struct checkpoint c;
	struct note note;

	(void)ctx;
	fuzz_must(note_parse(bytes, &note, NULL) == HUB_OK &&
		checkpoint_parse(note.text, &c, NULL) == HUB_OK,
	    "a checkpoint");
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct hub_error err = { "" }, same = { "" };
	enum hub_status status;
	struct hub_buf again;

	if (!begun) {
		canon_reader_init(&reader);
		hub_mail_warm();
	}
	begun = true;
	canon_reader_init(&fresh);
	(void)checkpoint_find((struct note_span){ (const char *)bytes, len },
	    found, NULL);
	status = canon_read(&reader, (const char *)bytes, len, &err);
	fuzz_must(canon_read(&fresh, (const char *)bytes, len, &same) ==
		    status &&
		strcmp(err.text, same.text) == 0,
	    "an entry is good whatever came before it");
	if (status != HUB_OK)
		return 0;
	hub_buf_init(&again, CANON_MAX);
	fuzz_must(canon_write(&again, &reader.entry, NULL) == HUB_OK &&
		again.len == len && memcmp(again.data, bytes, len) == 0,
	    "one way to write an entry");
	hub_buf_release(&again);
	return 0;
}
