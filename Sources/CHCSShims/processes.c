#define _GNU_SOURCE
#include "hcs_shims.h"

#include <sys/time.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { stack_size = 64 * 1024, descriptor_limit = 64, parking = 64 };

struct child {
    const struct hcs_spawn_request *request;
    char *stack;  // of the orphan, below the middle process's
    pid_t orphan;
    int error;
};

// Runs in the parent's memory: only raw calls and the stack, nothing that allocates or locks.
static int run_child(void *context) {
    struct child *child = context;
    const struct hcs_spawn_request *request = child->request;
    int null = -1;

    if (request->new_session) setsid();
    if (request->dies_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    for (int signal = 1; signal < 65; signal++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigaction(signal, &action, NULL);
    }
    // Park every source above the targets first, so that no dup2 overwrites one still needed.
    int parked[descriptor_limit];
    for (int i = 0; i < request->descriptor_count; i++) {
        int source = request->descriptors ? request->descriptors[i] : -1;
        if (source < 0) {
            if (null < 0) null = open("/dev/null", O_RDWR | O_CLOEXEC);
            source = null;
        }
        parked[i] = fcntl(source, F_DUPFD_CLOEXEC, parking);
        if (parked[i] < 0) goto failed;
    }
    for (int i = 0; i < request->descriptor_count; i++) {
        if (dup2(parked[i], i) < 0) goto failed;
    }
    syscall(SYS_close_range, request->descriptor_count, ~0u, 0);
    if (request->directory && chdir(request->directory) < 0) goto failed;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(request->path, (char *const *)request->arguments, (char *const *)request->environment);
failed:
    child->error = errno;
    _exit(127);
}

// The middle process: starts the program and leaves, so that the program's parent is init or the nearest subreaper.
static int run_middle(void *context) {
    struct child *child = context;
    child->orphan = clone(run_child, child->stack, CLONE_VM | CLONE_VFORK | SIGCHLD, child);
    if (child->orphan < 0) child->error = errno;
    _exit(0);
}

pid_t hcs_spawn(const struct hcs_spawn_request *request, int *pidfd) {
    if (request->descriptor_count < 3 || request->descriptor_count > descriptor_limit) {
        errno = EINVAL;
        return -1;
    }
    char *stack = mmap(NULL, 2 * stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) return -1;
    struct child child = {.request = request, .stack = stack + stack_size, .orphan = -1, .error = 0};
    // No handler of ours may run in the child, which shares our memory.
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old);
    pid_t pid = clone(request->orphan ? run_middle : run_child, stack + 2 * stack_size,
                      CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &child, pidfd);
    int saved = errno;
    sigprocmask(SIG_SETMASK, &old, NULL);
    munmap(stack, 2 * stack_size);
    if (pid > 0 && (child.error != 0 || request->orphan)) {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
        close(*pidfd);
        *pidfd = -1;
        pid = child.error != 0 ? -1 : child.orphan;
        if (child.error != 0) saved = child.error;
    }
    errno = saved;
    return pid;
}

int hcs_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int hcs_pidfd_signal(int pidfd, int signal) { return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0); }

// The kernel headers of Debian 12 are older than this request.
struct pidfd_information {
    uint64_t mask, cgroup;
    uint32_t pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
    int32_t exit_code;
};
#define PIDFD_GET_INFORMATION _IOWR(0xFF, 11, struct pidfd_information)

int hcs_pidfd_exit_status(int pidfd, int *status) {
    const uint64_t exit_information = 1u << 3;
    struct pidfd_information information = {.mask = exit_information};
    if (ioctl(pidfd, PIDFD_GET_INFORMATION, &information) < 0) {
        if (errno == ENOTTY || errno == EINVAL) errno = ENOTSUP;
        return -1;
    }
    if (!(information.mask & exit_information)) {
        errno = ENOTSUP;
        return -1;
    }
    *status = information.exit_code;
    return 0;
}

pid_t hcs_reap(int *status) {
    pid_t pid;
    do {
        pid = waitpid(-1, status, WNOHANG);
    } while (pid < 0 && errno == EINTR);
    return pid;
}

int hcs_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int hcs_set_process_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int hcs_signal_descriptor(const int *signals, int count) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int hcs_read_signal(int descriptor, int *sender_pid) {
    struct signalfd_siginfo information;
    ssize_t n;
    do {
        n = read(descriptor, &information, sizeof information);
    } while (n < 0 && errno == EINTR);
    if (n < 0) return errno == EAGAIN ? 0 : -1;
    *sender_pid = (int)information.ssi_pid;
    return (int)information.ssi_signo;
}

static void exit_quietly(int signal_number) {
    (void)signal_number;
    _exit(0);
}

void hcs_exit_after(long milliseconds) {
    struct sigaction action = {.sa_handler = exit_quietly};
    sigaction(SIGALRM, &action, NULL);
    struct itimerval timer = {.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}
