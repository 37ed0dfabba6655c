/* A packed input, opened with libarchive: what it is, its members one after the other, their bytes, and how much of all
   this is too much. Nothing here knows of the reader. */
#ifndef STANCE_INGEST_PACK_H
#define STANCE_INGEST_PACK_H

#include "ingest/input.h"

typedef enum stance_pack_kind {
    STANCE_PACK_NONE,
    STANCE_PACK_STREAM, /* gzip, bzip2, xz, zstd: one packed file, or a tar */
    STANCE_PACK_TAR,
    STANCE_PACK_ZIP
} stance_pack_kind;

/* Told by the bytes that the input begins with. */
stance_pack_kind stance_pack_of(stance_view head);
/* A zip whose first member is one that office documents begin with. */
bool stance_pack_is_office(stance_view head);

/* How much may come out, and how much did; shared by an archive and those inside it. */
typedef struct stance_pack_budget {
    uint64_t ratio, slack;     /* unpacked <= ratio * packed + slack */
    uint64_t member, members;  /* bytes of one member, members of one archive */
    uint64_t packed, unpacked; /* bytes, so far */
} stance_pack_budget;

typedef struct stance_entry {
    const char *name; /* as the archive has it, UTF-8 where that could be told; lives until the next one */
    bool single;      /* all that a packed file holds; it has no name */
    bool regular;     /* neither folder nor link nor device */
    bool encrypted;   /* its bytes cannot be had */
    int64_t size;     /* -1: not known beforehand */
} stance_entry;

typedef enum stance_pack_step {
    STANCE_PACK_MEMBER,
    STANCE_PACK_END,
    STANCE_PACK_BROKEN,  /* nothing more can be read; why is in trouble */
    STANCE_PACK_TOO_BIG, /* the budget is spent */
    STANCE_PACK_MEMORY
} stance_pack_step;

typedef struct stance_pack stance_pack;

/* Takes the source over, what is in its buffer included, and leaves an empty input behind. A zip is read from its list of
   members when the source can be sought in or is small enough to be held, else as it comes. Fails only when memory runs
   out; the source is taken over even so. */
stance_status stance_pack_open(stance_input *source, stance_pack_kind kind, stance_pack_budget *budget, bool outermost,
                               stance_pack **out, stance_error *err) STANCE_CHECKED;
/* Whether a zip is read from its list of members, so that stance_pack_rewind works. */
bool stance_pack_sought(const stance_pack *pack);
stance_status stance_pack_rewind(stance_pack *pack, stance_error *err) STANCE_CHECKED;
stance_pack_step stance_pack_next(stance_pack *pack, stance_entry *entry);
const char *stance_pack_trouble(const stance_pack *pack); /* the last one, in words */
/* Up to `room` bytes of the member at hand, none at its end; a stance_pull_fn. */
stance_status stance_pack_read(void *context, char *data, size_t room, size_t *got, stance_error *err);
bool stance_pack_over(const stance_pack *pack); /* the budget is spent */
void stance_pack_close(stance_pack *pack);      /* NULL will do */

#endif
