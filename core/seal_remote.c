/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_remote.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#define NAME "simpul-remote" /* of the provider and of its kind of key */
#define PARAM_SOCKET "socket"
#define PARAM_PADDING "padding"
#define PARAM_ASK "ask"

/* A key: whom to ask, and how; for an agreement what, too. */
struct remote {
	struct seal_key key;
	unsigned padding;
	uint8_t ask[KEY_ASK_MAX];
	size_t ask_len;
};

/* A decryption with it, or an agreement. */
struct opening {
	const struct remote *remote;
};

/* Dispatch tables hold functions of every shape as one. */
#define FUNCTION(id, function) \
	{ \
		id, (void (*)(void))(function) \
	}

/* A key that asks nobody yet. */
static void *
new_key(void *provider)
{
	(void)provider;
	return calloc(1, sizeof(struct remote));
}

/* Gives it back. */
static void
free_key(void *key)
{
	free(key);
}

/* It can all that a key can, as far as OpenSSL asks. */
static int
has_parts(const void *key, int selection)
{
	(void)selection;
	return key != NULL;
}

/* Tells it whom to ask, and how. */
static int
import_key(void *key, int selection, const OSSL_PARAM params[])
{
	const OSSL_PARAM *socket = OSSL_PARAM_locate_const(params,
	    PARAM_SOCKET);
	const OSSL_PARAM *padding = OSSL_PARAM_locate_const(params,
	    PARAM_PADDING);
	const OSSL_PARAM *ask = OSSL_PARAM_locate_const(params, PARAM_ASK);
	struct remote *remote = key;
	void *room = remote->ask;

	(void)selection;
	if (ask != NULL &&
	    OSSL_PARAM_get_octet_string(ask, &room, sizeof(remote->ask),
		&remote->ask_len) != 1)
		return 0;
	return socket != NULL && padding != NULL &&
	    OSSL_PARAM_get_int(socket, &remote->key.fd) == 1 &&
	    OSSL_PARAM_get_uint(padding, &remote->padding) == 1;
}

/* What it is told. */
static const OSSL_PARAM *
import_types(int selection)
{
	static const OSSL_PARAM types[] = { OSSL_PARAM_int(PARAM_SOCKET, NULL),
		OSSL_PARAM_uint(PARAM_PADDING, NULL),
		OSSL_PARAM_octet_string(PARAM_ASK, NULL, 0), OSSL_PARAM_END };

	(void)selection;
	return types;
}

/* An opening with no key yet. */
static void *
new_opening(void *provider)
{
	(void)provider;
	return calloc(1, sizeof(struct opening));
}

/* Gives it back. */
static void
free_opening(void *opening)
{
	free(opening);
}

/* The key that it is done with. */
static int
begin_opening(void *ctx, void *key, const OSSL_PARAM params[])
{
	struct opening *opening = ctx;

	(void)params;
	opening->remote = key;
	return 1;
}

/* Asks the hub; the answer must fit. */
static bool
ask_hub(const struct remote *remote, const struct key_ask *ask,
    unsigned char *out, size_t *len, size_t room)
{
	struct key_result made;
	bool good = seal_key_open(&remote->key, ask, &made, NULL) == HUB_OK &&
	    made.len <= room;

	if (good) {
		memcpy(out, made.bytes, made.len);
		*len = made.len;
	}
	OPENSSL_cleanse(&made, sizeof(made));
	return good;
}

/* Opens a session key; without room it says how much may be needed. */
static int
open_key(void *ctx, unsigned char *out, size_t *len, size_t room,
    const unsigned char *in, size_t in_len)
{
	const struct remote *remote = ((struct opening *)ctx)->remote;
	const struct key_ask ask = { .verb = KEY_UNWRAP,
		.bytes = in,
		.len = in_len,
		.padding = remote->padding };

	if (out == NULL) {
		*len = KEY_ANSWER_MAX;
		return 1;
	}
	return ask_hub(remote, &ask, out, len, room);
}

/* Agrees on what the key was made to ask about. */
static int
agree(void *ctx, unsigned char *out, size_t *len, size_t room)
{
	const struct remote *remote = ((struct opening *)ctx)->remote;
	const struct key_ask ask = { .verb = KEY_AGREE,
		.bytes = remote->ask,
		.len = remote->ask_len,
		.padding = remote->padding };

	if (out == NULL) {
		*len = remote->ask_len > 0 ? remote->ask[0] : 0;
		return 1;
	}
	return ask_hub(remote, &ask, out, len, room);
}

