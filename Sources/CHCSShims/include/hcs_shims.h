// Whole operations that glibc 2.36 or Swift's Glibc module lack. Every function returns -1 and sets errno on failure, retries
// EINTR where that is safe, and makes every descriptor close-on-exec.
#pragma once
#include <signal.h>
#include <stdint.h>
#include <stddef.h>
#include <sys/types.h>
#include "hcs_agent_protocol.h"
#include "hcs_confine.h"

#pragma clang assume_nonnull begin

// --- Files ---

// A sealed, executable, read-only copy of `source` in memory (MFD_* and F_ADD_SEALS are macros Swift does not see).
int hcs_sealed_copy(int source, const char *name);
int hcs_sync_file_system(int file);                           // syncfs
int hcs_set_attribute(int file, const char *name, const void *value, size_t size);  // fsetxattr

int hcs_memory_file(const char *name);                        // an empty memfd
// Reads a small file of the kernel's (cgroupfs, /proc) in as few calls as it takes; what is longer than `size` is cut off.
ssize_t hcs_read_kernel_file(const char *path, char *buffer, size_t size);

// --- Mounts (the mount API has no glibc 2.36 wrappers) ---

// Detached copy of the mount at path (open_tree), with `recursive` also of those below it.
int hcs_clone_tree(const char *path, int recursive);
// mount_setattr on a detached tree; MOUNT_ATTR_*. With `recursive` all of it, which also becomes private.
int hcs_set_mount_attributes(int tree, uint64_t set, int recursive);
extern const uint64_t hcs_mount_read_only, hcs_mount_no_suid, hcs_mount_no_dev;
int hcs_fs_open(const char *type);
int hcs_fs_set_string(int context, const char *key, const char *value);
int hcs_fs_set_flag(int context, const char *key);
int hcs_fs_create(int context);
int hcs_fs_mount(int context, uint64_t attributes);
int hcs_move_mount(int tree, const char *target);             // attach a detached tree
ssize_t hcs_fs_message(int context, char *buffer, size_t size);  // the kernel's own words for the last failure
int hcs_enter_mounts(int namespace_descriptor);               // setns; the process must have one thread
int hcs_private_mounts(void);                                 // own mount namespace, a slave of the caller's

// What `hcs_inside` does.
enum hcs_inside_action {
    HCS_INSIDE_ATTACH = 1,       // the detached mount `tree` at `path`; the mount point is made if it is missing
    HCS_INSIDE_DETACH = 2,       // unmounts `path`; EBUSY while it is in use
    HCS_INSIDE_MAKE_NODE = 3,    // a block device, mode 0660
    HCS_INSIDE_REMOVE_NODE = 4,  // if it is still that device
};
struct hcs_inside_request {
    int mounts;           // a descriptor of the container's mount namespace
    int action;
    const char *path;     // absolute in the container, without `..`
    int tree;
    int is_folder;        // what kind of mount point to make
    uint64_t device;
};
// One change in a container's mount namespace; no link in the container leads out of its root.
int hcs_inside(const struct hcs_inside_request *request);

// --- Disks ---

struct hcs_loop_request {
    uint64_t offset;
    uint64_t size;        // bytes, 0 = to the end of the file
    int read_only;
    int direct;           // past the host's page cache; EINVAL where the file system has no direct I/O
    const char *name;     // what losetup shows, at most 63 bytes
};
// Binds a free loop device to a file. The device frees itself with its last user, and `file`'s locks live as long as it does.
int hcs_loop_attach(int file, const struct hcs_loop_request *request, int *number);
int hcs_lock_byte(int file, int64_t offset, int exclusive);   // F_OFD_SETLK on one byte; EAGAIN: another holds it
extern const int hcs_open_path;                               // O_PATH, which Swift does not see
// Opens a path as if `root` were /, links followed inside it only, /proc's magic ones not at all.
int hcs_open_in_root(int root, const char *path, int flags);

// --- Processes ---

void hcs_exit_after(long milliseconds);                       // _exit(0) by a timer (a handler must be C)

