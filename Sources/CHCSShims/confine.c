#define _GNU_SOURCE
#include "hcs_confine.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int bind(const char *source, const char *target, unsigned long flags) {
    if (mount(source, target, NULL, MS_BIND, NULL) < 0) return -1;
    return mount(NULL, target, NULL, MS_BIND | MS_REMOUNT | MS_NOSUID | MS_NODEV | flags, NULL);
}

// What is needed to run a program of the host: its folders, read-only, or the links that lead to them.
static int show_programs(const char *root) {
    static const char *const names[] = {"usr", "bin", "lib", "lib32", "lib64", "libx32", "gnu", "nix"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char source[64], target[4096], link[256];
        struct stat status;
        snprintf(source, sizeof source, "/%s", names[i]);
        if (snprintf(target, sizeof target, "%s/%s", root, names[i]) >= (int)sizeof target) {
            errno = ENAMETOOLONG;
            return -1;
        }
        if (lstat(source, &status) < 0) continue;
        if (S_ISLNK(status.st_mode)) {
            ssize_t length = readlink(source, link, sizeof link - 1);
            if (length < 0) return -1;
            link[length] = 0;
            if (symlink(link, target) < 0) return -1;
        } else if (mkdir(target, 0755) < 0 || bind(source, target, MS_RDONLY) < 0) {
            return -1;
        }
    }
    return 0;
}

static int show_folder(const char *root, const char *name, const char *source, unsigned long flags) {
    char target[4096];
    if (!source) return 0;
    if (snprintf(target, sizeof target, "%s/%s", root, name) >= (int)sizeof target) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return mkdir(target, 0755) < 0 ? -1 : bind(source, target, flags);
}

static int change_root(const struct hcs_confinement *confinement) {
    const char *root = confinement->root;
    if (unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) < 0) return -1;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) return -1;
    if (mount("hcsctl", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k,mode=0755") < 0) return -1;
    if (show_programs(root) < 0) return -1;
    if (show_folder(root, "layer", confinement->writable, 0) < 0) return -1;
    if (show_folder(root, "source", confinement->readable, MS_RDONLY) < 0) return -1;
    if (mount(NULL, root, NULL, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | MS_RDONLY, NULL) < 0) return -1;
    if (chdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) return -1;
    if (umount2(".", MNT_DETACH) < 0) return -1;
    return chdir(confinement->writable ? "/layer" : "/");
}

static int limit(int resource, uint64_t value) {
    struct rlimit current, wanted = {value, value};
    if (getrlimit(resource, &current) < 0) return -1;
    if (wanted.rlim_max > current.rlim_max) wanted.rlim_max = wanted.rlim_cur = current.rlim_max;
    return setrlimit(resource, &wanted);
}

// Owners, modes, file capabilities and any folder's content; no devices, no mounts, no attributes of the overlay.
static int drop_capabilities(void) {
    const uint64_t kept = 1ull << CAP_CHOWN | 1ull << CAP_DAC_OVERRIDE | 1ull << CAP_FOWNER | 1ull << CAP_FSETID |
                          1ull << CAP_SETFCAP;
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (kept >> capability & 1) continue;
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0) return -1;
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {
        {.effective = (uint32_t)kept, .permitted = (uint32_t)kept},
        {.effective = kept >> 32, .permitted = kept >> 32}};
    return (int)syscall(SYS_capset, &header, data);
}

int hcs_execute_confined(const struct hcs_confinement *confinement, const char *path, char *const *arguments,
                         char *const *environment) {
    if (limit(RLIMIT_CORE, 0) < 0 || limit(RLIMIT_FSIZE, confinement->file_size) < 0) return -1;
    if (confinement->root) {
        if (limit(RLIMIT_NOFILE, 256) < 0 || limit(RLIMIT_AS, 2ull << 30) < 0) return -1;
        if (change_root(confinement) < 0 || drop_capabilities() < 0) return -1;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0) < 0) return -1;
    execve(path, arguments, environment);
    return -1;
}
