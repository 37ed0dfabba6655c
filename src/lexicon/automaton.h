/* The matcher: all patterns of a lexicon in one trie over atoms, run over the tokens of a document.
   An atom is a set of words: one word, the inflected forms of a lemma, all words with a prefix, or any word at all. Each word
   of a text knows its atoms, so a step in the trie is a look-up of (node, atom). Behind many alternatives the trie grows
   together again in a joint, so that a pattern of several brackets takes the sum of their lengths, not the product. Built once,
   then only read. */
#ifndef STANCE_LEXICON_AUTOMATON_H
#define STANCE_LEXICON_AUTOMATON_H

#include "base/arena.h"
#include "base/intern.h"
#include "text/tokens.h"

#define STANCE_ATOM_ANY 0U              /* `_` */
#define STANCE_ATOM_STOP 1U             /* . */
#define STANCE_ATOM_COMMA 2U            /* , */
#define STANCE_ATOM_SIGN 3U             /* & and what else is no punctuation */
#define STANCE_ATOM_APOSTROPHE 4U       /* ' behind a word */
#define STANCE_ATOM_FIRST 5U            /* the first one that words have */
#define STANCE_ATOM_CAPITAL 0x80000000U /* flag: the word must be written with a capital */

enum { STANCE_PREFIX_HEADS = 4096, STANCE_PREFIX_TAILS = (1 << 15) / 64 };

typedef struct stance_atom_list {
    uint32_t *data;
    uint32_t count, capacity32;
    uint32_t own; /* the atom of this word alone, 0: no pattern has it so */
    bool common;  /* a pattern has the word in small letters, so that it is no mere name */
} stance_atom_list;

typedef struct stance_node {
    uint32_t parent, atom; /* the edge that leads here; a node behind a gap has none */
    uint32_t final;        /* first index into finals, + 1; 0: none */
    uint32_t gap_node;     /* where a gap leads, 0: none */
    uint32_t joint;        /* where alternatives that end here and elsewhere go on together, 0: nowhere */
    uint8_t gap_max;       /* most words that the gap skips */
    bool capital_edges, any_edge, mark_edges, twin_edge;
    bool after_gap; /* reached by a gap: an edge must follow */
} stance_node;

typedef struct stance_final {
    uint32_t entry, next; /* next: index + 1, 0: end */
} stance_final;

typedef struct stance_automaton {
    stance_arena *arena;
    stance_intern *words;
    stance_atom_list *atoms; /* by word id: the atoms that the word belongs to */
    size_t atoms_capacity;
    stance_intern prefixes; /* prefix -> prefix id */
    uint32_t *prefix_atoms; /* by prefix id */
    size_t prefix_atoms_capacity;
    uint64_t
        prefix_lengths[STANCE_PREFIX_HEADS];    /* by the first letters: bit n set when there is a prefix of n bytes */
    uint64_t prefix_tails[STANCE_PREFIX_TAILS]; /* bits by first letters, last letters and length of a prefix */
    stance_intern forms;                        /* "restore~" -> index into form_atoms, so that one lemma is one atom */
    uint32_t *form_atoms;
    size_t form_atoms_capacity;
    bool noting_common; /* while a pattern is added: its small words are such */
    uint32_t atom_count;
    stance_node *nodes;
    size_t node_count, node_capacity;
    stance_final *finals;
    size_t final_count, final_capacity;
    uint32_t
        *edges; /* hash table, power of two, with more slots than there are nodes: the node that the edge leads to in
                        the bits that number the slots (0: free, nothing leads to the root), of the hash in those above, so
                        that a look-up seldom leaves the table */
    size_t edge_slots;
    uint32_t *
        starts; /* the edges of the root by atom, without those that ask for a capital: every word of a text asks here */
    size_t start_capacity;
} stance_automaton;

typedef struct stance_match {
    uint32_t first, last; /* tokens, inclusive */
    uint32_t entry;
    uint64_t mask; /* bit k: token first + k was matched by a word of the pattern, not by a gap */
} stance_match;

typedef struct stance_matches {
    const stance_match *data;
    size_t count; /* ordered by first, then by last descending, then by entry; one of an entry from one first token */
} stance_matches;

stance_status stance_automaton_init(stance_automaton *a, stance_intern *words, stance_arena *arena,
                                    stance_error *err) STANCE_CHECKED;

/* Makes room for the patterns of a lexicon of so many bytes; before the first one. Without it all grows as it must. */
stance_status stance_automaton_reserve(stance_automaton *a, size_t bytes, stance_error *err) STANCE_CHECKED;

/* Irregular forms of a lemma joined by ';', data NULL when it has none. */
typedef stance_view (*stance_irregular_fn)(const void *context, stance_view lemma);

/* What a pattern is for. Plain: equal patterns end at the same nodes, which tells them. Joined: what follows alternatives is
   written once, not behind each of them. Name: plain, and its words are no common ones. */
typedef enum stance_pattern_use { STANCE_PATTERN_PLAIN, STANCE_PATTERN_JOINED, STANCE_PATTERN_NAME } stance_pattern_use;

/* Adds a pattern that leads to the entry. STANCE_EFORMAT with the reason when the pattern cannot be understood. */
stance_status stance_automaton_add(stance_automaton *a, stance_view pattern, uint32_t entry, stance_pattern_use use,
                                   stance_irregular_fn irregular, const void *context,
                                   stance_error *err) STANCE_CHECKED;

/* Call once after the last pattern: gives the words the atoms of the prefixes that they begin with. */
stance_status stance_automaton_finish(stance_automaton *a, stance_error *err) STANCE_CHECKED;

/* Entries for which dropped says so match nothing any more. */
void stance_automaton_drop(stance_automaton *a, bool (*dropped)(const void *context, uint32_t entry),
                           const void *context);

/* All matches in the tokens. local: the interned words that the lexicon does not know (see stance_tokenize). */
stance_status stance_automaton_run(const stance_automaton *a, stance_tokens tokens, const stance_intern *local,
                                   stance_arena *arena, stance_matches *out, stance_error *err) STANCE_CHECKED;

#endif
