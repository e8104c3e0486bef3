/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_party.h - somebody with a fresh key and a certificate of their own, in
 * PEM, and, where it is wanted, a hub that answers for that key.
 */
#ifndef SEAL_PARTY_H
#define SEAL_PARTY_H

#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>

struct seal_party {
	EVP_PKEY *key;
	char *key_pem, *cert_pem; /* owned */
	int ask, answer;	  /* the worker's end and the hub's; -1 */
	pthread_t hub;
};

/* alg: enum seal_alg; from, until: seconds, when the certificate is valid. */
void seal_party_init(struct seal_party *party, unsigned alg, int64_t from,
    int64_t until);
/* Answers what is asked at party->ask until it is released. */
void seal_party_serve(struct seal_party *party);
void seal_party_release(struct seal_party *party);

#endif
