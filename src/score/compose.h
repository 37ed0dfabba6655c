/* How the tone of one statement is put together: what the files of this folder share. fire.c finds the entries that
   fire, cues.c what words of saying say themselves, reversers.c, denial.c and operators.c let them act on each other, sentence by
   sentence, address.c weighs whom they mean, and tone.c adds up what remains. */
#ifndef STANCE_SCORE_COMPOSE_H
#define STANCE_SCORE_COMPOSE_H

#include "extract/extract.h"

#define POINT ((int64_t)STANCE_MILLION)

/* Reach of the operators, in tokens; none of them leaves its clause. They keep the time linear in texts without
   clauses, too. */
enum { OBJECT_REACH = 12, OBJECTS_REACH = 30, SUBJECT_REACH = 8, SCOPE_REACH = 40, NEAR_BEFORE = 3, NEAR_AFTER = 2 };

/* Something that fired: a value (tone, or a reverser without object) or an operator on values. */
typedef struct item {
    const stance_match *match;
    const stance_entry *entry;
    const stance_entry *twin; /* the tone entry that fired on the same words as a reverser */
    int64_t before, value;    /* millionths of a point; 0 for an operator */
    bool is_value;
    size_t through; /* 1 + the reverser that acted on it last */
    stance_view effect;
} item;

typedef struct composer {
    const reading *r;
    const found *f;
    stance_arena *arena;
    bool trace, failed;
    item *items;
    size_t count, capacity;
    size_t part;         /* first item of the sentence that is being put together */
    uint32_t part_first; /* its first token */
    bool names_other;    /* a state, its people or officials are named in it, other than the speaker's own */
} composer;

/* The points of an entry by its strength, with its sign. */
int64_t stance_points(const stance_entry *e);

/* clauses.c: the first token that is no longer in the clause of token a; at most limit. */
uint32_t stance_clause_end(const reading *r, uint32_t a, uint32_t limit);
/* The comma opens an aside on who speaks ("Norland, he said, must"): the first token behind it; else 0. */
uint32_t stance_aside_end(const reading *r, uint32_t comma);
/* The same from behind: the comma that opens the aside which ends before token end; end when none does. */
uint32_t stance_aside_start(const reading *r, uint32_t end, uint32_t floor);
/* No clause ends between a and b, a < b. */
bool stance_same_clause(const reading *r, uint32_t a, uint32_t b);
/* A mark or a word at which a clause ends. */
bool stance_breaks_clause(const reading *r, uint32_t i);
/* "that" between a and b begins a clause of its own, unless a verb of opinion leads to it: "does not believe that it
   helped". */
bool stance_crosses_that(const reading *r, uint32_t a, uint32_t b);
/* "To prevent attacks and to restore calm", "blocks a vote and then laments": between a and b, behind "and", somebody does
   something else. */
bool stance_verb_joined(const reading *r, uint32_t a, uint32_t b);
/* "Ended the war and opened a new chapter", "reject war and we choose peace": between a and b, behind "and", a verb with
   its object or a clause begins. */
bool stance_act_joined(const reading *r, uint32_t a, uint32_t b);
/* The first token after the sentence that `first` stands in; at most end. For texts that were not cut into sentences.
   */
uint32_t stance_sentence_end(const reading *r, uint32_t first, uint32_t end);

/* fire.c: adds the entries that fire in the range to the items, in the order of their places. */
stance_status stance_fire(composer *c, token_range range, stance_error *err) STANCE_CHECKED;
/* The index of the first match that begins at the token or later. */
size_t stance_first_match(const stance_matches *all, uint32_t token);

/* denial.c: a word of denial that the open place of an entry holds ("is _ respected") keeps its effect. */
bool stance_leaves_denial(const reading *r, const stance_entry *e, uint32_t i);
/* The negator at k denies a verb, and with it what the verb has done to its subject: "was not respected". */
bool stance_deny_verb(composer *c, size_t k);

/* cues.c: the act of saying has a tone of its own: accused, welcomed, expressed hope. */
stance_status stance_add_cues(composer *c, stance_error *err) STANCE_CHECKED;
/* The match is a cue with a tone, in its own frame, that the content tells of: "Norland dislikes the plan". */
bool stance_acts_in_content(const composer *c, const stance_match *m);

/* address.c: the actor whose name covers the token, or NULL. */
const stance_actor *stance_actor_at(const reading *r, uint32_t i);
/* A state or alliance that can be somebody's counterpart, no body of all of them. */
bool stance_is_power(const stance_actor *actor);
/* The range names a state, its people or somebody in office there, other than the speaker's own side, and
   not merely as a place. */
bool stance_names_other(const composer *c, token_range range);
/* The adjective says whom or what something is about, not who does it: "the Syrian people". */
bool stance_tells_matter(const reading *r, uint32_t i);
/* Criticism of somebody named weighs more than dark words about nobody. Call last. */
void stance_address(composer *c);

/* reversers.c: what verbs and nouns make of their objects in the sentence from c->part on. */
void stance_reverse(composer *c);
/* A word of judgement ("aggressor", "unlawful") rather than of a state of affairs ("crisis", "war"): who wants the
   unlawful occupation ended goes on judging it. */
bool stance_judges(const item *it);
/* Per cent of a judgement that remain, the sign aside, where somebody wants the thing gone or denies it. */
int64_t stance_judged_share(const composer *c, const item *it);

/* "The withdrawal from the town is a welcome step": a finite verb between a and b ends the object, unless it belongs to
   a clause about it ("the threats that were made"). */
bool stance_predicate_between(const reading *r, uint32_t a, uint32_t b);
/* matters.c: what is merely talked about in the sentence that ends before token end. */
void stance_talk(composer *c, uint32_t end);
/* The item is praise: "welcomed", "hailed". */
bool stance_greets(const composer *c, const item *it);
/* Dark things that praise tells of. */
void stance_praise(composer *c);

/* operators.c, obligation.c: what the items of one sentence, from c->part on, do to each other. */
void stance_operate(composer *c);
/* What is asked is not said: the good in a question counts for half. The question ends before token end. */
void stance_ask(composer *c, uint32_t end);
/* Words of obligation that praise ("important for peace") get their value; before anything acts on it. */
void stance_find_worth(composer *c);
void stance_oblige(composer *c);
/* Adds words on what happened to an item; nothing is built when no trace is wanted. */
void stance_note_effect(composer *c, item *it, const char *verb, const item *by);
void stance_say_effect(composer *c, item *it, const char *what);
void stance_weigh(composer *c, item *v, const item *by, int64_t per_cent, const char *verb);
/* "The US", not "us". */
bool stance_is_america(const reading *r, uint32_t i);
/* The token is the speaker's own side: we, our country, or a state that is none of the statement's targets. */
bool stance_own_side(const composer *c, uint32_t i);

#endif
