#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <sys/epoll.h>

const uint32_t hcs_readable = EPOLLIN;
const uint32_t hcs_writable = EPOLLOUT;
const uint32_t hcs_hung_up = EPOLLHUP | EPOLLERR;

enum { batch = 64 };

int hcs_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }

int hcs_epoll_set(int epoll, int descriptor, uint32_t events) {
    if (events == 0) return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL);
    struct epoll_event event = {.events = events, .data.fd = descriptor};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
    if (errno != ENOENT) return -1;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int hcs_epoll_wait(int epoll, struct hcs_event *events, int maximum, int timeout_ms) {
    struct epoll_event ready[batch];
    int count = epoll_wait(epoll, ready, maximum < batch ? maximum : batch, timeout_ms);
    if (count < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        events[i].descriptor = ready[i].data.fd;
        events[i].events = ready[i].events;
    }
    return count;
}
