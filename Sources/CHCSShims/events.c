#define _GNU_SOURCE
#include "hcs_shims.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

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

int hcs_watch_folder(const char *path) {
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch < 0) return -1;
    uint32_t events = IN_MODIFY | IN_CREATE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR;
    if (inotify_add_watch(watch, path, events) < 0) {
        int error = errno;
        close(watch);
        errno = error;
        return -1;
    }
    return watch;
}

int hcs_watch_next(int watch, struct hcs_watch_buffer *buffer, char *name) {
    for (;;) {
        if (buffer->used >= buffer->filled) {
            ssize_t count = read(watch, buffer->bytes, sizeof buffer->bytes);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return errno == EAGAIN ? 0 : -1;
            buffer->used = 0;
            buffer->filled = (size_t)count;
            if (count == 0) return 0;
        }
        const struct inotify_event *event = (const void *)(buffer->bytes + buffer->used);
        buffer->used += sizeof *event + event->len;
        if (event->mask & IN_Q_OVERFLOW) return 3;
        if (event->len == 0) continue;
        snprintf(name, 256, "%s", event->name);
        return event->mask & (IN_DELETE | IN_MOVED_FROM) ? 2 : 1;
    }
}
