/* The persons and bodies that a document names: who is who, found once, before sources are resolved. */
#ifndef STANCE_EXTRACT_CAST_H
#define STANCE_EXTRACT_CAST_H

#include "extract/reading.h"

enum { ROLES_KEPT = 8, RANKS_KEPT = 7, STANCE_RANK_FORMER = 1 };

/* Whose office or body something is: a state or bloc that the lexicon knows, or one that only the text has. */
typedef struct side {
    stance_view code; /* data NULL: not known */
    uint32_t word;    /* token of a state that no list has ("Norlandish", "Norland's"), or NO_TOKEN */
} side;

/* The office that a noun phrase tells: "the German deputy foreign minister". */
typedef struct post {
    uint32_t first, end;  /* tokens of the role entry, with the words of rank before them */
    uint32_t words_first; /* the same with all words behind determiner and state */
    uint32_t head;        /* token */
    side of;
    stance_view to; /* the side that an envoy is sent to; data NULL: not told */
} post;

/* The words of an office as the text writes it, those of short forms in full: of "deputy FM" deputy, foreign, minister. */
typedef struct office_words {
    const reading *r;
    uint32_t at, end; /* tokens */
    stance_view rest; /* of the office in full */
} office_words;

/* Somebody whom the document names. */
typedef struct entity {
    uint32_t name_first, name_end; /* fullest name */
    uint32_t last_word;            /* folded word of the last name; of a body: of its head */
    uint32_t next;                 /* 1 + earlier person, or body, with that last word, or 0 */
    uint32_t roles[ROLES_KEPT];    /* folded words of offices */
    uint8_t ranks[ROLES_KEPT];     /* what stood before each: bit set, see stance_rank_of */
    uint32_t heads[ROLES_KEPT];    /* token where each was told */
    side of;                       /* whose office it was where that was told first */
    uint32_t actor;                /* 1 + a row of the lexicon's actors, or 0 */
    uint32_t mentions;
    uint8_t role_count;
    bool office;        /* one of them is an office that not anybody has */
    uint8_t gender;     /* STANCE_GIVEN_… */
    bool by_first_name; /* the gender is that of a name that stands alone: "Dwayne", and a last name for all we know */
    bool body;
} entity;

/* A place where a person is named in the outlet's own words. */
typedef struct mention {
    uint32_t token, entity; /* 1 + entity */
    bool subject;           /* no verb before it in its sentence, or it is who was asked */
    bool opens;             /* by first and last name, at the start of a paragraph */
    bool brought;           /* named for the first time, and what he is told behind the name */
} mention;

typedef struct cast {
    reading *r;
    entity *entities;
    size_t count, capacity;
    mention *mentions;
    size_t mention_count, mention_capacity;
    uint32_t *by_last;               /* by word id: 1 + latest person with that last name */
    uint32_t *holder;                /* by word id: 1 + latest person with that office */
    uint32_t *body;                  /* by word id: 1 + latest body whose head is that word */
    uint32_t rank_words[RANKS_KEPT]; /* words of rank that the document has */
    size_t rank_count;
} cast;

/* offices.c: gives the person the office or title at token head. */
void stance_add_role(cast *c, uint32_t at, uint32_t head);
/* "the former US vice president": one of the words before the noun says that the office is over. */
bool stance_is_former(const reading *r, uint32_t head);
/* Words before the noun at head that set its office off from that of others (former, shadow, deputy): STANCE_RANK_FORMER, and a
   bit for each other word that the document has there. */
uint8_t stance_rank_of(cast *c, uint32_t head);
/* Has the text given them that office (a folded word), with all words of that rank? */
bool stance_holds_office(const entity *e, uint32_t word, uint8_t rank);
/* Does the noun at head bring in somebody whom the text does not name there: a diplomat, one voter? */
bool stance_is_introduced(const reading *r, uint32_t head);
/* A description of somebody whom the reader knows by name: the Vermont senator, the former mayor. */
bool stance_tells_of_known(const reading *r, const phrase *p);

/* known.c: a word that makes another office of the one behind it; not "under the minister". */
bool stance_is_rank(const reading *r, uint32_t i);
/* The office that the noun at head tells. */
post stance_office_at(const reading *r, uint32_t head);
/* offices.c: the word that the office is known by: of "Gov." and "the governor" alike governor. */
uint32_t stance_office_word(const reading *r, uint32_t head);
/* The next word, in small letters; false behind the last. */
bool stance_next_office_word(office_words *w, stance_view *word);
bool stance_side_known(const side *s);
/* Two sides that are told, and are not the same. */
bool stance_sides_differ(const reading *r, const side *a, const side *b);
bool stance_sides_same(const reading *r, const side *a, const side *b);
/* The lexicon's actor whom the name first … end means, or NULL. */
const stance_actor *stance_actor_named(const reading *r, uint32_t first, uint32_t end);
/* May that be the name of the actor (an index)? Not when another first name stands in it. */
bool stance_may_be_called(const reading *r, uint32_t first, uint32_t end, uint32_t actor);
/* The same for a phrase that is no person's name: a state, a body. */
const stance_actor *stance_actor_called(const reading *r, uint32_t first, uint32_t end);
/* Who is called so and held that office on the day of the document: Prime Minister Johnson. NULL: nobody, or several. */
const stance_actor *stance_actor_titled(const reading *r, uint32_t last, const post *o);
/* Who held that office of that state on the day of the document: the British prime minister. NULL as above. */
const stance_actor *stance_actor_in_office(const reading *r, const post *o);
/* Could the description mean the holder of the office that the noun at head tells? */
bool stance_same_post(const reading *r, const post *o, uint32_t head);
/* Does the text or the lexicon know that person in that office (and of that state, where one is told)? */
bool stance_fits_office(const reading *r, const entity *e, const post *o);
/* Can the description not mean that person, for all that is known of him? */
bool stance_office_excludes(const reading *r, const entity *e, const post *o);

stance_status stance_gather_cast(cast *c, reading *r, stance_error *err) STANCE_CHECKED;
/* The person whom the name first … end means, as 1 + entity, or 0. */
uint32_t stance_find_person(const cast *c, uint32_t first, uint32_t end);
/* The body with that head (a word id) that the description means: the one with the fullest name that all its words fit, as 1 +
   entity, or 0. */
uint32_t stance_find_body(const cast *c, uint32_t word, const phrase *p, const post *o);
/* The same, a new entity when there is none. */
stance_status stance_meet_person(cast *c, const phrase *p, uint32_t *at, stance_error *err) STANCE_CHECKED;
/* Of a noun for a person: spokeswoman, husband. */
uint8_t stance_role_gender(const reading *r, uint32_t head);
/* Of he, her. */
uint8_t stance_pronoun_gender(const reading *r, uint32_t i);
/* Could "he" (male) or "she" mean that one? */
bool stance_gender_fits(const entity *e, uint8_t gender);

#endif
