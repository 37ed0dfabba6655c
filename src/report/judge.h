/* What the files of the evaluation share: gold, answers, and which belongs to which. */
#ifndef STANCE_REPORT_JUDGE_H
#define STANCE_REPORT_JUDGE_H

#include "report/internal.h"
#include "stance/evaluate.h"
#include "stance/measure.h"

/* ---- gold.c ---- */

typedef struct stance_gold_row {
    uint64_t line;        /* 0: not from a file */
    stance_view document; /* or the id of a text */
    stance_view key, text, group;
    stance_view speaker; /* data NULL: not coded, or nobody */
    stance_view coder;
    const stance_view *topics;
    size_t topic_count;
    bool has_topics, has_mode, has_label, has_start;
    stance_mode mode;
    double label; /* -1 … 1 */
    double weight;
    uint32_t start;
    bool coded; /* comes from the database: ordinal is that of its statement there, or 0 when it has none */
    uint32_t ordinal;
    size_t unit; /* rows of several coders on one thing have the same */
} stance_gold_row;

struct stance_gold {
    stance_arena arena;
    stance_view name; /* of the file */
    stance_gold_row *rows;
    size_t count, capacity;
    bool texts, with_text;
    stance_view *coders; /* in the order of their names */
    size_t coder_count;
    double *labels; /* a row of coder_count for each row; NaN: not coded by him. NULL for fewer than two coders */
};

/* The class of a label or a score: 0 critical, 1 neutral, 2 conciliatory. */
enum { STANCE_CRITICAL, STANCE_NEUTRAL, STANCE_CONCILIATORY, STANCE_TONES };
static inline unsigned stance_label_class(double label)
{
    return label < 0 ? STANCE_CRITICAL : label > 0 ? STANCE_CONCILIATORY : STANCE_NEUTRAL;
}

/* Reads a table from bytes, which are copied. */
stance_status stance_gold_read(stance_view bytes, stance_view name, stance_problem_fn problem, void *context,
                               size_t *refused, stance_gold **out, stance_error *err) STANCE_CHECKED;
/* coders.c: makes one row of what several coded. Called once, when all rows are there. */
stance_status stance_gold_merge(stance_gold *gold, stance_error *err) STANCE_CHECKED;

/* White space as single blanks, plain quotation marks; data NULL when memory ran out. */
stance_view stance_fold_key(stance_arena *arena, stance_view text);

/* ---- answers.c ---- */

typedef struct stance_answer {
    uint32_t document; /* in stance_answers.documents */
    uint32_t ordinal;
    stance_span span;
    stance_view text, folded, speaker, actor, id;
    const stance_view *topics;
    size_t topic_count;
    stance_mode mode;
    stance_place place;
    int32_t score;
    bool selected;
    int64_t key;      /* in the store; 0: not from one */
    stance_view hits; /* the entries that fired, in words; filled for records that bring them */
} stance_answer;

typedef struct stance_answered {  /* a document, or a text */
    stance_view name, base, hash; /* base: behind the last '/'; hash: as many digits as are known */
    size_t first, count;          /* of answers */
    int64_t key;
} stance_answered;

struct stance_answers {
    stance_arena arena;
    stance_answer *all;
    size_t count, capacity;
    stance_answered *documents;
    size_t document_count, document_capacity;
    stance_store *store; /* NULL: from a file */
    stance_view what;    /* the file's name, or the store's */
    bool texts;
    bool by_statement; /* the selector asks for more than documents */
    stance_selector selector;
};

/* "tone “words” -1.50" … of an answer, one after the other. */
stance_status stance_answer_hits(const stance_answers *answers, const stance_answer *answer, stance_strbuf *out,
                                 stance_error *err) STANCE_CHECKED;

/* ---- match.c ---- */

typedef enum stance_verdict {
    STANCE_FOUND,    /* said by somebody, and there is a statement for it */
    STANCE_LOST,     /* … and there is none */
    STANCE_KEPT,     /* narration, and on nobody's account */
    STANCE_LEAKED,   /* narration, given to a speaker */
    STANCE_OUTSIDE,  /* of another document or statement than those selected */
    STANCE_UNMATCHED /* there is nothing to hold it against: refused */
} stance_verdict;
const char *stance_verdict_name(stance_verdict verdict);

typedef struct stance_match {
    const stance_gold_row *gold;
    const stance_answer *answer; /* NULL: none */
    stance_verdict verdict;
    uint32_t cluster;                                 /* what is resampled: group, else document */
    bool speaker_coded, speaker_right, speaker_other; /* other: not the one whom most of the gold is about */
    bool mode_coded, mode_right;
    size_t topics_right, topics_wrong, topics_missed;
    size_t extra; /* on the first row of a document: statements in it that no row names */
    bool toned;   /* label and score are there */
} stance_match;

