/* Which statement belongs to which row of gold. A row is found when a statement of its document holds its key, is no longer than a
   long sentence, and holds no key of that document that is coded otherwise: else whole paragraphs would find everything. */
#include "report/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { LONGEST = 600 }; /* characters */

const char *stance_verdict_name(stance_verdict verdict)
{
    static const char *const names[] = {"found", "lost", "kept", "leaked", "outside", "unmatched"};
    return (unsigned)verdict < sizeof names / sizeof *names ? names[verdict] : "";
}

typedef struct matching {
    const stance_gold *gold;
    stance_answers *answers;
    stance_problem_fn problem;
    void *context;
    stance_matches *out;
    uint32_t *place; /* of each row: its document + 1, or 0 */
    size_t *rows;    /* the rows in the order of their documents */
    bool *claimed;   /* answers that a row was found in */
    stance_arena scratch;
} matching;

static void tell(matching *m, uint64_t line, const char *fmt, ...) STANCE_PRINTF(3, 4);
static void tell(matching *m, uint64_t line, const char *fmt, ...)
{
    char reason[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(reason, sizeof reason, fmt, args);
    va_end(args);
    if (m->problem) m->problem(m->context, m->gold->name, line, stance_view_of(reason));
}

static int shown(stance_view v)
{
    size_t len = v.len < 80 ? v.len : 80;
    while (len > 0 && len < v.len && ((unsigned char)v.data[len] & 0xC0) == 0x80) len--;
    return (int)len;
}

/* ---- documents ---- */

/* Whom the cell names; *several when it fits more than one equally well. 0: nobody, else the number + 1. */
static uint32_t document_of(const matching *m, stance_view cell, uint32_t *other)
{
    const stance_answers *a = m->answers;
    int best = 0;
    uint32_t found = 0;
    *other = 0;
    for (size_t i = 0; i < a->document_count; i++) {
        const stance_answered *d = &a->documents[i];
        const int rank = a->texts ? 4 * stance_view_equal(cell, d->name) : stance_document_rank(cell, d->name, d->hash);
        if (rank == 0 || rank < best) continue;
        *other = rank == best ? (uint32_t)i + 1 : 0;
        if (rank > best) found = (uint32_t)i + 1;
        best = rank;
    }
    return found;
}

/* The place of each row, looked up once for each way to write a document. */
static stance_status place_rows(matching *m, stance_error *err)
{
    stance_intern cells;
    uint32_t *known = stance_arena_zero(&m->scratch, m->gold->count + 1, sizeof *known);
    if (!known) return stance_fail_memory(err);
    stance_intern_init(&cells, &m->scratch);
    if (m->answers->texts) { /* by id, of which there may be many */
        stance_intern ids;
        stance_intern_init(&ids, &m->scratch);
        uint32_t *first = stance_arena_zero(&m->scratch, m->answers->document_count + 1, sizeof *first);
        if (!first) return stance_fail_memory(err);
        for (size_t i = 0; i < m->answers->document_count; i++) {
            const uint32_t id = stance_intern_add(&ids, m->answers->documents[i].name);
            if (id == STANCE_NO_ID) return stance_fail_memory(err);
            if (!first[id]) first[id] = (uint32_t)i + 1;
        }
        for (size_t i = 0; i < m->gold->count; i++) {
            const uint32_t id = ids.count ? stance_intern_find(&ids, m->gold->rows[i].document) : STANCE_NO_ID;
            m->place[i] = id == STANCE_NO_ID ? 0 : first[id];
            if (!m->place[i])
                tell(m, m->gold->rows[i].line, "no text '%.*s' in %.*s: the row is left out",
                     shown(m->gold->rows[i].document), m->gold->rows[i].document.data, (int)m->answers->what.len,
                     m->answers->what.data);
        }
        return STANCE_OK;
    }
    for (size_t i = 0; i < m->gold->count; i++) {
        const stance_view cell = m->gold->rows[i].document;
        uint32_t other;
        const size_t before = cells.count;
        const uint32_t id = stance_intern_add(&cells, cell);
        if (id == STANCE_NO_ID) return stance_fail_memory(err);
        if (id == before) {
            uint32_t found = document_of(m, cell, &other);
            if (other) {
                const stance_view one = m->answers->documents[found - 1].name,
                                  two = m->answers->documents[other - 1].name;
                tell(m, m->gold->rows[i].line,
                     "document '%.*s' fits several, as '%.*s' and '%.*s': its rows are left out; write more of the "
                     "name, or "
                     "the first digits of the hash",
                     shown(cell), cell.data, shown(one), one.data, shown(two), two.data);
                found = 0;
            } else if (!found) {
                tell(m, m->gold->rows[i].line, "no document '%.*s' that counts in %.*s: its rows are left out",
                     shown(cell), cell.data, (int)m->answers->what.len, m->answers->what.data);
            }
            known[id] = found;
        }
        m->place[i] = known[id];
    }
    return STANCE_OK;
}

static int compare_text(stance_view a, stance_view b)
{
    const size_t least = a.len < b.len ? a.len : b.len;
    const int order = least ? memcmp(a.data, b.data, least) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* So that neither the order of the rows nor that of the documents makes a difference. */
static int compare_rows(const void *a, const void *b, void *context)
{
    const matching *m = context;
    const size_t i = *(const size_t *)a, j = *(const size_t *)b;
    const stance_gold_row *x = &m->gold->rows[i], *y = &m->gold->rows[j];
    const uint32_t p = m->place[i], q = m->place[j];
    int order = 0;
    if (p != q && p && q) order = compare_text(m->answers->documents[p - 1].name, m->answers->documents[q - 1].name);
    if (!order) order = (p > q) - (p < q);
    if (!order) order = (x->start > y->start) - (x->start < y->start);
    if (!order) order = compare_text(x->key, y->key);
    if (!order) order = compare_text(x->speaker, y->speaker);
    return order ? order : (i > j) - (i < j);
}

/* ---- statements ---- */

static bool narrated(const stance_gold_row *row)
{
    return row->has_mode && row->mode == STANCE_NARRATION;
}

static bool holds(stance_view text, stance_view key)
{
    return key.len && memmem(text.data, text.len, key.data, key.len) != NULL;
}

static size_t characters(stance_view text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n;
}

/* What two rows say of one statement cannot both be right. */
static bool contradict(const stance_gold_row *a, const stance_gold_row *b)
{
    if (a->has_mode && b->has_mode && a->mode != b->mode) return true;
    if (a->has_label && b->has_label && (a->label > b->label || a->label < b->label)) return true;
    return a->speaker.data && b->speaker.data && !stance_view_equal(a->speaker, b->speaker);
}

/* Rows [from, to) in m->rows are those of the document. */
static bool clashes(const matching *m, size_t from, size_t to, const stance_gold_row *row, stance_view text)
{
    for (size_t i = from; i < to; i++) {
        const stance_gold_row *other = &m->gold->rows[m->rows[i]];
        if (other != row && holds(text, other->key) && contradict(row, other)) return true;
    }
    return false;
}

static bool fits(const stance_gold_row *row, const stance_answer *a)
{
    if (row->coded) return row->ordinal && a->ordinal == row->ordinal;
    if (row->has_start && a->span.end && !(row->start >= a->span.start && row->start < a->span.end)) return false;
    return holds(a->folded, row->key);
}

/* Statements before narration, then the shorter one. */
static bool better(const stance_answer *a, const stance_answer *b)
{
    if ((a->mode == STANCE_NARRATION) != (b->mode == STANCE_NARRATION)) return b->mode == STANCE_NARRATION;
    return characters(a->folded) < characters(b->folded);
}

/* The statement that the row is held against, or NULL. again: take what clashes too, where the speaker is the right one. */
static const stance_answer *pick(matching *m, size_t from, size_t to, const stance_gold_row *row,
                                 const stance_answered *d, bool again)
{
    const stance_answer *best = NULL, *rival = NULL;
    for (size_t i = d->first; i < d->first + d->count; i++) {
        const stance_answer *a = &m->answers->all[i];
        if (a->place == STANCE_HEAD || !fits(row, a)) continue;
        if (!row->has_start && characters(a->folded) > LONGEST) continue;
        if (again ? a->mode == STANCE_NARRATION || !stance_same_name(a->speaker, row->speaker)
                  : !row->coded && clashes(m, from, to, row, a->folded))
            continue;
        if (!best || better(a, best)) rival = NULL, best = a;
        else if (!better(best, a) && a->span.start != best->span.start) rival = a;
    }
    if (rival)
        tell(m, row->line,
             "the key stands in several statements of '%.*s', of which the first is taken: make it longer",
             shown(d->name), d->name.data);
    return best;
}

/* What a lost row would have been is known from the gold alone. */
static bool would_be_selected(const stance_answers *a, const stance_gold_row *row)
{
    const stance_selector *s = &a->selector;
    if (!a->by_statement) return true;
    if (s->has_mode && !(row->has_mode && row->mode == s->mode)) return false;
    if (s->speaker.data && !(row->speaker.data && stance_same_name(row->speaker, s->speaker))) return false;
    bool on_topic = !s->topic.data;
    for (size_t i = 0; i < row->topic_count; i++) on_topic = on_topic || stance_view_equal(row->topics[i], s->topic);
    return on_topic && !s->target.data && s->min_confidence <= 0;
}

/* True when the document has the key's words; a file of records cannot tell. */
static stance_status has_words(matching *m, const stance_gold_row *row, const stance_answered *d, bool *has,
                               stance_error *err)
{
    stance_view text;
    *has = true;
    if (!m->answers->store || row->coded) return STANCE_OK;
    STANCE_TRY(stance_store_text(m->answers->store, d->key, &text, err));
    stance_arena arena = STANCE_ARENA_INIT;
    text = stance_fold_key(&arena, text);
    *has = !text.data || holds(text, row->key);
    stance_arena_free(&arena);
    return text.data ? STANCE_OK : stance_fail_memory(err);
}

static void compare_found(const matching *m, stance_match *x)
{
    const stance_gold_row *row = x->gold;
    const stance_answer *a = x->answer;
    x->speaker_coded = row->speaker.data != NULL;
    x->speaker_right = x->speaker_coded && stance_same_name(a->speaker, row->speaker);
    x->speaker_other = x->speaker_coded && !stance_view_equal(row->speaker, m->out->most);
    x->mode_coded = row->has_mode;
    x->mode_right = row->has_mode && a->mode == row->mode;
    for (size_t i = 0; row->has_topics && i < row->topic_count; i++) {
        bool both = false;
        for (size_t j = 0; j < a->topic_count; j++) both = both || stance_view_equal(row->topics[i], a->topics[j]);
        x->topics_right += both;
        x->topics_missed += !both;
    }
    if (row->has_topics) x->topics_wrong = a->topic_count - x->topics_right;
    x->toned = row->has_label;
}

static stance_status judge(matching *m, size_t from, size_t to, stance_match *x, const stance_answered *d,
                           stance_error *err)
{
    const stance_gold_row *row = x->gold;
    bool selected = m->answers->texts, has = true;
    for (size_t i = d->first; !selected && i < d->first + d->count; i++) selected = m->answers->all[i].selected;
    x->verdict = STANCE_OUTSIDE;
    if (!selected) return STANCE_OK;
    if (m->answers->texts) {
        x->answer = &m->answers->all[d->first];
        x->verdict = STANCE_FOUND;
        compare_found(m, x);
        return STANCE_OK;
    }
    if (narrated(row)) {
        bool there = false;
        for (size_t i = d->first; i < d->first + d->count; i++) {
            const stance_answer *a = &m->answers->all[i];
            if (a->place == STANCE_HEAD || !fits(row, a)) continue;
            there = true;
            if (a->selected && a->speaker.len && a->mode != STANCE_NARRATION && !x->answer) x->answer = a;
        }
        if (!there) STANCE_TRY(has_words(m, row, d, &has, err));
        x->verdict = x->answer ? STANCE_LEAKED : m->answers->by_statement ? STANCE_OUTSIDE : STANCE_KEPT;
    } else {
        x->answer = pick(m, from, to, row, d, false);
        if (!x->answer && row->speaker.data && !row->coded) x->answer = pick(m, from, to, row, d, true);
        if (!x->answer) STANCE_TRY(has_words(m, row, d, &has, err));
        if (x->answer) x->verdict = x->answer->selected ? STANCE_FOUND : STANCE_OUTSIDE;
        else x->verdict = would_be_selected(m->answers, row) ? STANCE_LOST : STANCE_OUTSIDE;
        if (x->verdict == STANCE_FOUND) compare_found(m, x);
        if (x->answer) m->claimed[x->answer - m->answers->all] = true;
    }
    if (!has) {
        tell(m, row->line, "the words of the key are nowhere in '%.*s': the row is left out", shown(d->name),
             d->name.data);
        x->verdict = STANCE_UNMATCHED;
    }
    return STANCE_OK;
}

/* ---- all ---- */

/* Whom most rows are about. */
static stance_status find_most(matching *m, stance_error *err)
{
    stance_intern names;
    size_t *counts = stance_arena_zero(&m->scratch, m->gold->count, sizeof *counts), most = 0;
    stance_intern_init(&names, &m->scratch);
    if (!counts) return stance_fail_memory(err);
    for (size_t i = 0; i < m->gold->count; i++) {
        const stance_gold_row *row = &m->gold->rows[m->rows[i]];
        if (!row->speaker.data || narrated(row)) continue;
        const uint32_t id = stance_intern_add(&names, row->speaker);
        if (id == STANCE_NO_ID) return stance_fail_memory(err);
        if (++counts[id] <= most) continue;
        most = counts[id];
        m->out->most = row->speaker;
    }
    return STANCE_OK;
}

static stance_status number_cluster(stance_intern *clusters, stance_match *x, uint32_t place, stance_error *err)
{
    stance_strbuf name = STANCE_STRBUF_INIT;
    if (x->gold->group.len) stance_strbuf_addf(&name, "g%.*s", (int)x->gold->group.len, x->gold->group.data);
    else stance_strbuf_addf(&name, "d%u", place);
    x->cluster = name.failed ? STANCE_NO_ID : stance_intern_add(clusters, stance_strbuf_view(&name));
    stance_strbuf_free(&name);
    return x->cluster == STANCE_NO_ID ? stance_fail_memory(err) : STANCE_OK;
}

static stance_status match_rows(matching *m, stance_error *err)
{
    stance_intern clusters;
    stance_matches *out = m->out;
    stance_intern_init(&clusters, &m->scratch);
    size_t kept = 0;
    for (size_t from = 0, to; from < m->gold->count; from = to) {
        const uint32_t place = m->place[m->rows[from]];
        const size_t first = kept;
        size_t extra = 0;
        for (to = from; to < m->gold->count && m->place[m->rows[to]] == place;) to++;
        for (size_t i = from; i < to; i++) {
            stance_match x = {.gold = &m->gold->rows[m->rows[i]], .verdict = STANCE_UNMATCHED};
            if (place) STANCE_TRY(judge(m, from, to, &x, &m->answers->documents[place - 1], err));
            out->outside += x.verdict == STANCE_OUTSIDE;
            out->unmatched += x.verdict == STANCE_UNMATCHED;
            if (x.verdict == STANCE_OUTSIDE || x.verdict == STANCE_UNMATCHED) continue;
            STANCE_TRY(number_cluster(&clusters, &x, place, err));
            out->all[kept++] = x;
        }
        if (!place || m->answers->texts) continue;
        const stance_answered *d = &m->answers->documents[place - 1];
        for (size_t i = d->first; i < d->first + d->count; i++) {
            const stance_answer *a = &m->answers->all[i];
            extra += a->selected && !m->claimed[i] && a->mode != STANCE_NARRATION && a->place == STANCE_BODY;
        }
        for (size_t i = first; i < kept; i++)
            extra -= out->all[i].verdict == STANCE_LEAKED && extra; /* named already */
        out->uncoded += kept > first ? extra : 0;
        if (kept > first) out->all[first].extra = extra;
    }
    out->count = kept;
    out->clusters = (uint32_t)clusters.count;
    return STANCE_OK;
}

stance_status stance_match_all(const stance_gold *gold, stance_answers *answers, stance_problem_fn problem,
                               void *context, stance_matches *out, stance_error *err)
{
    matching m = {.gold = gold, .answers = answers, .problem = problem, .context = context, .out = out};
    memset(out, 0, sizeof *out);
    if (gold->texts != answers->texts)
        return stance_fail(err, STANCE_EINVAL, "the gold is of %s, the answers are of %s",
                           gold->texts ? "texts" : "statements", answers->texts ? "texts" : "statements");
    stance_status status = STANCE_OK;
    m.place = stance_arena_zero(&m.scratch, gold->count, sizeof *m.place);
    m.rows = stance_arena_zero(&m.scratch, gold->count, sizeof *m.rows);
    m.claimed = stance_arena_zero(&m.scratch, answers->count + 1, sizeof *m.claimed);
    out->all = stance_arena_zero(&out->arena, gold->count, sizeof *out->all);
    if (!m.place || !m.rows || !m.claimed || !out->all) status = stance_fail_memory(err);
    if (status == STANCE_OK) status = place_rows(&m, err);
    for (size_t i = 0; status == STANCE_OK && i < gold->count; i++) m.rows[i] = i;
    if (status == STANCE_OK) {
        qsort_r(m.rows, gold->count, sizeof *m.rows, compare_rows, &m);
        status = find_most(&m, err);
    }
    if (status == STANCE_OK) status = match_rows(&m, err);
    if (status == STANCE_OK && out->count == 0)
        status =
            stance_fail(err, STANCE_ENODATA, "no row of '%.*s' can be held against %.*s: %s", (int)gold->name.len,
                        gold->name.data, (int)answers->what.len, answers->what.data,
                        out->outside ? "those that could are outside the selection" : "it is about other documents");
    stance_arena_free(&m.scratch);
    if (status != STANCE_OK) stance_matches_free(out);
    return status;
}

void stance_matches_free(stance_matches *matches)
{
    stance_arena_free(&matches->arena);
    memset(matches, 0, sizeof *matches);
}
