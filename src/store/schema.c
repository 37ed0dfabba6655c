/* The tables, and how a file of an older stance gets them. */
#include "store/internal.h"

/* Everything scored is an integer in millionths. mode: 0 narration, 1 reported, 2 direct; place: 0 body, 1 head; basis:
   as stance_date_basis counts. The comments inside stay in the file, for those who open it with other tools. */
static const char version_1[] =
    "CREATE TABLE lexicons (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE sources (id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE topics (id INTEGER PRIMARY KEY, topic TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE actors (id INTEGER PRIMARY KEY, actor TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE phrases (id INTEGER PRIMARY KEY, phrase TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE patterns ("
    " id INTEGER PRIMARY KEY, pattern TEXT NOT NULL, origin TEXT NOT NULL, kind TEXT NOT NULL,"
    " UNIQUE (pattern, origin, kind)) STRICT;"
    "CREATE TABLE speakers ("
    " id INTEGER PRIMARY KEY, speaker TEXT NOT NULL,"
    " actor INTEGER REFERENCES actors -- series count by actor where there is one\n"
    ") STRICT;"
    "CREATE UNIQUE INDEX speakers_by_name ON speakers (speaker, ifnull(actor, 0));"

    "CREATE TABLE documents ("
    " id INTEGER PRIMARY KEY,"
    " hash TEXT NOT NULL UNIQUE, -- SHA-256 of the text\n"
    " name TEXT NOT NULL, -- path or id that it first came by\n"
    " date TEXT, -- 2021-07-13, 2020-12 or 2020\n"
    " basis INTEGER NOT NULL, -- 0 none, 1 metadata, 2 header, 3 dateline, 4 page, 5 url, 6 text, 7 inferred\n"
    " title TEXT, source INTEGER REFERENCES sources, url TEXT, language TEXT,"
    " speaker TEXT, -- whose words the whole document is\n"
    " lexicon INTEGER NOT NULL REFERENCES lexicons -- that scored its statements\n"
    ") STRICT;"
    "CREATE INDEX documents_by_date ON documents (date IS NULL, date, name);"
    "CREATE INDEX documents_by_source ON documents (source);"
    /* Apart from its document, so that a walk over the dates does not drag the texts through the cache. */
    "CREATE TABLE texts ("
    " document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE document_ids ("
    " document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,"
    " name TEXT NOT NULL, source INTEGER REFERENCES sources, url TEXT,"
    " PRIMARY KEY (document, name)) STRICT, WITHOUT ROWID;"

    /* Names are only ever added, so that a statement's references to them need no guard; a check of three foreign keys
       would cost a fifth of the whole insertion. */
    "CREATE TABLE statements ("
    " id INTEGER PRIMARY KEY,"
    " document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,"
    " ordinal INTEGER NOT NULL,"
    " place INTEGER NOT NULL, -- 0 body, 1 head\n"
    " mode INTEGER NOT NULL, -- 0 narration, 1 reported, 2 direct\n"
    " start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL,"
    " content TEXT NOT NULL, -- [[start,end],...] of what is said\n"
    " day INTEGER, -- of the document, days since 1970-01-01; NULL unless its date is a whole one\n"
    " speaker INTEGER, -- in speakers\n"
    " confidence INTEGER NOT NULL,"
    " cue INTEGER, evidence INTEGER, -- in phrases\n"
    " score INTEGER NOT NULL, conciliatory INTEGER NOT NULL, critical INTEGER NOT NULL, -- millionths\n"
    " matched INTEGER NOT NULL,"
    " topics TEXT, targets TEXT, -- [3,7]: numbers in topics and actors, in their order; NULL when there is none\n"
    " UNIQUE (document, ordinal)) STRICT;"
    "CREATE INDEX statements_by_speaker ON statements (speaker, day) WHERE speaker IS NOT NULL;"
    /* One row a statement, not a step: a step is read only with its neighbours, and rows of their own would take as
       long to write as everything else together. json_each() takes them apart in SQL. */
    "CREATE TABLE hits ("
    " statement INTEGER PRIMARY KEY REFERENCES statements ON DELETE CASCADE,"
    " steps TEXT NOT NULL -- [[start,end,pattern,before,after,phrase of the effect or 0],...]\n"
    ") STRICT;"
    /* What statements.topics and .targets say, turned round for the selectors: written and deleted with them, by the
       store. They have no foreign key of their own, since that would need a second index. */
    "CREATE TABLE statement_topics ("
    " topic INTEGER NOT NULL, day INTEGER NOT NULL, -- -1000000: without a whole date\n"
    " statement INTEGER NOT NULL, PRIMARY KEY (topic, day, statement)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE statement_targets ("
    " target INTEGER NOT NULL, statement INTEGER NOT NULL, PRIMARY KEY (target, statement)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE problems ("
    " id INTEGER PRIMARY KEY, input TEXT NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL,"
    " UNIQUE (input, line, reason)) STRICT;"
    "PRAGMA application_id = 1398033987;"
    "PRAGMA user_version = 1;";

