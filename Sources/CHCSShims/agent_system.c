#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "include/hcs_agent.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void close_from(unsigned first) {
    if (syscall(SYS_close_range, first, ~0u, 0u) == 0) return;
    for (unsigned i = first; i < 4096; i++) close((int)i);
}

// Gives 0 to 2 the container's own /dev/null. Where the image has none they become a pipe, so that the numbers are taken; a
// process that would need /dev/null is then refused.
static void take_null(void) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat status;
    if (null >= 0 && (fstat(null, &status) < 0 || !S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3))) {
        close(null);
        null = -1;
    }
    int ends[2] = {null, null};
    if (null < 0 && pipe2(ends, O_CLOEXEC) < 0) return;
    if (null >= 0) fcntl(null, F_SETFL, 0);
    for (int i = 0; i < 3; i++) {
        dup2(ends[i > 0], i);
        fcntl(i, F_SETFD, 0);
    }
    close(HCS_AGENT_PROGRAM_DESCRIPTOR);
    close_from(HCS_AGENT_LISTEN_DESCRIPTOR + 1);
}

static int take_signals(void) {
    // Ignored signals are inherited through execve: the children's defaults are set here, once.
    // By the system call, as glibc does not touch the two it keeps for itself.
    struct {
        void (*handler)(int);
        unsigned long flags;
        void (*restorer)(void);
        uint64_t mask;
    } action = {.handler = SIG_DFL};
    for (int number = 1; number <= 64; number++)
        syscall(SYS_rt_sigaction, number, &action, NULL, sizeof action.mask);
    sigset_t all, wanted;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGCHLD);
    sigaddset(&wanted, SIGTERM);
    return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

int hcs_agent_prepare(void) {
    if (getpid() != 1) {
        // Anywhere else kill(-1) would reach the host.
        errno = EPERM;
        return -1;
    }
    int listens = 0;
    socklen_t size = sizeof listens;
    int listener = HCS_AGENT_LISTEN_DESCRIPTOR;
    if (getsockopt(listener, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) < 0) return -1;
    if (!listens) {
        errno = ENOTSOCK;
        return -1;
    }
    fcntl(listener, F_SETFD, FD_CLOEXEC);
    fcntl(listener, F_SETFL, O_NONBLOCK);
    close(HCS_AGENT_PROGRAM_DESCRIPTOR);
    close_from(HCS_AGENT_LISTEN_DESCRIPTOR + 1);
    take_null();
    // No process of the container reads the agent's memory without CAP_SYS_PTRACE.
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_NAME, "hcs-agent");
    for (char **variable = environ; variable != NULL && *variable != NULL; variable++)
        explicit_bzero(*variable, strlen(*variable));
    clearenv();
    umask(022);
    // Big buffers are mapped and unmapped; a fixed threshold keeps glibc from moving them into the heap.
    mallopt(M_MMAP_THRESHOLD, 64 * 1024);
    mallopt(M_TRIM_THRESHOLD, 64 * 1024);
    if (chdir("/") < 0) return -1;
    return take_signals();
}

int hcs_agent_accept(int listener) {
    int peer = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (peer < 0) return -1;
    struct ucred credentials = {.pid = -1, .uid = (uid_t)-1};
    socklen_t size = sizeof credentials;
    // A process outside this pid namespace has no pid here.
    if (getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 && credentials.uid == 0
        && credentials.pid == 0)
        return peer;
    close(peer);
    errno = EACCES;
    return -1;
}

int hcs_agent_wait(const int *descriptors, int *events, size_t count, int timeout_ms) {
    struct pollfd entries[8];
    if (count > 8) count = 8;
    for (size_t i = 0; i < count; i++) {
        entries[i].fd = descriptors[i];
        entries[i].events = 0;
        entries[i].revents = 0;
        if (events[i] & HCS_AGENT_READABLE) entries[i].events |= POLLIN;
        if (events[i] & HCS_AGENT_WRITABLE) entries[i].events |= POLLOUT;
        events[i] = 0;
    }
    int ready = poll(entries, count, timeout_ms);
    if (ready < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].revents & (POLLIN | POLLHUP | POLLERR)) events[i] |= HCS_AGENT_READABLE;
        if (entries[i].revents & POLLOUT) events[i] |= HCS_AGENT_WRITABLE;
    }
    return ready;
}

struct hcs_agent_signals hcs_agent_read_signals(int signals) {
    struct hcs_agent_signals seen = {false, false};
    struct signalfd_siginfo info;
    while (read(signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGCHLD) seen.child = true;
        if (info.ssi_signo == SIGTERM) seen.terminate = true;
    }
    return seen;
}

int64_t hcs_agent_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t hcs_agent_boottime_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

pid_t hcs_agent_reap(int *status) { return waitpid(-1, status, WNOHANG | __WALL); }

int hcs_agent_errno(void) { return errno; }

void hcs_agent_close(int descriptor) { close(descriptor); }

void hcs_agent_free(void *bytes) { free(bytes); }

void hcs_agent_trim(void) { malloc_trim(0); }

int hcs_agent_kill(pid_t target, int signal) { return kill(target, signal) < 0 ? errno : 0; }

_Noreturn void hcs_agent_exit(int status) { _exit(status); }

uint8_t *hcs_agent_read_file(const char *path, size_t limit, size_t *length) {
    *length = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0) return NULL;
    struct stat status;
    uint8_t *bytes = NULL;
    if (fstat(file, &status) < 0 || !S_ISREG(status.st_mode)) {
        errno = EINVAL;
    } else {
        size_t room = (uint64_t)status.st_size < limit ? (size_t)status.st_size : limit;
        bytes = malloc(room + 1);
        while (bytes != NULL && *length < room) {
            ssize_t got = read(file, bytes + *length, room - *length);
            if (got <= 0) break;
            *length += (size_t)got;
        }
    }
    int saved = errno;
    close(file);
    errno = saved;
    return bytes;
}
