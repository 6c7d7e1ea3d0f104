#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { splice_size = 1 << 20, copy_size = 64 * 1024 };

int hcs_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -1;
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

int hcs_descriptor_kind(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || (flags & O_PATH)) return 0;
    struct stat status;
    if (fstat(descriptor, &status) < 0) return 0;
    if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) return 1;
    if (S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3)) return 2;
    return isatty(descriptor) ? 3 : 4;
}

ssize_t hcs_write_quietly(int descriptor, const void *bytes, size_t count) {
    sigset_t pipe_signal, before, pending;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    ssize_t n = write(descriptor, bytes, count);
    int saved = errno;
    // Takes back the signal this write has raised, but not one that was waiting before.
    if (n < 0 && saved == EPIPE && !sigismember(&pending, SIGPIPE)) {
        struct timespec now = {0, 0};
        while (sigtimedwait(&pipe_signal, NULL, &now) < 0 && errno == EINTR) {}
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return n;
}

int hcs_write_all(int to, const void *from, size_t count) {
    const char *bytes = from;
    while (count > 0) {
        ssize_t n = hcs_write_quietly(to, bytes, count);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) {
            // Somebody else made it non-blocking; that flag is theirs.
            struct pollfd wait = {.fd = to, .events = POLLOUT};
            poll(&wait, 1, -1);
            continue;
        }
        if (n < 0) return -1;
        bytes += n;
        count -= (size_t)n;
    }
    return 0;
}

static ssize_t read_some(int from, char *buffer, size_t size) {
    for (;;) {
        ssize_t n = read(from, buffer, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = from, .events = POLLIN};
            poll(&wait, 1, -1);
            continue;
        }
        if (n < 0 && errno == EIO) return 0;  // a console whose last user is gone
        return n;
    }
}

static int copy(int from, int to, struct hcs_pump_progress *progress) {
    char buffer[copy_size];
    int failed = 0;
    for (;;) {
        ssize_t n = read_some(from, buffer, sizeof buffer);
        if (n < 0) return -1;
        if (n == 0) return 0;
        __atomic_store_n(&progress->busy, 1, __ATOMIC_RELEASE);
        if (!failed) failed = hcs_write_all(to, buffer, (size_t)n) < 0;
        __atomic_fetch_add(&progress->moved, (uint64_t)n, __ATOMIC_RELEASE);
        __atomic_store_n(&progress->busy, 0, __ATOMIC_RELEASE);
    }
}

// splice holds the pipe's lock while it waits for the other side: with a terminal or a device, as long as a user likes. A
// process could not even exit meanwhile, because that closes the pipe.
static int may_splice(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && (S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode));
}

int hcs_pump(int from, int to, struct hcs_pump_progress *progress) {
    // The thread is the pump's own: splice raises SIGPIPE as well.
    sigset_t pipe_signal;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL);
    if (!may_splice(from) || !may_splice(to)) return copy(from, to, progress);
    for (;;) {
        ssize_t n = splice(from, NULL, to, NULL, splice_size, SPLICE_F_MOVE | SPLICE_F_MORE);
        if (n < 0 && errno == EINTR) continue;
        // O_APPEND files and broken readers are for the other way.
        if (n < 0) return copy(from, to, progress);
        if (n == 0) return 0;
        __atomic_fetch_add(&progress->moved, (uint64_t)n, __ATOMIC_RELEASE);
    }
}

void hcs_pump_look(const struct hcs_pump_progress *progress, uint64_t *moved, int *busy) {
    *moved = __atomic_load_n(&progress->moved, __ATOMIC_ACQUIRE);
    *busy = __atomic_load_n(&progress->busy, __ATOMIC_ACQUIRE);
}

size_t hcs_terminal_state_size(void) { return sizeof(struct termios); }

// For the ways out on which nobody calls hcs_terminal_restore: exit, and a fault or abort.
static struct termios terminal_before;
static volatile sig_atomic_t terminal_to_restore = -1;

static void restore_at_exit(void) {
    if (terminal_to_restore >= 0) tcsetattr(terminal_to_restore, TCSANOW, &terminal_before);
}

static void restore_and_die(int number) {
    restore_at_exit();
    signal(number, SIG_DFL);
    raise(number);
}

static void remember_terminal(int descriptor, const struct termios *before) {
    static int installed;
    static const int fatal[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS};
    terminal_before = *before;
    terminal_to_restore = descriptor;
    if (installed++) return;
    atexit(restore_at_exit);
    struct sigaction action = {.sa_handler = restore_and_die};
    action.sa_flags = SA_NODEFER | (int)SA_RESETHAND;
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) sigaction(fatal[i], &action, NULL);
}

static void make_raw(struct termios *state, int viewing) {
    if (!viewing) {
        cfmakeraw(state);
        return;
    }
    // What is shown is another terminal's already; the interrupt key is still ours.
    state->c_oflag &= ~(tcflag_t)OPOST;
    state->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON);
}

int hcs_terminal_raw(int descriptor, int viewing, void *saved, size_t size) {
    if (size < sizeof(struct termios)) {
        errno = EINVAL;
        return -1;
    }
    struct termios raw;
    if (tcgetattr(descriptor, saved) < 0) return -1;
    remember_terminal(descriptor, saved);
    raw = *(struct termios *)saved;
    make_raw(&raw, viewing);
    return tcsetattr(descriptor, TCSADRAIN, &raw);
}

int hcs_terminal_raw_again(int descriptor, int viewing) {
    struct termios raw;
    if (tcgetattr(descriptor, &raw) < 0) return -1;
    make_raw(&raw, viewing);
    return tcsetattr(descriptor, TCSADRAIN, &raw);
}

int hcs_terminal_restore(int descriptor, const void *saved) {
    terminal_to_restore = -1;
    return tcsetattr(descriptor, TCSADRAIN, saved);
}

int hcs_pending_bytes(int descriptor) {
    int count = 0;
    return ioctl(descriptor, FIONREAD, &count) < 0 ? -1 : count;
}

int hcs_terminal_size(int descriptor, uint16_t *width, uint16_t *height) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return -1;
    *width = size.ws_col;
    *height = size.ws_row;
    return 0;
}
