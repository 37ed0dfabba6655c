/* Read before each file by clang-tidy only (tests/lint.sh). The analyzer sees one file at a time and cannot know that a
   failure never returns STANCE_OK: it would believe that a caller goes on with results that were never set. */
#include "stance/error.h"

#define stance_fail(err, status, ...) ((void)(stance_fail)((err), (status), __VA_ARGS__), (status))
#define stance_fail_memory(err) ((void)(stance_fail_memory)(err), STANCE_ENOMEM)
