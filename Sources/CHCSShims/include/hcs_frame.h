// Frames over a Unix stream socket: the header with its descriptors, then the payload.
//
// Every function works on blocking and non-blocking sockets alike, returns -1 and sets errno on failure, and retries
// EINTR. A time limit is in milliseconds for the whole call, -1 = none; when it is over the error is ETIMEDOUT. After any
// failure but EAGAIN of the two low functions the stream has lost its place: close the socket.
#pragma once
#include <stddef.h>
#include <sys/types.h>

#include "hcs_agent_protocol.h"

// Sends the header with `frame->descriptors` descriptors, then `frame->length` bytes of payload. 0 = all of it was sent.
// The descriptors stay the caller's. A lost peer is EPIPE, never SIGPIPE.
int hcs_frame_send(int fd, const struct hcs_frame *frame, const void *payload, const int *descriptors, int timeout_ms);

// Receives one header and its descriptors (close-on-exec, the caller's from then on; room for
// HCS_FRAME_MAXIMUM_DESCRIPTORS). Returns sizeof *frame, or 0 when the peer closed between two messages. EMSGSIZE: the
// length is over the bound; EBADMSG: the header was cut, or descriptors were missing or too many. None is kept then.
ssize_t hcs_frame_receive(int fd, struct hcs_frame *frame, int *descriptors, int timeout_ms);

// Reads a payload: returns `length`, or 0 when the peer closed before the first byte (EBADMSG: behind it).
ssize_t hcs_read_exactly(int fd, void *buffer, size_t length, int timeout_ms);

// For an event loop: one sendmsg or recvmsg that never blocks (EAGAIN). `count` goes in as the room and comes out as the
// number of descriptors received; too many for the room, or a truncated list, closes all and is EBADMSG.
ssize_t hcs_stream_send(int fd, const void *bytes, size_t length, const int *descriptors, size_t count);
ssize_t hcs_stream_receive(int fd, void *bytes, size_t length, int *descriptors, size_t *count);

void hcs_close_all(int *descriptors, size_t count);
