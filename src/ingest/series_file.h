/* A series in a table of its own: period,value and perhaps weight. */
#ifndef STANCE_INGEST_SERIES_FILE_H
#define STANCE_INGEST_SERIES_FILE_H

#include "stance/date.h"
#include "stance/ingest.h"
#include "stance/segments.h"

typedef struct stance_series_file {
    size_t count;                       /* rows, without the header */
    double *x;                          /* the place in time: the integer, or the number of the day, month … */
    double *y, *weight;                 /* where the value is missing both are 0 */
    bool dated;                         /* the periods are dates */
    stance_period by;                   /* of what length they are written */
    int64_t *period;                    /* as written: the integer, or the number by stance_period_of */
    size_t seasons[STANCE_SEASONS_MAX]; /* cycles that such periods can have */
    size_t missing;                     /* rows without a value */
} stance_series_file;

#define STANCE_PERIOD_SIZE 24 /* bytes of any label */

/* Reads the table; "-" is standard input. The header names the columns `period`, `value` and, if there is one, `weight`, in
   any order; others are passed over. Delimiter , ; or tab. A period is an integer or a date (2020-07-13, 2020-W30, 2020-07,
   2020-Q3, 2020-H1), all of one kind, in increasing order. An empty value, or NA, is missing. STANCE_EFORMAT with file, line
   and remedy for anything else. */
stance_status stance_series_file_read(const char *path, stance_series_file *out, stance_error *err) STANCE_CHECKED;
void stance_series_file_free(stance_series_file *file); /* NULL and an empty one are fine */

/* The period of a row, as it was written. Returns out. */
char *stance_series_file_label(const stance_series_file *file, size_t row, char out[STANCE_PERIOD_SIZE]);

#endif
