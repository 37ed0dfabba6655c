/* Archives: their members become inputs of the reader, one after the other. */
#include "ingest/reader.h"

#include <stdio.h>

static void size_words(uint64_t bytes, char out[32])
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
    size_t unit = 0;
    for (; unit < 3 && bytes && bytes % 1024 == 0; unit++) bytes /= 1024;
    snprintf(out, 32, "%llu %s", (unsigned long long)bytes, units[unit]);
}

static void back_to(stance_reader *reader, size_t stem)
{
    reader->name.len = stem; /* what stood behind it is written over */
    reader->name.data[stem] = '\0';
}

static void leave(stance_reader *reader)
{
    stance_pack_close(reader->packed[--reader->packed_depth].pack);
}

void stance_archive_leave_all(stance_reader *reader)
{
    while (reader->packed_depth) leave(reader);
}

bool stance_archive_over(const stance_reader *reader)
{
    if (reader->office && stance_pack_over(reader->office)) return true;
    for (size_t i = 0; i < reader->packed_depth; i++) {
        if (stance_pack_over(reader->packed[i].pack)) return true;
    }
    return false;
}

static stance_status enter_office(stance_reader *reader, stance_pack **pack, stance_error *err)
{
    const char *refusal = NULL;
    if (!stance_pack_sought(*pack)) {
        stance_reader_problem(reader, 0,
                              "an office document of more than 32 MiB inside an archive: take it out and read it from "
                              "its own file");
        return STANCE_OK;
    }
    STANCE_TRY(stance_office_look(*pack, &reader->foreign, &refusal, err));
    if (refusal) stance_reader_problem(reader, 0, "%s", refusal);
    if (refusal || reader->foreign == STANCE_FOREIGN_NONE) return STANCE_OK;
    reader->office = *pack;
    *pack = NULL;
    reader->reading = true;
    return STANCE_OK;
}

stance_status stance_archive_enter(stance_reader *reader, bool *taken, stance_error *err)
{
    stance_view head = stance_input_rest(&reader->input);
    stance_pack_kind kind = stance_pack_of(head);
    bool office = kind == STANCE_PACK_ZIP && stance_pack_is_office(head), outermost = !reader->packed_depth;
    uint64_t problems = reader->problems;
    stance_pack *pack;
    *taken = kind != STANCE_PACK_NONE;
    if (!*taken) return STANCE_OK;
    if (reader->packed_depth == STANCE_ARCHIVE_DEPTH && !office) {
        stance_reader_problem(reader, 0,
                              "archives inside archives, more than %d deep: take it out and read it by itself",
                              STANCE_ARCHIVE_DEPTH);
        return STANCE_OK;
    }
    if (outermost) reader->budget.packed = reader->budget.unpacked = 0;
    stance_status status = stance_pack_open(&reader->input, kind, &reader->budget, outermost, &pack, err);
    if (status == STANCE_OK && office) status = enter_office(reader, &pack, err);
    if (status == STANCE_OK && pack && problems == reader->problems) { /* an archive like others */
        if (reader->packed_depth < STANCE_ARCHIVE_DEPTH) {
            reader->packed[reader->packed_depth++] =
                (stance_packed){.pack = pack, .kind = kind, .stem = reader->name.len};
            pack = NULL;
        } else {
            stance_reader_problem(reader, 0, "archives inside archives, more than %d deep: take it out",
                                  STANCE_ARCHIVE_DEPTH);
        }
    }
    stance_pack_close(pack);
    return status;
}

/* Adds !MEMBER to the name; false for one that is left out. A name is only a name here, but it should not look like a way
   out of the archive. */
static bool add_member(stance_reader *reader, const char *path)
{
    bool slash = false;
    stance_strbuf_addc(&reader->name, '!');
    while (*path) {
        size_t n = strcspn(path, "/");
        bool up = (n == 1 && path[0] == '.') || (n == 2 && path[0] == '.' && path[1] == '.');
        if (n && !up) {
            bool folder = n == 8 && memcmp(path, "__MACOSX", 8) == 0;
            reader->passed += folder || stance_is_companion(path);
            if (path[0] == '.' || folder) return false;
            if (!path[n] && stance_is_about_folder(path)) return false;
            if (slash) stance_strbuf_addc(&reader->name, '/');
            stance_reader_add_name(reader, (stance_view){path, n}, true);
            slash = true;
        }
        path += n;
        while (*path == '/') path++;
    }
    return slash;
}

static stance_status open_member(stance_reader *reader, stance_packed *archive, const stance_entry *entry,
                                 stance_error *err)
{
    char limit[32];
    if (++archive->members > reader->budget.members) {
        stance_reader_problem(reader, 0,
                              "an archive of more than %llu members: the rest of it is left; split it, or unpack it",
                              (unsigned long long)reader->budget.members);
        leave(reader);
        return STANCE_OK;
    }
    if (!entry->regular) return STANCE_OK;
    if (!entry->single && !add_member(reader, entry->name)) return STANCE_OK;
    STANCE_TRY(stance_strbuf_ok(&reader->name, err));
    archive->tried++;
    if (entry->encrypted) {
        stance_reader_problem(reader, 0, "encrypted: unpack the archive with its password first");
        return STANCE_OK;
    }
    if (entry->size > 0 && (uint64_t)entry->size > reader->budget.member) {
        size_words(reader->budget.member, limit);
        stance_reader_problem(reader, 0, "larger than a member of an archive may be (%s): unpack it by itself", limit);
        return STANCE_OK;
    }
    stance_input_open_pull(&reader->input, stance_pack_read, archive->pack);
    return stance_reader_start(reader, err);
}

stance_status stance_archive_step(stance_reader *reader, stance_error *err)
{
    stance_packed *archive = &reader->packed[reader->packed_depth - 1];
    stance_entry entry;
    back_to(reader, archive->stem);
    stance_pack_step step = stance_archive_over(reader) ? STANCE_PACK_TOO_BIG : stance_pack_next(archive->pack, &entry);
    if (step == STANCE_PACK_BROKEN && stance_archive_over(reader)) step = STANCE_PACK_TOO_BIG;
    char slack[32];
    switch (step) {
    case STANCE_PACK_MEMBER: return open_member(reader, archive, &entry, err);
    case STANCE_PACK_MEMORY: return stance_fail_memory(err);
    case STANCE_PACK_END:
        if (!archive->tried && archive->kind == STANCE_PACK_STREAM && !archive->members)
            stance_reader_problem(reader, 0, "empty: it holds no document; leave it out");
        else if (!archive->tried)
            stance_reader_problem(reader, 0,
                                  "no documents in this archive (hidden members and links are left out): leave it out");
        break;
    case STANCE_PACK_BROKEN:
        stance_reader_problem(reader, 0, "a damaged archive (%s); what came before was taken: get a whole copy of it",
                              stance_pack_trouble(archive->pack));
        break;
    case STANCE_PACK_TOO_BIG:
        back_to(reader, reader->packed[0].stem);
        size_words(reader->budget.slack, slack);
        stance_reader_problem(
            reader, 0,
            "it unpacks to more than %llu times its size and %s, as a bomb does; what came before was "
            "taken: unpack it by hand if it is meant",
            (unsigned long long)reader->budget.ratio, slack);
        stance_archive_leave_all(reader);
        return STANCE_OK;
    }
    leave(reader);
    return STANCE_OK;
}
