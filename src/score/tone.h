/* Tone of one statement, composed clause by clause from the entries that fire in it. */
#ifndef STANCE_SCORE_TONE_H
#define STANCE_SCORE_TONE_H

#include "extract/extract.h"

/* Scores what f says. Points: a dark entry of strength 1 … 5 counts 0.3, 1, 2, 3 or 4 points, a bright one 0.3, 1, 1.5, 2
   or 2.5; reversers, negators and the other shifters turn and weigh them, sentence by sentence; criticism in a sentence
   that names or describes somebody other than the speaker's side weighs twice, blame for an evil that is nobody's half, a
   dark thing that is nobody's doing three tenths or, when it is a great evil, half; of the bright things in a sentence all
   but the brightest weigh three tenths. In the end a bright word counts seven tenths:
   such words come more often, out of courtesy too, and say less (Garcia, Garas & Schweitzer 2012, "Positive words carry
   less information than negative words"). With P the conciliatory and N the critical points that remain,
       score        = (P - N) / (P + N + K),
       conciliatory = P / (P + K),   critical = N / (N + K),   K = 8 points,
   the relative difference of Laver, Benoit & Garry (2003) with a prior of K neutral points: one faint word (0.3) leaves a
   text within 0.05 of neutral, one ordinary word (1) within 0.15, and no text reaches 1; of 6, 8, 10 and 12 points, 8 told
   the classes of press, council and news best taken together. All in millionths, rounded
   towards zero. hits may be NULL; otherwise it gets the steps, in the arena. Time is linear in the text: each operator
   has a reach. */
stance_status stance_tone_of(const reading *r, const found *f, stance_tone *tone, const stance_hit **hits,
                             size_t *hit_count, stance_error *err) STANCE_CHECKED;

#endif
