// What the supervisor and the guest agent say to each other, and the frame that every hcsctl socket uses.
//
// A message is a frame header, then `length` bytes of payload. Descriptors (SCM_RIGHTS) travel with the first byte of the
// header, so a receiver reads exactly one header with recvmsg and then the payload with read. Numbers are in host order:
// both ends run on one kernel. A string is its bytes and a NUL. Everything is bounded; a message that breaks a bound ends
// the connection.
#pragma once
#include <stdint.h>

#define HCS_FRAME_MAXIMUM_PAYLOAD 8388608u  // 8 MiB; one literal, or Swift does not see it
#define HCS_FRAME_MAXIMUM_DESCRIPTORS 8
#define HCS_AGENT_VERSION 1

// Descriptors the agent starts with: its own program, and the socket it listens on.
#define HCS_AGENT_PROGRAM_DESCRIPTOR 3
#define HCS_AGENT_LISTEN_DESCRIPTOR 4

struct hcs_frame {
    uint32_t length;       // payload bytes behind this header
    uint16_t type;         // enum hcs_agent_message, or HCSProtocol's own numbers
    uint16_t descriptors;  // how many came with the header
    uint64_t sequence;     // an answer repeats its request's; 0 in a notification
};

enum hcs_agent_message {
    // Supervisor to agent. Every one but HELLO and ACKNOWLEDGE is answered exactly once.
    // The first message on a connection must be HELLO. A message that breaks its form ends the connection.
    HCS_AGENT_HELLO = 1,         // struct hcs_agent_hello -> WELCOME, a PROCESS for each process it holds, SYNCED, then
                                 // an EXIT for each of them that has exited (the same record again)
    HCS_AGENT_SPAWN = 2,         // struct hcs_agent_spawn + strings + descriptors -> SPAWNED (+ console) or FAILED
    HCS_AGENT_SIGNAL = 3,        // struct hcs_agent_signal -> RESULT
    HCS_AGENT_RESIZE = 4,        // struct hcs_agent_resize -> RESULT
    HCS_AGENT_CONSOLE = 5,       // struct hcs_agent_serial -> RESULT (+ the console's master)
    HCS_AGENT_ACKNOWLEDGE = 6,   // struct hcs_agent_serial: the exit is on disk, forget the process
    HCS_AGENT_SHUTDOWN = 7,      // struct hcs_agent_shutdown -> RESULT; the agent exits 0 when nothing is left and every
                                 // exit is acknowledged (or has waited 5 s). SIGTERM to the agent is one without force
    HCS_AGENT_KEEP = 8,          // struct hcs_agent_stream + descriptors -> RESULT; other ends of streams to hold for the
                                 // process until it is forgotten; `value` is a mask of 1, 2, 4 for stdin, stdout, stderr
    HCS_AGENT_STREAM = 9,        // struct hcs_agent_stream, `value` 0 to 2 -> RESULT (+ the end), ENOENT where none is kept

    // Agent to supervisor.
    HCS_AGENT_WELCOME = 64,      // struct hcs_agent_welcome
    HCS_AGENT_PROCESS = 65,      // struct hcs_agent_process
    HCS_AGENT_SYNCED = 66,       // no payload
    HCS_AGENT_SPAWNED = 67,      // struct hcs_agent_process
    HCS_AGENT_FAILED = 68,       // struct hcs_agent_failure
    HCS_AGENT_RESULT = 69,       // struct hcs_agent_result
    HCS_AGENT_EXIT = 70,         // struct hcs_agent_process with HCS_PROCESS_EXITED; repeated after HELLO until acknowledged
};

struct hcs_agent_hello { uint32_t version; uint32_t reserved; };
struct hcs_agent_welcome { uint32_t version; uint32_t processes; };
struct hcs_agent_serial { uint64_t serial; };
struct hcs_agent_stream { uint64_t serial; uint32_t value; uint32_t reserved; };
struct hcs_agent_result { int32_t error; int32_t reserved; };  // errno, 0 = done
struct hcs_agent_shutdown { uint32_t kill_after_ms; uint32_t reserved; };  // 0 = never force
struct hcs_agent_resize { uint64_t serial; uint16_t width; uint16_t height; uint32_t reserved; };

enum hcs_process_flags { HCS_PROCESS_EXITED = 1, HCS_PROCESS_CONSOLE = 2 };

struct hcs_agent_process {
    uint8_t token[16];      // as in the spawn request: lets a client that lost its answer find its process
    uint64_t serial;        // counts up from 1, never used again in this container
    int32_t pid;            // in the container's pid namespace
    int32_t status;         // wait(2) status once exited
    uint32_t flags;         // enum hcs_process_flags
    uint32_t reserved;
    uint64_t started_ns;    // CLOCK_BOOTTIME
    uint64_t exited_ns;     // CLOCK_BOOTTIME, 0 while it runs
};

enum hcs_signal_scope {
    HCS_SIGNAL_PROCESS = 0,    // serial (or, with serial 0, any pid of the container)
    HCS_SIGNAL_GROUP = 1,      // the process group the process leads
    HCS_SIGNAL_CONTAINER = 2,  // every process but the agent; serial and pid are ignored
};
struct hcs_agent_signal { uint64_t serial; int32_t pid; int32_t signal; uint32_t scope; uint32_t reserved; };

enum hcs_spawn_flags {
    HCS_SPAWN_CONSOLE = 1,      // a new pty is stdin, stdout and stderr; no descriptors come along
    HCS_SPAWN_STDIN = 2,        // a descriptor came for stdin; without the flag the stream is the container's /dev/null
    HCS_SPAWN_STDOUT = 4,
    HCS_SPAWN_STDERR = 8,       // descriptors are in the order stdin, stdout, stderr
};

struct hcs_agent_spawn {
    uint8_t token[16];
    uint32_t flags;             // enum hcs_spawn_flags
    uint16_t width;             // console size, 0 = 80
    uint16_t height;            // 0 = 24
    uint32_t arguments;         // at least 1
    uint32_t variables;
    // Strings follow, exactly these: program ("" = the first argument), working directory ("" = /), user ("" = root),
    // the arguments, the variables (KEY=VALUE).
};

// The step at which a start failed; with errno it decides 125, 126 or 127.
enum hcs_spawn_stage {
    HCS_STAGE_REQUEST = 1,      // the message itself is malformed
    HCS_STAGE_RESOURCES = 2,    // no process, descriptor or memory to be had
    HCS_STAGE_CONSOLE = 3,      // no pty
    HCS_STAGE_STREAMS = 4,      // /dev/null or a passed descriptor
    HCS_STAGE_USER = 5,         // unknown user or group (errno ENOENT), or may not become it
    HCS_STAGE_DIRECTORY = 6,    // working directory
    HCS_STAGE_EXECUTE = 7,      // lookup in PATH and execve
};
struct hcs_agent_failure { uint32_t stage; int32_t error; };