static const OSSL_DISPATCH key_functions[] = {
	FUNCTION(OSSL_FUNC_KEYMGMT_NEW, new_key),
	FUNCTION(OSSL_FUNC_KEYMGMT_FREE, free_key),
	FUNCTION(OSSL_FUNC_KEYMGMT_HAS, has_parts),
	FUNCTION(OSSL_FUNC_KEYMGMT_IMPORT, import_key),
	FUNCTION(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, import_types),
	{ 0, NULL },
};

static const OSSL_DISPATCH opening_functions[] = {
	FUNCTION(OSSL_FUNC_ASYM_CIPHER_NEWCTX, new_opening),
	FUNCTION(OSSL_FUNC_ASYM_CIPHER_FREECTX, free_opening),
	FUNCTION(OSSL_FUNC_ASYM_CIPHER_DECRYPT_INIT, begin_opening),
	FUNCTION(OSSL_FUNC_ASYM_CIPHER_DECRYPT, open_key),
	{ 0, NULL },
};

static const OSSL_DISPATCH agree_functions[] = {
	FUNCTION(OSSL_FUNC_KEYEXCH_NEWCTX, new_opening),
	FUNCTION(OSSL_FUNC_KEYEXCH_FREECTX, free_opening),
	FUNCTION(OSSL_FUNC_KEYEXCH_INIT, begin_opening),
	FUNCTION(OSSL_FUNC_KEYEXCH_DERIVE, agree),
	{ 0, NULL },
};

/* What the provider has for an operation. */
static const OSSL_ALGORITHM *
query(void *provider, int operation, int *no_cache)
{
	static const OSSL_ALGORITHM keys[] = { { NAME, "provider=" NAME,
						   key_functions, NULL },
		{ NULL, NULL, NULL, NULL } };
	static const OSSL_ALGORITHM openings[] = {
		{ NAME, "provider=" NAME, opening_functions, NULL },
		{ NULL, NULL, NULL, NULL }
	};
	static const OSSL_ALGORITHM agreements[] = {
		{ NAME, "provider=" NAME, agree_functions, NULL },
		{ NULL, NULL, NULL, NULL }
	};

	(void)provider;
	*no_cache = 0;
	if (operation == OSSL_OP_KEYMGMT)
		return keys;
	if (operation == OSSL_OP_KEYEXCH)
		return agreements;
	return operation == OSSL_OP_ASYM_CIPHER ? openings : NULL;
}

/* OSSL_provider_init_fn. */
static int
begin_provider(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in,
    const OSSL_DISPATCH **out, void **ret_provider)
{
	static const OSSL_DISPATCH functions[] = {
		FUNCTION(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query),
		{ 0, NULL },
	};
	static char here;

	(void)handle;
	(void)in;
	*out = functions;
	*ret_provider = &here;
	return 1;
}

void
seal_remote_warm(void)
{
	/* OpenSSL gives it back at the program's end only if nobody holds it,
	 * and drops it when nobody does. */
	static OSSL_PROVIDER *held;

	if (held != NULL)
		return;
	(void)OSSL_PROVIDER_add_builtin(NULL, NAME, begin_provider);
	held = OSSL_PROVIDER_try_load(NULL, NAME, 1);
	ERR_clear_error();
}

/* The digest of OAEP and of its mask, where both are the same and there is no
 * label; NID_undef: they are not. */
static int
oaep_digest(const X509_ALGOR *alg)
{
	const ASN1_TYPE *given = alg->parameter;
	RSA_OAEP_PARAMS *params;
	X509_ALGOR *mask = NULL;
	int digest = NID_undef, masked = NID_sha1;

	if (given == NULL || given->type != V_ASN1_SEQUENCE)
		return NID_undef;
	params = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_OAEP_PARAMS),
	    given);
	if (params == NULL)
		return NID_undef;
	digest = params->hashFunc == NULL
	    ? NID_sha1
	    : OBJ_obj2nid(params->hashFunc->algorithm);
	if (params->maskGenFunc != NULL) {
		mask = params->maskGenFunc->parameter == NULL
		    ? NULL
		    : ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR),
			  params->maskGenFunc->parameter);
		masked = mask == NULL ||
			OBJ_obj2nid(params->maskGenFunc->algorithm) != NID_mgf1
		    ? NID_undef
		    : OBJ_obj2nid(mask->algorithm);
	}
	if (params->pSourceFunc != NULL || masked != digest)
		digest = NID_undef;
	X509_ALGOR_free(mask);
	RSA_OAEP_PARAMS_free(params);
	return digest;
}

