/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "files_chunk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "content_cipher.h"
#include "crashpoint.h"

#define CHUNK_MAX 65536u
#define HEAD 4u
#define PIECE_MAX (HEAD + CHUNK_MAX + CONTENT_OVERHEAD)

/* An open file, and where in it one stands. */
struct place {
	int fd;
	off_t raw;   /* in the file */
	uint64_t at; /* in what it holds */
};

/* 128 random bits. */
void
files_name(const struct clock *clock, char name[FILES_NAME_SIZE])
{
	uint8_t random[(FILES_NAME_SIZE - 1) / 2];

	clock_random(clock, random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		(void)snprintf(name + 2 * i, 3, "%02x", random[i]);
}

/* What errno means after a write. */
static enum files_code
code_of_errno(void)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return FILES_FULL;
	return errno == ENOENT ? FILES_GONE : FILES_FAILED;
}

/* Reads len bytes at an offset; false: they are not all there. */
static bool
read_all(int fd, void *to, size_t len, off_t raw)
{
	size_t done = 0;

	while (done < len) {
		ssize_t got = pread(fd, (char *)to + done, len - done,
		    raw + (off_t)done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		done += (size_t)got;
	}
	return true;
}

/* Writes len bytes at an offset. */
static bool
write_all(int fd, const void *from, size_t len, off_t raw)
{
	size_t done = 0;

	while (done < len) {
		ssize_t put = pwrite(fd, (const char *)from + done, len - done,
		    raw + (off_t)done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		done += (size_t)put;
	}
	return true;
}

/* The length of the piece at the place; 0: there is no whole head. */
static size_t
piece_at(const struct place *p)
{
	uint8_t head[HEAD];
	size_t len;

	if (!read_all(p->fd, head, sizeof(head), p->raw))
		return 0;
	len = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 |
	    (size_t)head[3] << 24;
	return len <= CHUNK_MAX ? len : 0;
}

/* Goes on by one piece of len bytes. */
static void
step_over(struct place *p, size_t len)
{
	p->raw += (off_t)(HEAD + len + CONTENT_OVERHEAD);
	p->at += len;
}

/* Goes to the piece that begins at a byte; false: none does. */
static bool
go_to(struct place *p, uint64_t at)
{
	while (p->at < at) {
		size_t len = piece_at(p);

		if (len == 0)
			return false;
		step_over(p, len);
	}
	return p->at == at;
}

/* Seals and writes bytes as pieces. */
static enum files_code
write_pieces(const struct files_sealed *file, struct place *p,
    const uint8_t *bytes, size_t len)
{
	uint8_t *piece = malloc(PIECE_MAX);
	enum files_code code = FILES_OK;

	if (piece == NULL)
		return FILES_FAILED;
	while (len > 0 && code == FILES_OK) {
		size_t part = len < CHUNK_MAX ? len : CHUNK_MAX;

		for (size_t i = 0; i < HEAD; i++)
			piece[i] = (uint8_t)(part >> 8 * i);
		content_cipher_seal(file->clock, file->key, (int64_t)p->at,
		    (struct cipher_bytes){ bytes, part }, piece + HEAD);
		if (!write_all(p->fd, piece, HEAD + part + CONTENT_OVERHEAD,
			p->raw))
			code = code_of_errno();
		step_over(p, part);
		bytes += part;
		len -= part;
	}
	free(piece);
	return code;
}

/* Adds bytes to an open file; on failure it is as long as before. */
static enum files_code
append_to(const struct files_sealed *file, int fd, uint64_t at,
    const struct cipher_bytes *bytes)
{
	struct place p = { fd, 0, 0 };
	enum files_code code;
	off_t end;

	if (!go_to(&p, at))
		return FILES_BROKEN;
	end = p.raw;
	if (ftruncate(fd, end) != 0)
		return FILES_FAILED;
	code = write_pieces(file, &p, bytes->data, bytes->len);
	crashpoint("files.written");
	if (code == FILES_OK && fdatasync(fd) != 0)
		code = code_of_errno();
	if (code == FILES_OK && at == 0 && fsync(file->folder) != 0)
		code = code_of_errno();
	if (code != FILES_OK && ftruncate(fd, end) != 0)
		code = FILES_FAILED;
	return code;
}

enum files_code
files_append(const struct files_sealed *file, uint64_t at, const void *bytes,
    size_t len)
{
	const struct cipher_bytes all = { bytes, len };
	enum files_code code;
	int fd = openat(file->folder, file->name,
	    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return code_of_errno();
	code = append_to(file, fd, at, &all);
	(void)close(fd);
	return code;
}

/* A reading under way. */
struct reading {
	const struct files_sealed *file;
	struct place place;
	uint64_t from, end;
	uint8_t *sealed, *plain;
	files_sink_fn *sink;
	void *ctx;
};

/* Opens the piece at the place and gives what is wanted of it away; false:
 * the sink has enough. */
static enum files_code
read_piece(struct reading *r, size_t len, bool *ret_more)
{
	uint64_t at = r->place.at;
	size_t skip = at < r->from ? (size_t)(r->from - at) : 0;
	size_t stop = at + len > r->end ? (size_t)(r->end - at) : len;

	if (!read_all(r->place.fd, r->sealed, len + CONTENT_OVERHEAD,
		r->place.raw + HEAD) ||
	    !content_cipher_open(r->file->key, (int64_t)at,
		(struct cipher_bytes){ r->sealed, len + CONTENT_OVERHEAD },
		r->plain))
		return FILES_BROKEN;
	*ret_more = r->sink(r->ctx, r->plain + skip, stop - skip);
	return FILES_OK;
}

/* Reads pieces until the end. */
static enum files_code
read_pieces(struct reading *r)
{
	enum files_code code = FILES_OK;
	bool more = true;

	while (more && code == FILES_OK && r->place.at < r->end) {
		size_t len = piece_at(&r->place);

		if (len == 0)
			return FILES_BROKEN;
		if (r->place.at + len > r->from)
			code = read_piece(r, len, &more);
		step_over(&r->place, len);
	}
	return code;
}

enum files_code
files_read(const struct files_sealed *file, uint64_t at, uint64_t end,
    files_sink_fn *sink, void *ctx)
{
	struct reading r = { .file = file,
		.from = at,
		.end = end,
		.sink = sink,
		.ctx = ctx };
	enum files_code code = FILES_FAILED;

	r.place.fd = openat(file->folder, file->name,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (r.place.fd < 0)
		return code_of_errno();
	r.sealed = malloc(CHUNK_MAX + CONTENT_OVERHEAD);
	r.plain = malloc(CHUNK_MAX);
	if (r.sealed != NULL && r.plain != NULL)
		code = read_pieces(&r);
	free(r.sealed);
	free(r.plain);
	(void)close(r.place.fd);
	return code;
}

/* It is no longer wanted. */
void
files_remove(int folder, const char *name)
{
	(void)unlinkat(folder, name, 0);
}
