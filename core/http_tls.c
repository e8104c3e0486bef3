/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_tls.h"

#include <openssl/err.h>
#include <openssl/x509.h>

/* Fails with what OpenSSL says of a file. */
static enum hub_status
fail_file(struct hub_error *err, const char *what, const char *file)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return hub_fail(err, HUB_MISCONFIGURED, "%s %s: %s", what, file,
	    reason != NULL ? reason : "not usable");
}

/* Our own certificate, with those between it and the root, and its key. */
static enum hub_status
load_own(SSL_CTX *ctx, const struct http_listen *listen, struct hub_error *err)
{
	if (SSL_CTX_use_certificate_chain_file(ctx, listen->cert_file) != 1)
		return fail_file(err, "certificate", listen->cert_file);
	if (SSL_CTX_use_PrivateKey_file(ctx, listen->key_file,
		SSL_FILETYPE_PEM) != 1)
		return fail_file(err, "key", listen->key_file);
	if (SSL_CTX_check_private_key(ctx) != 1)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "key %s is not that of certificate %s", listen->key_file,
		    listen->cert_file);
	return HUB_OK;
}

/* A client may show a certificate; if it does, it must be a good one. */
static enum hub_status
load_clients(SSL_CTX *ctx, const char *file, struct hub_error *err)
{
	STACK_OF(X509_NAME) * names;

	if (*file == '\0')
		return HUB_OK;
	if (SSL_CTX_load_verify_file(ctx, file) != 1)
		return fail_file(err, "authority of clients", file);
	names = SSL_load_client_CA_file(file);
	if (names == NULL)
		return fail_file(err, "authority of clients", file);
	SSL_CTX_set_client_CA_list(ctx, names);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	return HUB_OK;
}

/* Small memory for idle connections, no old protocols, tickets without a
 * store. */
static void
set_ways(SSL_CTX *ctx)
{
	static const unsigned char name[] = "simpul";

	SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_options(ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
		SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(ctx, 1);
	SSL_CTX_set_session_id_context(ctx, name, sizeof name - 1);
}

/* Everything that a connection needs. */
enum hub_status
http_tls_new(const struct http_listen *listen, SSL_CTX **ret,
    struct hub_error *err)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	enum hub_status status;

	if (ctx == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for TLS");
	set_ways(ctx);
	status = load_own(ctx, listen, err);
	if (status == HUB_OK)
		status = load_clients(ctx, listen->client_ca, err);
	if (status != HUB_OK) {
		SSL_CTX_free(ctx);
		return status;
	}
	*ret = ctx;
	return HUB_OK;
}

/* Of the certificate's bytes. */
bool
http_tls_peer(SSL *ssl, uint8_t out[32])
{
	X509 *cert = SSL_get0_peer_certificate(ssl);
	unsigned int len = 32;

	return cert != NULL && X509_digest(cert, EVP_sha256(), out, &len) == 1;
}
