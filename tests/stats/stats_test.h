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

/* Park and Miller's generator: a few lines in R too, where the products fit a double:
   next <- function() { z <<- (16807 * z) %% 2147483647; z } */
static inline uint32_t park_miller(uint32_t *state)
{
    *state = (uint32_t)((uint64_t)*state * 16807u % 2147483647u);
    return *state;
}

#endif
