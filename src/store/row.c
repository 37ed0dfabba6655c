/* From a row of SQLite to a stance_row. The file may have been made by an enemy, so numbers and spans are not believed.
 */
#include "store/internal.h"

const char stance_row_columns[] =
    "SELECT s.id, s.document, s.ordinal, s.place, s.mode, s.start_byte, s.end_byte, s.content, s.confidence, s.score,"
    " s.conciliatory, s.critical, s.matched, nullif(sp.speaker, ''), a.actor, c.phrase, e.phrase,"
    " s.topics, s.targets, s.words, ifnull(-sp.actor, sp.id)";
/* own: as the document names him; sp: in whose name he counts. */
const char stance_row_joins[] = " LEFT JOIN speakers own ON own.id = s.speaker"
                                " LEFT JOIN speakers sp ON sp.id = ifnull(own.alias, own.id)"
                                " LEFT JOIN actors a ON a.id = sp.actor"
                                " LEFT JOIN phrases c ON c.id = s.cue LEFT JOIN phrases e ON e.id = s.evidence";

void stance_loader_free(stance_loader *loader)
{
    stance_arena_free(&loader->document_arena);
    stance_arena_free(&loader->row_arena);
}

/* The number in a column, when it is within bounds; *good is cleared otherwise. */
static int64_t within(sqlite3_stmt *stmt, int at, int64_t low, int64_t high, bool *good)
{
    int64_t value = sqlite3_column_int64(stmt, at);
    if (value >= low && value <= high) return value;
    *good = false;
    return low;
}

stance_status stance_store_load_hash(stance_store *store, sqlite3_stmt *stmt, int at, char out[65], stance_error *err)
{
    stance_view hash;
    STANCE_TRY(stance_store_column(store, stmt, at, &hash, err));
    if (hash.len != STANCE_HASH_DIGITS || strspn(hash.data, "0123456789abcdef") != STANCE_HASH_DIGITS)
        return stance_store_damaged(store, "a document's hash is none", err);
    memcpy(out, hash.data, STANCE_HASH_DIGITS);
    out[STANCE_HASH_DIGITS] = '\0';
    return STANCE_OK;
}

stance_status stance_store_load_document(stance_store *store, sqlite3_stmt *stmt, int at, stance_document *document,
                                         stance_error *err)
{
    stance_view date;
    bool good = true;
    memset(document, 0, sizeof *document);
    STANCE_TRY(stance_store_column(store, stmt, at, &document->id, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 1, &date, err));
    if (date.data && !stance_date_parse_iso(date, &document->date))
        return stance_store_damaged(store, "a date is none", err);
    document->basis = (stance_date_basis)within(stmt, at + 2, STANCE_DATE_NONE, STANCE_DATE_INFERRED, &good);
    if (!good) return stance_store_damaged(store, "the basis of a date is none", err);
    STANCE_TRY(stance_store_column(store, stmt, at + 3, &document->title, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 4, &document->source, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 5, &document->url, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 6, &document->language, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 7, &document->speaker, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 8, &document->authors, err));
    STANCE_TRY(stance_store_column(store, stmt, at + 9, &document->place, err));
    return stance_store_column(store, stmt, at + 10, &document->date_note, err);
}

/* Digits that a and b share at their beginning; b may be missing. */
static int shared(const char *a, const char *b)
{
    int n = 0;
    while (b && b[n] && a[n] == b[n]) n++;
    return n;
}

