/* What the tests of this floor share. */
#ifndef STATS_TEST_H
#define STATS_TEST_H

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stance/stats.h"

/* Relative error at most 1e-9, as house rule 8 asks against R; absolute where the expected value is 0. */
#define assert_close(got, expected) assert_close_at((got), (expected), __FILE__, __LINE__)

static inline void assert_close_at(double got, double expected, const char *file, int line)
{
    const double scale = fabs(expected) > 0 ? fabs(expected) : 1;
    if (!(fabs(got - expected) <= 1e-9 * scale)) {
        print_error("%.17g is not %.17g\n", got, expected);
        _fail(file, line);
    }
}

#define assert_ok(call) assert_status((call), STANCE_OK, __FILE__, __LINE__)
#define assert_fails(call, status) assert_status((call), (status), __FILE__, __LINE__)

static inline void assert_status(stance_status got, stance_status expected, const char *file, int line)
{
    if (got == expected) return;
    print_error("status %d, not %d\n", (int)got, (int)expected);
    _fail(file, line);
}

/* datasets::Nile, Durbin and Koopman (2001) */
__attribute__((unused)) static const double nile[] = {
    1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994, 1020, 960,  1180,
    799,  958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,  874, 694,  940,  833,
    701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,  1120, 1100, 832, 764,  821,  768,
    845,  864,  862,  698,  845,  744,  796,  1040, 759,  781,  865,  845,  944,  984, 897,  822,  1010,
    771,  676,  649,  846,  812,  742,  801,  1040, 860,  874,  848,  890,  744,  749, 838,  1050, 918,
    986,  797,  923,  975,  815,  1020, 906,  901,  1170, 912,  746,  919,  718,  714, 740,
};

/* Park and Miller's generator: a few lines in R too, where the products fit a double:
   next <- function() { z <<- (16807 * z) %% 2147483647; z } */
static inline uint32_t park_miller(uint32_t *state)
{
    *state = (uint32_t)((uint64_t)*state * 16807u % 2147483647u);
    return *state;
}

#endif
