/* The report's files: written under other names first and renamed when all of them are whole. */
#include "report/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = STANCE_TABLE_COUNT + 2, CHUNK = 1 << 20 };

typedef struct output {
    char *path, *temporary;
    int fd;
    bool made; /* the temporary file is there and is ours */
} output;

static stance_status fail_io(stance_error *err, const char *path, const char *what)
{
    const char *remedy = errno == EACCES || errno == EPERM    ? "; choose a directory that you may write to"
                         : errno == EROFS                     ? "; the medium is read-only, choose another directory"
                         : errno == ENOSPC || errno == EDQUOT ? "; the disk is full"
                                                              : "";
    return stance_fail(err, STANCE_EIO, "%s: cannot %s: %s%s", path, what, strerror(errno), remedy);
}

/* The directory and those above it. */
static stance_status make_directory(const char *path, stance_error *err)
{
    struct stat info;
    stance_status status = STANCE_OK;
    char *copy = strdup(path);
    if (!copy) return stance_fail_memory(err);
    for (char *p = copy + 1; *copy; p++) {
        char c = *p;
        if (c != '/' && c != '\0') continue;
        *p = '\0';
        const int failed = mkdir(copy, 0777) != 0 ? errno : 0;
        if (failed && stat(copy, &info) != 0) {
            errno = failed;
            status = fail_io(err, copy, "make this directory");
            break;
        }
        if (stat(copy, &info) == 0 && !S_ISDIR(info.st_mode)) {
            status = stance_fail(err, STANCE_EIO,
                                 "%s: is a file, and the report needs a directory; choose another name", copy);
            break;
        }
        *p = c;
        if (!c) break;
    }
    free(copy);
    return status;
}

static stance_status start(output *file, const char *directory, const char *name, const char *extension,
                           stance_error *err)
{
    size_t n = strlen(directory);
    const char *slash = n && directory[n - 1] == '/' ? "" : "/";
    if (asprintf(&file->path, "%s%s%s%s", directory, slash, name, extension) < 0) file->path = NULL;
    if (asprintf(&file->temporary, "%s%s.%s%s.%ld.tmp", directory, slash, name, extension, (long)getpid()) < 0)
        file->temporary = NULL;
    if (!file->path || !file->temporary) return stance_fail_memory(err);
    struct stat info;
    if (stat(file->path, &info) == 0 && S_ISDIR(info.st_mode))
        return stance_fail(err, STANCE_EIO,
                           "%s: is a directory, and the report has a file of this name; choose another "
                           "directory for the report",
                           file->path);
    file->fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file->fd < 0 && errno == EEXIST && unlink(file->temporary) == 0) /* of a process that had our number and died */
        file->fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file->fd < 0) return fail_io(err, file->path, "write this file");
    file->made = true;
    return STANCE_OK;
}

/* Writes what the buffer holds and empties it. */
static stance_status flush(output *file, stance_strbuf *buf, stance_error *err)
{
    STANCE_TRY(stance_strbuf_ok(buf, err));
    for (size_t at = 0; at < buf->len;) {
        ssize_t n = write(file->fd, buf->data + at, buf->len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail_io(err, file->path, "write this file");
        at += (size_t)n;
    }
    stance_strbuf_clear(buf);
    return STANCE_OK;
}

static stance_status finish(output *file, stance_error *err)
{
    int fd = file->fd;
    file->fd = -1;
    if (fsync(fd) != 0 && errno != EINVAL && errno != EROFS) {
        stance_status status = fail_io(err, file->path, "write this file");
        close(fd);
        return status;
    }
    return close(fd) == 0 ? STANCE_OK : fail_io(err, file->path, "write this file");
}

/* The statements once more from the store, for there may be more of them than memory holds. */
static stance_status write_statements(const stance_report *report, output *file, stance_strbuf *buf, stance_error *err)
{
    stance_selector selector = stance_report_counting(report);
    stance_cursor *cursor = NULL;
    const stance_row *row;
    size_t count = 0;
    int64_t sum = 0;
    stance_write_statement_csv_header(buf);
    if (!report->all.total.statements) return flush(file, buf, err);
    stance_status status = stance_store_select(report->store, &selector, &cursor, err);
    while (status == STANCE_OK) {
        status = stance_cursor_next(cursor, &row, err);
        if (status != STANCE_OK || !row) break;
        stance_write_statement_csv(buf, row->id, &row->document, &row->statement, row->text);
        sum += row->statement.tone.score;
        count++;
        if (buf->len >= CHUNK || buf->failed) status = flush(file, buf, err);
    }
    stance_cursor_close(cursor);
    if (status != STANCE_OK) return status;
    if (count != report->all.total.statements || sum != report->all.total.sum)
        return stance_fail(err, STANCE_ECONFLICT, "the database was changed while the report was made; make it again");
    return flush(file, buf, err);
}

static stance_status write_all(const stance_report *report, const char *directory, output *files, stance_error *err)
{
    stance_strbuf buf = STANCE_STRBUF_INIT;
    stance_status status = STANCE_OK;
    for (int i = 0; i < FILES && status == STANCE_OK; i++) {
        bool table = i < STANCE_TABLE_COUNT;
        const char *name = table                     ? stance_report_table_name((stance_report_table)i)
                           : i == STANCE_TABLE_COUNT ? "datapackage"
                                                     : "report";
        status = start(&files[i], directory, name, table ? ".csv" : i == STANCE_TABLE_COUNT ? ".json" : ".txt", err);
        if (status != STANCE_OK) break;
        if (i == STANCE_TABLE_STATEMENTS) status = write_statements(report, &files[i], &buf, err);
        else if (table) status = stance_report_write_table(report, (stance_report_table)i, STANCE_CSV, &buf, err);
        else if (i == STANCE_TABLE_COUNT) status = stance_report_package(report, &buf, err);
        else status = stance_report_text(report, &buf, err);
        if (status == STANCE_OK) status = flush(&files[i], &buf, err);
        if (status == STANCE_OK) status = finish(&files[i], err);
    }
    stance_strbuf_free(&buf);
    return status;
}

stance_status stance_report_write(const stance_report *report, const char *directory, stance_error *err)
{
    output files[FILES];
    memset(files, 0, sizeof files);
    for (int i = 0; i < FILES; i++) files[i].fd = -1;
    if (!*directory) return stance_fail(err, STANCE_EINVAL, "the directory for the report has no name");
    STANCE_TRY(make_directory(directory, err));
    stance_status status = write_all(report, directory, files, err);
    for (int i = 0; i < FILES && status == STANCE_OK; i++) {
        if (rename(files[i].temporary, files[i].path) != 0)
            status = fail_io(err, files[i].path, "put this file in place");
        else files[i].made = false;
    }
    for (int i = 0; i < FILES; i++) {
        if (files[i].fd >= 0) close(files[i].fd);
        if (files[i].made) unlink(files[i].temporary);
        free(files[i].path);
        free(files[i].temporary);
    }
    return status;
}
