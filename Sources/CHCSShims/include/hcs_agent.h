// What the guest agent needs of Linux, as whole operations. Only hcs-agent calls these: it has one thread, is PID 1 and
// blocks every signal. Unless said otherwise a function returns -1 and sets errno on failure.
#pragma once
// Embedded Swift has no Glibc module: its errors and signals come with this header.
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "hcs_agent_protocol.h"
#include "hcs_frame.h"

// Makes this process the agent: only its socket stays open, 0 to 2 are the container's /dev/null, signals are blocked and
// come through the signalfd that is returned. EPERM: not PID 1; ENOTSOCK: HCS_AGENT_LISTEN_DESCRIPTOR does not listen.
int hcs_agent_prepare(void);

// Accepts one connection (non-blocking). EACCES: the peer was not the host's root, or is a process of this container.
int hcs_agent_accept(int listener);

enum { HCS_AGENT_READABLE = 1, HCS_AGENT_WRITABLE = 2 };

// Waits for the descriptors (-1 = skip) until one is ready or the time is over; `events` go in as what to wait for and
// come out as what is there. A hang-up reads as readable.
int hcs_agent_wait(const int *descriptors, int *events, size_t count, int timeout_ms);

struct hcs_agent_signals {
    bool child;
    bool terminate;
};
struct hcs_agent_signals hcs_agent_read_signals(int signals);

// Milliseconds on CLOCK_MONOTONIC for deadlines, nanoseconds on CLOCK_BOOTTIME for records. They do not fail.
int64_t hcs_agent_now_ms(void);
uint64_t hcs_agent_boottime_ns(void);

// The next child that has exited; 0 = none now, -1 (ECHILD) = no children at all.
pid_t hcs_agent_reap(int *status);

// 0 or an errno. A `target` below -1 is a group, -1 everything but the agent.
int hcs_agent_kill(pid_t target, int signal);

// Up to `limit` bytes of a regular file into a buffer the caller frees; NULL for anything else (EINVAL), never blocking.
uint8_t *hcs_agent_read_file(const char *path, size_t limit, size_t *length);

// A new pty of the container: returns the master. The slave gets the owner, as login would give it.
int hcs_agent_open_console(uint16_t width, uint16_t height, uint32_t owner, int *slave);
// 0 or an errno.
int hcs_agent_resize_console(int master, uint16_t width, uint16_t height);
int hcs_agent_duplicate(int descriptor);

struct hcs_agent_start {
    const char *program;               // searched in `path` when it has no '/'
    const char *path;                  // as in PATH
    char *const *arguments;            // ends with NULL
    char *const *variables;            // ends with NULL
    const char *directory;
    uint32_t uid;
    uint32_t gid;
    const uint32_t *groups;
    size_t group_count;
    int console;                       // a pty's slave, or -1
    int streams[3];                    // or -1 = the container's /dev/null; ignored with a console
};

// Starts a process in a session and group of its own; from fork to exec. Returns its pid once it has executed, else
// -1 with the step that failed in `failure`; a failed start leaves no child.
pid_t hcs_agent_start_process(const struct hcs_agent_start *start, struct hcs_agent_failure *failure);

int hcs_agent_errno(void);
void hcs_agent_close(int descriptor);
void hcs_agent_free(void *bytes);
// Gives free memory back to the system.
void hcs_agent_trim(void);
_Noreturn void hcs_agent_exit(int status);
