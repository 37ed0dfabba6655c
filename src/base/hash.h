/* SHA-256 identifies content, lexicons and reports; the fast hash serves in-memory tables only. */
#ifndef STANCE_BASE_HASH_H
#define STANCE_BASE_HASH_H

#include "stance/view.h"

#define STANCE_SHA256_HEX 65 /* with the final zero */

uint64_t stance_hash(stance_view bytes); /* XXH3, 64 bits; not stored anywhere */

/* SHA-256 over several pieces; each piece is preceded by its length, so that no two lists of pieces give the same bytes. */
void stance_sha256_hex(const stance_view *pieces, size_t count, char out[STANCE_SHA256_HEX]);
/* Plain SHA-256 of the bytes, as sha256sum gives it. */
void stance_sha256_hex_of(stance_view bytes, char out[STANCE_SHA256_HEX]);

#endif
