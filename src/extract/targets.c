/* Targets: the states and bodies that a statement is about, other than the speaker's own side. */
#include "extract/extract.h"

enum { TARGETS_MAX = 8 };

stance_status stance_find_targets(reading *r, found *statements, size_t count, stance_error *err)
{
    const stance_lexicon *lx = r->lexicon;
    for (size_t i = 0; i < count; i++) {
        found *f = &statements[i];
        const stance_actor *own = stance_actor_by_id(lx, f->statement.actor);
        stance_view list[TARGETS_MAX];
        size_t n = 0;
        for (size_t k = 0; k < f->content_count; k++) {
            for (uint32_t t = f->content[k].first; t < f->content[k].end && n < TARGETS_MAX; t++) {
                if (!r->notes[t].actor) continue;
                const stance_match *m = &r->matches.data[r->notes[t].actor - 1];
                t = m->last;
                const stance_actor *who = stance_actor_side(lx, &lx->actors[lx->entries[m->entry].actor]);
                if (own && stance_view_equal(who->state, own->state)) continue;
                bool known = false;
                for (size_t j = 0; j < n; j++) known = known || stance_view_equal(list[j], who->id);
                if (!known) list[n++] = who->id;
            }
        }
        stance_view *kept = stance_arena_zero(r->arena, n + 1, sizeof *kept);
        if (!kept) return stance_fail_memory(err);
        if (n) memcpy(kept, list, n * sizeof *kept);
        f->statement.targets = kept;
        f->statement.target_count = n;
    }
    return STANCE_OK;
}
