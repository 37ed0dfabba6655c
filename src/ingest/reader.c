#include "ingest/reader.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/sniff.h"
#include "text/charset.h"
#include "text/utf8.h"

enum { DEPTH_MAX = 64, HEAD = 64 * 1024 };

static const char *const format_names[] = {"auto", "text", "jsonl", "json", "csv", "tsv", "html", "feed", "markdown"};

bool stance_format_parse(stance_view name, stance_format *format)
{
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++) {
        if (!stance_view_is(name, format_names[i])) continue;
        *format = (stance_format)i;
        return true;
    }
    return false;
}

void stance_reader_problem(stance_reader *reader, uint64_t line, const char *fmt, ...)
{
    char reason[1600];
    va_list args;
    reader->problems++;
    if (!reader->options.problem) return;
    va_start(args, fmt);
    int n = vsnprintf(reason, sizeof reason, fmt, args);
    va_end(args);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof reason ? (size_t)n : sizeof reason - 1;
    while (len < (size_t)n && len && ((unsigned char)reason[len] & 0xC0) == 0x80) len--;
    reader->options.problem(reader->options.context, stance_strbuf_view(&reader->name), line,
                            (stance_view){reason, len});
}

void stance_reader_add_name(stance_reader *reader, stance_view name, bool member)
{
    for (size_t i = 0, len; i < name.len; i += len) {
        uint32_t code = stance_utf8_at(name, i, &len);
        bool odd = (code == 0xFFFD && len == 1) || (member && (code < ' ' || code == 0x7F));
        if (odd) stance_strbuf_addf(&reader->name, "\\x%02X", (unsigned char)name.data[i]);
        else stance_strbuf_add(&reader->name, name.data + i, len);
    }
    stance_strbuf_adds(&reader->name, ""); /* at least the final zero is there */
}

/* Ids and messages must be text, whatever the name is. */
static stance_status set_name(stance_reader *reader, const char *path, stance_error *err)
{
    stance_strbuf_clear(&reader->name);
    stance_reader_add_name(reader, stance_view_of(path), false);
    return stance_strbuf_ok(&reader->name, err);
}

static const char *remedy_of(int error)
{
    switch (error) {
    case ENOENT: return "see whether the name is right";
    case EACCES:
    case EPERM: return "ask its owner for the right to read it (chmod a+r)";
    case ENOTDIR: return "a part of the path is no folder";
    case ELOOP: return "its links go round in a circle";
    case EMFILE:
    case ENFILE: return "too many files are open on this machine";
    default: return "see whether the disk or the connection to it is in order";
    }
}

static void problem_errno(stance_reader *reader, const char *what, int error)
{
    char text[128];
    stance_reader_problem(reader, 0, "%s (%s): %s", what, strerror_r(error, text, sizeof text), remedy_of(error));
}

static void drop_level(stance_reader *reader)
{
    stance_level *level = &reader->levels[--reader->depth];
    for (size_t i = 0; i < level->count; i++) free(level->names[i]);
    free(level->names);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b); /* bytes, as unsigned */
}

bool stance_is_about_folder(const char *name)
{
    return strcmp(name, "SOURCES.tsv") == 0 || strcmp(name, "README") == 0 || strcmp(name, "README.md") == 0 ||
           strcmp(name, "README.txt") == 0;
}

bool stance_is_companion(const char *name)
{
    return (name[0] == '.' && name[1] == '_') || strcmp(name, ".DS_Store") == 0 || strcmp(name, "__MACOSX") == 0;
}

/* What SQLite keeps beside a database while it is in use. */
static bool beside_database(const stance_level *level, const char *name)
{
    static const char *const ends[] = {"-wal", "-shm", "-journal"};
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (len <= n || strcmp(name + len - n, ends[i]) != 0) continue;
        for (size_t k = 0; k < level->count; k++) {
            if (strlen(level->names[k]) == len - n && memcmp(level->names[k], name, len - n) == 0) return true;
        }
    }
    return false;
}

/* The names in a folder, hidden ones left out, which covers the "._*" that macOS strews about; *passed counts those. */
static stance_status read_names(DIR *dir, stance_level *level, uint64_t *passed, int *error, stance_error *err)
{
    size_t capacity = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry) break;
        *passed += stance_is_companion(entry->d_name);
        if (entry->d_name[0] == '.' || stance_is_about_folder(entry->d_name)) continue;
        if (level->count == capacity) {
            capacity = capacity ? capacity * 2 : 32;
            char **names = realloc(level->names, capacity * sizeof *names);
            if (!names) return stance_fail_memory(err);
            level->names = names;
        }
        level->names[level->count] = strdup(entry->d_name);
        if (!level->names[level->count]) return stance_fail_memory(err);
        level->count++;
    }
    *error = errno;
    if (level->count) qsort(level->names, level->count, sizeof *level->names, by_name);
    return STANCE_OK;
}

