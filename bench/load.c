/* SPDX-License-Identifier: Apache-2.0 */
/* bench-load: how many complaints a second does the hub accept? */
#include "config.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "complaint.h"
#include "figures.h"
#include "latency.h"
#include "load_plan.h"
#include "loader.h"
#include "stopwatch.h"

enum { TOKEN_MAX = 4096 };

/* Reads the token's line; "" if the plan names no file. */
static void
read_token(const char *path, char *ret_token)
{
	FILE *f;

	*ret_token = '\0';
	if (*path == '\0')
		return;
	f = fopen(path, "re");
	if (f == NULL || fgets(ret_token, TOKEN_MAX, f) == NULL)
		err(1, "%s", path);
	ret_token[strcspn(ret_token, "\r\n")] = '\0';
	fclose(f);
}

/* What the last TLS call found wrong, as text that stays. */
static const char *
tls_reason(void)
{
	const char *reason = ERR_reason_error_string(ERR_get_error());

	return reason ? reason : "no reason given";
}

/* A client's TLS context that trusts whom the plan says. */
static SSL_CTX *
make_tls(const struct load_plan *plan)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
	int trusted;

	if (tls == NULL)
		errx(1, "TLS: %s", tls_reason());
	SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE);
	if (plan->insecure)
		return tls;
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
	trusted = *plan->ca_file ? SSL_CTX_load_verify_file(tls, plan->ca_file)
				 : SSL_CTX_set_default_verify_paths(tls);
	if (trusted != 1)
		errx(1, "%s: %s", plan->ca_file, tls_reason());
	return tls;
}

/* Tells what the run found. */
static void
report(const struct load_plan *plan, const struct loader_count *n,
    struct latency *latency, double started)
{
	latency_sort(latency);
	const struct figure figures[] = {
		{ "sent", (double)n->sent, 0 },
		{ "ok", (double)n->ok, 0 },
		{ "bad", (double)n->bad, 0 },
		{ "err", (double)n->broken, 0 },
		{ "secs", n->secs, 3 },
		{ "rps", n->secs > 0 ? (double)n->ok / n->secs : 0, 0 },
		{ "p50_ms", latency_at(latency, .50), 3 },
		{ "p99_ms", latency_at(latency, .99), 3 },
		{ "max_ms", latency_at(latency, 1), 2 },
		{ "t0", started, 6 },
		{ "t1", started + n->secs, 6 },
	};

	figures_print(stdout, figures, sizeof figures / sizeof *figures,
	    plan->json);
}

/* 0 if the hub took every complaint. */
int
main(int argc, char **argv)
{
	struct load_plan plan;
	struct complaint complaint;
	struct latency latency;
	struct loader_count count;
	struct loader *loader;
	char token[TOKEN_MAX];
	double started;
	SSL_CTX *tls;

	load_plan_read(&plan, argc, argv);
	signal(SIGPIPE, SIG_IGN);
	read_token(plan.token_file, token);
	if (complaint_init(&complaint, &plan, token) < 0)
		errx(2, "path, source or token is too long");
	if (latency_init(&latency, (size_t)plan.total) < 0)
		err(1, "no memory for %ld times", plan.total);
	tls = make_tls(&plan);
	loader = loader_new(&plan, tls, &complaint, &latency);
	if (loader == NULL)
		err(1, "no memory for the connections");
	started = stopwatch_wall();
	if (loader_run(loader, &count) < 0)
		errx(1, "localhost:%u: %s", (unsigned)plan.port,
		    ERR_peek_error() ? tls_reason() : strerror(errno));
	report(&plan, &count, &latency, started);
	loader_free(loader);
	SSL_CTX_free(tls);
	latency_release(&latency);
	return count.ok == plan.total ? 0 : 1;
}
