/* What people set right, as a table and in words. */
#include "report/cells.h"
#include "stance/corrections.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What the log says for no value is the word that `stance set` takes for it. */
static stance_view value_of(stance_view value)
{
    return value.len ? value : stance_view_of("none");
}

/* The values of a withdrawal are standings; nothing set is that the document counts. */
static stance_view standing_of(stance_view value)
{
    return value.len ? value : stance_view_of("counts");
}

/* "HASH:N"; a statement that is found no more has the place that it had; an alias its name. */
static stance_view place_of(const stance_correction *c, stance_strbuf *out)
{
    stance_strbuf_clear(out);
    if (c->name.data) return c->name;
    stance_strbuf_adds(out, c->id);
    if (!c->whole && !strchr(c->id, ':')) stance_strbuf_addf(out, " bytes %u-%u", c->span.start, c->span.end);
    return stance_strbuf_view(out);
}

/* ---- a table ---- */

typedef struct correction_rows {
    table_writer writer;
    stance_strbuf place;
} correction_rows;

static void cell_other(table_writer *w, int64_t number)
{
    if (number) cell_count(w, (size_t)number);
    else cell_missing(w);
}

static stance_status put_row(void *context, const stance_correction *c, stance_error *err)
{
    correction_rows *rows = context;
    table_writer *w = &rows->writer;
    const bool standing = c->field == STANCE_FIELD_WITHDRAWN;
    (void)err;
    cell_count(w, (size_t)c->number);
    cell_text(w, c->stamp.at);
    cell_text(w, c->stamp.by);
    cell_word(w, stance_field_name(c->field));
    cell_text(w, place_of(c, &rows->place));
    cell_text(w, c->document);
    cell_text(w, standing ? standing_of(c->before) : value_of(c->before));
    if (standing) cell_text(w, standing_of(c->value));
    else if (c->value.data) cell_text(w, value_of(c->value));
    else cell_missing(w);
    cell_text(w, c->actor);
    cell_word(w, stance_correction_state_name(c->state));
    cell_other(w, c->undoes);
    cell_other(w, c->followed_by);
    cell_text(w, c->stamp.why);
    end_row(w);
    return STANCE_OK;
}

stance_status stance_corrections_table(stance_store *store, stance_table_format format, stance_strbuf *out,
                                       stance_error *err)
{
    correction_rows rows = {{out, stance_table_schema_of(STANCE_TABLE_CORRECTIONS), format, 0}, STANCE_STRBUF_INIT};
    put_header(&rows.writer);
    stance_status status = stance_store_corrections(store, 0, put_row, &rows, err);
    out->failed = out->failed || rows.place.failed;
    stance_strbuf_free(&rows.place);
    return status == STANCE_OK ? stance_strbuf_ok(out, err) : status;
}

/* ---- in words ---- */

static void put_alias(const stance_correction *c, stance_strbuf *out)
{
    stance_strbuf_addf(out, "'%.*s' counts as ", (int)c->name.len, c->name.data);
    if (!c->value.data) {
        stance_strbuf_addf(out, "itself again (before as '%.*s')", (int)c->before.len, c->before.data);
        return;
    }
    stance_strbuf_addf(out, "'%.*s'", (int)c->value.len, c->value.data);
    if (c->actor.len) stance_strbuf_addf(out, " [%.*s]", (int)c->actor.len, c->actor.data);
    if (!stance_view_equal(c->before, c->name))
        stance_strbuf_addf(out, " (before as '%.*s')", (int)c->before.len, c->before.data);
}

static void put_change(const stance_correction *c, bool everywhere, stance_strbuf *out)
{
    stance_strbuf place = STANCE_STRBUF_INIT;
    const stance_view where = place_of(c, &place);
    if (c->field == STANCE_FIELD_WITHDRAWN) {
        if (everywhere) stance_strbuf_addf(out, "%.*s ", (int)where.len, where.data);
        else stance_strbuf_adds(out, "document ");
        stance_strbuf_adds(out, !c->value.data                       ? "restored"
                                : stance_view_is(c->value, "purged") ? "withdrawn and erased"
                                                                     : "withdrawn");
    } else {
        stance_strbuf_adds(out, stance_field_name(c->field));
        if (everywhere) stance_strbuf_addf(out, " of %.*s", (int)where.len, where.data);
        else if (c->whole && c->field != STANCE_FIELD_DATE) stance_strbuf_adds(out, " of the document");
        stance_strbuf_adds(out, " from ");
        stance_strbuf_addv(out, value_of(c->before));
        stance_strbuf_adds(out, c->value.data ? " to " : " back to what was found");
        if (c->value.data) stance_strbuf_addv(out, value_of(c->value));
    }
    out->failed = out->failed || place.failed;
    stance_strbuf_free(&place);
}

void stance_correction_words(const stance_correction *c, bool everywhere, stance_strbuf *out)
{
    if (c->name.data) put_alias(c, out);
    else put_change(c, everywhere, out);
    stance_strbuf_addf(out, ", by %.*s on %.*s: ", (int)c->stamp.by.len, c->stamp.by.data,
                       c->stamp.at.len < 10 ? (int)c->stamp.at.len : 10, c->stamp.at.data);
    stance_strbuf_addv(out, c->stamp.why.len ? c->stamp.why : stance_view_of("no reason was kept"));
}

/* "takes back 1; followed by 7; document in/a.txt" */
static void put_state(const stance_correction *c, stance_strbuf *out)
{
    stance_strbuf_adds(out, stance_correction_state_name(c->state));
    if (c->state == STANCE_CORRECTION_REPLACED || c->state == STANCE_CORRECTION_UNDONE)
        stance_strbuf_addf(out, " by %lld", (long long)c->followed_by);
    if (c->state == STANCE_CORRECTION_BACK && c->undoes) stance_strbuf_addf(out, " %lld", (long long)c->undoes);
    if (c->state == STANCE_CORRECTION_BACK && c->followed_by)
        stance_strbuf_addf(out, "; followed by %lld", (long long)c->followed_by);
    if (c->document.len) stance_strbuf_addf(out, "; document %.*s", (int)c->document.len, c->document.data);
}

static stance_status put_lines(void *context, const stance_correction *c, stance_error *err)
{
    stance_strbuf *out = context, words = STANCE_STRBUF_INIT, plain = STANCE_STRBUF_INIT;
    char first[32];
    snprintf(first, sizeof first, "%4lld  ", (long long)c->number);
    (void)err;
    stance_correction_words(c, true, &words);
    stance_plain(&plain, stance_strbuf_view(&words));
    stance_wrap(out, stance_strbuf_view(&plain), first, "      ");
    stance_strbuf_clear(&words);
    stance_strbuf_clear(&plain);
    put_state(c, &words);
    stance_plain(&plain, stance_strbuf_view(&words));
    stance_wrap(out, stance_strbuf_view(&plain), "      ", "      ");
    out->failed = out->failed || words.failed || plain.failed;
    stance_strbuf_free(&words);
    stance_strbuf_free(&plain);
    return STANCE_OK;
}

stance_status stance_corrections_text(stance_store *store, stance_strbuf *out, stance_error *err)
{
    const size_t start = out->len;
    STANCE_TRY(stance_store_corrections(store, 0, put_lines, out, err));
    if (out->len == start) stance_strbuf_adds(out, "no corrections\n");
    return stance_strbuf_ok(out, err);
}
