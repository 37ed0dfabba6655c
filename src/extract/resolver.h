/* What is known while the sources are resolved from the first sentence to the last: shared by speakers.c,
   described.c and pronouns.c. */
#ifndef STANCE_EXTRACT_RESOLVER_H
#define STANCE_EXTRACT_RESOLVER_H

#include "extract/cast.h"

enum { NEAR_SENTENCES = 4 };

typedef struct resolver {
    reading *r;
    cast cast;
    uint32_t salient;           /* 1 + person who spoke last */
    uint32_t before, before_at; /* the same: who spoke before that one, and where */
    uint32_t asker, asked_at;   /* 1 + person who asked somebody something last, and where */
    uint8_t asked_gender;       /* of whom he asked, when a pronoun tells */
    uint32_t whom, whom_at;     /* 1 + person who was asked a question by name last, and where */
    uint32_t salient_at;        /* sentence */
    uint32_t object;            /* 1 + person whom the verb of this attribution has as its object */
    uint32_t last;              /* 1 + attribution that was resolved last */
    uint32_t salient_body;      /* 1 + attribution of a state or body that spoke last */
    uint32_t salient_many;      /* 1 + attribution of several who spoke last */
    uint32_t main_person;       /* 1 + person who is named as a source most often */
    bool dominant;              /* most of the named sources are that person */
    size_t next_mention;
    uint32_t subject[2]; /* by gender (male, female): 1 + person who was a sentence's subject last */
    uint32_t subject_at[2];
    uint32_t subject_opens[2]; /* 1 + sentence that opened a paragraph with somebody's full name */
    uint32_t named[2];         /* the same, named anywhere */
    uint32_t brought[2];       /* the same, brought in with name and office: somebody who is going to speak */
    uint32_t brought_at[2];
    uint32_t sure[2]; /* the same, when the gender is known and not just possible */
    uint32_t sure_at[2];
    uint32_t *holder;     /* by word id: 1 + person who was named with that office last */
    uint32_t *introduced; /* by word id: 1 + token where somebody without a name was brought in by that noun last */
    uint32_t *held_at;    /* by word id: 1 + token where a holder of that office was named last */
    uint32_t asked;       /* 1 + person whom an interview is with, once it was looked for */
    bool looked;          /* was he looked for? */
    uint32_t scanned;     /* tokens before this one have been looked at for those */
    uint32_t described;   /* 1 + attribution of those whom only a noun names and who spoke after all others */
    uint32_t unnamed;     /* 1 + attribution of somebody whom only a description names and who spoke after all others */
} resolver;

/* speakers.c: the attribution's speaker is that person (1 + entity) or body; confidence in millionths, `how` for the evidence. */
void stance_name_entity(resolver *v, attribution *a, uint32_t at, int32_t confidence, const char *how);
/* The same, as the source itself has it. */
void stance_name_phrase(resolver *v, attribution *a, int32_t confidence, const char *how);
/* The speaker of another attribution. */
void stance_take_speaker(attribution *a, const attribution *b, int32_t confidence, const char *how);
/* That person (1 + entity) spoke in the sentence. */
void stance_let_speak(resolver *v, uint32_t who, uint32_t sentence_index);
/* a diplomat, one voter, officials */
bool stance_is_indefinite(const reading *r, const phrase *p);
/* A text, which says what its author says. */
bool stance_is_document(const reading *r, uint32_t head);
/* described.c: names the person whom a description means (the senator); false when the text does not tell. */
bool stance_resolve_role(resolver *v, attribution *a);
/* Names the body that the source means by the fullest name in the text, when that is longer. */
bool stance_names_body(resolver *v, attribution *a);

/* pronouns.c: whom he, she, it or they means. */
void stance_resolve_pronoun(resolver *v, attribution *a);

#endif
