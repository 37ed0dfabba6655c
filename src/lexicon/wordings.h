/* A pattern turned round: words that it matches. */
#ifndef STANCE_LEXICON_WORDINGS_H
#define STANCE_LEXICON_WORDINGS_H

#include "lexicon/lexicon.h"

enum { STANCE_WORDINGS_MAX = 1024 };

/* Stands where a pattern takes any word. No entry knows it. */
#define STANCE_FILLER "qx"

typedef struct stance_wording {
    stance_view text;
    uint64_t branch; /* the same for wordings that differ in inflection and gaps only */
} stance_wording;

typedef struct stance_wordings {
    stance_wording *data;
    size_t count;
    bool whole; /* every alternative is among them; inflected forms and gaps only as far as there is room */
} stance_wordings;

/* The words of a pattern that was compiled before: every alternative, each inflected form, gaps with no word and with one.
   A prefix stands for itself. In the arena. */
stance_status stance_wordings_of(const stance_lexicon *lexicon, stance_view pattern, stance_arena *arena,
                                 stance_wordings *out, stance_error *err) STANCE_CHECKED;

/* The same as other programs write it: a prefix keeps its star, any word is a star, a gap must not be in it. */
stance_status stance_wordings_spelled(const stance_lexicon *lexicon, stance_view pattern, stance_arena *arena,
                                      stance_wordings *out, stance_error *err) STANCE_CHECKED;

#endif
