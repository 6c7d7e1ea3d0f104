#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
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