stance_status stance_store_id_digits(stance_store *store, const char *hash, int *digits, stance_error *err)
{
    enum { LEAST = 12, MOST = 20 }; /* twenty and the ordinal are what stance_row.id has room for */
    sqlite3_stmt *stmt;
    bool row;
    *digits = LEAST;
    STANCE_TRY(stance_store_query(store, STANCE_Q_NEIGHBOURS, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(hash));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return STANCE_OK;
    for (int i = 0; i < 2; i++) {
        int need = shared(hash, (const char *)sqlite3_column_text(stmt, i)) + 1;
        if (need > *digits) *digits = need < MOST ? need : MOST;
    }
    sqlite3_reset(stmt);
    return STANCE_OK;
}

/* Texts are copied: a row must not hold a query open, nor depend on one. */
static stance_status copy_document(stance_store *store, stance_loader *loader, sqlite3_stmt *stmt, stance_error *err)
{
    stance_document *d = &loader->row.document;
    STANCE_TRY(stance_store_load_hash(store, stmt, 0, loader->row.hash, err));
    STANCE_TRY(stance_store_load_document(store, stmt, 1, d, err));
    STANCE_TRY(stance_store_column(store, stmt, 12, &loader->text, err));
    stance_view *views[] = {&d->id,      &d->title,   &d->source, &d->url,       &d->language,
                            &d->speaker, &d->authors, &d->place,  &d->date_note, &loader->text};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (!views[i]->data) continue;
        *views[i] = stance_arena_copy(&loader->document_arena, *views[i]);
        if (!views[i]->data) return stance_fail_memory(err);
    }
    return STANCE_OK;
}

