/* Statement records as JSON lines and CSV rows. `score` writes millions of them, so numbers are put together by hand. */
#include "stance/record.h"

#include <math.h>
#include <stdio.h>

#include "base/strbuf.h"
#include "text/utf8.h"

char *stance_statement_id(const char *hash, uint32_t ordinal, char out[STANCE_ID_SIZE])
{
    snprintf(out, STANCE_ID_SIZE, "%.12s:%lu", hash, (unsigned long)ordinal);
    return out;
}

static void put_unsigned(stance_strbuf *out, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    stance_strbuf_add(out, digits + at, sizeof digits - at);
}

static void put_millionths(stance_strbuf *out, int64_t value)
{
    char digits[8] = ".000000";
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (value < 0) stance_strbuf_addc(out, '-');
    put_unsigned(out, size / STANCE_MILLION);
    uint64_t rest = size % STANCE_MILLION;
    for (int i = 6; i > 0; i--, rest /= 10) digits[i] = (char)('0' + rest % 10);
    stance_strbuf_add(out, digits, 7);
}

void stance_write_number(stance_strbuf *out, double value)
{
    /* By way of an integer where that is exact enough, which keeps the locale and the sign of zero out of it. */
    double scaled = value * STANCE_MILLION;
    if (!(fabs(scaled) < 9e15)) scaled = scaled < 0 ? -9e15 : 9e15;
    put_millionths(out, llround(scaled));
}

/* ---- JSON ---- */

static void put_escaped(stance_strbuf *out, unsigned char c)
{
    static const char names[] = "btn\0fr"; /* for 8 … 13; 11 has none */
    if (c == '"' || c == '\\') {
        stance_strbuf_addc(out, '\\');
        stance_strbuf_addc(out, (char)c);
    } else if (c >= 8 && c <= 13 && names[c - 8]) {
        stance_strbuf_addc(out, '\\');
        stance_strbuf_addc(out, names[c - 8]);
    } else {
        stance_strbuf_addf(out, "\\u%04x", c);
    }
}

static void put_valid_utf8(stance_strbuf *out, stance_view text)
{
    for (size_t at = 0, len; at < text.len; at += len) {
        char bytes[4];
        stance_strbuf_add(out, bytes, stance_utf8_put(stance_utf8_at(text, at, &len), bytes));
    }
}

void stance_write_json_string(stance_strbuf *out, stance_view text)
{
    stance_strbuf repaired = STANCE_STRBUF_INIT;
    if (!text.data) {
        stance_strbuf_adds(out, "null");
        return;
    }
    if (!stance_utf8_valid(text)) {
        put_valid_utf8(&repaired, text);
        if (repaired.failed) out->failed = true;
        text = stance_strbuf_view(&repaired);
    }
    stance_strbuf_addc(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
        stance_strbuf_add(out, text.data + from, i - from);
        put_escaped(out, c);
        from = i + 1;
    }
    stance_strbuf_add(out, text.data + from, text.len - from);
    stance_strbuf_addc(out, '"');
    stance_strbuf_free(&repaired);
}

static void put_json_list(stance_strbuf *out, const stance_view *items, size_t count)
{
    stance_strbuf_addc(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i) stance_strbuf_addc(out, ',');
        stance_write_json_string(out, items[i]);
    }
    stance_strbuf_addc(out, ']');
}

static void put_span(stance_strbuf *out, stance_span span)
{
    stance_strbuf_addc(out, '[');
    put_unsigned(out, span.start);
    stance_strbuf_addc(out, ',');
    put_unsigned(out, span.end);
    stance_strbuf_addc(out, ']');
}

static void put_tone_json(stance_strbuf *out, const stance_tone *tone)
{
    stance_strbuf_adds(out, ",\"score\":");
    put_millionths(out, tone->score);
    stance_strbuf_adds(out, ",\"conciliatory\":");
    put_millionths(out, tone->conciliatory);
    stance_strbuf_adds(out, ",\"critical\":");
    put_millionths(out, tone->critical);
    stance_strbuf_adds(out, ",\"matched\":");
    put_unsigned(out, tone->matched);
}

/* ,"key": */
static void put_key(stance_strbuf *out, const char *key)
{
    stance_strbuf_adds(out, ",\"");
    stance_strbuf_adds(out, key);
    stance_strbuf_adds(out, "\":");
}

static void put_json_text(stance_strbuf *out, const char *key, stance_view text)
{
    put_key(out, key);
    stance_write_json_string(out, text);
}

static void put_json_number(stance_strbuf *out, const char *key, uint64_t value)
{
    put_key(out, key);
    put_unsigned(out, value);
}

/* What the date says, data NULL when there is none. */
static stance_view date_view(stance_date date, char iso[STANCE_DATE_SIZE])
{
    stance_view view = stance_view_of(stance_date_format(date, iso));
    if (!view.len) view.data = NULL;
    return view;
}

void stance_write_statement_json(stance_strbuf *out, const char *id, const stance_document *document,
                                 const stance_statement *statement, stance_view text)
{
    char iso[STANCE_DATE_SIZE];
    stance_strbuf_adds(out, "{\"id\":");
    stance_write_json_string(out, stance_view_of(id));
    put_json_text(out, "document", document->id);
    put_json_text(out, "date", date_view(document->date, iso));
    put_json_text(out, "date_basis", stance_view_of(stance_date_basis_name(document->basis)));
    put_json_number(out, "statement", statement->ordinal);
    put_json_text(out, "place", stance_view_of(stance_place_name(statement->place)));
    put_json_number(out, "start", statement->span.start);
    put_json_number(out, "end", statement->span.end);
    put_key(out, "content");
    stance_strbuf_addc(out, '[');
    for (size_t i = 0; i < statement->content_count; i++) {
        if (i) stance_strbuf_addc(out, ',');
        put_span(out, statement->content[i]);
    }
    stance_strbuf_addc(out, ']');
    put_json_text(out, "text", text);
    put_json_text(out, "speaker", statement->speaker);
    put_json_text(out, "actor", statement->actor);
    put_key(out, "confidence");
    put_millionths(out, statement->confidence);
    put_json_text(out, "mode", stance_view_of(stance_mode_name(statement->mode)));
    put_json_text(out, "cue", statement->cue);
    put_key(out, "topics");
    put_json_list(out, statement->topics, statement->topic_count);
    put_key(out, "targets");
    put_json_list(out, statement->targets, statement->target_count);
    put_tone_json(out, &statement->tone);
    stance_strbuf_adds(out, "}\n");
}