/* Goes down into the folder that reader->path names; takes fd over. */
static stance_status enter(stance_reader *reader, int fd, const struct stat *st, stance_error *err)
{
    stance_level level = {.dev = st->st_dev, .ino = st->st_ino};
    int error = 0;
    for (size_t i = 0; i < reader->depth; i++) {
        if (reader->levels[i].dev != level.dev || reader->levels[i].ino != level.ino) continue;
        stance_reader_problem(reader, 0,
                              "a link to a folder that holds it, which would go on for ever: remove the link");
        close(fd);
        return STANCE_OK;
    }
    if (reader->depth == DEPTH_MAX) {
        stance_reader_problem(reader, 0, "folders inside folders, more than %d deep: name this one by itself",
                              DEPTH_MAX);
        close(fd);
        return STANCE_OK;
    }
    DIR *dir = fdopendir(fd);
    if (!dir) {
        problem_errno(reader, "the folder cannot be read", errno);
        close(fd);
        return STANCE_OK;
    }
    if (reader->depth == reader->level_capacity) {
        size_t capacity = reader->level_capacity ? reader->level_capacity * 2 : 8;
        stance_level *levels = realloc(reader->levels, capacity * sizeof *levels);
        if (!levels) {
            closedir(dir);
            return stance_fail_memory(err);
        }
        reader->levels = levels;
        reader->level_capacity = capacity;
    }
    stance_status status = read_names(dir, &level, &reader->passed, &error, err);
    closedir(dir);
    if (error) problem_errno(reader, "the folder cannot be read to its end", error);
    if (reader->path.len && reader->path.data[reader->path.len - 1] != '/') stance_strbuf_addc(&reader->path, '/');
    level.stem = reader->path.len;
    reader->levels[reader->depth++] = level; /* held by the reader from here on, whatever happened */
    if (status != STANCE_OK) return status;
    return stance_strbuf_ok(&reader->path, err);
}

/* Reads as far as the end of the first line that is not blank, so that the format can be told: no further, for whoever
   feeds us line by line waits for an answer. */
static stance_status read_head(stance_input *input, stance_error *err)
{
    size_t seen = 0;
    bool begun = false;
    STANCE_TRY(stance_input_need(input, 1, err));
    for (;;) {
        stance_view rest = stance_input_rest(input);
        for (; seen < rest.len; seen++) {
            unsigned char c = (unsigned char)rest.data[seen];
            if (c == '\n' && begun) return STANCE_OK;
            begun = begun || c > ' ';
        }
        if (input->eof || rest.len > STANCE_DOCUMENT_MAX) return STANCE_OK;
        STANCE_TRY(stance_input_need(input, rest.len + 1, err));
    }
}

/* UTF-16 and UTF-32 become UTF-8 before anything else looks at them; such files are small enough to be held. */
static stance_status narrow(stance_reader *reader, bool *good, stance_error *err)
{
    bool fits;
    stance_decoded decoded;
    STANCE_TRY(stance_input_all(&reader->input, STANCE_DOCUMENT_MAX, &fits, err));
    *good = fits && !reader->input.error;
    if (!fits) stance_reader_problem(reader, 0, "larger than a file in UTF-16 may be (1 GiB): save it as UTF-8");
    if (!*good) return STANCE_OK;
    stance_status status = stance_charset_decode(stance_input_rest(&reader->input), &reader->decoded, &decoded, err);
    *good = status == STANCE_OK;
    if (status == STANCE_EFORMAT) {
        stance_reader_problem(reader, 0, "its encoding is not understood: save it as UTF-8");
        return STANCE_OK;
    }
    if (status != STANCE_OK) return status;
    if (decoded.replaced)
        stance_reader_problem(
            reader, 0,
            "broken characters (read as %s) were replaced by U+FFFD; what it holds is kept: see whether "
            "the file is damaged",
            decoded.name);
    return stance_input_replace(&reader->input, decoded.text, err);
}

static bool only_blanks(stance_view text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.data[i] > ' ') return false;
    }
    return true;
}

/* Takes the input when it is packed or no text by itself. */
static stance_status start_foreign(stance_reader *reader, bool *taken, stance_error *err)
{
    STANCE_TRY(stance_input_need(&reader->input, 1, err));
    stance_view rest = stance_input_rest(&reader->input);
    *taken = rest.len >= 5 && memcmp(rest.data, "%PDF-", 5) == 0;
    if (!*taken) return stance_archive_enter(reader, taken, err);
    reader->foreign = STANCE_FOREIGN_PDF;
    reader->reading = true;
    return STANCE_OK;
}

