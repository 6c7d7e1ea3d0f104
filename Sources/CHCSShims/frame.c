#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "include/hcs_frame.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t deadline_after(int timeout_ms) { return timeout_ms < 0 ? -1 : now_ms() + timeout_ms; }

// Waits until the socket is ready: 0, or -1 with ETIMEDOUT. Errors of the socket show in the next call on it.
static int wait_ready(int fd, short events, int64_t deadline) {
    for (;;) {
        int timeout = -1;
        if (deadline >= 0) {
            int64_t left = deadline - now_ms();
            timeout = left > 0 ? (int)left : 0;
        }
        struct pollfd entry = {.fd = fd, .events = events};
        int ready = poll(&entry, 1, timeout);
        if (ready > 0) return 0;
        if (ready == 0) {
            errno = ETIMEDOUT;
            return -1;
        }
        if (errno != EINTR) return -1;
    }
}

void hcs_close_all(int *descriptors, size_t count) {
    int saved = errno;
    for (size_t i = 0; i < count; i++) close(descriptors[i]);
    errno = saved;
}

// One sendmsg of up to two pieces; descriptors go with the first byte.
static ssize_t send_pieces(int fd, struct iovec *pieces, size_t piece_count, const int *descriptors, size_t count) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(HCS_FRAME_MAXIMUM_DESCRIPTORS * sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = piece_count};
    if (count > HCS_FRAME_MAXIMUM_DESCRIPTORS) {
        errno = EINVAL;
        return -1;
    }
    if (count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *item = CMSG_FIRSTHDR(&message);
        item->cmsg_level = SOL_SOCKET;
        item->cmsg_type = SCM_RIGHTS;
        item->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(item), descriptors, count * sizeof(int));
    }
    ssize_t sent;
    do sent = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t hcs_stream_send(int fd, const void *bytes, size_t length, const int *descriptors, size_t count) {
    struct iovec piece = {.iov_base = (void *)bytes, .iov_len = length};
    return send_pieces(fd, &piece, 1, descriptors, count);
}

int hcs_frame_send(int fd, const struct hcs_frame *frame, const void *payload, const int *descriptors, int timeout_ms) {
    if (frame->length > HCS_FRAME_MAXIMUM_PAYLOAD) {
        errno = EMSGSIZE;
        return -1;
    }
    struct hcs_frame header = *frame;
    struct iovec pieces[2] = {
        {.iov_base = &header, .iov_len = sizeof header},
        {.iov_base = (void *)payload, .iov_len = frame->length},
    };
    int64_t deadline = deadline_after(timeout_ms);
    size_t first = 0, count = frame->descriptors;
    while (first < 2 && pieces[first].iov_len > 0) {
        ssize_t sent = send_pieces(fd, pieces + first, 2 - first, descriptors, count);
        if (sent < 0) {
            if (errno != EAGAIN && errno != EWOULDBLOCK) return -1;
            if (wait_ready(fd, POLLOUT, deadline) < 0) return -1;
            continue;
        }
        if (sent > 0) count = 0;
        for (size_t left = (size_t)sent; first < 2;) {
            size_t step = left < pieces[first].iov_len ? left : pieces[first].iov_len;
            pieces[first].iov_base = (char *)pieces[first].iov_base + step;
            pieces[first].iov_len -= step;
            left -= step;
            if (pieces[first].iov_len > 0) break;
            first++;
        }
    }
    return 0;
}

ssize_t hcs_stream_receive(int fd, void *bytes, size_t length, int *descriptors, size_t *count) {
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(HCS_FRAME_MAXIMUM_DESCRIPTORS * sizeof(int))];
    } control;
    size_t room = *count;
    struct iovec piece = {.iov_base = bytes, .iov_len = length};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    *count = 0;
    ssize_t received;
    do received = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    if (received < 0) return -1;
    bool bad = (message.msg_flags & MSG_CTRUNC) != 0;
    for (struct cmsghdr *item = CMSG_FIRSTHDR(&message); item != NULL; item = CMSG_NXTHDR(&message, item)) {
        if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_RIGHTS) continue;
        size_t arrived = (item->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < arrived; i++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(item) + i * sizeof(int), sizeof descriptor);
            if (*count < room) {
                descriptors[(*count)++] = descriptor;
            } else {
                close(descriptor);
                bad = true;
            }
        }
    }
    if (!bad) return received;
    hcs_close_all(descriptors, *count);
    *count = 0;
    errno = EBADMSG;
    return -1;
}

// Reads until `length` bytes are there. Returns how many were read: fewer only at the end of the stream.
static ssize_t read_until(int fd, char *bytes, size_t length, int64_t deadline) {
    size_t have = 0;
    while (have < length) {
        ssize_t got = recv(fd, bytes + have, length - have, MSG_DONTWAIT);
        if (got > 0) {
            have += (size_t)got;
        } else if (got == 0) {
            break;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_ready(fd, POLLIN, deadline) < 0) return -1;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return (ssize_t)have;
}

ssize_t hcs_frame_receive(int fd, struct hcs_frame *frame, int *descriptors, int timeout_ms) {
    int64_t deadline = deadline_after(timeout_ms);
    size_t count = 0;
    ssize_t got;
    for (;;) {
        count = HCS_FRAME_MAXIMUM_DESCRIPTORS;
        got = hcs_stream_receive(fd, frame, sizeof *frame, descriptors, &count);
        if (got >= 0) break;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return -1;
        if (wait_ready(fd, POLLIN, deadline) < 0) return -1;
    }
    if (got == 0) {
        hcs_close_all(descriptors, count);
        return 0;
    }
    size_t rest = sizeof *frame - (size_t)got;
    ssize_t more = read_until(fd, (char *)frame + got, rest, deadline);
    int error = 0;
    if (more < 0) error = errno;
    else if ((size_t)more < rest || frame->descriptors != count) error = EBADMSG;
    else if (frame->length > HCS_FRAME_MAXIMUM_PAYLOAD) error = EMSGSIZE;
    if (error == 0) return (ssize_t)sizeof *frame;
    hcs_close_all(descriptors, count);
    errno = error;
    return -1;
}

ssize_t hcs_read_exactly(int fd, void *buffer, size_t length, int timeout_ms) {
    ssize_t have = read_until(fd, buffer, length, deadline_after(timeout_ms));
    if (have < 0 || have == 0 || (size_t)have == length) return have;
    errno = EBADMSG;
    return -1;
}
