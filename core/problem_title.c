/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "problem_title.h"

#include <stddef.h>

static const struct {
	int status;
	struct problem_title title;
} titles[] = {
	{ 400, { "Permintaan tidak terbaca", "Bad Request" } },
	{ 401, { "Belum dikenal", "Unauthorized" } },
	{ 403, { "Tidak diizinkan", "Forbidden" } },
	{ 404, { "Tidak ditemukan", "Not Found" } },
	{ 405, { "Metode tidak berlaku di sini", "Method Not Allowed" } },
	{ 408, { "Permintaan terlalu lama", "Request Timeout" } },
	{ 409, { "Tidak sesuai keadaan sekarang", "Conflict" } },
	{ 410, { "Sudah tidak ada", "Gone" } },
	{ 412, { "Syarat tidak terpenuhi", "Precondition Failed" } },
	{ 413, { "Isi terlalu besar", "Content Too Large" } },
	{ 414, { "Alamat terlalu panjang", "URI Too Long" } },
	{ 415, { "Jenis isi tidak didukung", "Unsupported Media Type" } },
	{ 416, { "Bagian itu tidak ada", "Range Not Satisfiable" } },
	{ 417, { "Harapan tidak terpenuhi", "Expectation Failed" } },
	{ 422, { "Isi tidak dapat diterima", "Unprocessable Content" } },
	{ 429, { "Terlalu banyak permintaan", "Too Many Requests" } },
	{ 431,
	    { "Kepala permintaan terlalu besar",
		"Request Header Fields Too Large" } },
	{ 500, { "Gangguan pada simpul", "Internal Server Error" } },
	{ 501, { "Metode tidak dikenal", "Not Implemented" } },
	{ 503, { "Sedang tidak dapat melayani", "Service Unavailable" } },
	{ 505, { "Versi HTTP tidak didukung", "HTTP Version Not Supported" } },
};

/* What a status is called. */
struct problem_title
problem_title(int status)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return (struct problem_title){ "Galat", "Error" };
}
