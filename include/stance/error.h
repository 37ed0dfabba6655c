/* Errors: a call that can fail returns a stance_status and explains itself in a stance_error. */
#ifndef STANCE_ERROR_H
#define STANCE_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define STANCE_CHECKED __attribute__((warn_unused_result))
#define STANCE_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define STANCE_CHECKED
#define STANCE_PRINTF(fmt, args)
#endif

typedef enum stance_status {
    STANCE_OK = 0,
    STANCE_ENOMEM,    /* memory ran out */
    STANCE_EIO,       /* a file could not be read or written */
    STANCE_EFORMAT,   /* the input is not what it should be */
    STANCE_EINVAL,    /* the caller asked for something that makes no sense */
    STANCE_ENOTFOUND, /* no such file, document, statement, topic, speaker … */
    STANCE_ECONFLICT, /* two things that exclude each other; somebody else holds the database */
    STANCE_ENODATA    /* too little data for the question */
} stance_status;

/* The message is one sentence, without a final newline: what is wrong, where, and what to do about it. */
typedef struct stance_error {
    stance_status status;
    char message[1024];
} stance_error;

/* Fills err (which may be NULL) and returns status, so that `return stance_fail(err, …)` reads well. A message that is too
   long is cut at a character boundary. */
stance_status stance_fail(stance_error *err, stance_status status, const char *fmt, ...) STANCE_PRINTF(3, 4);

/* "out of memory" in the one form that it is said in. */
stance_status stance_fail_memory(stance_error *err);

/* Runs a call that returns stance_status and passes its failure on. */
#define STANCE_TRY(call)                                                                                               \
    do {                                                                                                               \
        stance_status try_status_ = (call);                                                                            \
        if (try_status_ != STANCE_OK) return try_status_;                                                              \
    } while (0)

#ifdef __cplusplus
}
#endif
#endif
