/* SHA-256 by the instructions that processors have for it. */
#ifndef STANCE_BASE_SHA256_H
#define STANCE_BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* This processor has them. */
bool stance_sha256_native(void);

/* Takes blocks of 64 bytes into the eight words of state. Only where stance_sha256_native() says so. */
void stance_sha256_blocks(uint32_t state[8], const uint8_t *data, size_t blocks);

#endif
