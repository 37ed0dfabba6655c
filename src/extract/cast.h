/* The persons and bodies that a document names: who is who, found once, before sources are resolved. */
#ifndef STANCE_EXTRACT_CAST_H
#define STANCE_EXTRACT_CAST_H

#include "extract/reading.h"

enum { ROLES_KEPT = 8, STANCE_RANK_FORMER = 1 };

/* Somebody whom the document names. */
typedef struct entity {
    uint32_t name_first, name_end; /* fullest name */
    uint32_t last_word;            /* folded word of the last name; of a body: of its head */
    uint32_t next;                 /* 1 + earlier entity with that last word, or 0 */
    uint32_t roles[ROLES_KEPT];    /* folded words of offices */
    uint8_t ranks[ROLES_KEPT];     /* what stood before each: STANCE_RANK_…, bit set */
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
    uint32_t *by_last; /* by word id: 1 + latest person with that last name */
    uint32_t *holder;  /* by word id: 1 + latest person with that office */
    uint32_t *body;    /* by word id: 1 + body with the fullest name whose head is that word */
} cast;

/* offices.c: gives the person the office or title at token head. */
void stance_add_role(cast *c, uint32_t at, uint32_t head);
/* Words before the noun at head that set its office off from that of others (former, shadow, deputy): a bit set. */
uint8_t stance_rank_of(const reading *r, uint32_t head);
/* Has the text given them that office (a folded word), with all words of that rank? */
bool stance_holds_office(const entity *e, uint32_t word, uint8_t rank);
/* Does the noun at head bring in somebody whom the text does not name there: a diplomat, one voter? */
bool stance_is_introduced(const reading *r, uint32_t head);
/* A description of somebody whom the reader knows by name: the Vermont senator, the former mayor. */
bool stance_tells_of_known(const reading *r, const phrase *p);

stance_status stance_gather_cast(cast *c, reading *r, stance_error *err) STANCE_CHECKED;
/* The person whom the name first … end means, as 1 + entity, or 0. */
uint32_t stance_find_person(const cast *c, uint32_t first, uint32_t end);
/* The same, a new entity when there is none. */
stance_status stance_meet_person(cast *c, const phrase *p, uint32_t *at, stance_error *err) STANCE_CHECKED;
/* Could "he" (male) or "she" mean that one? */
/* Of a noun for a person: spokeswoman, husband. */
uint8_t stance_role_gender(const reading *r, uint32_t head);
bool stance_gender_fits(const entity *e, uint8_t gender);

#endif
