/* A verb that reports while its subject and its words are looked for: shared by saying.c, unsaid.c and whose.c. */
#ifndef STANCE_EXTRACT_SAYING_H
#define STANCE_EXTRACT_SAYING_H

#include "extract/search.h"

/* A cue that is a verb, in its clause. */
typedef struct saying {
    const stance_entry *e;
    uint32_t cue, cue_end; /* tokens of the cue, half open */
    uint32_t floor;        /* the clause begins here at the earliest */
    verb_group g;
    bool ing;        /* "saying" */
    bool participle; /* "saying" without a form of "be", and without a subject of its own */
    bool inverted;   /* "said Lee" */
    bool shared;     /* ", and added": the subject of an earlier verb */
    bool enclosed;   /* ", who said …," */
    bool of_speaker; /* the relative clause hangs on whoever said what stands before */
    bool beside;     /* "with Lee noting": the subject stands right before a participle */
    bool listed;     /* "denied it, called it a fake and left": in the middle of a list of verbs */
    bool turned;     /* ", but in their report they noted": behind the words that the earlier report holds */
    bool inside;     /* the verb stands in what an earlier attribution of the sentence holds */
    phrase subject;
    attribution *earlier; /* the last one of the sentence, or NULL */
    relation rel;         /* to the earlier ones */
} saying;

/* saying.c */
/* A finite verb between first and end. */
bool stance_has_verb(const search *x, uint32_t first, uint32_t end);
/* The start of the clause behind a comma and a conjunction that the cue at `at` stands in, or `at`. */
uint32_t stance_own_clause(const search *x, uint32_t at);

/* unsaid.c */
/* Told by the words around the verb alone: no act of speech. */
bool stance_is_no_saying(const search *x, const saying *v);
/* Told in passing, and an act rather than words. `led`: where the subject begins, its quantifier counted in. */
bool stance_is_passing_act(const search *x, const saying *v, uint32_t led, const attribution *a);
/* "because both sides accept": the clause hangs on another, whose holder it has. */
bool stance_hangs_on_clause(const search *x, const saying *v, uint32_t led);
/* "the target it pledged to reach", "fined for promoting": the verb tells of a noun or of a deed. */
bool stance_hangs_on_noun(const search *x, const saying *v, uint32_t led);
/* The verb is part of what somebody else says, of a noun, or of the way to the main verb. */
bool stance_belongs_elsewhere(const search *x, const saying *v);
/* “This,” she said, pointing to the dam, “is …”: a gesture. */
bool stance_points_aside(const search *x, const saying *v, uint32_t after);

/* clefts.c: the subject that begins at `led` stands behind "what" or "all", which open the sentence */
bool stance_is_cleft(const search *x, uint32_t led);
bool stance_find_cleft(const search *x, const saying *v, attribution *a);

/* whose.c */
void stance_find_subject(search *x, saying *v);
/* How the verb stands to what the sentence said before: sets earlier, participle, beside, inside and rel, and takes the
   subject away where it is not the verb's own. */
void stance_relate_saying(const search *x, saying *v);

#endif
