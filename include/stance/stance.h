/* Everything of stance that a program may use, floor by floor. The scorer alone needs the first four. */
#ifndef STANCE_STANCE_H
#define STANCE_STANCE_H

#include "stance/error.h"
#include "stance/lexicon.h"
#include "stance/score.h"
#include "stance/statement.h"

#include "stance/coverage.h"
#include "stance/dictionary.h"
#include "stance/ingest.h"
#include "stance/lexdiff.h"
#include "stance/pipeline.h"
#include "stance/record.h"
#include "stance/report.h"
#include "stance/stats.h"
#include "stance/store.h"

#include "stance/explain.h"

#endif
