/* Adding documents with their statements. */
#include "store/internal.h"

#include "base/hash.h"
#include "text/fingerprint.h"

/* SQLite holds no more in one text; a little is left for the rest of the row. */
#define TEXT_LIMIT 999000000U

void stance_content_hash(stance_view text, char out[65])
{
    stance_sha256_hex_of(text, out);
}

/* ---- what is refused ---- */

static bool is_hash(const char *hash)
{
    return strlen(hash) == STANCE_HASH_DIGITS && strspn(hash, "0123456789abcdef") == STANCE_HASH_DIGITS;
}

static bool is_share(int32_t value)
{
    return value >= 0 && value <= STANCE_MILLION;
}

static bool is_span(stance_span at, size_t len)
{
    return at.start <= at.end && at.end <= len;
}

/* What is wrong with a statement, or NULL. */
static const char *fault(const stance_statement *s, size_t len)
{
    if (s->ordinal == 0) return "ordinals count from 1";
    if ((unsigned)s->place > STANCE_HEAD || (unsigned)s->mode > STANCE_DIRECT) return "place or mode is none";
    if (!is_span(s->span, len)) return "its span is outside the text";
    for (size_t i = 0; i < s->content_count; i++)
        if (!is_span(s->content[i], len)) return "its content is outside the text";
    for (size_t i = 0; i < s->hit_count; i++)
        if (!is_span(s->hits[i].at, len)) return "a hit is outside the text";
    if (!is_share(s->confidence)) return "its confidence is not within 0 … 1";
    if (s->tone.score < -STANCE_MILLION || s->tone.score > STANCE_MILLION) return "its score is not within -1 … 1";
    if (!is_share(s->tone.conciliatory) || !is_share(s->tone.critical)) return "an intensity is not within 0 … 1";
    return NULL;
}

stance_status stance_store_check(stance_store *store, const stance_document *document, const char *hash,
                                 const char *lexicon_hash, const stance_statement *statements, size_t count,
                                 stance_error *err)
{
    char date[STANCE_DATE_SIZE];
    stance_date again = {0, 0, 0};
    int shown = stance_store_shown(document->id);
    if (!store->in_batch) return stance_fail(err, STANCE_EINVAL, "documents are added in a batch: begin one first");
    if (store->access != STANCE_WRITE) return stance_store_fail(store, SQLITE_READONLY, err);
    if (!document->id.data || !document->text.data)
        return stance_fail(err, STANCE_EINVAL, "a document needs an id and a text");
    if (!is_hash(hash) || (lexicon_hash ? !is_hash(lexicon_hash) : count > 0))
        return stance_fail(err, STANCE_EINVAL, "the hashes that come with '%.*s' are not 64 hex digits", shown,
                           document->id.data);
    if (document->text.len > TEXT_LIMIT)
        return stance_fail(err, STANCE_EINVAL, "'%.*s' is too long for a database (1 GB at most): split it", shown,
                           document->id.data);
    stance_date_format(document->date, date);
    if (*date && (!stance_date_parse_iso(stance_view_of(date), &again) || again.year != document->date.year))
        return stance_fail(err, STANCE_EINVAL, "'%.*s' has a date that no calendar knows (%s)", shown,
                           document->id.data, date);
    if ((unsigned)document->basis > STANCE_DATE_INFERRED)
        return stance_fail(err, STANCE_EINVAL, "'%.*s' has a date of unknown basis", shown, document->id.data);
    for (size_t i = 0; i < count; i++) {
        const char *wrong = fault(&statements[i], document->text.len);
        if (!wrong && i && statements[i].ordinal <= statements[i - 1].ordinal) wrong = "ordinals must ascend";
        if (wrong)
            return stance_fail(err, STANCE_EINVAL, "statement %u of '%.*s' cannot be stored: %s",
                               (unsigned)statements[i].ordinal, shown, document->id.data, wrong);
    }
    return STANCE_OK;
}

/* ---- rows ---- */

static void bind_number(sqlite3_stmt *stmt, int at, int64_t number)
{
    if (number) sqlite3_bind_int64(stmt, at, number); /* numbers of names begin at 1 */
    else sqlite3_bind_null(stmt, at);
}

/* The number of a name that may be missing (0). */
static stance_status number_of(stance_store *store, stance_name_kind kind, stance_view name, int64_t *number,
                               stance_error *err)
{
    *number = 0;
    return name.data ? stance_store_name(store, kind, &name, 1, 0, number, err) : STANCE_OK;
}

/* ---- JSON, by hand: printf would take longer than the insertion ---- */

