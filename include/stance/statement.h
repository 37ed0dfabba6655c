/* What goes down the pipeline: a document comes in, its statements come out. */
#ifndef STANCE_STATEMENT_H
#define STANCE_STATEMENT_H

#include "stance/date.h"
#include "stance/view.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STANCE_MILLION 1000000 /* scores, intensities and confidences are integers in millionths */

/* Set by a store: whether a document counts. */
typedef enum stance_standing {
    STANCE_COUNTS = 0,
    STANCE_WITHDRAWN, /* counts nowhere */
    STANCE_PURGED     /* and is erased, too */
} stance_standing;

/* A document as a reader hands it over. All views belong to the reader and live until its next document. */
typedef struct stance_document {
    stance_view id;   /* path, or the id it came by */
    stance_view text; /* UTF-8, as it came */
    stance_view title, source, url;
    stance_view language;  /* ISO 639-1 ("en"); empty or NULL: not known */
    stance_view authors;   /* joined by "; " */
    stance_view place;     /* of the dateline */
    stance_view date_note; /* what was decided when dates disagreed: one sentence; NULL: nothing to say */
    stance_view speaker;   /* metadata: whose words the whole document is; data NULL when it does not say */
    stance_date date;
    stance_date_basis basis;
    stance_standing standing;
} stance_document;

/* How sure its date is, in millionths: see stance_date_confidence. A date that somebody set by hand is taken for certain. */
int32_t stance_document_date_confidence(const stance_document *document);

typedef enum stance_mode { STANCE_NARRATION = 0, STANCE_REPORTED, STANCE_DIRECT } stance_mode;
typedef enum stance_place { STANCE_BODY = 0, STANCE_HEAD } stance_place;

const char *stance_mode_name(stance_mode mode);
bool stance_mode_parse(stance_view name, stance_mode *mode);
const char *stance_place_name(stance_place place);

/* Tone: score = -1 (critical) … 1 (conciliatory), the two intensities 0 … 1, all in millionths. matched counts the tone
   entries that fired: 0 means unknown, not neutral. */
typedef struct stance_tone {
    int32_t score, conciliatory, critical;
    uint32_t matched;
} stance_tone;

/* One step of the score: an entry that fired and what became of it. Ordered as the steps are taken. */
typedef struct stance_hit {
    stance_span at;      /* the words that fired, in the document's text */
    stance_view pattern; /* the entry as the lexicon writes it */
    stance_view origin;  /* "tone-critical.tsv:120" */
    const char *kind;    /* "tone", "reverser", "negator", "intensifier", … (static) */
    int32_t before;      /* millionths of a point: the entry's own strength, signed (0 for a shifter) */
    int32_t after;       /* what counts after shifters and reversers (0 for a shifter) */
    stance_view effect;  /* in words: "turned by 'not' (70 %)"; empty when nothing happened to it */
} stance_hit;

typedef struct stance_statement {
    uint32_t ordinal; /* from 1 */
    stance_place place;
    stance_mode mode;
    stance_span span;           /* the whole sentence or fragment */
    const stance_span *content; /* what is said, without cue, speaker and marks; at least one unless narration */
    size_t content_count;
    stance_view speaker;       /* as the document names it most fully; data NULL: narration */
    stance_view actor;         /* id in the actors lexicon; data NULL: none */
    stance_view cue;           /* the reporting word; data NULL: none */
    stance_view evidence;      /* one sentence: how the speaker was found */
    int32_t confidence;        /* of the attribution, millionths */
    const stance_view *topics; /* ids, in the lexicon's order */
    size_t topic_count;
    const stance_view *targets; /* actor ids of states and bodies */
    size_t target_count;
    stance_tone tone;
    const stance_hit *hits;
    size_t hit_count;
} stance_statement;

#ifdef __cplusplus
}
#endif
#endif
