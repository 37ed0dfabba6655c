#include "base/hash.h"

/* XXH_INLINE_ALL compiles the hash in, so that nothing is linked for it. */
#define XXH_INLINE_ALL
#include <sys/types.h>
#include <sha2.h>
#include <xxhash.h>

uint64_t stance_hash(stance_view bytes)
{
    return XXH3_64bits(bytes.data ? bytes.data : "", bytes.len);
}

static void finish(SHA2_CTX *ctx, char out[STANCE_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, ctx);
    for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[STANCE_SHA256_HEX - 1] = '\0';
}

void stance_sha256_hex(const stance_view *pieces, size_t count, char out[STANCE_SHA256_HEX])
{
    SHA2_CTX ctx;
    SHA256Init(&ctx);
    for (size_t i = 0; i < count; i++) {
        uint8_t length[8];
        for (size_t k = 0; k < 8; k++) length[k] = (uint8_t)((uint64_t)pieces[i].len >> (8 * k));
        SHA256Update(&ctx, length, sizeof length);
        if (pieces[i].len) SHA256Update(&ctx, (const uint8_t *)pieces[i].data, pieces[i].len);
    }
    finish(&ctx, out);
}

void stance_sha256_hex_of(stance_view bytes, char out[STANCE_SHA256_HEX])
{
    SHA2_CTX ctx;
    SHA256Init(&ctx);
    if (bytes.len) SHA256Update(&ctx, (const uint8_t *)bytes.data, bytes.len);
    finish(&ctx, out);
}
