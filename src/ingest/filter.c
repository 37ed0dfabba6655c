#include "ingest/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FEED, WORDS, SAID, ENDS }; /* its stdin, stdout, stderr */
enum { ROOM = 64 * 1024 };
static const rlim_t memory_most = (rlim_t)4 << 30; /* of a program that a damaged input leads astray */

typedef struct child {
    pid_t pid;
    int ours[ENDS]; /* -1: closed */
} child;

static void shut(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/* Numbers of the standard streams would be in the way of themselves when they are given to the child. */
static bool above_standard(int *fd)
{
    if (*fd > STDERR_FILENO) return true;
    int up = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(*fd);
    *fd = up;
    return up >= 0;
}

/* A pair of ends for each stream, ours and theirs. Its stdin is a socket, for what is written to a pipe that nobody reads
   any more kills the writer unless the whole process is told otherwise, which is not for a library to do. */
static bool make_ends(int ours[ENDS], int theirs[ENDS])
{
    for (int i = 0; i < ENDS; i++) {
        int pair[2];
        if (i == FEED ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0 : pipe2(pair, O_CLOEXEC) != 0)
            return false;
        ours[i] = pair[0];
        theirs[i] = pair[1];
        if (!above_standard(&ours[i]) || !above_standard(&theirs[i])) return false;
        int flags = fcntl(ours[i], F_GETFL);
        if (flags < 0 || fcntl(ours[i], F_SETFL, flags | O_NONBLOCK) < 0) return false;
        if (i == FEED) shutdown(ours[i], SHUT_RD);
    }
    return true;
}

/* 0, or the errno of what failed. */
static int start(const char *const *command, child *c)
{
    int theirs[ENDS] = {-1, -1, -1};
    posix_spawn_file_actions_t actions;
    *c = (child){.pid = -1, .ours = {-1, -1, -1}};
    int error = make_ends(c->ours, theirs) ? posix_spawn_file_actions_init(&actions) : errno;
    if (!error) {
        for (int i = 0; i < ENDS && !error; i++) error = posix_spawn_file_actions_adddup2(&actions, theirs[i], i);
        char *const *argv = (char *const *)(uintptr_t)command; /* posix_spawn changes none of it */
        if (!error) error = posix_spawnp(&c->pid, command[0], &actions, NULL, argv, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    for (int i = 0; i < ENDS; i++) shut(&theirs[i]);
    if (error) {
        for (int i = 0; i < ENDS; i++) shut(&c->ours[i]);
        c->pid = -1;
        return error;
    }
    struct rlimit limit = {memory_most, memory_most};
    prlimit(c->pid, RLIMIT_AS, &limit, NULL); /* as well as can be */
    return 0;
}

/* Gives some of the input; closes the stream at its end or when nobody listens. */
static stance_status feed(child *c, stance_input *input, stance_error *err)
{
    STANCE_TRY(stance_input_need(input, 1, err));
    stance_view rest = stance_input_rest(input);
    if (!rest.len) {
        shut(&c->ours[FEED]);
        return STANCE_OK;
    }
    ssize_t n = send(c->ours[FEED], rest.data, rest.len, MSG_NOSIGNAL);
    if (n > 0) input->start += (size_t)n;
    else if (n < 0 && errno != EAGAIN && errno != EINTR) shut(&c->ours[FEED]);
    return STANCE_OK;
}

static ssize_t fetch(int *fd, char *buffer, size_t room)
{
    ssize_t n = read(*fd, buffer, room);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (n <= 0) shut(fd);
    return n > 0 ? n : 0;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Moves bytes both ways until the child has closed its streams. False: it must be stopped, for the reason in end. */
static stance_status converse(stance_filter *f, child *c, stance_input *input, stance_strbuf *out, bool *finished,
                              stance_error *err)
{
    char buffer[ROOM];
    size_t said = 0;
    int64_t until = now_ms() + (int64_t)f->seconds * 1000;
    while (c->ours[WORDS] >= 0 || c->ours[SAID] >= 0) {
        int64_t left = until - now_ms();
        struct pollfd polls[ENDS];
        for (int i = 0; i < ENDS; i++) polls[i] = (struct pollfd){c->ours[i], i == FEED ? POLLOUT : POLLIN, 0};
        int ready = left > 0 ? poll(polls, ENDS, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            f->end = STANCE_FILTER_SLOW;
            return STANCE_OK;
        }
        if (polls[FEED].revents) STANCE_TRY(feed(c, input, err));
        if (polls[WORDS].revents) {
            stance_strbuf_add(out, buffer, (size_t)fetch(&c->ours[WORDS], buffer, sizeof buffer));
            STANCE_TRY(stance_strbuf_ok(out, err));
        }
        if (polls[SAID].revents) {
            size_t n = (size_t)fetch(&c->ours[SAID], buffer, sizeof buffer);
            if (n > sizeof f->said - 1 - said) n = sizeof f->said - 1 - said;
            memcpy(f->said + said, buffer, n);
            said += n;
        }
        if (out->len > f->most) {
            f->end = STANCE_FILTER_TOO_MUCH;
            return STANCE_OK;
        }
    }
    *finished = true;
    return STANCE_OK;
}

static void tidy(char *said)
{
    size_t len = strlen(said);
    while (len && (unsigned char)said[len - 1] <= ' ') len--;
    said[len] = '\0';
    for (char *s = said; *s; s++) {
        if (*s == '\n') *s = ';';
        else if ((unsigned char)*s < ' ' || (unsigned char)*s > '~') *s = '?';
    }
}

stance_status stance_filter_run(stance_filter *f, stance_input *input, stance_strbuf *out, stance_error *err)
{
    child c;
    bool finished = false;
    stance_strbuf_clear(out);
    memset(f->said, 0, sizeof f->said);
    f->end = STANCE_FILTER_DONE;
    f->code = start(f->command, &c);
    if (f->code) {
        f->end = f->code == ENOENT ? STANCE_FILTER_MISSING : STANCE_FILTER_FAILED;
        return STANCE_OK;
    }
    stance_status status = converse(f, &c, input, out, &finished, err);
    for (int i = 0; i < ENDS; i++) shut(&c.ours[i]);
    if (!finished) kill(c.pid, SIGKILL);
    int ended = 0;
    pid_t got;
    do got = waitpid(c.pid, &ended, 0);
    while (got < 0 && errno == EINTR);
    if (finished && got == c.pid) { /* else somebody who ignores SIGCHLD has taken its status: what it wrote counts */
        if (WIFSIGNALED(ended)) f->end = STANCE_FILTER_KILLED;
        f->code = WIFSIGNALED(ended) ? WTERMSIG(ended) : WEXITSTATUS(ended);
    }
    tidy(f->said);
    return status;
}
