#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "include/hcs_agent.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

static int set_up_slave(int master, uint16_t width, uint16_t height, uint32_t owner) {
    struct stat status;
    int unlocked = 0;
    // The container decides what /dev/ptmx is; only the multiplexer is taken.
    if (fstat(master, &status) < 0) return -1;
    if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(5, 2)) {
        errno = ENODEV;
        return -1;
    }
    if (fcntl(master, F_SETFL, 0) < 0 || ioctl(master, TIOCSPTLCK, &unlocked) < 0) return -1;
    struct winsize size = {.ws_col = width, .ws_row = height};
    if (ioctl(master, TIOCSWINSZ, &size) < 0) return -1;
    // The slave by its master, not by a path the container could have replaced.
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) return -1;
    // Best effort: without CAP_CHOWN or CAP_FOWNER the program still has its console open.
    if (fchown(slave, owner, (gid_t)-1) == 0 && fchmod(slave, 0620) < 0) errno = 0;
    return slave;
}

int hcs_agent_open_console(uint16_t width, uint16_t height, uint32_t owner, int *slave) {
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -1;
    *slave = set_up_slave(master, width, height, owner);
    if (*slave >= 0) return master;
    int saved = errno;
    close(master);
    errno = saved;
    return -1;
}

int hcs_agent_resize_console(int master, uint16_t width, uint16_t height) {
    struct winsize size = {.ws_col = width, .ws_row = height};
    return ioctl(master, TIOCSWINSZ, &size) < 0 ? errno : 0;
}

int hcs_agent_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 3); }
