/* Documents and hits as records: what `stance export` writes beside statements and series. */
#include "base/strbuf.h"
#include "stance/record.h"

static void json_key(stance_strbuf *out, const char *key, stance_view text, bool first)
{
    stance_strbuf_addf(out, "%s\"%s\":", first ? "{" : ",", key);
    stance_write_json_string(out, text);
}

static stance_view date_of(const stance_document *document, char buffer[STANCE_DATE_SIZE])
{
    if (!document->date.year) return (stance_view){NULL, 0};
    return stance_view_of(stance_date_format(document->date, buffer));
}

static double confidence_of(const stance_document *document)
{
    return (double)stance_document_date_confidence(document) / 1e6;
}

void stance_write_document_json(stance_strbuf *out, const stance_document *document)
{
    char date[STANCE_DATE_SIZE];
    json_key(out, "id", document->id, true);
    json_key(out, "date", date_of(document, date), false);
    json_key(out, "date_basis", stance_view_of(stance_date_basis_name(document->basis)), false);
    stance_strbuf_adds(out, ",\"date_confidence\":");
    stance_write_number(out, confidence_of(document));
    json_key(out, "date_note", document->date_note, false);
    json_key(out, "source", document->source, false);
    json_key(out, "title", document->title, false);
    json_key(out, "url", document->url, false);
    json_key(out, "speaker", document->speaker, false);
    json_key(out, "language", document->language, false);
    json_key(out, "authors", document->authors, false);
    json_key(out, "place", document->place, false);
    json_key(out, "text", document->text, false);
    stance_strbuf_adds(out, "}\n");
}

void stance_write_document_csv_header(stance_strbuf *out)
{
    stance_strbuf_adds(
        out, "id,date,date_basis,date_confidence,date_note,source,title,url,speaker,language,authors,place,text\r\n");
}

void stance_write_document_csv(stance_strbuf *out, const stance_document *document)
{
    char date[STANCE_DATE_SIZE];
    const stance_view rest[] = {document->date_note, document->source,  document->title,
                                document->url,       document->speaker, document->language,
                                document->authors,   document->place,   document->text};
    stance_write_csv_text(out, document->id);
    stance_strbuf_addf(out, ",%s,%s", stance_date_format(document->date, date),
                       stance_date_basis_name(document->basis));
    stance_strbuf_addc(out, ',');
    stance_write_number(out, confidence_of(document));
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        stance_strbuf_addc(out, ',');
        stance_write_csv_text(out, rest[i]);
    }
    stance_strbuf_adds(out, "\r\n");
}

/* What is told of a hit wherever it is written: from start to effect. */
static void hit_fields(stance_strbuf *out, const stance_hit *hit, stance_view words)
{
    stance_strbuf_addf(out, "\"start\":%u,\"end\":%u", hit->at.start, hit->at.end);
    json_key(out, "words", words, false);
    json_key(out, "kind", stance_view_of(hit->kind), false);
    json_key(out, "pattern", hit->pattern, false);
    json_key(out, "origin", hit->origin, false);
    stance_strbuf_adds(out, ",\"before\":");
    stance_strbuf_add_millionths(out, hit->before);
    stance_strbuf_adds(out, ",\"after\":");
    stance_strbuf_add_millionths(out, hit->after);
    json_key(out, "effect", hit->effect, false);
}

void stance_write_hit_json(stance_strbuf *out, const char *id, size_t step, const stance_hit *hit, stance_view words)
{
    json_key(out, "statement", stance_view_of(id), true);
    stance_strbuf_addf(out, ",\"step\":%zu,", step);
    hit_fields(out, hit, words);
    stance_strbuf_adds(out, "}\n");
}

void stance_write_hits_json(stance_strbuf *out, const stance_statement *statement, stance_view text)
{
    stance_strbuf_addc(out, '[');
    for (size_t i = 0; i < statement->hit_count; i++) {
        stance_strbuf_adds(out, i ? ",{" : "{");
        hit_fields(out, &statement->hits[i], stance_view_cut(text, statement->hits[i].at));
        stance_strbuf_addc(out, '}');
    }
    stance_strbuf_addc(out, ']');
}

void stance_write_hit_csv_header(stance_strbuf *out)
{
    stance_strbuf_adds(out, "statement,step,start,end,words,kind,pattern,origin,before,after,effect\r\n");
}

void stance_write_hit_csv(stance_strbuf *out, const char *id, size_t step, const stance_hit *hit, stance_view words)
{
    stance_strbuf_addf(out, "%s,%zu,%u,%u,", id, step, hit->at.start, hit->at.end);
    stance_write_csv_text(out, words);
    stance_strbuf_addf(out, ",%s,", hit->kind);
    stance_write_csv_text(out, hit->pattern);
    stance_strbuf_addc(out, ',');
    stance_write_csv_text(out, hit->origin);
    stance_strbuf_addc(out, ',');
    stance_strbuf_add_millionths(out, hit->before);
    stance_strbuf_addc(out, ',');
    stance_strbuf_add_millionths(out, hit->after);
    stance_strbuf_addc(out, ',');
    stance_write_csv_text(out, hit->effect);
    stance_strbuf_adds(out, "\r\n");
}
