#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

// <sys/mount.h> and <linux/mount.h> cannot both be included with glibc 2.36, and mount_setattr needs the latter.
extern int mount(const char *, const char *, const char *, unsigned long, const void *);

const uint64_t hcs_mount_read_only = MOUNT_ATTR_RDONLY;
const uint64_t hcs_mount_no_suid = MOUNT_ATTR_NOSUID;
const uint64_t hcs_mount_no_dev = MOUNT_ATTR_NODEV;

static const unsigned recursively = 0x8000;  // AT_RECURSIVE, which glibc 2.36 has not
static const uint64_t make_private = 1ul << 18;  // MS_PRIVATE

int hcs_clone_tree(const char *path, int recursive) {
    unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? recursively : 0);
    return (int)syscall(SYS_open_tree, AT_FDCWD, path, flags);
}

int hcs_set_mount_attributes(int tree, uint64_t set, int recursive) {
    struct mount_attr attributes = {.attr_set = set, .propagation = recursive ? make_private : 0};
    unsigned flags = AT_EMPTY_PATH | (recursive ? recursively : 0);
    return (int)syscall(SYS_mount_setattr, tree, "", flags, &attributes, sizeof attributes);
}

int hcs_fs_open(const char *type) { return (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC); }

int hcs_fs_set_string(int context, const char *key, const char *value) {
    return (int)syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, key, value, 0);
}

int hcs_fs_set_flag(int context, const char *key) {
    return (int)syscall(SYS_fsconfig, context, FSCONFIG_SET_FLAG, key, NULL, 0);
}

int hcs_fs_create(int context) { return (int)syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0); }

int hcs_fs_mount(int context, uint64_t attributes) {
    return (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
}

int hcs_move_mount(int tree, const char *target) {
    return (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
}

ssize_t hcs_fs_message(int context, char *buffer, size_t size) { return read(context, buffer, size); }

int hcs_private_mounts(void) {
    if (unshare(CLONE_NEWNS) < 0) return -1;
    const unsigned long recursive_slave = 0x4000ul | 0x80000ul;  // MS_REC | MS_SLAVE
    return mount(NULL, "/", NULL, recursive_slave, NULL);
}

int hcs_enter_mounts(int namespace_descriptor) { return setns(namespace_descriptor, CLONE_NEWNS); }