static void put_number(stance_strbuf *out, char before, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do digits[--at] = (char)('0' + size % 10);
    while ((size /= 10) != 0);
    if (value < 0) digits[--at] = '-';
    digits[--at] = before;
    stance_strbuf_add(out, digits + at, sizeof digits - at);
}

/* "[[12,40],[45,60]]" */
static void put_content(stance_strbuf *out, const stance_statement *s)
{
    stance_strbuf_clear(out);
    stance_strbuf_addc(out, '[');
    for (size_t i = 0; i < s->content_count; i++) {
        if (i) stance_strbuf_addc(out, ',');
        put_number(out, '[', s->content[i].start);
        put_number(out, ',', s->content[i].end);
        stance_strbuf_addc(out, ']');
    }
    stance_strbuf_addc(out, ']');
}

/* "[3,7]", or nothing at all for no names */
static stance_status put_names(stance_store *store, stance_name_kind kind, const stance_view *names, size_t count,
                               stance_strbuf *out, stance_error *err)
{
    int64_t number;
    stance_strbuf_clear(out);
    for (size_t i = 0; i < count; i++) {
        STANCE_TRY(stance_store_name(store, kind, &names[i], 1, 0, &number, err));
        put_number(out, i ? ',' : '[', number);
    }
    if (count) stance_strbuf_addc(out, ']');
    return stance_strbuf_ok(out, err);
}

/* "[[start,end,pattern,before,after,effect],…]" */
static stance_status put_steps(stance_store *store, const stance_statement *s, stance_strbuf *out, stance_error *err)
{
    stance_strbuf_clear(out);
    stance_strbuf_addc(out, '[');
    for (size_t i = 0; i < s->hit_count; i++) {
        const stance_hit *hit = &s->hits[i];
        stance_view parts[] = {hit->pattern.data ? hit->pattern : stance_view_of(""),
                               hit->origin.data ? hit->origin : stance_view_of(""),
                               stance_view_of(hit->kind ? hit->kind : "")};
        int64_t pattern, effect;
        STANCE_TRY(stance_store_name(store, STANCE_NAME_PATTERN, parts, 3, 0, &pattern, err));
        STANCE_TRY(
            number_of(store, STANCE_NAME_PHRASE, hit->effect.len ? hit->effect : (stance_view){NULL, 0}, &effect, err));
        if (i) stance_strbuf_addc(out, ',');
        put_number(out, '[', hit->at.start);
        put_number(out, ',', hit->at.end);
        put_number(out, ',', pattern);
        put_number(out, ',', hit->before);
        put_number(out, ',', hit->after);
        put_number(out, ',', effect);
        stance_strbuf_addc(out, ']');
    }
    stance_strbuf_addc(out, ']');
    return stance_strbuf_ok(out, err);
}

/* ---- statements ---- */

static stance_status add_links(stance_store *store, int64_t key, const stance_statement *s, int32_t day,
                               stance_error *err)
{
    sqlite3_stmt *stmt;
    int64_t number;
    for (size_t i = 0; i < s->topic_count; i++) {
        STANCE_TRY(stance_store_name(store, STANCE_NAME_TOPIC, &s->topics[i], 1, 0, &number, err));
        STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_STATEMENT_TOPIC, &stmt, err));
        sqlite3_bind_int64(stmt, 1, number);
        sqlite3_bind_int64(stmt, 2, day);
        sqlite3_bind_int64(stmt, 3, key);
        STANCE_TRY(stance_store_run(store, stmt, err));
    }
    for (size_t i = 0; i < s->target_count; i++) {
        STANCE_TRY(stance_store_name(store, STANCE_NAME_ACTOR, &s->targets[i], 1, 0, &number, err));
        STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_STATEMENT_TARGET, &stmt, err));
        sqlite3_bind_int64(stmt, 1, number);
        sqlite3_bind_int64(stmt, 2, key);
        STANCE_TRY(stance_store_run(store, stmt, err));
    }
    return STANCE_OK;
}

static stance_status add_hits(stance_store *store, int64_t key, const stance_statement *s, stance_error *err)
{
    sqlite3_stmt *stmt;
    if (!s->hit_count) return STANCE_OK;
    STANCE_TRY(put_steps(store, s, &store->steps, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_HITS, &stmt, err));
    sqlite3_bind_int64(stmt, 1, key);
    stance_store_bind(stmt, 2, stance_strbuf_view(&store->steps));
    return stance_store_run(store, stmt, err);
}

