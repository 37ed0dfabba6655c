/* The statement record: one statement as a line of JSON or a row of CSV, the same keys in the same order everywhere
   (docs: the contract's table). Shared by `stance export`, `stance score` and the report.

   All functions append to a string buffer of the caller; a failure sticks there (stance_strbuf_ok). Strings are written
   as UTF-8; broken bytes become U+FFFD.

   CSV is RFC 4180: fields parted by commas, lines ended by CR LF, a field quoted when it needs to be. A text cell that a
   spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) gets one apostrophe in front;
   so that nothing is lost, a cell that begins with apostrophes before one of these gets one more. The way back: in a cell
   that matches ^'+[=+\-@\t\r] leave out the first apostrophe. Numbers and dates are never touched. */
#ifndef STANCE_RECORD_H
#define STANCE_RECORD_H

#include "stance/statement.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stance_strbuf; /* base/strbuf.h */

#define STANCE_ID_SIZE 32

/* "HASH:N": the first 12 digits of the document's content hash (64 hex digits), the ordinal. Returns out. Rows of a
   store carry their id already. */
char *stance_statement_id(const char *hash, uint32_t ordinal, char out[STANCE_ID_SIZE]);

/* One record and the end of its line. id as above, or a row's own; document: id, date and basis are used; text: the
   words from start to end. A date without its day is written as far as it is known (2020-12), none as null. */
void stance_write_statement_json(struct stance_strbuf *out, const char *id, const stance_document *document,
                                 const stance_statement *statement, stance_view text);
void stance_write_statement_csv(struct stance_strbuf *out, const char *id, const stance_document *document,
                                const stance_statement *statement, stance_view text);
void stance_write_statement_csv_header(struct stance_strbuf *out);

/* The record of `score --unit text`: id, score, conciliatory, critical, matched, topics. */
void stance_write_text_json(struct stance_strbuf *out, stance_view id, const stance_statement *statement);

/* The parts they are made of, for other tables. */
void stance_write_json_string(struct stance_strbuf *out, stance_view text); /* with its quotes; no data: null */
void stance_write_csv_text(struct stance_strbuf *out, stance_view text);    /* a text cell; no data: empty */
/* A natural unit with six decimals, the same in every locale; never -0.000000. Not for infinities. */
void stance_write_number(struct stance_strbuf *out, double value);

/* One document with its text, as `stance import` reads it back: id, date, date_basis, date_confidence (0 … 1, which follows
   from the two beside it), date_note, source, title, url, speaker, language, authors, place, text. */
void stance_write_document_json(struct stance_strbuf *out, const stance_document *document);
void stance_write_document_csv(struct stance_strbuf *out, const stance_document *document);
void stance_write_document_csv_header(struct stance_strbuf *out);

/* One step of a score: statement (its id), step (from 1), start, end, words, kind, pattern, origin, before, after (points), effect. */
void stance_write_hit_json(struct stance_strbuf *out, const char *id, size_t step, const stance_hit *hit,
                           stance_view words);
/* The hits of a statement as one array, without its id and steps: what `score --explain` adds to a record. text: the document's. */
void stance_write_hits_json(struct stance_strbuf *out, const stance_statement *statement, stance_view text);
void stance_write_hit_csv(struct stance_strbuf *out, const char *id, size_t step, const stance_hit *hit,
                          stance_view words);
void stance_write_hit_csv_header(struct stance_strbuf *out);

#ifdef __cplusplus
}
#endif
#endif