/* Columns are added, nothing is taken away: what a file of version 1 holds is read as before. */
static const char version_2[] =
    "ALTER TABLE documents ADD COLUMN authors TEXT;"
    "ALTER TABLE documents ADD COLUMN place TEXT;"     /* of the dateline */
    "ALTER TABLE documents ADD COLUMN date_note TEXT;" /* what was decided when dates disagreed */
    "ALTER TABLE statements ADD COLUMN words INTEGER;" /* of a quotation: a number for its words; NULL: no quotation */
    "CREATE TABLE fingerprints ("
    " document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,"
    " prints BLOB NOT NULL, -- of shingles of words, six bytes each (src/text/fingerprint.h)\n"
    " whole INTEGER NOT NULL -- of all words; 0: too few\n"
    ") STRICT;"
    /* Without a foreign key, which would need a second index; a print of a document that is gone is passed over. */
    "CREATE TABLE prints ("
    " print INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (print, document)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE copies ("
    " document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,"
    " grp INTEGER NOT NULL, -- near-copies of each other have the same\n"
    " standing TEXT NOT NULL -- the least of a group is its canonical document, which alone counts\n"
    ") STRICT;"
    "CREATE UNIQUE INDEX copies_by_group ON copies (grp, standing);"
    "PRAGMA user_version = 2;";

/* What people set right. A correction is kept by what it is about, a text (its hash) and a place in it, never by a number of
   this file, so that it outlives another extraction and finds its place in another database. The tables of statements and
   documents hold what counts; what the program found there is kept beside it, as long as a correction stands. */
static const char version_3_corrections[] =
    "ALTER TABLE documents ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;" /* 1: counts nowhere; 2: erased, too */
    "CREATE INDEX documents_withdrawn ON documents (id) WHERE withdrawn > 0;"
    "ALTER TABLE speakers ADD COLUMN alias INTEGER;" /* the speaker in whose name this one counts; NULL: his own */
    "CREATE INDEX speakers_by_alias ON speakers (alias) WHERE alias IS NOT NULL;"
    "CREATE TABLE aliases ("
    " key TEXT PRIMARY KEY, -- the name without case\n"
    " name TEXT NOT NULL, target TEXT NOT NULL, actor TEXT, -- id of the target's, when he has one\n"
    " who TEXT NOT NULL, made TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    /* A log: rows are added, never changed but for `statement`. Of the rows on one place and field the last one counts. */
    "CREATE TABLE corrections ("
    " id INTEGER PRIMARY KEY,"
    " document TEXT NOT NULL, -- hash\n"
    " start_byte INTEGER, end_byte INTEGER, content TEXT, -- of the statement; NULL: the whole document\n"
    " field TEXT NOT NULL, -- date, speaker, topics, targets, withdrawn\n"
    " before TEXT NOT NULL, value TEXT, -- '': none; NULL: what was set is taken back\n"
    " actor TEXT, -- of a speaker\n"
    " who TEXT NOT NULL, why TEXT NOT NULL, made TEXT NOT NULL, -- 2021-07-13T10:00:00Z\n"
    " statement INTEGER -- where it applies at present; NULL: nowhere, or the whole document\n"
    ") STRICT;"
    "CREATE INDEX corrections_by_document ON corrections (document, field, made);"
    "CREATE INDEX corrections_by_statement ON corrections (statement) WHERE statement IS NOT NULL;"
    "CREATE TABLE found_statements ("
    " statement INTEGER PRIMARY KEY REFERENCES statements ON DELETE CASCADE,"
    " mode INTEGER NOT NULL, content TEXT NOT NULL, speaker INTEGER, confidence INTEGER NOT NULL, cue INTEGER,"
    " topics TEXT, targets TEXT, words INTEGER) STRICT;"
    "CREATE TABLE found_dates ("
    " document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,"
    " date TEXT, basis INTEGER NOT NULL, date_note TEXT) STRICT;";

