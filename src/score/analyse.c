#include <stdlib.h>

#include "score/tone.h"
#include "stance/score.h"

struct stance_workspace {
    stance_arena arena;
    stance_intern local; /* words that the lexicon does not know */
};

stance_status stance_workspace_new(stance_workspace **out, stance_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? STANCE_OK : stance_fail_memory(err);
}

void stance_workspace_free(stance_workspace *workspace)
{
    if (!workspace) return;
    stance_arena_free(&workspace->arena);
    free(workspace);
}

static void start(stance_workspace *workspace)
{
    stance_arena_reset(&workspace->arena);
    stance_intern_init(&workspace->local, &workspace->arena);
}

static stance_status score_one(const reading *r, found *f, bool with_hits, stance_error *err)
{
    return stance_tone_of(r, f, &f->statement.tone, with_hits ? &f->statement.hits : NULL, &f->statement.hit_count,
                          err);
}

stance_status stance_analyse(const stance_lexicon *lexicon, stance_workspace *workspace,
                             const stance_document *document, bool with_hits, const stance_statement **statements,
                             size_t *count, stance_error *err)
{
    start(workspace);
    reading r;
    found *list;
    size_t n;
    STANCE_TRY(stance_extract(lexicon, document, &workspace->local, &workspace->arena, &r, &list, &n, err));
    stance_statement *out = stance_arena_zero(&workspace->arena, n + 1, sizeof *out);
    if (!out) return stance_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        STANCE_TRY(score_one(&r, &list[i], with_hits, err));
        out[i] = list[i].statement;
    }
    *statements = out;
    *count = n;
    return STANCE_OK;
}

stance_status stance_analyse_text(const stance_lexicon *lexicon, stance_workspace *workspace, stance_view text,
                                  bool with_hits, const stance_statement **statement, stance_error *err)
{
    start(workspace);
    reading r;
    stance_document document = {.text = text};
    found *f = stance_arena_zero(&workspace->arena, 1, sizeof *f);
    if (!f) return stance_fail_memory(err);
    STANCE_TRY(stance_extract_text(lexicon, &document, &workspace->local, &workspace->arena, &r, f, err));
    STANCE_TRY(score_one(&r, f, with_hits, err));
    *statement = &f->statement;
    return STANCE_OK;
}