/* day is STANCE_UNDATED where the document has no whole date. */
static stance_status add_statement(stance_store *store, int64_t document, stance_view text, const stance_statement *s,
                                   int32_t day, stance_error *err)
{
    sqlite3_stmt *stmt;
    int64_t actor, speaker = 0, cue, evidence, words = 0;
    if (s->mode == STANCE_DIRECT) words = (int64_t)stance_words_hash(text, s->content, s->content_count);
    STANCE_TRY(number_of(store, STANCE_NAME_ACTOR, s->actor, &actor, err));
    if (s->speaker.data || actor) { /* an actor under no name is kept with an empty one */
        stance_view name = s->speaker.data ? s->speaker : stance_view_of("");
        STANCE_TRY(stance_store_name(store, STANCE_NAME_SPEAKER, &name, 1, actor, &speaker, err));
    }
    STANCE_TRY(number_of(store, STANCE_NAME_PHRASE, s->cue, &cue, err));
    STANCE_TRY(number_of(store, STANCE_NAME_PHRASE, s->evidence, &evidence, err));
    STANCE_TRY(put_names(store, STANCE_NAME_TOPIC, s->topics, s->topic_count, &store->lists[0], err));
    STANCE_TRY(put_names(store, STANCE_NAME_ACTOR, s->targets, s->target_count, &store->lists[1], err));
    put_content(&store->content, s);
    STANCE_TRY(stance_strbuf_ok(&store->content, err));
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_STATEMENT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, document);
    sqlite3_bind_int64(stmt, 2, s->ordinal);
    sqlite3_bind_int64(stmt, 3, s->place);
    sqlite3_bind_int64(stmt, 4, s->mode);
    sqlite3_bind_int64(stmt, 5, s->span.start);
    sqlite3_bind_int64(stmt, 6, s->span.end);
    stance_store_bind(stmt, 7, stance_strbuf_view(&store->content));
    if (day != STANCE_UNDATED) sqlite3_bind_int64(stmt, 8, day);
    else sqlite3_bind_null(stmt, 8);
    bind_number(stmt, 9, speaker);
    sqlite3_bind_int64(stmt, 10, s->confidence);
    bind_number(stmt, 11, cue);
    bind_number(stmt, 12, evidence);
    sqlite3_bind_int64(stmt, 13, s->tone.score);
    sqlite3_bind_int64(stmt, 14, s->tone.conciliatory);
    sqlite3_bind_int64(stmt, 15, s->tone.critical);
    sqlite3_bind_int64(stmt, 16, s->tone.matched);
    for (int i = 0; i < 2; i++) {
        stance_view list = stance_strbuf_view(&store->lists[i]);
        stance_store_bind(stmt, 17 + i, list.len ? list : (stance_view){NULL, 0});
    }
    bind_number(stmt, 19, words);
    STANCE_TRY(stance_store_run(store, stmt, err));
    int64_t key = sqlite3_last_insert_rowid(store->db);
    STANCE_TRY(add_links(store, key, s, day, err));
    return add_hits(store, key, s, err);
}

static stance_status add_document(stance_store *store, const stance_document *d, const char *hash, int64_t lexicon,
                                  int64_t source, int64_t *key, stance_error *err)
{
    sqlite3_stmt *stmt;
    char date[STANCE_DATE_SIZE];
    stance_view iso = stance_view_of(stance_date_format(d->date, date));
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_DOCUMENT, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(hash));
    stance_store_bind(stmt, 2, d->id);
    stance_store_bind(stmt, 3, iso.len ? iso : (stance_view){NULL, 0});
    sqlite3_bind_int64(stmt, 4, d->basis);
    stance_store_bind(stmt, 5, d->title);
    bind_number(stmt, 6, source);
    stance_store_bind(stmt, 7, d->url);
    stance_store_bind(stmt, 8, d->language);
    stance_store_bind(stmt, 9, d->speaker);
    sqlite3_bind_int64(stmt, 10, lexicon);
    stance_store_bind(stmt, 11, d->authors);
    stance_store_bind(stmt, 12, d->place);
    stance_store_bind(stmt, 13, d->date_note);
    STANCE_TRY(stance_store_run(store, stmt, err));
    *key = sqlite3_last_insert_rowid(store->db);
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_TEXT, &stmt, err));
    sqlite3_bind_int64(stmt, 1, *key);
    stance_store_bind(stmt, 2, d->text);
    return stance_store_run(store, stmt, err);
}

static stance_status add_id(stance_store *store, int64_t key, const stance_document *d, int64_t source, bool *fresh,
                            stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_DOCUMENT_ID, &stmt, err));
    sqlite3_bind_int64(stmt, 1, key);
    stance_store_bind(stmt, 2, d->id);
    bind_number(stmt, 3, source);
    stance_store_bind(stmt, 4, d->url);
    STANCE_TRY(stance_store_run(store, stmt, err));
    *fresh = sqlite3_changes(store->db) > 0;
    return STANCE_OK;
}

