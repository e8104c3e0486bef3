/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem_title.h - what a status of HTTP is called for people: in Indonesian,
 * and in English as RFC 9110 has it.
 */
#ifndef PROBLEM_TITLE_H
#define PROBLEM_TITLE_H

struct problem_title {
	const char *id, *en;
};

struct problem_title problem_title(int status);

#endif
