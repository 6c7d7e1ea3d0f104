#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "include/hcs_agent.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// From CLONE_VM to execve the child runs in the agent's memory while the agent is suspended: no locks, no allocation,
// no glibc function that keeps state (setuid and its like tell other threads; the system call does not).

struct child {
    const struct hcs_agent_start *start;
    struct hcs_agent_failure failure;  // stage 0 = executed
};

// Only touched pages cost memory; the deepest frame holds a path.
static char child_stack[4 * PATH_MAX] __attribute__((aligned(16)));

static int fail(struct child *child, uint32_t stage) {
    child->failure.error = errno;
    child->failure.stage = stage;
    return -1;
}

static int take_streams(struct child *child) {
    const struct hcs_agent_start *start = child->start;
    if (start->console >= 0) {
        if (ioctl(start->console, TIOCSCTTY, 0) < 0) return fail(child, HCS_STAGE_CONSOLE);
        for (int i = 0; i < 3; i++)
            if (dup2(start->console, i) < 0) return fail(child, HCS_STAGE_CONSOLE);
        return 0;
    }
    for (int i = 0; i < 3; i++)
        if (start->streams[i] >= 0 && dup2(start->streams[i], i) < 0) return fail(child, HCS_STAGE_STREAMS);
    return 0;
}

static int become_user(struct child *child) {
    const struct hcs_agent_start *start = child->start;
    // Without CAP_SETGID the agent can still start what has its own identity.
    bool same = start->uid == (uint32_t)syscall(SYS_getuid) && start->gid == (uint32_t)syscall(SYS_getgid);
    if (syscall(SYS_setgroups, start->group_count, start->groups) < 0 && !(same && errno == EPERM))
        return fail(child, HCS_STAGE_USER);
    if (syscall(SYS_setresgid, start->gid, start->gid, start->gid) < 0) return fail(child, HCS_STAGE_USER);
    if (syscall(SYS_setresuid, start->uid, start->uid, start->uid) < 0) return fail(child, HCS_STAGE_USER);
    return 0;
}

static void close_others_on_exec(void) {
    if (syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */) == 0) return;
    // Before Linux 5.11, or under a filter. All of the agent's are close-on-exec already; this is the second lock.
    for (int i = 3; i < 1024; i++) fcntl(i, F_SETFD, FD_CLOEXEC);
}

// As execvpe does, but without its shell for what the kernel cannot execute. Returns only with an errno.
static int execute(const struct hcs_agent_start *start) {
    const char *name = start->program;
    size_t length = strlen(name);
    if (length == 0) return ENOENT;
    if (memchr(name, '/', length) != NULL) {
        execve(name, start->arguments, start->variables);
        return errno;
    }
    if (length > NAME_MAX) return ENAMETOOLONG;
    char path[PATH_MAX];
    bool denied = false;
    for (const char *part = start->path;; part++) {
        const char *end = strchrnul(part, ':');
        size_t folder = (size_t)(end - part);
        if (folder + 1 + length + 1 <= sizeof path) {
            // An empty part is the working directory.
            memcpy(path, part, folder);
            size_t at = folder;
            if (folder > 0) path[at++] = '/';
            memcpy(path + at, name, length + 1);
            execve(path, start->arguments, start->variables);
            if (errno == EACCES) denied = true;
            else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENAMETOOLONG) return errno;
        }
        part = end;
        if (*part == 0) return denied ? EACCES : ENOENT;
    }
}

static int child_main(void *argument) {
    struct child *child = argument;
    syscall(SYS_setsid);
    if (take_streams(child) < 0 || become_user(child) < 0) return 127;
    if (chdir(child->start->directory) < 0) {
        fail(child, HCS_STAGE_DIRECTORY);
        return 127;
    }
    close_others_on_exec();
    // Last, so that a stop signal cannot hold the agent, which waits for the execve. The mask is the kernel's 64 bits.
    uint64_t none = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
    errno = execute(child->start);
    fail(child, HCS_STAGE_EXECUTE);
    return 127;
}

// The second line of defence: a file, a directory, a terminal or a device of the host never enters a container.
static int check_stream(int descriptor) {
    struct stat status;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fstat(descriptor, &status) < 0) return -1;
    if (!(flags & O_PATH) && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))) return 0;
    errno = EBADF;
    return -1;
}

// Until the child's exec the agent's own 0 to 2 are what a stream without a descriptor gets.
static int check_null(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) < 0) return -1;
    if (S_ISCHR(status.st_mode)) return 0;
    errno = ENODEV;
    return -1;
}

pid_t hcs_agent_start_process(const struct hcs_agent_start *start, struct hcs_agent_failure *failure) {
    struct child child = {.start = start};
    for (int i = 0; i < 3 && start->console < 0; i++) {
        int bad = start->streams[i] >= 0 ? check_stream(start->streams[i]) : check_null(i);
        if (bad < 0) {
            *failure = (struct hcs_agent_failure){.stage = HCS_STAGE_STREAMS, .error = errno};
            return -1;
        }
    }
    pid_t pid = clone(child_main, child_stack + sizeof child_stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &child);
    if (pid < 0) {
        *failure = (struct hcs_agent_failure){.stage = HCS_STAGE_RESOURCES, .error = errno};
        return -1;
    }
    // A child that was killed before it could execute is a process like any other: it has a status.
    *failure = *(volatile struct hcs_agent_failure *)&child.failure;
    if (failure->stage == 0) return pid;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    errno = failure->error;
    return -1;
}
