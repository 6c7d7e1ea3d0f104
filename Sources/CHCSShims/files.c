#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

int hcs_sealed_copy(int source, const char *name) {
    struct stat status;
    if (fstat(source, &status) < 0) return -1;
    int copy = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (copy < 0) return -1;
    off_t offset = 0;
    while (offset < status.st_size) {
        ssize_t n = sendfile(copy, source, &offset, (size_t)(status.st_size - offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            if (n == 0) errno = EIO;
            goto failed;
        }
    }
    if (fchmod(copy, 0555) < 0) goto failed;
    if (fcntl(copy, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0) goto failed;
    return copy;
failed:;
    int saved = errno;
    close(copy);
    errno = saved;
    return -1;
}

int hcs_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

ssize_t hcs_read_kernel_file(const char *path, char *buffer, size_t size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    // Such a file is read in whole lines, a page at a time: what is well below a page was all of it.
    const size_t surely_all = 2048;
    size_t filled = 0;
    while (filled < size) {
        ssize_t count = read(file, buffer + filled, size - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            int error = errno;
            close(file);
            errno = error;
            return -1;
        }
        filled += (size_t)count;
        if ((size_t)count < surely_all) break;
    }
    close(file);
    return (ssize_t)filled;
}

int hcs_sync_file_system(int file) { return syncfs(file); }

int hcs_set_attribute(int file, const char *name, const void *value, size_t size) {
    return fsetxattr(file, name, value, size, 0);
}
