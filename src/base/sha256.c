#include "base/sha256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

bool stance_sha256_native(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1U << 29));
}

__attribute__((target("sha,sse4.1,ssse3"))) void stance_sha256_blocks(uint32_t state[8], const uint8_t *data,
                                                                      size_t blocks)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    /* The instructions want the state as (a, b, e, f) and (c, d, g, h), the first named in the highest lane. */
    __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
    __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
    for (; blocks; blocks--, data += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w[4]; /* the last sixteen words of the message schedule, four by four */
        for (int round = 0; round < 16; round++) {
            __m128i *now = &w[round & 3];
            if (round < 4) {
                *now =
                    _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(data + 16 * round)), big_endian);
            } else { /* from the words 16, 15, 7 and 2 before */
                __m128i last = w[(round + 3) & 3], before_last = w[(round + 2) & 3];
                __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(*now, w[(round + 1) & 3]),
                                            _mm_alignr_epi8(last, before_last, 4));
                *now = _mm_sha256msg2_epu32(sum, last);
            }
            __m128i key = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)(const void *)&constants[4 * round]));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, key); /* two rounds: the old (a, b, e, f) become (c, d, g, h) */
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(key, 0x0e));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
    state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
    state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
    state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
    state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
    state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
    state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
    state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

#else

bool stance_sha256_native(void)
{
    return false;
}

void stance_sha256_blocks(uint32_t state[8], const uint8_t *data, size_t blocks)
{
    (void)state;
    (void)data;
    (void)blocks;
}

#endif
