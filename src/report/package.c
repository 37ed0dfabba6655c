/* datapackage.json: what the tables are, for programs (Frictionless Data Package, Table Schema). */
#include "report/internal.h"

#ifndef STANCE_VERSION
#define STANCE_VERSION "0"
#endif

static void put_field(stance_strbuf *out, const stance_column *column)
{
    stance_strbuf_addf(out, "          {\"name\": \"%s\", \"type\": \"%s\", \"format\": \"default\", \"description\": ",
                       column->name, column->type);
    stance_write_json_string(out, stance_view_of(column->description));
    if (column->constraints) stance_strbuf_addf(out, ", \"constraints\": {%s}", column->constraints);
    stance_strbuf_addc(out, '}');
}

static void put_resource(stance_strbuf *out, const stance_table_schema *table)
{
    stance_strbuf_addf(
        out,
        "    {\n      \"name\": \"%s\",\n      \"path\": \"%s.csv\",\n      \"title\": \"%s\",\n"
        "      \"profile\": \"tabular-data-resource\",\n      \"format\": \"csv\",\n"
        "      \"mediatype\": \"text/csv\",\n      \"encoding\": \"utf-8\",\n"
        "      \"dialect\": {\"delimiter\": \",\", \"lineTerminator\": \"\\r\\n\", \"quoteChar\": \"\\\"\", "
        "\"doubleQuote\": true, \"header\": true},\n      \"schema\": {\n        \"fields\": [\n",
        table->name, table->name, table->title);
    for (size_t i = 0; i < table->count; i++) {
        put_field(out, &table->columns[i]);
        stance_strbuf_adds(out, i + 1 < table->count ? ",\n" : "\n");
    }
    stance_strbuf_addf(out, "        ],\n        \"missingValues\": [\"\"],\n        \"primaryKey\": %s", table->key);
    if (table->foreign) stance_strbuf_addf(out, ",\n        \"foreignKeys\": %s", table->foreign);
    stance_strbuf_adds(out, "\n      }\n    }");
}

static void put_pair(stance_strbuf *out, const char *key, stance_view value, const char *end)
{
    stance_strbuf_addf(out, "    \"%s\": ", key);
    stance_write_json_string(out, value);
    stance_strbuf_adds(out, end);
}

stance_status stance_report_package(const stance_report *report, stance_strbuf *out, stance_error *err)
{
    stance_strbuf options = STANCE_STRBUF_INIT;
    stance_describe_options(report, &options);
    if (options.failed) out->failed = true;
    stance_strbuf_adds(out,
                       "{\n  \"profile\": \"tabular-data-package\",\n  \"name\": \"stance-report\",\n  \"title\": ");
    stance_write_json_string(out, report->title);
    stance_strbuf_adds(out, ",\n  \"description\": ");
    stance_write_json_string(
        out,
        stance_view_of("Tables of a stance report. Scores run from -1 (critical) to 1 (conciliatory). An empty cell "
                       "is missing, never zero. A text cell that a spreadsheet would take for a formula has an "
                       "apostrophe in front: in a cell that matches ^'+[=+\\-@\\t\\r] leave out the first one."));
    stance_strbuf_adds(out, ",\n  \"stance\": {\n");
    put_pair(out, "version", stance_view_of(STANCE_VERSION), ",\n");
    put_pair(out, "options", stance_strbuf_view(&options), ",\n");
    stance_strbuf_adds(out, "    \"level\": ");
    stance_write_number(out, report->options.level);
    stance_strbuf_adds(out, ",\n");
    put_pair(out, "content_hash", stance_view_of(report->database.content_hash), ",\n");
    put_pair(out, "corrections_hash", stance_view_of(report->database.corrections_hash), ",\n");
    stance_strbuf_addf(out,
                       "    \"corrections\": {\"statements\": %lld, \"dates\": %lld, \"withdrawn\": %lld, "
                       "\"names\": %lld},\n",
                       (long long)report->database.corrected, (long long)report->database.corrected_dates,
                       (long long)report->database.withdrawn, (long long)report->database.merged);
    put_pair(out, "lexicon_hash", stance_view_of(report->database.lexicon_hash), "\n  },\n  \"resources\": [\n");
    for (int i = 0; i < STANCE_TABLE_COUNT; i++) {
        put_resource(out, stance_table_schema_of((stance_report_table)i));
        stance_strbuf_adds(out, i + 1 < STANCE_TABLE_COUNT ? ",\n" : "\n");
    }
    stance_strbuf_adds(out, "  ]\n}\n");
    stance_strbuf_free(&options);
    return stance_strbuf_ok(out, err);
}