/* What people coded. Known by the text and the bytes in it, not by the numbers of this file, so that codings outlive a new
   scoring of the document, its withdrawal, and a merge of files. */
static const char version_3_codings[] =
    "CREATE TABLE codings ("
    " document TEXT NOT NULL, start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL, -- hash of the text; what is "
    "said\n"
    " coder TEXT NOT NULL,"
    " label INTEGER, -- -1 critical, 0 neutral, 1 conciliatory; NULL: passed over\n"
    " design TEXT NOT NULL, -- of the sample, in words\n"
    " stratum TEXT NOT NULL, stratum_size INTEGER NOT NULL, stratum_drawn INTEGER NOT NULL, -- drawn / size: how "
    "probable it was\n"
    " PRIMARY KEY (document, start_byte, end_byte, coder)) STRICT, WITHOUT ROWID;"
    /* The sample as it was drawn, in the order in which it is shown: what is imported later does not change it. */
    "CREATE TABLE sample_units ("
    " design TEXT NOT NULL, position INTEGER NOT NULL,"
    " document TEXT NOT NULL, start_byte INTEGER NOT NULL, end_byte INTEGER NOT NULL,"
    " shared INTEGER NOT NULL, -- 1: every coder gets it\n"
    " stratum TEXT NOT NULL, stratum_size INTEGER NOT NULL, stratum_drawn INTEGER NOT NULL,"
    " PRIMARY KEY (design, position)) STRICT, WITHOUT ROWID;";
/* Which shifts were told already, so that a watch tells each once. */
static const char version_3[] =
    "CREATE TABLE told ("
    " selection TEXT NOT NULL, series TEXT NOT NULL, -- the options of the question; (all), a topic or a speaker\n"
    " kind INTEGER NOT NULL, -- 0: a shift, 1: a period that stands out\n"
    " day INTEGER NOT NULL, -- the first of the new level or of the period, days since 1970-01-01\n"
    " PRIMARY KEY (selection, series, kind, day)) STRICT, WITHOUT ROWID;"
    "PRAGMA user_version = 3;";

/* The log holds names, too: what was set of a name stands in a row without a document. What an older file merged is known
   without its reason. */
static const char version_4[] =
    "ALTER TABLE corrections ADD COLUMN name TEXT;" /* of field alias: the name; document is '' then, content its key */
    "INSERT INTO corrections (document, content, field, before, value, actor, who, why, made, name)"
    " SELECT '', key, 'alias', name, target, actor, who, '', made, name FROM aliases ORDER BY made, key;"
    /* what annotate calls its strata */
    "UPDATE codings SET design = replace(design, ' --by ', ' --each ');"
    "UPDATE sample_units SET design = replace(design, ' --by ', ' --each ');"
    "PRAGMA user_version = 4;";

/* Migration n brings a file from version n to n + 1, part by part. What has been released is never edited: add another. */
enum { PARTS = 4 };
static const char *const migrations[][PARTS] = {
    {version_1}, {version_2}, {version_3_corrections, version_3_codings, version_3}, {version_4}};
enum { NEWEST = sizeof migrations / sizeof *migrations };

