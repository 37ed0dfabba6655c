#include "lexicon/table.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text/utf8.h"

enum { FILE_MAX = 64 << 20 };

stance_status stance_read_file(const char *path, stance_arena *arena, stance_view *content, stance_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return stance_fail(err, errno == ENOENT ? STANCE_ENOTFOUND : STANCE_EIO, "%s: %s", path, strerror(errno));
    struct stat facts;
    stance_status status = STANCE_OK;
    /* One byte more than the file has, so that its end is seen; what is no regular file tells no size. */
    size_t len = 0, capacity = fstat(fd, &facts) == 0 && facts.st_size >= 0 && facts.st_size < FILE_MAX
                                   ? (size_t)facts.st_size + 1
                                   : 64 * 1024;
    char *data = stance_arena_alloc(arena, capacity);
    if (!data) status = stance_fail_memory(err);
    while (status == STANCE_OK) {
        ssize_t n = read(fd, data + len, capacity - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) status = stance_fail(err, STANCE_EIO, "%s: %s", path, strerror(errno));
        if (n <= 0) break;
        len += (size_t)n;
        if (len < capacity) continue;
        char *wider = capacity < FILE_MAX ? stance_arena_alloc(arena, capacity * 4) : NULL;
        if (!wider) {
            status = capacity < FILE_MAX
                         ? stance_fail_memory(err)
                         : stance_fail(err, STANCE_EFORMAT, "%s: larger than 64 MiB, which no lexicon file is", path);
            break;
        }
        memcpy(wider, data, len);
        data = wider;
        capacity *= 4;
    }
    close(fd);
    *content = (stance_view){data, len};
    return status;
}

/* The next line without its end; false at the end of the content. */
static bool next_line(stance_table *table, stance_view *line)
{
    if (table->at >= table->content.len) return false;
    const char *start = table->content.data + table->at;
    size_t left = table->content.len - table->at;
    const char *end = memchr(start, '\n', left);
    size_t len = end ? (size_t)(end - start) : left;
    table->at += len + (end != NULL);
    table->line++;
    if (len && start[len - 1] == '\r') len--;
    *line = (stance_view){start, len};
    return true;
}

static stance_view trim(stance_view cell)
{
    while (cell.len && cell.data[0] == ' ') {
        cell.data++;
        cell.len--;
    }
    while (cell.len && cell.data[cell.len - 1] == ' ') cell.len--;
    return cell;
}

/* Returns the number of cells that the line has, of which at most STANCE_COLUMNS_MAX are kept. */
static size_t split(stance_view line, stance_view *cells)
{
    size_t count = 0;
    for (const char *tab = line.data; tab; count++) {
        tab = memchr(line.data, '\t', line.len);
        size_t len = tab ? (size_t)(tab - line.data) : line.len;
        if (count < STANCE_COLUMNS_MAX) cells[count] = trim((stance_view){line.data, len});
        line.data += len + (tab != NULL);
        line.len -= len + (tab != NULL);
    }
    return count;
}

static bool skip_line(stance_view line)
{
    return trim(line).len == 0 || line.data[0] == '#';
}

stance_status stance_table_open(stance_table *table, stance_view content, stance_error *err)
{
    *table = (stance_table){.content = content};
    if (content.len >= 3 && memcmp(content.data, "\xEF\xBB\xBF", 3) == 0) table->at = 3;
    if (!stance_utf8_valid(content)) return stance_fail(err, STANCE_EFORMAT, "not UTF-8: save it as UTF-8");
    stance_view line;
    while (next_line(table, &line)) {
        if (skip_line(line)) continue;
        table->columns = split(line, table->header);
        if (table->columns > STANCE_COLUMNS_MAX)
            return stance_fail(err, STANCE_EFORMAT, "the header has more than %d columns", STANCE_COLUMNS_MAX);
        return STANCE_OK;
    }
    return stance_fail(err, STANCE_EFORMAT,
                       "no header: the first line that is no comment names the columns, separated by tabs");
}

bool stance_table_next(stance_table *table, stance_view *cells, bool *extra)
{
    stance_view line;
    do {
        if (!next_line(table, &line)) return false;
    } while (skip_line(line));
    size_t count = split(line, cells);
    for (size_t i = count; i < table->columns; i++) cells[i] = (stance_view){"", 0};
    *extra = count > table->columns;
    return true;
}

int stance_table_column(const stance_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (stance_view_is(table->header[i], name)) return (int)i;
    }
    return -1;
}
