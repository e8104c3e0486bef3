/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "attachment_loan.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "limits.h"

/* files_sink_fn: into a descriptor. */
static bool
write_sink(void *ctx, const void *bytes, size_t len)
{
	const int *fd = ctx;
	size_t done = 0;

	while (done < len) {
		ssize_t put = write(*fd, (const char *)bytes + done,
		    len - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		done += (size_t)put;
	}
	return true;
}

/* Decrypts a file into a fresh descriptor. */
static enum attachment_end
decrypt(const struct files_room *room, const struct attachment_row *row,
    int *ret_fd)
{
	struct attachment_meta meta;
	struct files_sealed file = { room->folder, row->file, meta.key,
		room->clock };
	uint64_t size = (uint64_t)row->size;
	enum attachment_end end;
	int fd;

	end = attachment_end_of_db(
	    attachment_open(room->db, room->content, row, &meta));
	if (end != ATTACHMENT_DONE)
		return end;
	fd = memfd_create("attachment", MFD_CLOEXEC);
	if (fd >= 0)
		end = attachment_end_of_file(
		    files_read(&file, 0, size, write_sink, &fd));
	OPENSSL_cleanse(&meta, sizeof(meta));
	if (fd < 0)
		return ATTACHMENT_BUSY;
	if (end == ATTACHMENT_DONE &&
	    lseek(fd, 0, SEEK_CUR) == (off_t)row->size &&
	    lseek(fd, 0, SEEK_SET) == 0) {
		*ret_fd = fd;
		return ATTACHMENT_DONE;
	}
	(void)close(fd);
	return end == ATTACHMENT_DONE ? ATTACHMENT_BUSY : end;
}

/* files run: each of them, until one fails. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct attachment_loan *loan = (struct attachment_loan *)job;

	loan->end = ATTACHMENT_DONE;
	for (size_t i = 0; i < loan->count && loan->end == ATTACHMENT_DONE;
	     i++) {
		struct attachment_row row;

		loan->end = attachment_end_of_db(
		    attachment_get(room->db, loan->rows[i].id, &row));
		if (loan->end != ATTACHMENT_DONE)
			return;
		if (row.case_id != loan->case_id)
			loan->end = ATTACHMENT_FOREIGN;
		else
			loan->end = decrypt(room, &row, &loan->rows[i].fd);
		loan->rows[i].size = (uint64_t)row.size;
	}
}

/* A loan of nothing yet. */
void
attachment_loan_init(struct attachment_loan *loan, int64_t case_id)
{
	memset(loan, 0, sizeof(*loan));
	loan->files.run = run;
	loan->case_id = case_id;
}

bool
attachment_loan_add(struct attachment_loan *loan, const char *id, uint64_t size)
{
	int64_t number;

	if (!ident_parse(id, &number))
		return false;
	for (size_t i = 0; i < loan->count; i++)
		if (loan->rows[i].id == number)
			return true;
	if (loan->count == LOAN_FILES)
		return false;
	loan->rows[loan->count].id = number;
	loan->rows[loan->count].fd = -1;
	loan->count++;
	loan->size += size;
	return true;
}

/* Gives it to the files thread. */
static void
submit(struct attachment_lender *lender, struct attachment_loan *loan)
{
	lender->lent += loan->size;
	files_submit(lender->files, &loan->files);
}

/* Whether there is room for it now. */
static bool
has_room(const struct attachment_lender *lender,
    const struct attachment_loan *loan)
{
	return lender->lent == 0 ||
	    lender->lent + loan->size <= ATTACHMENT_LENT_MAX;
}

void
attachment_loan_start(struct attachment_lender *lender,
    struct attachment_loan *loan)
{
	loan->lender = lender;
	loan->next = NULL;
	if (lender->first == NULL && has_room(lender, loan)) {
		submit(lender, loan);
		return;
	}
	if (lender->first == NULL)
		lender->first = loan;
	else
		lender->last->next = loan;
	lender->last = loan;
}

int
attachment_loan_take(struct attachment_loan *loan, const char *id,
    uint64_t *ret_size)
{
	int64_t number;
	int fd = -1;

	if (!ident_parse(id, &number))
		return -1;
	for (size_t i = 0; i < loan->count; i++) {
		if (loan->rows[i].id != number || loan->rows[i].fd < 0)
			continue;
		*ret_size = loan->rows[i].size;
		fd = loan->rows[i].fd;
		loan->rows[i].fd = -1;
	}
	return fd;
}

void
attachment_loan_end(struct attachment_loan *loan)
{
	struct attachment_lender *lender = loan->lender;

	if (lender == NULL)
		return;
	for (size_t i = 0; i < loan->count; i++)
		if (loan->rows[i].fd >= 0)
			(void)close(loan->rows[i].fd);
	lender->lent -= loan->size;
	loan->count = 0;
	loan->size = 0;
	loan->lender = NULL;
	while (lender->first != NULL && has_room(lender, lender->first)) {
		struct attachment_loan *next = lender->first;

		lender->first = next->next;
		submit(lender, next);
	}
}
