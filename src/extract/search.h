/* One sentence while it is searched for who says what: shared by verbs.c, begins.c, content.c, ends.c, whose.c, saying.c,
   unsaid.c, nonfinite.c, clefts.c, nouns.c, holders.c, heads.c, lists.c and attribution.c. */
#ifndef STANCE_EXTRACT_SEARCH_H
#define STANCE_EXTRACT_SEARCH_H

#include "extract/reading.h"

enum {
    ADJUNCT_TOKENS = 24,
    LIST_TOKENS = 12,
    HEAD_SOURCE_TOKENS = 7,
    LEAD_VERB_TOKENS = 5,
    QUANTIFIER_TOKENS = 6,
    OCCASION_TOKENS = 7
};

/* What one sentence is searched with. */
typedef struct search {
    reading *r;
    const sentence *s;
    uint32_t index;       /* of the sentence */
    uint32_t first_found; /* first attribution of this sentence */
    uint32_t end;         /* of its words: final marks left out */
} search;

/* What stands between a subject and its verb. */
typedef struct verb_group {
    uint32_t first; /* token that the group begins with */
    bool negated, be, auxiliary, modal, catenative, implicative;
} verb_group;

/* How a cue that stands inside the content of an earlier one relates to it. */
typedef enum relation { RELATION_NESTED, RELATION_SAME_SUBJECT, RELATION_OWN_SUBJECT } relation;

/* verbs.c: the verb and its subject */
uint32_t stance_stretch_start(const search *x, uint32_t at);
phrase stance_subject_across(const search *x, uint32_t at);
phrase stance_subject_beside(const search *x, uint32_t at);
verb_group stance_before_adverbs(const search *x, uint32_t at, uint32_t floor);
bool stance_not_a_verb(const search *x, uint32_t cue);
bool stance_form_fits(const search *x, uint32_t cue, uint32_t cue_end, const phrase *subject, const verb_group *g);
phrase stance_inverted_subject(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end);
relation stance_relate(const search *x, uint32_t cue, const phrase *subject);
bool stance_own_reporter(const reading *r, const phrase *p);
bool stance_passes_on(const reading *r, const phrase *p, const stance_entry *e);
bool stance_denies_anybody(const reading *r, const phrase *p);
bool stance_is_contact_clause(const search *x, const phrase *p, uint32_t cue_end);
bool stance_weak_act(const search *x, const stance_entry *e, const attribution *a);
bool stance_violent_act(const search *x, const stance_entry *e, const attribution *a);

/* begins.c: where what is said begins */
bool stance_has_quotation(const search *x, uint32_t first, uint32_t end);
bool stance_is_adjunct(const search *x, uint32_t first, uint32_t end);
bool stance_is_clause(const search *x, uint32_t first, uint32_t end);
bool stance_has_infinitive(const reading *r, uint32_t first, uint32_t end);
uint32_t stance_content_after(const search *x, const stance_entry *e, uint32_t at, bool *marked);

/* content.c: what is said */
bool stance_quotes_only(const stance_entry *e); /* the cue takes quoted words or a that-clause, and nothing else */
uint32_t stance_trim_right(const search *x, uint32_t first, uint32_t end);
void stance_add_content(const search *x, attribution *a, uint32_t first, uint32_t end);
bool stance_find_content(search *x, attribution *a, const stance_entry *e, bool inverted, bool participle);
uint32_t stance_charge(const search *x, uint32_t cue, uint32_t first);
bool stance_find_question(const search *x, attribution *a, const stance_entry *e, bool inverted);
bool stance_covers(const attribution *a, uint32_t token);
attribution *stance_last_kept(const search *x);
void stance_cut_earlier(const search *x, uint32_t at);
bool stance_unmarked_follows(const search *x, const stance_entry *e, uint32_t after, bool alone);

/* ends.c: where what is said ends */
uint32_t stance_quoted_complement(const search *x, uint32_t first);
uint32_t stance_nominal_end(const search *x, uint32_t first);
bool stance_starts_clause(const search *x, uint32_t first);
uint32_t stance_clausal_end(const search *x, uint32_t first);
uint32_t stance_quoted_end(const search *x, uint32_t first);
uint32_t stance_mark_end(const search *x, uint32_t first);
uint32_t stance_opening_clause_end(const search *x, uint32_t first);
uint32_t stance_relative_clause_end(const search *x, uint32_t cue_end);
uint32_t stance_main_verb(const search *x, uint32_t subject, uint32_t first, uint32_t end, bool clause);

/* saying.c: a cue that is a verb */
stance_status stance_try_verb(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end,
                              stance_error *err) STANCE_CHECKED;

/* nonfinite.c: a cue behind "to" or "in"; *done: found who says it, and kept */
stance_status stance_try_nonfinite(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, bool *done,
                                   stance_error *err) STANCE_CHECKED;

/* holders.c: sources that no verb names */
stance_status stance_try_object(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end, bool *done,
                                stance_error *err) STANCE_CHECKED;
stance_status stance_try_phrase(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end,
                                stance_error *err) STANCE_CHECKED;
stance_status stance_try_agent(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end,
                               stance_error *err) STANCE_CHECKED;
stance_status stance_take_turn(search *x, const block *b, stance_error *err) STANCE_CHECKED;

/* heads.c: who speaks in a head by its form, before its verbs are looked at (*done: somebody does), and by its words behind them */
stance_status stance_try_head(search *x, bool *done, stance_error *err) STANCE_CHECKED;
stance_status stance_try_head_words(search *x, stance_error *err) STANCE_CHECKED;

/* lists.c: "Lee and Brandt agreed that …": two holders, two statements. */
stance_status stance_keep_holders(search *x, const attribution *a, stance_error *err) STANCE_CHECKED;

/* nouns.c: "Russia's claim that …"; the word at cue, a verb for the lexicon, is such a noun */
stance_status stance_try_noun(search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end,
                              stance_error *err) STANCE_CHECKED;
bool stance_is_speech_noun(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end);

/* attribution.c */
/* What the cue tells, nobody's yet and without content. */
attribution stance_attribution_of(const search *x, const stance_entry *e, uint32_t cue, uint32_t cue_end);
stance_status stance_keep(search *x, const attribution *a, stance_error *err) STANCE_CHECKED;
bool stance_can_speak(const phrase *p);

#endif
