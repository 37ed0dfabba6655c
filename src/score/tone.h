/* Tone of one statement, composed clause by clause from the entries that fire in it. */
#ifndef STANCE_SCORE_TONE_H
#define STANCE_SCORE_TONE_H

#include "extract/extract.h"

/* Scores what f says. Points: a tone entry of strength s counts s points; reversers, negators and the other shifters turn and weigh
   them. With P the conciliatory and N the critical points that remain,
       score        = (P - N) / (P + N + K),
       conciliatory = P / (P + K),   critical = N / (N + K),   K = 2 points,
   the relative difference of Laver, Benoit & Garry (2003) with a prior of K neutral points, so that one weak word is not taken for
   certainty; all in millionths, rounded towards zero. hits may be NULL; otherwise it gets the steps, in the arena. */
stance_status stance_tone_of(const reading *r, const found *f, stance_tone *tone, const stance_hit **hits,
                             size_t *hit_count, stance_error *err) STANCE_CHECKED;

#endif