stance_status stance_reader_start(stance_reader *reader, stance_error *err)
{
    stance_input *input = &reader->input;
    bool taken;
    STANCE_TRY(start_foreign(reader, &taken, err));
    if (taken) return STANCE_OK;
    const char *refusal;
    STANCE_TRY(read_head(input, err));
    stance_view rest = stance_input_rest(input);
    if (!rest.len && !input->error) {
        if (!reader->options.keep_empty) stance_reader_problem(reader, 0, "empty: it holds no document; leave it out");
        return STANCE_OK;
    }
    stance_view head = {rest.data, rest.len < HEAD ? rest.len : HEAD};
    if (stance_sniff_ours(head)) {
        reader->passed++;
        return STANCE_OK;
    }
    refusal = stance_sniff_magic(head);
    if (!refusal && stance_charset_wide(head)) {
        bool good;
        STANCE_TRY(narrow(reader, &good, err));
        if (!good) return STANCE_OK;
        rest = stance_input_rest(input);
    } else if (!refusal) {
        refusal = stance_sniff_binary(head);
        if (!refusal && rest.len >= 3 && memcmp(rest.data, "\xEF\xBB\xBF", 3) == 0) {
            input->start += 3;
            rest = stance_input_rest(input);
        }
    }
    if (!refusal && input->eof && !input->error && only_blanks(rest) && !reader->options.keep_empty)
        refusal = "empty but for blanks: it holds no document; leave it out";
    reader->format = reader->options.format;
    if (!refusal && reader->format == STANCE_FORMAT_AUTO) {
        bool sure;
        for (int look = 0; look < 2; look++) {
            stance_arena_reset(&reader->arena);
            STANCE_TRY(stance_sniff_format(stance_input_rest(input), input->eof, &reader->options, &reader->arena,
                                           &reader->format, &refusal, &sure, err));
            if (sure || input->eof) break;
            STANCE_TRY(stance_input_need(input, HEAD, err)); /* no JSONL, which alone is written line by line */
        }
    }
    if (refusal) stance_reader_problem(reader, 0, "%s", refusal);
    reader->reading = !refusal;
    return STANCE_OK;
}

static void finish(stance_reader *reader)
{
    if (reader->input.error && reader->input.trouble[0]) {
        if (!stance_archive_over(reader)) stance_reader_problem(reader, 0, "%s", reader->input.trouble);
    } else if (reader->input.error)
        problem_errno(reader, "it cannot be read to its end; what came before was taken", reader->input.error);
    stance_input_close(&reader->input);
    stance_pack_close(reader->office);
    reader->office = NULL;
    reader->foreign = STANCE_FOREIGN_NONE;
    reader->reading = false;
    if (reader->release) reader->release(reader->held);
    reader->held = NULL;
    reader->release = NULL;
}

/* Opens what reader->path names, once, whether file or folder. found: in a folder, not named by the user. */
static stance_status open_path(stance_reader *reader, bool found, stance_error *err)
{
    struct stat st;
    STANCE_TRY(stance_strbuf_ok(&reader->path, err));
    STANCE_TRY(set_name(reader, reader->path.data, err));
    /* A pipe that lies about in a folder would wait for its writer; one that the user names is meant. */
    int fd = open(reader->path.data, O_RDONLY | O_CLOEXEC | O_NOCTTY | (found ? O_NONBLOCK : 0));
    if (fd < 0 || fstat(fd, &st) != 0) {
        int error = errno;
        if (fd >= 0) close(fd);
        reader->tried++;
        problem_errno(reader, error == ENOENT ? "not there" : "cannot be opened", error);
        return STANCE_OK;
    }
    if (S_ISDIR(st.st_mode)) return enter(reader, fd, &st, err);
    reader->tried++;
    if (found && !S_ISREG(st.st_mode)) {
        stance_reader_problem(reader, 0,
                              "neither a file nor a folder: leave it out, or name it by itself to have it read");
        close(fd);
        return STANCE_OK;
    }
    stance_input_open(&reader->input, fd, true);
    stance_status status = stance_reader_start(reader, err);
    if (!reader->reading) finish(reader);
    return status;
}

static stance_status open_stdin(stance_reader *reader, stance_error *err)
{
    STANCE_TRY(set_name(reader, "-", err));
    if (reader->stdin_used) {
        stance_reader_problem(reader, 0, "standard input is named twice: it can be read only once");
        return STANCE_OK;
    }
    reader->stdin_used = true;
    stance_input_open(&reader->input, STDIN_FILENO, false);
    stance_status status = stance_reader_start(reader, err);
    if (!reader->reading) finish(reader);
    return status;
}