typedef struct stance_matches {
    stance_arena arena;
    stance_match *all; /* in the order of documents and rows */
    size_t count;
    size_t outside, unmatched;
    size_t uncoded;   /* statements of the gold's documents, said by somebody, that no row names */
    stance_view most; /* the speaker of most rows */
    uint32_t clusters;
} stance_matches;

/* How well a cell of gold names a document: 4 by its id, 3 by the file's name, 2 by the hash, 1 by a beginning, 0 not. */
int stance_document_rank(stance_view cell, stance_view name, stance_view hash);
stance_status stance_match_all(const stance_gold *gold, stance_answers *answers, stance_problem_fn problem,
                               void *context, stance_matches *out, stance_error *err) STANCE_CHECKED;
void stance_matches_free(stance_matches *matches);
/* Two forms of one name: "Antonov" and "Anatoly Antonov", "US State Department" and "US Department of State". */
bool stance_same_name(stance_view a, stance_view b);

/* ---- figures.c ---- */

enum { STANCE_TONE_FIGURES = 23 };
extern const char *const stance_tone_figure_names[STANCE_TONE_FIGURES];
enum { /* where they stand among the figures on tone */
       STANCE_TONE_ACCURACY,
       STANCE_TONE_BALANCED,
       STANCE_TONE_MACRO_F1,
       STANCE_TONE_SIGN,
       STANCE_TONE_CLASSES,                       /* precision, recall and F1 of each class */
       STANCE_TONE_AUC = STANCE_TONE_CLASSES + 9, /* critical, neutral, conciliatory against the rest; + against - */
       STANCE_TONE_RHO = STANCE_TONE_AUC + 4,
       STANCE_TONE_RHO_GROUP,
       STANCE_TONE_ALPHA,                       /* nominal, ordinal, interval */
       STANCE_TONE_BIAS = STANCE_TONE_ALPHA + 3 /* mean of class less class, -2 … 2: above 0 it is too conciliatory */
};

/* Statements with label and score, of all, or of one topic or speaker. */
typedef struct stance_tone_part {
    stance_view about, name; /* "all"; "topic", its id; "speaker", his name */
    size_t items, clusters;
    double counts[STANCE_TONES][STANCE_TONES]; /* rows: label; columns: score. Not weighted */
    stance_estimate figures[STANCE_TONE_FIGURES];
} stance_tone_part;

enum {
    STANCE_FIGURE_FOUND,
    STANCE_FIGURE_SAID_PRECISION,
    STANCE_FIGURE_SAID_RECALL,
    STANCE_FIGURE_SAID_F1,
    STANCE_FIGURE_SPEAKER,
    STANCE_FIGURE_SPEAKER_OTHER,
    STANCE_FIGURE_MODE,
    STANCE_FIGURE_TOPICS_PRECISION,
    STANCE_FIGURE_TOPICS_RECALL,
    STANCE_FIGURE_TOPICS_F1,
    STANCE_FIGURE_TOPICS_MACRO,
    STANCE_FIGURE_FIXED /* then precision, recall and F1 of each topic */
};
extern const char *const stance_figure_names[STANCE_FIGURE_FIXED];

struct stance_evaluation {
    const stance_gold *gold;
    stance_answers *answers;
    stance_evaluate_options options;
    stance_matches matches;
    stance_arena arena;
    bool weighted;
    stance_view *topics; /* that gold or answers name */
    size_t topic_count;
    stance_estimate *figures; /* STANCE_FIGURE_FIXED + 3 * topic_count; NULL for texts */
    stance_tone_part *parts;  /* all; then topics, then speakers, most statements first */
    size_t part_count;
    const stance_match **worst; /* where class and label differ, worst first */
    size_t worst_count;
    stance_ratings coders;        /* units 0: fewer than two */
    stance_estimate agreement[4]; /* pairs that agree; alpha nominal, ordinal, interval */
};

/* The class that a score is taken for, among the classes that there are: all three, but for texts whose labels are of two
   classes only, where there is a question of two answers. */
unsigned stance_score_class(int32_t score, int32_t neutral, const bool has[STANCE_TONES]);
void stance_gold_classes(const stance_evaluation *evaluation, bool has[STANCE_TONES]);
stance_status stance_measure_statements(stance_evaluation *evaluation, stance_error *err) STANCE_CHECKED;
/* tones.c */
stance_status stance_measure_tone(stance_evaluation *evaluation, stance_error *err) STANCE_CHECKED;

#endif
