// Changes in the mount namespace of a running container. A child that shares our memory but not our root enters it: absolute
// links then end at the container's own root, and this process never stands in the container.
#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

extern int umount2(const char *, int);  // <sys/mount.h> and <linux/mount.h> exclude each other with glibc 2.36
enum { stack_size = 64 * 1024, umount_no_follow = 8 };

struct inside {
    const struct hcs_inside_request *request;
    int error;
};

const int hcs_open_path = O_PATH;

int hcs_open_in_root(int root, const char *path, int flags) {
    struct open_how how = {.flags = (uint64_t)(flags | O_CLOEXEC), .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    int descriptor;
    do {
        descriptor = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
    } while (descriptor < 0 && (errno == EINTR || errno == EAGAIN));
    return descriptor;
}

// The kernel's own trees keep the container in: nothing is mounted there (CVE-2019-16884).
static int is_kernels(int folder) {
    struct statfs status;
    if (fstatfs(folder, &status) < 0) return 1;
    return status.f_type == PROC_SUPER_MAGIC || status.f_type == SYSFS_MAGIC || status.f_type == CGROUP_SUPER_MAGIC ||
           status.f_type == CGROUP2_SUPER_MAGIC || status.f_type == DEVPTS_SUPER_MAGIC;
}

static int open_inside(int root, const char *path, int flags) {
    struct open_how how = {.flags = (uint64_t)(flags | O_PATH | O_CLOEXEC),
                           .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

// The folder above the last name; with `make`, folders that are missing are made.
static int open_parent(int root, char *path, int make, char **name) {
    char *last = strrchr(path, '/');
    *name = last + 1;
    for (char *slash = path + 1; make && (slash = strchr(slash, '/')) && slash <= last; slash++) {
        *slash = 0;
        int folder = open_inside(root, path, O_DIRECTORY);
        if (folder < 0 && errno == ENOENT) {
            char *up = strrchr(path, '/');
            *up = 0;
            int above = open_inside(root, *path ? path : "/", O_DIRECTORY);
            *up = '/';
            if (above < 0 || mkdirat(above, up + 1, 0755) < 0) return -1;
            close(above);
        } else if (folder < 0) {
            return -1;
        } else {
            close(folder);
        }
        *slash = '/';
    }
    *last = 0;
    int parent = open_inside(root, *path ? path : "/", O_DIRECTORY);
    *last = '/';
    return parent;
}

static int attach(int root, int parent, const char *name, char *path, const struct hcs_inside_request *request) {
    int made = 0;
    int target = open_inside(root, path, 0);
    if (target < 0 && errno == ENOENT) {
        int failed = request->is_folder ? mkdirat(parent, name, 0755) : mknodat(parent, name, S_IFREG | 0644, 0);
        if (failed < 0) return -1;
        made = 1;
        target = open_inside(root, path, 0);
    }
    if (target < 0) return -1;
    if (is_kernels(target)) {
        errno = EPERM;
        return -1;
    }
    if (syscall(SYS_move_mount, request->tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0)
        return 0;
    int saved = errno;
    if (made) unlinkat(parent, name, request->is_folder ? AT_REMOVEDIR : 0);
    errno = saved;
    return -1;
}

// The image may have a link where the document has a path: the mount is where it leads.
static int follow_last(int root, char *path, size_t size, char **name) {
    for (int links = 0; links < 16; links++) {
        int parent = open_parent(root, path, 0, name);
        if (parent < 0) return -1;
        char target[2048];
        ssize_t length = readlinkat(parent, *name, target, sizeof target);
        if (length < 0) return parent;
        close(parent);
        size_t kept = target[0] == '/' ? 0 : (size_t)(*name - path);
        if (kept + (size_t)length >= size) break;
        memcpy(path + kept, target, (size_t)length);
        path[kept + (size_t)length] = 0;
        size_t end = strlen(path);
        while (end > 1 && path[end - 1] == '/') path[--end] = 0;
    }
    errno = ELOOP;
    return -1;
}

static int act(const struct hcs_inside_request *request) {
    char path[4096];
    size_t length = strlen(request->path);
    if (length < 2 || length >= sizeof path || request->path[0] != '/') {
        errno = EINVAL;
        return -1;
    }
    memcpy(path, request->path, length + 1);
    if (setns(request->mounts, CLONE_NEWNS) < 0) return -1;
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return -1;
    char *name;
    int adds = request->action == HCS_INSIDE_ATTACH || request->action == HCS_INSIDE_MAKE_NODE;
    int parent = request->action == HCS_INSIDE_DETACH ? follow_last(root, path, sizeof path, &name)
                                                       : open_parent(root, path, adds, &name);
    if (parent < 0) return -1;
    // A link of the container may lead here, to mask what it should see or to unmask what it should not.
    if (is_kernels(parent)) {
        errno = EPERM;
        return -1;
    }
    switch (request->action) {
    case HCS_INSIDE_ATTACH: return attach(root, parent, name, path, request);
    case HCS_INSIDE_DETACH: return fchdir(parent) < 0 ? -1 : umount2(name, umount_no_follow);
    case HCS_INSIDE_MAKE_NODE:
        umask(0);
        return mknodat(parent, name, S_IFBLK | 0660, (dev_t)request->device);
    case HCS_INSIDE_REMOVE_NODE: {
        // Only the node that was made: the container may have put something else there.
        struct stat status;
        if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0) return errno == ENOENT ? 0 : -1;
        if (!S_ISBLK(status.st_mode) || status.st_rdev != (dev_t)request->device) return 0;
        return unlinkat(parent, name, 0);
    }
    }
    errno = EINVAL;
    return -1;
}

static int run_inside(void *context) {
    struct inside *inside = context;
    inside->error = act(inside->request) < 0 ? errno : 0;
    // Shares our descriptors only as copies: what it opened goes with it.
    _exit(0);
}

int hcs_inside(const struct hcs_inside_request *request) {
    char *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) return -1;
    struct inside inside = {.request = request, .error = EIO};
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old);
    pid_t pid = clone(run_inside, stack + stack_size, CLONE_VM | CLONE_VFORK | SIGCHLD, &inside);
    int saved = errno;
    if (pid > 0) {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
        saved = inside.error;
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    munmap(stack, stack_size);
    errno = saved;
    return saved == 0 ? 0 : -1;
}
