/* The extraction of a document: what the score floor gets. */
#ifndef STANCE_EXTRACT_EXTRACT_H
#define STANCE_EXTRACT_EXTRACT_H

#include "extract/reading.h"

/* Who holds a statement in one of its attributions, and whom it is put to. */
typedef struct voicing {
    phrase source;
    token_range addressee; /* "told the EU", "Moscow was accused by"; empty: nobody */
} voicing;

/* A statement with its tokens, before it is scored. */
typedef struct found {
    stance_statement statement; /* all but tone and hits */
    uint32_t sentence;
    const token_range *content; /* tokens of what is said; the whole sentence for narration */
    size_t content_count;
    uint32_t cue_entry;          /* UINT32_MAX: none */
    const uint32_t *cue_entries; /* all the cues through which it was said */
    size_t cue_count;
    const voicing *voicings; /* none for narration */
    size_t voicing_count;
} found;

/* Reads the document into *r, whose memory is the arena, and finds its statements in order of place. */
stance_status stance_extract(const stance_lexicon *lexicon, const stance_document *document, stance_intern *local,
                             stance_arena *arena, reading *r, found **statements, size_t *count,
                             stance_error *err) STANCE_CHECKED;

/* Reads a whole text as one statement. */
stance_status stance_extract_text(const stance_lexicon *lexicon, const stance_document *document, stance_intern *local,
                                  stance_arena *arena, reading *r, found *statement, stance_error *err) STANCE_CHECKED;

/* topics.c: topics of each statement, its neighbours' where it has none of its own. */
stance_status stance_find_topics(reading *r, found *statements, size_t count, stance_error *err) STANCE_CHECKED;
/* targets.c: states and bodies that each statement is about, other than the speaker's own side. */
stance_status stance_find_targets(reading *r, found *statements, size_t count, stance_error *err) STANCE_CHECKED;

#endif