static stance_status load_document(stance_store *store, stance_loader *loader, int64_t key, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    loader->document_key = 0;
    stance_arena_reset(&loader->document_arena);
    STANCE_TRY(stance_store_query(store, STANCE_Q_DOCUMENT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, key);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return stance_store_damaged(store, "a statement has no document", err);
    stance_status status = copy_document(store, loader, stmt, err);
    sqlite3_reset(stmt);
    if (status == STANCE_OK) status = stance_store_id_digits(store, loader->row.hash, &loader->id_digits, err);
    if (status == STANCE_OK) loader->document_key = key;
    return status;
}

/* ---- the statement ---- */

static bool is_span(stance_span at, stance_view text)
{
    if (at.start > at.end || at.end > text.len) return false;
    /* a span may not cut a character in two: what is printed must stay UTF-8 */
    bool starts = at.start == text.len || ((unsigned char)text.data[at.start] & 0xC0) != 0x80;
    return starts && (at.end == text.len || ((unsigned char)text.data[at.end] & 0xC0) != 0x80);
}

static bool get_number(const char **at, const char *end, uint32_t *value)
{
    uint64_t n = 0;
    const char *p = *at;
    while (p < end && *p >= '0' && *p <= '9' && n <= UINT32_MAX) n = 10 * n + (uint64_t)(*p++ - '0');
    if (p == *at || n > UINT32_MAX) return false;
    *at = p;
    *value = (uint32_t)n;
    return true;
}

static bool get_char(const char **at, const char *end, char c)
{
    if (*at >= end || **at != c) return false;
    ++*at;
    return true;
}

/* What put_content in write.c wrote, and nothing else. */
stance_status stance_store_parse_content(stance_store *store, stance_view content, stance_view text,
                                         stance_arena *arena, const stance_span **out, size_t *out_count,
                                         stance_error *err)
{
    const char *at = content.data ? content.data : "", *end = at + content.len;
    stance_span *spans = NULL;
    size_t count = 0, capacity = 0;
    bool good = get_char(&at, end, '[');
    while (good && at < end && *at != ']') {
        stance_span span = {0, 0};
        good = (count == 0 || get_char(&at, end, ',')) && get_char(&at, end, '[') &&
               get_number(&at, end, &span.start) && get_char(&at, end, ',') && get_number(&at, end, &span.end) &&
               get_char(&at, end, ']') && is_span(span, text);
        if (good && !STANCE_PUSH(arena, spans, count, capacity, span)) return stance_fail_memory(err);
    }
    good = good && get_char(&at, end, ']') && at == end;
    *out = spans;
    *out_count = count;
    return good ? STANCE_OK : stance_store_damaged(store, "the content of a statement is none", err);
}

static stance_status load_name(stance_store *store, stance_query which, uint32_t number, stance_arena *arena,
                               stance_view *name, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    STANCE_TRY(stance_store_query(store, which, &stmt, err));
    sqlite3_bind_int64(stmt, 1, number);
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    if (!row) return stance_store_damaged(store, "a topic or target has no name", err);
    stance_status status = stance_store_copy(store, stmt, 0, arena, name, err);
    sqlite3_reset(stmt);
    return status;
}

/* "[3,7]", or NULL for none */
static stance_status load_names(stance_store *store, stance_loader *loader, stance_view list, stance_query which,
                                const stance_view **out, size_t *out_count, stance_error *err)
{
    if (!list.data) return STANCE_OK;
    const char *at = list.data, *end = at + list.len;
    stance_view *names = NULL, name;
    size_t count = 0, capacity = 0;
    uint32_t number;
    bool good = get_char(&at, end, '[');
    while (good && at < end && *at != ']') {
        good = (count == 0 || get_char(&at, end, ',')) && get_number(&at, end, &number);
        if (!good) break;
        STANCE_TRY(load_name(store, which, number, &loader->row_arena, &name, err));
        if (!STANCE_PUSH(&loader->row_arena, names, count, capacity, name)) return stance_fail_memory(err);
    }
    if (!good || !get_char(&at, end, ']') || at != end)
        return stance_store_damaged(store, "the topics or targets of a statement are none", err);
    *out = names;
    *out_count = count;
    return STANCE_OK;
}

stance_status stance_store_load(stance_store *store, stance_loader *loader, sqlite3_stmt *stmt, stance_error *err)
{
    stance_row *row = &loader->row;
    stance_statement *s = &row->statement;
    stance_arena *arena = &loader->row_arena;
    stance_view content, topics, targets;
    bool good = true;
    stance_arena_reset(arena);
    int64_t document = sqlite3_column_int64(stmt, 1);
    if (document != loader->document_key || document == 0) STANCE_TRY(load_document(store, loader, document, err));
    row->document_key = document;
    row->key = sqlite3_column_int64(stmt, 0);
    memset(s, 0, sizeof *s);
    s->ordinal = (uint32_t)within(stmt, 2, 1, UINT32_MAX, &good);
    s->place = (stance_place)within(stmt, 3, STANCE_BODY, STANCE_HEAD, &good);
    s->mode = (stance_mode)within(stmt, 4, STANCE_NARRATION, STANCE_DIRECT, &good);
    s->span.start = (uint32_t)within(stmt, 5, 0, UINT32_MAX, &good);
    s->span.end = (uint32_t)within(stmt, 6, 0, UINT32_MAX, &good);
    s->confidence = (int32_t)within(stmt, 8, 0, STANCE_MILLION, &good);
    s->tone.score = (int32_t)within(stmt, 9, -STANCE_MILLION, STANCE_MILLION, &good);
    s->tone.conciliatory = (int32_t)within(stmt, 10, 0, STANCE_MILLION, &good);
    s->tone.critical = (int32_t)within(stmt, 11, 0, STANCE_MILLION, &good);
    s->tone.matched = (uint32_t)within(stmt, 12, 0, UINT32_MAX, &good);
    if (!good || !is_span(s->span, loader->text))
        return stance_store_damaged(store, "a statement has numbers that cannot be", err);
    STANCE_TRY(stance_store_column(store, stmt, 7, &content, err));
    STANCE_TRY(stance_store_parse_content(store, content, loader->text, arena, &s->content, &s->content_count, err));
    loader->words = sqlite3_column_int64(stmt, 19);
    loader->speaker = sqlite3_column_int64(stmt, 20);
    row->copy = row->repeated = false;
    STANCE_TRY(stance_store_copy(store, stmt, 13, arena, &s->speaker, err));
    STANCE_TRY(stance_store_copy(store, stmt, 14, arena, &s->actor, err));
    STANCE_TRY(stance_store_copy(store, stmt, 15, arena, &s->cue, err));
    STANCE_TRY(stance_store_copy(store, stmt, 16, arena, &s->evidence, err));
    STANCE_TRY(stance_store_column(store, stmt, 17, &topics, err));
    STANCE_TRY(load_names(store, loader, topics, STANCE_Q_TOPIC, &s->topics, &s->topic_count, err));
    STANCE_TRY(stance_store_column(store, stmt, 18, &targets, err));
    STANCE_TRY(load_names(store, loader, targets, STANCE_Q_ACTOR, &s->targets, &s->target_count, err));
    row->text = loader->text.data ? stance_view_cut(loader->text, s->span) : (stance_view){NULL, 0};
    sqlite3_snprintf((int)sizeof row->id, row->id, "%.*s:%u", loader->id_digits, row->hash, (unsigned)s->ordinal);
    return STANCE_OK;
}
