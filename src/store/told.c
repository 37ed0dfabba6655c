/* Which shifts a watch told already. */
#include "store/internal.h"

static void bind_subject(sqlite3_stmt *stmt, const stance_told *what)
{
    stance_store_bind(stmt, 1, what->selection);
    stance_store_bind(stmt, 2, what->series);
    sqlite3_bind_int(stmt, 3, what->alarm);
}

stance_status stance_store_was_told(stance_store *store, const stance_told *what, int32_t first, int32_t last,
                                    bool *told, stance_error *err)
{
    static const char find[] =
        "SELECT 1 FROM told WHERE selection = ?1 AND series = ?2 AND kind = ?3 AND day BETWEEN ?4 AND"
        " ?5 LIMIT 1";
    sqlite3_stmt *stmt = NULL;
    *told = false;
    STANCE_TRY(stance_store_prepare(store, find, &stmt, err));
    bind_subject(stmt, what);
    sqlite3_bind_int(stmt, 4, first);
    sqlite3_bind_int(stmt, 5, last);
    stance_status status = stance_store_step(store, stmt, told, err);
    sqlite3_finalize(stmt);
    return status;
}

stance_status stance_store_tell(stance_store *store, const stance_told *what, int32_t day, stance_error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    STANCE_TRY(stance_store_prepare(store, "INSERT OR IGNORE INTO told VALUES (?1, ?2, ?3, ?4)", &stmt, err));
    bind_subject(stmt, what);
    sqlite3_bind_int(stmt, 4, day);
    stance_status status = stance_store_step(store, stmt, &row, err);
    sqlite3_finalize(stmt);
    return status;
}