void stance_write_text_json(stance_strbuf *out, stance_view id, const stance_statement *statement)
{
    stance_strbuf_adds(out, "{\"id\":");
    stance_write_json_string(out, id);
    put_tone_json(out, &statement->tone);
    put_key(out, "topics");
    put_json_list(out, statement->topics, statement->topic_count);
    stance_strbuf_adds(out, "}\n");
}

/* ---- CSV ---- */

/* True when a spreadsheet would calculate the cell, or could not tell it from one that was made safe. */
static bool needs_guard(stance_view text)
{
    size_t i = 0;
    while (i < text.len && text.data[i] == '\'') i++;
    return i < text.len && memchr("=+-@\t\r", text.data[i], 6) != NULL;
}

static bool needs_quotes(stance_view text)
{
    if (!text.len) return false;
    if (text.data[0] == ' ' || text.data[text.len - 1] == ' ') return true; /* some readers trim */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c == '"' || c == ',' || c == ';') return true;
    }
    return false;
}

void stance_write_csv_text(stance_strbuf *out, stance_view text)
{
    stance_strbuf repaired = STANCE_STRBUF_INIT;
    if (!text.data) return;
    if (!stance_utf8_valid(text)) {
        put_valid_utf8(&repaired, text);
        if (repaired.failed) out->failed = true;
        text = stance_strbuf_view(&repaired);
    }
    bool guard = needs_guard(text), quote = needs_quotes(text);
    if (quote) stance_strbuf_addc(out, '"');
    if (guard) stance_strbuf_addc(out, '\'');
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != '"') continue;
        stance_strbuf_add(out, text.data + from, i + 1 - from);
        from = i; /* once more, so that it is doubled */
    }
    stance_strbuf_add(out, text.data + from, text.len - from);
    if (quote) stance_strbuf_addc(out, '"');
    stance_strbuf_free(&repaired);
}

/* ,cell */
static void put_csv_text(stance_strbuf *out, stance_view text)
{
    stance_strbuf_addc(out, ',');
    stance_write_csv_text(out, text);
}

static void put_csv_number(stance_strbuf *out, uint64_t value)
{
    stance_strbuf_addc(out, ',');
    put_unsigned(out, value);
}

static void put_csv_millionths(stance_strbuf *out, int64_t value)
{
    stance_strbuf_addc(out, ',');
    put_millionths(out, value);
}

static void put_csv_list(stance_strbuf *out, const stance_view *items, size_t count)
{
    stance_strbuf joined = STANCE_STRBUF_INIT;
    for (size_t i = 0; i < count; i++) {
        if (i) stance_strbuf_addc(&joined, ';');
        stance_strbuf_addv(&joined, items[i]);
    }
    if (joined.failed) out->failed = true;
    put_csv_text(out, stance_strbuf_view(&joined));
    stance_strbuf_free(&joined);
}

static void put_csv_spans(stance_strbuf *out, const stance_span *spans, size_t count)
{
    stance_strbuf_addc(out, ',');
    if (!count) return;
    stance_strbuf_addc(out, '"'); /* each has a comma */
    for (size_t i = 0; i < count; i++) {
        if (i) stance_strbuf_addc(out, ';');
        put_span(out, spans[i]);
    }
    stance_strbuf_addc(out, '"');
}

void stance_write_statement_csv_header(stance_strbuf *out)
{
    stance_strbuf_adds(out, "id,document,date,date_basis,statement,place,start,end,content,text,speaker,actor,"
                            "confidence,mode,cue,topics,targets,score,conciliatory,critical,matched\r\n");
}

void stance_write_statement_csv(stance_strbuf *out, const char *id, const stance_document *document,
                                const stance_statement *statement, stance_view text)
{
    char iso[STANCE_DATE_SIZE];
    stance_write_csv_text(out, stance_view_of(id));
    put_csv_text(out, document->id);
    put_csv_text(out, date_view(document->date, iso));
    put_csv_text(out, stance_view_of(stance_date_basis_name(document->basis)));
    put_csv_number(out, statement->ordinal);
    put_csv_text(out, stance_view_of(stance_place_name(statement->place)));
    put_csv_number(out, statement->span.start);
    put_csv_number(out, statement->span.end);
    put_csv_spans(out, statement->content, statement->content_count);
    put_csv_text(out, text);
    put_csv_text(out, statement->speaker);
    put_csv_text(out, statement->actor);
    put_csv_millionths(out, statement->confidence);
    put_csv_text(out, stance_view_of(stance_mode_name(statement->mode)));
    put_csv_text(out, statement->cue);
    put_csv_list(out, statement->topics, statement->topic_count);
    put_csv_list(out, statement->targets, statement->target_count);
    put_csv_millionths(out, statement->tone.score);
    put_csv_millionths(out, statement->tone.conciliatory);
    put_csv_millionths(out, statement->tone.critical);
    put_csv_number(out, statement->tone.matched);
    stance_strbuf_adds(out, "\r\n");
}
