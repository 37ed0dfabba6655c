#include "base/hash.h"

#include "base/sha256.h"

/* XXH_INLINE_ALL compiles the hash in, so that nothing is linked for it. */
#define XXH_INLINE_ALL
#include <sys/types.h>
#include <sha2.h>
#include <xxhash.h>

uint64_t stance_hash(stance_view bytes)
{
    return XXH3_64bits(bytes.data ? bytes.data : "", bytes.len);
}

/* libmd keeps the words of the state and the bytes that fill no block yet; where the processor has instructions for it,
   whole blocks go past libmd, five times as fast. */
static void update(SHA2_CTX *ctx, const void *bytes, size_t len)
{
    const uint8_t *data = bytes;
    size_t pending = (size_t)(ctx->bitcount[0] / 8 % SHA256_BLOCK_LENGTH);
    if (len < 16 * SHA256_BLOCK_LENGTH || !stance_sha256_native()) {
        SHA256Update(ctx, data, len);
        return;
    }
    if (pending) {
        SHA256Update(ctx, data, SHA256_BLOCK_LENGTH - pending);
        data += SHA256_BLOCK_LENGTH - pending;
        len -= SHA256_BLOCK_LENGTH - pending;
    }
    size_t blocks = len / SHA256_BLOCK_LENGTH;
    stance_sha256_blocks(ctx->state.st32, data, blocks);
    ctx->bitcount[0] += (uint64_t)blocks * SHA256_BLOCK_LENGTH * 8;
    SHA256Update(ctx, data + blocks * SHA256_BLOCK_LENGTH, len % SHA256_BLOCK_LENGTH);
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
        if (pieces[i].len) update(&ctx, pieces[i].data, pieces[i].len);
    }
    finish(&ctx, out);
}

void stance_sha256_hex_of(stance_view bytes, char out[STANCE_SHA256_HEX])
{
    SHA2_CTX ctx;
    SHA256Init(&ctx);
    if (bytes.len) update(&ctx, bytes.data, bytes.len);
    finish(&ctx, out);
}
