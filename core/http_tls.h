/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_tls.h - TLS of the HTTP server: 1.2 at least, and a certificate asked
 * of the client where an authority for clients is configured.
 */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

#include "http_server.h"

/* The context of all connections; the caller frees it. */
enum hub_status http_tls_new(const struct http_listen *listen, SSL_CTX **ret,
    struct hub_error *err);
/* SHA-256 of the peer's certificate; false when it showed none. */
bool http_tls_peer(SSL *ssl, uint8_t out[32]);

#endif
