/* Which of two entries that match the same words fires: said once, for the scorer and for the checker. */
#include "lexicon/lexicon.h"

/* Where classes match the same words: names first, operators before the tone entry that says what they count
   themselves. */
static int rank(const stance_entry *e)
{
    return e->kind == STANCE_KIND_MASK       ? 0
           : e->kind == STANCE_KIND_REVERSER ? 1
           : e->kind == STANCE_KIND_SHIFTER  ? 2
                                             : 3;
}

int stance_match_words(const stance_match *m)
{
    return __builtin_popcountll(m->mask);
}

int stance_match_order(const stance_match *a, const stance_entry *x, const stance_match *b, const stance_entry *y)
{
    int la = stance_match_words(a), lb = stance_match_words(b);
    if (la != lb) return la > lb ? -1 : 1;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->last != b->last) return a->last < b->last ? -1 : 1;
    if (rank(x) != rank(y)) return rank(x) < rank(y) ? -1 : 1;
    return a->entry < b->entry ? -1 : a->entry > b->entry;
}
