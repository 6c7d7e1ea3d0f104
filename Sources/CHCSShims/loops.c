#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const unsigned loop_major = 7;

// A node of our own in a detached tmpfs: a /dev without devtmpfs knows only the first few devices.
static int open_unnamed(int number, int flags) {
    int context = (int)syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
    if (context < 0) return -1;
    int tree = -1, device = -1;
    if (syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        tree = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
    if (tree >= 0 && mknodat(tree, "loop", S_IFBLK | 0600, makedev(loop_major, (unsigned)number)) == 0)
        device = openat(tree, "loop", flags | O_CLOEXEC);
    int saved = errno;
    if (tree >= 0) close(tree);
    close(context);
    errno = saved;
    return device;
}

static int open_loop(int number, int flags) {
    char path[32];
    snprintf(path, sizeof path, "/dev/loop%d", number);
    struct stat status;
    int device = open(path, flags | O_CLOEXEC);
    if (device >= 0 && fstat(device, &status) == 0 && S_ISBLK(status.st_mode) &&
        status.st_rdev == makedev(loop_major, (unsigned)number))
        return device;
    if (device >= 0) close(device);
    return open_unnamed(number, flags);
}

int hcs_loop_attach(int file, const struct hcs_loop_request *request, int *number) {
    int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
    if (control < 0) return -1;
    struct loop_config config = {.fd = (unsigned)file};
    config.info.lo_offset = request->offset;
    config.info.lo_sizelimit = request->size;
    // It frees itself with its last user, however that one ends.
    config.info.lo_flags = LO_FLAGS_AUTOCLEAR | (request->read_only ? LO_FLAGS_READ_ONLY : 0);
    strncpy((char *)config.info.lo_file_name, request->name, sizeof config.info.lo_file_name - 1);
    int device = -1;
    // Another process may take the number that was free a moment ago.
    for (int attempt = 0; attempt < 256; attempt++) {
        int candidate = ioctl(control, LOOP_CTL_GET_FREE);
        if (candidate < 0) break;
        device = open_loop(candidate, request->read_only ? O_RDONLY : O_RDWR);
        if (device < 0) break;
        if (ioctl(device, LOOP_CONFIGURE, &config) == 0) {
            *number = candidate;
            break;
        }
        int saved = errno;
        close(device);
        device = -1;
        errno = saved;
        if (saved != EBUSY) break;
    }
    int saved = errno;
    close(control);
    errno = saved;
    if (device >= 0 && request->direct && ioctl(device, LOOP_SET_DIRECT_IO, 1ul) < 0) {
        saved = errno;
        close(device);
        errno = saved;
        return -1;
    }
    return device;
}

int hcs_lock_byte(int file, int64_t offset, int exclusive) {
    struct flock lock = {.l_type = exclusive ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET, .l_start = offset, .l_len = 1};
    return fcntl(file, F_OFD_SETLK, &lock);
}
