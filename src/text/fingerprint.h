/* Fingerprints: whether two texts are copies of each other, told from a few numbers of each.

   The words of a text (case, punctuation and quotation marks folded away) are taken four by four, each such shingle is
   hashed, and of every eight hashes in a row the least is kept (winnowing: Schleimer, Wilkerson and Aiken, SIGMOD 2003;
   resemblance and containment of shingles: Broder, 1997). What is kept depends on the words around it alone, so that a
   part that two texts share leaves the same numbers in both, wherever it stands. The numbers are stored: how they are made
   may not change without a new version of the schema. */
#ifndef STANCE_TEXT_FINGERPRINT_H
#define STANCE_TEXT_FINGERPRINT_H

#include "base/arena.h"

enum {
    STANCE_PRINT_BITS = 48,      /* few enough to be stored cheaply, enough for a hundred million shingles */
    STANCE_PRINT_LEAST = 8,      /* texts with fewer (about forty words) are copies only when all words are the same */
    STANCE_COPY_MUTUAL = 600000, /* millionths of the longer one that are in the shorter: an edited re-release … */
    STANCE_COPY_CONTAINED = 800000 /* … or of the shorter one that are in the longer: a truncated copy */
};

typedef struct stance_fingerprint {
    const uint64_t *prints; /* ascending, each once; none is 0 */
    size_t count;
    uint64_t whole; /* of all words in their order, in as many bits; 0 when there are fewer than five */
} stance_fingerprint;

/* In time linear in the text, but for sorting what is kept. The prints live in the arena. */
stance_status stance_fingerprint_of(stance_view text, stance_arena *arena, stance_fingerprint *out,
                                    stance_error *err) STANCE_CHECKED;

/* How much of two texts is the same, in millionths. */
typedef struct stance_overlap {
    int32_t mutual;    /* of the longer one */
    int32_t contained; /* of the shorter one; never less */
} stance_overlap;

stance_overlap stance_fingerprint_compare(const stance_fingerprint *a, const stance_fingerprint *b);
/* True when one is a copy of the other: edited, or cut short. */
bool stance_overlap_is_copy(stance_overlap overlap);

/* One number for the words of several pieces of a text, folded as above; 0 when there are fewer than three. 63 bits. */
uint64_t stance_words_hash(stance_view text, const stance_span *pieces, size_t count);

#endif