/* A file may carry more (somebody's own views do no harm: they are off), but these must be real tables. */
static const char count_tables[] =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name IN ('lexicons', 'sources',"
    " 'topics', 'actors', 'phrases', 'patterns', 'speakers', 'documents', 'texts', 'document_ids', 'statements',"
    " 'statement_topics', 'statement_targets', 'hits', 'problems', 'fingerprints', 'prints', 'copies', 'aliases',"
    " 'corrections', 'found_statements', 'found_dates', 'codings', 'sample_units', 'told')";
enum { TABLES = 25 };

static stance_status number_of(stance_store *store, const char *sql, int64_t *value, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_status status = stance_store_prepare(store, sql, &stmt, err);
    if (status == STANCE_OK) status = stance_store_step(store, stmt, &row, err);
    *value = status == STANCE_OK && row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return status;
}

/* *version is -1 for a file without anything in it. Called in a transaction: somebody may be filling the file just now.
 */
static stance_status read_version(stance_store *store, int64_t *version, stance_error *err)
{
    int64_t application, objects;
    STANCE_TRY(number_of(store, "PRAGMA application_id", &application, err));
    STANCE_TRY(number_of(store, "PRAGMA user_version", version, err));
    STANCE_TRY(number_of(store, "SELECT count(*) FROM sqlite_schema", &objects, err));
    if (application == 0 && *version == 0 && objects == 0) {
        *version = -1;
        return STANCE_OK;
    }
    if (application != STANCE_APPLICATION_ID || *version < 1)
        return stance_fail(err, STANCE_EFORMAT,
                           "'%s' is another program's SQLite database, not one of stance; it was left as it is: choose "
                           "another file with -d",
                           store->path);
    if (*version > NEWEST)
        return stance_fail(err, STANCE_EFORMAT,
                           "'%s' was made by a newer stance (schema %lld, this one knows up to %d): update stance",
                           store->path, (long long)*version, (int)NEWEST);
    return STANCE_OK;
}

/* Under a write lock, since another process may be making the same file at this moment. */
static stance_status migrate(stance_store *store, stance_error *err)
{
    int64_t version = 0;
    int code = stance_store_exec(store, "BEGIN IMMEDIATE");
    if (code != SQLITE_OK) return stance_store_fail(store, code, err);
    stance_status status = read_version(store, &version, err);
    int64_t first = version;
    for (int64_t next = version < 0 ? 0 : version; status == STANCE_OK && next < NEWEST; next++) {
        for (int part = 0; status == STANCE_OK && part < PARTS && migrations[next][part]; part++) {
            code = stance_store_exec(store, migrations[next][part]);
            if (code != SQLITE_OK) status = stance_store_fail(store, code, err);
        }
    }
    if (status == STANCE_OK && first == 1) status = stance_store_upgrade_2(store, err);
    if (status == STANCE_OK) {
        code = stance_store_exec(store, "COMMIT");
        if (code != SQLITE_OK) status = stance_store_fail(store, code, err);
    }
    if (status != STANCE_OK) stance_store_exec(store, "ROLLBACK");
    return status;
}

stance_status stance_store_schema(stance_store *store, stance_error *err)
{
    int64_t version = 0, tables = 0;
    int code = stance_store_exec(store, "BEGIN");
    if (code != SQLITE_OK) return stance_store_fail(store, code, err);
    stance_status status = read_version(store, &version, err);
    stance_store_exec(store, "ROLLBACK"); /* nothing was written */
    if (status != STANCE_OK) return status;
    if (version < NEWEST) {
        if (store->access == STANCE_READ && version < 0)
            return stance_fail(err, STANCE_EFORMAT, "'%s' is empty: import documents into it first", store->path);
        if (store->access == STANCE_READ)
            return stance_fail(
                err, STANCE_EFORMAT,
                "'%s' was made by an older stance (schema %lld, now %d): 'stance rescore -d %s' brings it up "
                "to date, and so does importing something into it",
                store->path, (long long)version, (int)NEWEST, store->path);
        if (sqlite3_db_readonly(store->db, "main") != 0) return stance_store_fail(store, SQLITE_READONLY, err);
        STANCE_TRY(migrate(store, err));
    }
    STANCE_TRY(number_of(store, count_tables, &tables, err));
    if (tables != TABLES) return stance_store_damaged(store, "tables are missing or are not tables", err);
    return STANCE_OK;
}