bool
seal_remote_padding(const X509_ALGOR *alg, enum key_padding *ret)
{
	static const int digests[] = {
		[KEY_OAEP_SHA1] = NID_sha1,
		[KEY_OAEP_SHA256] = NID_sha256,
		[KEY_OAEP_SHA384] = NID_sha384,
		[KEY_OAEP_SHA512] = NID_sha512,
	};
	int kind = OBJ_obj2nid(alg->algorithm), digest;

	if (kind == NID_rsaEncryption) {
		*ret = KEY_PKCS1;
		return true;
	}
	digest = kind == NID_rsaesOaep ? oaep_digest(alg) : NID_undef;
	ERR_clear_error();
	for (size_t i = 0; i < sizeof(digests) / sizeof(*digests); i++)
		if (digest != NID_undef && digests[i] == digest) {
			*ret = (enum key_padding)i;
			return true;
		}
	return false;
}

bool
seal_remote_kdf(const X509_ALGOR *alg, unsigned *ret)
{
	static const struct {
		int kind, cofactor; /* the same on curves that are taken */
		unsigned kdf;
	} kinds[] = {
		{ NID_dhSinglePass_stdDH_sha1kdf_scheme,
		    NID_dhSinglePass_cofactorDH_sha1kdf_scheme, KEY_KDF_SHA1 },
		{ NID_dhSinglePass_stdDH_sha224kdf_scheme,
		    NID_dhSinglePass_cofactorDH_sha224kdf_scheme,
		    KEY_KDF_SHA224 },
		{ NID_dhSinglePass_stdDH_sha256kdf_scheme,
		    NID_dhSinglePass_cofactorDH_sha256kdf_scheme,
		    KEY_KDF_SHA256 },
		{ NID_dhSinglePass_stdDH_sha384kdf_scheme,
		    NID_dhSinglePass_cofactorDH_sha384kdf_scheme,
		    KEY_KDF_SHA384 },
		{ NID_dhSinglePass_stdDH_sha512kdf_scheme,
		    NID_dhSinglePass_cofactorDH_sha512kdf_scheme,
		    KEY_KDF_SHA512 },
	};
	int kind = OBJ_obj2nid(alg->algorithm);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kind == kinds[i].kind || kind == kinds[i].cofactor) {
			*ret = kinds[i].kdf;
			return true;
		}
	return false;
}

/* A key of what it is told. */
static EVP_PKEY *
make_key(OSSL_PARAM params[])
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, NAME, NULL);
	EVP_PKEY *made = NULL;

	if (ctx != NULL && EVP_PKEY_fromdata_init(ctx) == 1)
		(void)EVP_PKEY_fromdata(ctx, &made, EVP_PKEY_KEYPAIR, params);
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return made;
}

EVP_PKEY *
seal_remote_key(const struct seal_key *key, enum key_padding padding)
{
	int fd = key->fd;
	unsigned how = padding;
	OSSL_PARAM params[] = { OSSL_PARAM_construct_int(PARAM_SOCKET, &fd),
		OSSL_PARAM_construct_uint(PARAM_PADDING, &how),
		OSSL_PARAM_construct_end() };

	return make_key(params);
}

EVP_PKEY *
seal_remote_agreed(const struct seal_key *key, unsigned kdf,
    const struct hub_buf *ask)
{
	int fd = key->fd;
	OSSL_PARAM params[] = { OSSL_PARAM_construct_int(PARAM_SOCKET, &fd),
		OSSL_PARAM_construct_uint(PARAM_PADDING, &kdf),
		OSSL_PARAM_construct_octet_string(PARAM_ASK, ask->data,
		    ask->len),
		OSSL_PARAM_construct_end() };

	return make_key(params);
}
