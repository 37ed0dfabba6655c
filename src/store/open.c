/* Opening, closing and batches: journal, locks and what a hostile file must not do. */
#include "store/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* SQLite would read "file:x" as a URI, and ":memory:" and "" as no file at all; a path that begins with / or ./ is only
 * a path. */
static char *plain_path(const char *path)
{
    size_t len = strlen(path);
    char *copy = malloc(len + 3);
    if (!copy) return NULL;
    const char *prefix = path[0] == ':' || strncmp(path, "file:", 5) == 0 ? "./" : "";
    memcpy(copy, prefix, strlen(prefix));
    memcpy(copy + strlen(prefix), path, len + 1);
    return copy;
}

/* "file:PATH?immutable=1" with what a URI gives a meaning escaped. */
static void immutable_uri(const char *path, stance_strbuf *uri)
{
    stance_strbuf_adds(uri, "file:");
    for (const char *p = path; *p; p++) {
        if (strchr("%?#", *p)) stance_strbuf_addf(uri, "%%%02X", (unsigned)(unsigned char)*p);
        else stance_strbuf_addc(uri, *p);
    }
    stance_strbuf_adds(uri, "?immutable=1");
}

static stance_status check_path(const char *path, stance_access access, stance_error *err)
{
    struct stat info;
    if (stat(path, &info) == 0) {
        if (S_ISREG(info.st_mode)) return STANCE_OK;
        return stance_fail(err, STANCE_EFORMAT, "'%s' is not a file: choose another one with -d", path);
    }
    if (errno == ENOENT && access == STANCE_WRITE && *path)
        return STANCE_OK; /* SQLite says when the directory is missing */
    if (errno == ENOENT)
        return stance_fail(err, STANCE_ENOTFOUND,
                           "there is no database '%s': import documents into it, or name it with -d", path);
    return stance_fail(err, STANCE_EIO, "'%s' cannot be opened: %s", path, strerror(errno));
}

/* Shared memory, which WAL needs, does not reach over a network. FUSE may be anything, so it is taken for one. */
static bool on_network(const char *path)
{
    struct statfs info;
    if (statfs(path, &info) != 0) return false;
    switch ((uint32_t)info.f_type) {
    case 0x6969U:     /* NFS */
    case 0x517BU:     /* SMB */
    case 0xFF534D42U: /* CIFS */
    case 0xFE534D42U: /* SMB2 */
    case 0x65735546U: /* FUSE */
    case 0x01021997U: /* 9P */
    case 0x5346414FU: /* AFS */
    case 0x00C36400U: /* Ceph */
    case 0x0BD00BD0U: /* Lustre */
    case 0x47504653U: /* GPFS */ return true;
    default: return false;
    }
}

/* Nothing that a file brings along may run: no triggers, no views, no functions called by its schema. */
static int harden(sqlite3 *db)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        int code = sqlite3_db_config(db, options[i].option, options[i].value, NULL);
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

/* Opens and takes the first look into the file; returns SQLite's code. */
static int connect_to(stance_store *store, const char *name, int flags)
{
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) code = sqlite3_extended_result_codes(store->db, 1);
    if (code == SQLITE_OK) code = sqlite3_busy_timeout(store->db, STANCE_BUSY_MS);
    if (code == SQLITE_OK) code = harden(store->db);
    /* The page cache is the working set of the indexes; mmap would turn a truncated file into SIGBUS. */
    if (code == SQLITE_OK)
        code = stance_store_exec(store, "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384;"
                                        "PRAGMA foreign_keys = ON; SELECT count(*) FROM sqlite_schema");
    if (code == SQLITE_OK && store->access == STANCE_READ) code = stance_store_exec(store, "PRAGMA query_only = ON");
    return code;
}

static bool has_bytes(const char *path, const char *suffix)
{
    stance_strbuf name = STANCE_STRBUF_INIT;
    struct stat info;
    stance_strbuf_addf(&name, "%s%s", path, suffix);
    bool found = name.failed || (stat(name.data, &info) == 0 && info.st_size > 0);
    stance_strbuf_free(&name);
    return found;
}

