/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_seed.h - a fuzz target's own beginnings, so that no corpus need be kept.
 *
 * A target defines the list and, like every target of libFuzzer,
 * LLVMFuzzerTestOneInput; fuzz_seed.c mixes the list into what the fuzzer
 * tries.
 */
#ifndef FUZZ_SEED_H
#define FUZZ_SEED_H

#include <stddef.h>
#include <stdint.h>

/* NULL at the end. */
extern const char *const fuzz_seeds[];

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
/* libFuzzer's own. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t len, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max,
    unsigned seed);

/* Ends the run when what must hold does not. */
void fuzz_must(int holds, const char *what);

#endif