/* 0 when there is none. */
static stance_status document_of(stance_store *store, const char *hash, int64_t *key, stance_standing *standing,
                                 stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    STANCE_TRY(stance_store_query(store, STANCE_Q_DOCUMENT_BY_HASH, &stmt, err));
    stance_store_bind(stmt, 1, stance_view_of(hash));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    *key = row ? sqlite3_column_int64(stmt, 0) : 0;
    *standing = row ? (stance_standing)sqlite3_column_int(stmt, 1) : STANCE_COUNTS;
    if (row) sqlite3_reset(stmt);
    return STANCE_OK;
}

stance_status stance_store_knows(stance_store *store, const char *hash, bool *known, stance_error *err)
{
    int64_t key;
    stance_standing standing;
    STANCE_TRY(document_of(store, hash, &key, &standing, err));
    *known = key != 0;
    return STANCE_OK;
}

stance_status stance_store_lexicon(stance_store *store, const char *lexicon_hash, int64_t *number, stance_error *err)
{
    return number_of(store, STANCE_NAME_LEXICON, stance_view_of(lexicon_hash ? lexicon_hash : ""), number, err);
}

stance_status stance_store_add_statements(stance_store *store, int64_t key, const stance_document *document,
                                          const stance_statement *statements, size_t count, stance_error *err)
{
    int32_t day = stance_date_is_day(document->date) ? stance_date_to_days(document->date) : STANCE_UNDATED;
    for (size_t i = 0; i < count; i++) STANCE_TRY(add_statement(store, key, document->text, &statements[i], day, err));
    return STANCE_OK;
}

static stance_status add(stance_store *store, const stance_document *document, const char *hash,
                         const char *lexicon_hash, const stance_statement *statements, size_t count,
                         stance_added *added, stance_error *err)
{
    int64_t key, source, lexicon;
    stance_standing standing;
    bool fresh, copy;
    STANCE_TRY(document_of(store, hash, &key, &standing, err));
    if (standing == STANCE_PURGED) { /* nothing of it comes back, not even another address */
        *added = STANCE_ADDED_WITHDRAWN;
        return STANCE_OK;
    }
    STANCE_TRY(number_of(store, STANCE_NAME_SOURCE, document->source, &source, err));
    if (key) {
        STANCE_TRY(add_id(store, key, document, source, &fresh, err));
        *added = standing == STANCE_WITHDRAWN ? STANCE_ADDED_WITHDRAWN
                 : fresh                      ? STANCE_ADDED_SOURCE
                                              : STANCE_ADDED_KNOWN;
        return STANCE_OK;
    }
    STANCE_TRY(stance_store_lexicon(store, lexicon_hash, &lexicon, err));
    STANCE_TRY(add_document(store, document, hash, lexicon, source, &key, err));
    STANCE_TRY(add_id(store, key, document, source, &fresh, err));
    STANCE_TRY(stance_store_add_statements(store, key, document, statements, count, err));
    STANCE_TRY(stance_store_group(store, key, document->text, &copy, err));
    STANCE_TRY(stance_store_apply(store, key, hash, err)); /* corrections may be there before their document */
    *added = copy ? STANCE_ADDED_COPY : STANCE_ADDED_NEW;
    return STANCE_OK;
}

stance_status stance_store_add(stance_store *store, const stance_document *document, const char *hash,
                               const char *lexicon_hash, const stance_statement *statements, size_t count,
                               stance_added *added, stance_error *err)
{
    STANCE_TRY(stance_store_check(store, document, hash, lexicon_hash, statements, count, err));
    stance_status status = add(store, document, hash, lexicon_hash, statements, count, added, err);
    if (status != STANCE_OK) store->spoiled = true;
    return status;
}

stance_status stance_store_problem(stance_store *store, stance_view input, uint64_t line, stance_view reason,
                                   stance_error *err)
{
    sqlite3_stmt *stmt;
    STANCE_TRY(stance_store_query(store, STANCE_Q_ADD_PROBLEM, &stmt, err));
    stance_store_bind(stmt, 1, input.data ? input : stance_view_of(""));
    sqlite3_bind_int64(stmt, 2, line > INT64_MAX ? INT64_MAX : (int64_t)line);
    stance_store_bind(stmt, 3, reason.data ? reason : stance_view_of(""));
    return stance_store_run(store, stmt, err);
}