struct hcs_spawn_request {
    const char *path;
    char *_Nullable const *_Nonnull arguments;    // NULL-terminated
    char *_Nullable const *_Nonnull environment;  // NULL-terminated
    const int *_Nullable descriptors;             // entry i becomes descriptor i of the child; -1 = /dev/null
    int descriptor_count;                         // at least 3; everything above is closed
    int new_session;
    // Started by a middle process that is gone at once: the program becomes an orphan, and no zombie of ours. No pidfd then.
    int orphan;
    const char *_Nullable directory;
    int dies_with_parent;                         // SIGKILL when the starting thread ends
};
// Starts a program without copying page tables, signals reset, and opens its pidfd. Swift may not fork.
pid_t hcs_spawn(const struct hcs_spawn_request *request, int *pidfd);
int hcs_pidfd_open(pid_t pid);
int hcs_pidfd_signal(int pidfd, int signal);
// The wait status of a process that is not our child and has been reaped (PIDFD_GET_INFO, kernel 6.15). ENOTSUP before.
int hcs_pidfd_exit_status(int pidfd, int *status);
// waitpid for any child without blocking: pid, 0 when none is waitable now, -1 with ECHILD when there are none.
pid_t hcs_reap(int *status);
int hcs_become_subreaper(void);
int hcs_set_process_name(const char *name);
int hcs_signal_descriptor(const int *signals, int count);     // blocks them and returns a signalfd
int hcs_read_signal(int descriptor, int *sender_pid);         // next signal number, 0 when none is pending

// --- Events ---

struct hcs_event { int descriptor; uint32_t events; };
int hcs_epoll(void);
int hcs_epoll_set(int epoll, int descriptor, uint32_t events);   // adds, changes, or with 0 removes
int hcs_epoll_wait(int epoll, struct hcs_event *events, int maximum, int timeout_ms);
extern const uint32_t hcs_readable, hcs_writable, hcs_hung_up;

// Watches a folder for files that are written, made, renamed or removed (inotify); never blocks when read.
int hcs_watch_folder(const char *path);
// The next file's name, NUL-terminated, at most 256 bytes with it: 1 = written or new, 2 = gone from its name, 3 = some were missed
// (no name), 0 = nothing now. `buffer` keeps what one read brought: zero it before the first call.
struct hcs_watch_buffer { size_t used, filled; char bytes[4096] __attribute__((aligned(8))); };
int hcs_watch_next(int watch, struct hcs_watch_buffer *buffer, char *name);

// --- Sockets ---

// Unix stream sockets named by a folder descriptor and a file name: sun_path ends at 107 bytes, state roots do not.
int hcs_unix_listen(int directory, const char *name, int backlog);
int hcs_unix_connect(int directory, const char *name);
int hcs_unix_accept(int listener);                            // neither call nor result blocks
int hcs_socket_pair(int *first, int *second);
int hcs_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid);

// --- Streams ---

int hcs_pipe(int *read_end, int *write_end);                  // pipe2 with O_CLOEXEC

// What a descriptor is: 0 closed or O_PATH, 1 pipe or socket (may enter a container), 2 the host's /dev/null, 3 a terminal,
// 4 anything else (must be pumped).
int hcs_descriptor_kind(int descriptor);
// Shared with the thread that watches a pump.
struct hcs_pump_progress {
    uint64_t moved;   // bytes
    int busy;         // holds bytes it could not write yet
};
// Moves bytes until end of file; splice where the kernel can, read and write elsewhere. Never touches O_NONBLOCK. When nobody
// reads `to` any more it goes on reading, so that the writer does not block. Returns 0 at end of file.
int hcs_pump(int from, int to, struct hcs_pump_progress *progress);
void hcs_pump_look(const struct hcs_pump_progress *progress, uint64_t *moved, int *busy);
// write(2) that answers EPIPE without the signal, whatever the program does with SIGPIPE.
ssize_t hcs_write_quietly(int descriptor, const void *bytes, size_t count);
// write(2) until all of it is written, quietly; waits where somebody has made the descriptor non-blocking.
int hcs_write_all(int descriptor, const void *_Nullable bytes, size_t count);
int hcs_pending_bytes(int descriptor);                        // FIONREAD
// Full raw mode, every flag of the terminal kept in `saved` (a struct termios) for hcs_terminal_restore; exit and fatal
// signals restore it too. `viewing`: only output is raw, and nothing is echoed. `again`: after a stop, when somebody else has
// set the terminal.
int hcs_terminal_raw(int descriptor, int viewing, void *saved, size_t size);
int hcs_terminal_raw_again(int descriptor, int viewing);
int hcs_terminal_restore(int descriptor, const void *saved);
size_t hcs_terminal_state_size(void);
int hcs_terminal_size(int descriptor, uint16_t *width, uint16_t *height);

// What `make release` wrote into the program: KEY=VALUE lines; empty in any other build. Returns the length.
#define HCS_BUILD_SIZE 512
int hcs_build_information(char *text, int size);

#pragma clang assume_nonnull end
