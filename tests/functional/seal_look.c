/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_look - what the seals of the worker make of bytes, for tests that have
 * others sign and check.
 *
 *	seal_look check smime|wss NOW SHA1 TRUST.pem CONTENT-TYPE
 *	    [CERT.pem KEY.pem] < body
 *	seal_look make NOW CERT.pem KEY.pem < envelope
 *
 * check prints the verdict's name, a tab, the sentence, a tab, the message's
 * key, a newline, and then the bytes that are handed on, with ours where they
 * are given; make the signed envelope.
 */
#include "config.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hub_mail.h"
#include "seal.h"
#include "seal_remote.h"
#include "seal_wss.h"
#include "signer.h"

#define INPUT_MAX (20u * 1024u * 1024u)

/* All of a stream; the caller releases it. */
static bool
read_stream(FILE *from, struct hub_buf *out)
{
	char piece[65536];
	size_t got;

	hub_buf_init(out, INPUT_MAX);
	while ((got = fread(piece, 1, sizeof(piece), from)) > 0)
		hub_buf_add(out, piece, got);
	return hub_buf_ok(out);
}

/* All of a file. */
static bool
read_file(const char *path, struct hub_buf *out)
{
	FILE *from = fopen(path, "rb");
	bool good = from != NULL && read_stream(from, out);

	if (from != NULL)
		(void)fclose(from);
	return good;
}

/* The hub's side: answers one question about the key. */
struct hub_side {
	struct signer *signer;
	int fd;
};

/* Answers one question; false: there are no more. */
static bool
answer_one(const struct hub_side *side)
{
	char room[KEY_MESSAGE_MAX];
	struct key_result made = { .len = 0 };
	struct hub_error err = { "" };
	struct key_answer answer;
	struct key_ask ask;
	struct frame_in in;
	struct hub_buf out;
	ssize_t got = recv(side->fd, room, sizeof(room), 0);

	if (got <= 0)
		return false;
	frame_in_init(&in, room, (size_t)got);
	if (!key_ask_get(&in, &ask))
		return false;
	answer.status = signer_do(side->signer, &ask, &made, &err);
	answer.bytes = answer.status == HUB_OK ? (const void *)made.bytes
					       : err.text;
	answer.len = answer.status == HUB_OK ? made.len : strlen(err.text);
	hub_buf_init(&out, KEY_MESSAGE_MAX);
	key_answer_put(&out, &answer);
	(void)send(side->fd, out.data, out.len, 0);
	hub_buf_release(&out);
	return true;
}

static void *
serve(void *ctx)
{
	const struct hub_side *side = ctx;

	while (answer_one(side))
		;
	return NULL;
}

/* Ours, where given: the hub's side, begun. */
static bool
open_ours(char **argv, struct hub_side *side, pthread_t *hub, int pair[2],
    struct seal_plan *plan)
{
	static struct hub_buf cert, key;

	if (argv[7] == NULL)
		return true;
	if (!read_file(argv[7], &cert) || !read_file(argv[8], &key) ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0)
		return false;
	*side = (struct hub_side){ signer_new(hub_buf_str(&key), SEAL_SMIME),
		pair[1] };
	plan->cert = hub_buf_str(&cert);
	plan->alg = signer_alg(hub_buf_str(&key));
	return side->signer != NULL &&
	    pthread_create(hub, NULL, serve, side) == 0;
}

static int
check(char **argv)
{
	struct hub_buf trust, body;
	struct hub_headers headers = { .rows = { { "Content-Type", argv[6] } },
		.count = 1 };
	struct seal_plan plan;
	struct seal_proof proof;
	struct seal_message message;
	struct hub_side side = { NULL, -1 };
	struct arena arena;
	struct seal seal;
	pthread_t hub;
	int pair[2] = { -1, -1 };

	if (!read_file(argv[5], &trust) || !read_stream(stdin, &body))
		return 2;
	seal_plan_clear(&plan);
	plan.in = strcmp(argv[2], "smime") == 0 ? SEAL_SMIME : SEAL_WSS;
	plan.in_header = SEAL_JWS_HEADER;
	plan.trust = hub_buf_str(&trust);
	plan.tolerance = 300;
	plan.sha1 = argv[4][0] == '1';
	if (!open_ours(argv, &side, &hub, pair, &plan))
		return 2;
	seal_init(&seal, pair[0]);
	if (seal_settle(&seal, &plan, NULL) != HUB_OK)
		return 2;
	arena_init(&arena, PACKET_FAR_MAX);
	message = (struct seal_message){ .headers = &headers,
		.query = "",
		.body = hub_buf_str(&body),
		.body_len = body.len,
		.arena = &arena,
		.now = strtoll(argv[3], NULL, 10) };
	if (seal_check(&seal, &message, &proof) &&
	    seal_certs_find(&seal.theirs, proof.signer) == NULL)
		(void)seal_proof_fail(&proof, SEAL_SIGNER, "not believed");
	printf("%s\t%s\t%s\n", seal_verdict_name(proof.verdict), proof.text,
	    proof.key);
	if (proof.verdict == SEAL_GOOD ||
	    (plan.in == SEAL_SMIME && message.body != hub_buf_str(&body)))
		(void)fwrite(message.body, 1, message.body_len, stdout);
	if (side.signer != NULL) {
		(void)shutdown(pair[0], SHUT_RDWR);
		(void)pthread_join(hub, NULL);
		signer_free(side.signer);
	}
	arena_release(&arena);
	seal_release(&seal);
	hub_buf_release(&trust);
	hub_buf_release(&body);
	return 0;
}

static int
make(char **argv)
{
	struct hub_buf cert, key, body, out;
	struct hub_error err = { "" };
	struct seal_plan plan;
	struct hub_side side;
	struct seal seal;
	pthread_t hub;
	int pair[2];

	if (!read_file(argv[3], &cert) || !read_file(argv[4], &key) ||
	    !read_stream(stdin, &body) ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0)
		return 2;
	side = (struct hub_side){ signer_new(hub_buf_str(&key), SEAL_WSS),
		pair[1] };
	seal_plan_clear(&plan);
	plan.out = SEAL_WSS;
	plan.alg = signer_alg(hub_buf_str(&key));
	plan.cert = hub_buf_str(&cert);
	seal_init(&seal, pair[0]);
	if (side.signer == NULL || seal_settle(&seal, &plan, NULL) != HUB_OK ||
	    pthread_create(&hub, NULL, serve, &side) != 0)
		return 2;
	hub_buf_init(&out, INPUT_MAX);
	if (seal_wss_make(&seal, strtoll(argv[2], NULL, 10),
		&(struct seal_octets){ body.data, body.len }, &out,
		&err) == HUB_OK)
		(void)fwrite(out.data, 1, out.len, stdout);
	(void)close(pair[0]);
	(void)pthread_join(hub, NULL);
	(void)close(pair[1]);
	signer_free(side.signer);
	seal_release(&seal);
	hub_buf_release(&cert);
	hub_buf_release(&key);
	hub_buf_release(&body);
	hub_buf_release(&out);
	(void)fputs(err.text, stderr);
	return err.text[0] == '\0' ? 0 : 1;
}

int
main(int argc, char **argv)
{
	hub_mail_warm();
	seal_wss_warm();
	seal_remote_warm();
	if ((argc == 7 || argc == 9) && strcmp(argv[1], "check") == 0)
		return check(argv);
	if (argc == 5 && strcmp(argv[1], "make") == 0)
		return make(argv);
	return 2;
}
