/* What the pattern compiler asks of the automaton while it is built. */
#ifndef STANCE_LEXICON_PATTERN_H
#define STANCE_LEXICON_PATTERN_H

#include "lexicon/automaton.h"

/* Atoms: of a word, of a prefix, of a lemma's forms (fresh: just made, or its words not yet noted as common: give it its words). */
stance_status stance_automaton_word(stance_automaton *a, stance_view word, uint32_t *atom,
                                    stance_error *err) STANCE_CHECKED;
stance_status stance_automaton_prefix(stance_automaton *a, stance_view prefix, uint32_t *atom,
                                      stance_error *err) STANCE_CHECKED;
stance_status stance_automaton_form(stance_automaton *a, stance_view lemma, uint32_t *atom, bool *fresh,
                                    stance_error *err) STANCE_CHECKED;
stance_status stance_automaton_give(stance_automaton *a, stance_view word, uint32_t atom,
                                    stance_error *err) STANCE_CHECKED;

/* Nodes: where an atom leads, where a gap of up to most words leads, and that an entry ends here. */
stance_status stance_automaton_child(stance_automaton *a, uint32_t node, uint32_t atom, uint32_t *to,
                                     stance_error *err) STANCE_CHECKED;
stance_status stance_automaton_gap(stance_automaton *a, uint32_t node, uint8_t most, uint32_t *to,
                                   stance_error *err) STANCE_CHECKED;
/* Lets these nodes, none of them the root, go on together: in their place stands the joint to which they lead, if that joins no
   others. Those that lead to another stay, and so do fewer than least. */
stance_status stance_automaton_join(stance_automaton *a, uint32_t *nodes, size_t *count, size_t least,
                                    stance_error *err) STANCE_CHECKED;
stance_status stance_automaton_accept(stance_automaton *a, uint32_t node, uint32_t entry,
                                      stance_error *err) STANCE_CHECKED;

#endif
