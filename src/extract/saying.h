/* A verb that reports while its subject and its words are looked for: shared by saying.c and whose.c. */
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
    bool inside;     /* the verb stands in what an earlier attribution of the sentence holds */
    phrase subject;
    attribution *earlier; /* the last one of the sentence, or NULL */
    relation rel;         /* to the earlier ones */
} saying;

/* whose.c */
void stance_find_subject(search *x, saying *v);
/* How the verb stands to what the sentence said before: sets earlier, participle, beside, inside and rel, and takes the
   subject away where it is not the verb's own. */
void stance_relate_saying(const search *x, saying *v);

#endif
