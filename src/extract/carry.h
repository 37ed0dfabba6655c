/* What runs on from the sentence that names the speaker: shared by carry.c and continues.c. */
#ifndef STANCE_EXTRACT_CARRY_H
#define STANCE_EXTRACT_CARRY_H

#include "extract/reading.h"

enum { LEAD_TOKENS = 8 };

typedef struct carry {
    reading *r;
    uint32_t *of_sentence;       /* 1 + the last attribution of the sentence that is not dropped */
    uint32_t *sentence_of_block; /* first sentence of each block; one more at the end */
    uint32_t *before, *after; /* of each sentence: the nearest attribution in its block up to it, from it on; 0: none */
    uint32_t *words;          /* of each block */
} carry;

/* carry.c */
/* Does the sentence hold words in double quotation marks? */
bool stance_in_quotation(const reading *r, const sentence *s);
/* The block before block k ends with "Antonov said:" or "Antonov made the following remark:". False when it does not. */
bool stance_leads_in(const carry *c, size_t k, attribution *a);

/* continues.c */
/* The speaker of attribution `from` (1 + index) says that too, in sentence s. */
stance_status stance_carry_to(carry *c, uint32_t s, uint32_t from, token_range content,
                              stance_error *err) STANCE_CHECKED;
/* "Brandt added:" and a paragraph without marks: all of it is what he added. */
stance_status stance_from_lead_ins(carry *c, stance_error *err) STANCE_CHECKED;
/* "This was stated by the ambassador in an interview.": the sentences right before it, in its block or the block above, are
   what he stated. */
stance_status stance_refer_back(carry *c, stance_error *err) STANCE_CHECKED;
/* Free continuation: "According to him, it is hard to … However, the country is ready for talks." */
stance_status stance_continue_reports(carry *c, stance_error *err) STANCE_CHECKED;

#endif