/* On read-only media SQLite cannot put down the helper files that a WAL database wants. When the file is clean it needs
   none, and is opened as one that nobody can change; when it is not, only a copy will do. */
static stance_status reconnect_immutable(stance_store *store, stance_error *err)
{
    stance_strbuf uri = STANCE_STRBUF_INIT;
    stance_status status;
    sqlite3_close(store->db);
    store->db = NULL;
    if (has_bytes(store->path, "-wal") || has_bytes(store->path, "-journal"))
        return stance_fail(
            err, STANCE_EIO,
            "'%s' was not closed cleanly and its directory cannot be written: copy it and what stands beside "
            "it (-wal, -journal) where it can",
            store->path);
    immutable_uri(store->path, &uri);
    status = stance_strbuf_ok(&uri, err);
    if (status == STANCE_OK) {
        int code = connect_to(store, uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
        if (code != SQLITE_OK) status = stance_store_fail(store, code, err);
    }
    stance_strbuf_free(&uri);
    return status;
}

/* WAL while writing: readers go on, and a commit costs one append. Where it cannot be had the rollback journal serves
   as well, with the full synchronization that it needs; a WAL cannot be corrupted by losing power, only its last
   batches be lost, and importing again brings those back. */
static stance_status choose_journal(stance_store *store, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    stance_view mode = {NULL, 0};
    if (!on_network(store->path)) {
        STANCE_TRY(stance_store_prepare(store, "PRAGMA journal_mode = WAL", &stmt, err));
        int code = sqlite3_step(stmt);
        row = code == SQLITE_ROW;
        if (row) mode = stance_view_of((const char *)sqlite3_column_text(stmt, 0));
        store->wal = mode.data && stance_view_is(mode, "wal");
        sqlite3_finalize(stmt);
        if (!row && (code & 0xFF) == SQLITE_NOMEM) return stance_fail_memory(err);
    }
    const char *sync =
        store->wal ? "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000" : "PRAGMA synchronous = FULL";
    int code = stance_store_exec(store, sync);
    return code == SQLITE_OK ? STANCE_OK : stance_store_fail(store, code, err);
}

stance_status stance_store_open(const char *path, stance_access access, stance_store **out, stance_error *err)
{
    *out = NULL;
    STANCE_TRY(check_path(path, access, err));
    stance_store *store = calloc(1, sizeof *store);
    if (!store) return stance_fail_memory(err);
    store->access = access == STANCE_READ ? STANCE_READ : STANCE_WRITE;
    stance_intern_init(&store->names.keys, &store->names.arena);
    stance_status status = STANCE_ENOMEM;
    store->path = plain_path(path);
    if (!store->path) {
        stance_fail_memory(err);
        goto done;
    }

    /* A reader too opens for writing where it may (query_only keeps it from it): a crashed writer's journal must be
       played back before anything can be read, and the last one out removes the helper files. SQLite itself falls back
       to reading. */
    int code =
        connect_to(store, store->path, SQLITE_OPEN_READWRITE | (access == STANCE_WRITE ? SQLITE_OPEN_CREATE : 0));
    int kind = code & 0xFF;
    if (code == SQLITE_OK) status = STANCE_OK;
    else if (access == STANCE_READ && (kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY))
        status = reconnect_immutable(store, err);
    else status = stance_store_fail(store, code, err);
    if (status != STANCE_OK) goto done;
    status = stance_store_schema(store, err);
    if (status != STANCE_OK || access == STANCE_READ) goto done;
    if (sqlite3_db_readonly(store->db, "main") != 0) status = stance_store_fail(store, SQLITE_READONLY, err);
    else status = choose_journal(store, err);

done:
    if (status != STANCE_OK) {
        stance_status closed = stance_store_close(store, NULL); /* the first error is the one to tell */
        (void)closed;
        return status;
    }
    *out = store;
    return STANCE_OK;
}

/* Back to one file. Another connection may still be at work: then it does this when it closes. */
static stance_status fold_back(stance_store *store, stance_error *err)
{
    sqlite3_busy_timeout(store->db, 0);
    int code = stance_store_exec(store, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    int kind = code & 0xFF;
    if (code == SQLITE_OK || kind == SQLITE_BUSY || kind == SQLITE_LOCKED) return STANCE_OK;
    stance_error why = {STANCE_OK, ""};
    stance_status status = stance_store_fail(store, code, &why);
    return stance_fail(err, status, "everything is stored, but not yet in one file: keep '%s-wal' beside it (%s)",
                       store->path, why.message);
}

stance_status stance_store_close(stance_store *store, stance_error *err)
{
    stance_status status = STANCE_OK;
    if (!store) return STANCE_OK;
    if (store->in_batch) stance_store_rollback(store);
    for (int i = 0; i < STANCE_QUERY_COUNT; i++) sqlite3_finalize(store->queries[i]);
    if (store->wal) status = fold_back(store, err);
    sqlite3_close_v2(store->db);
    stance_loader_free(&store->found);
    stance_arena_free(&store->names.arena);
    stance_strbuf_free(&store->names.key);
    stance_arena_free(&store->hits_arena);
    stance_arena_free(&store->print_arena);
    stance_arena_free(&store->subject_arena);
    stance_arena_free(&store->result_arena);
    stance_arena_free(&store->score_arena);
    stance_strbuf_free(&store->packed);
    stance_strbuf_free(&store->text);
    stance_strbuf_free(&store->content);
    for (int i = 0; i < 2; i++) stance_strbuf_free(&store->lists[i]);
    stance_strbuf_free(&store->steps);
    free(store->path);
    free(store);
    return status;
}

/* Numbers learnt earlier hold only while nobody else has written. */
static stance_status check_names(stance_store *store, stance_error *err)
{
    sqlite3_stmt *stmt;
    bool row;
    STANCE_TRY(stance_store_query(store, STANCE_Q_DATA_VERSION, &stmt, err));
    STANCE_TRY(stance_store_step(store, stmt, &row, err));
    int64_t version = row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_reset(stmt);
    if (version != store->data_version) stance_store_forget_names(store);
    store->data_version = version;
    return STANCE_OK;
}

stance_status stance_store_begin(stance_store *store, stance_error *err)
{
    sqlite3_stmt *stmt;
    if (store->in_batch) return stance_fail(err, STANCE_EINVAL, "a batch is open already: commit it first");
    bool write = store->access == STANCE_WRITE;
    STANCE_TRY(stance_store_query(store, write ? STANCE_Q_BEGIN_WRITE : STANCE_Q_BEGIN_READ, &stmt, err));
    STANCE_TRY(stance_store_run(store, stmt, err));
    store->in_batch = true;
    store->spoiled = false;
    stance_status status = write ? check_names(store, err) : STANCE_OK;
    if (status != STANCE_OK) stance_store_rollback(store);
    return status;
}

stance_status stance_store_commit(stance_store *store, stance_error *err)
{
    sqlite3_stmt *stmt;
    if (!store->in_batch) return stance_fail(err, STANCE_EINVAL, "no batch is open: begin one first");
    if (store->spoiled) {
        stance_store_rollback(store);
        return stance_fail(err, STANCE_EIO, "nothing of the batch was stored in '%s', since a part of it failed",
                           store->path);
    }
    stance_status status = stance_store_query(store, STANCE_Q_COMMIT, &stmt, err);
    if (status == STANCE_OK) status = stance_store_run(store, stmt, err);
    if (status == STANCE_OK) store->in_batch = false;
    else stance_store_rollback(store);
    return status;
}

void stance_store_rollback(stance_store *store)
{
    sqlite3_stmt *stmt;
    if (!store->in_batch) return;
    store->in_batch = store->spoiled = false;
    stance_store_forget_names(store);
    /* A failing disk may have rolled back already; and without memory for the statement, closing rolls back. */
    if (sqlite3_get_autocommit(store->db) || stance_store_query(store, STANCE_Q_ROLLBACK, &stmt, NULL) != STANCE_OK)
        return;
    stance_status status = stance_store_run(store, stmt, NULL);
    (void)status;
}