/* Takes the next name, of a folder that is being read or of those given; *more is false when there is none. */
static stance_status advance(stance_reader *reader, bool *more, stance_error *err)
{
    *more = true;
    if (reader->packed_depth) {
        stance_status status = stance_archive_step(reader, err);
        if (!reader->reading) finish(reader);
        return status;
    }
    if (reader->depth) {
        stance_level *level = &reader->levels[reader->depth - 1];
        reader->path.len = level->stem;
        if (level->at < level->count) {
            const char *name = level->names[level->at++];
            if (beside_database(level, name)) {
                reader->passed++;
                return STANCE_OK;
            }
            stance_strbuf_adds(&reader->path, name);
            return open_path(reader, true, err);
        }
        if (reader->depth == 1 && !reader->tried) {
            STANCE_TRY(set_name(reader, reader->paths[reader->path_at - 1], err));
            stance_reader_problem(reader, 0, "no documents in this folder (hidden files are left out): name another");
        }
        drop_level(reader);
        return STANCE_OK;
    }
    *more = reader->path_at < reader->path_count;
    if (!*more) return STANCE_OK;
    const char *path = reader->paths[reader->path_at++];
    reader->tried = 0;
    if (strcmp(path, "-") == 0) return open_stdin(reader, err);
    stance_strbuf_clear(&reader->path);
    stance_strbuf_adds(&reader->path, path);
    return open_path(reader, false, err);
}

stance_status stance_reader_open(const char *const *paths, size_t count, const stance_read_options *options,
                                 stance_reader **out, stance_error *err)
{
    static const stance_read_options defaults = {.format = STANCE_FORMAT_AUTO};
    const char *key;
    *out = NULL;
    if (!options) options = &defaults;
    for (size_t i = 0; i < options->map_count; i++) {
        if (stance_map_field(options->maps[i], &key) == STANCE_FIELDS)
            return stance_fail(err, STANCE_EINVAL, "--map %s: write FIELD=KEY, where FIELD is one of %s",
                               options->maps[i], stance_field_names());
    }
    stance_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return stance_fail_memory(err);
    reader->options = *options;
    reader->paths = paths;
    reader->path_count = count;
    reader->budget = (stance_pack_budget){.ratio = STANCE_ARCHIVE_RATIO,
                                          .slack = STANCE_ARCHIVE_SLACK,
                                          .member = STANCE_ARCHIVE_MEMBER_MAX,
                                          .members = STANCE_ARCHIVE_MEMBERS};
    stance_input_close(&reader->input);
    *out = reader;
    return STANCE_OK;
}

/* Formats that are one document are asked once. */
static stance_status next_in_format(stance_reader *reader, bool *got, stance_error *err)
{
    if (reader->foreign == STANCE_FOREIGN_PDF) return stance_pdf_next(reader, got, err);
    if (reader->foreign != STANCE_FOREIGN_NONE) return stance_office_next(reader, got, err);
    switch (reader->format) {
    case STANCE_FORMAT_JSONL: return stance_jsonl_next(reader, got, err);
    case STANCE_FORMAT_JSON: return stance_json_next(reader, got, err);
    case STANCE_FORMAT_CSV:
    case STANCE_FORMAT_TSV: return stance_csv_next(reader, got, err);
    case STANCE_FORMAT_FEED: return stance_feed_next(reader, got, err);
    default: break;
    }
    if (reader->input.taken) return STANCE_OK;
    reader->input.taken = 1;
    switch (reader->format) {
    case STANCE_FORMAT_HTML: return stance_html_next(reader, got, err);
    case STANCE_FORMAT_MARKDOWN: return stance_markdown_next(reader, got, err);
    default: return stance_text_next(reader, got, err);
    }
}

stance_status stance_reader_next(stance_reader *reader, const stance_document **document, stance_error *err)
{
    *document = NULL;
    for (;;) {
        bool got = false;
        if (!reader->reading) {
            bool more;
            STANCE_TRY(advance(reader, &more, err));
            if (!more) return STANCE_OK;
            continue;
        }
        stance_arena_reset(&reader->arena);
        STANCE_TRY(next_in_format(reader, &got, err));
        if (got) {
            *document = &reader->document;
            return STANCE_OK;
        }
        finish(reader);
    }
}

uint64_t stance_reader_refused(const stance_reader *reader)
{
    return reader->problems;
}

uint64_t stance_reader_passed(const stance_reader *reader)
{
    return reader->passed;
}

uint64_t stance_reader_bytes(const stance_reader *reader)
{
    return reader->input.bytes;
}

void stance_reader_close(stance_reader *reader)
{
    if (!reader) return;
    if (reader->release) reader->release(reader->held);
    stance_input_free(&reader->input);
    stance_pack_close(reader->office);
    stance_archive_leave_all(reader);
    while (reader->depth) drop_level(reader);
    free(reader->levels);
    stance_strbuf_free(&reader->path);
    stance_strbuf_free(&reader->name);
    stance_strbuf_free(&reader->decoded);
    stance_arena_free(&reader->arena);
    free(reader);
}
