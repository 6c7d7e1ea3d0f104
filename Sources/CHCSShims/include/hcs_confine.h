// A program that reads what strangers made, apart from the host.
#pragma once
#include <stdint.h>

#pragma clang assume_nonnull begin

struct hcs_confinement {
    // An empty folder to make the new root on; NULL leaves namespaces and capabilities as they are.
    const char *_Nullable root;
    const char *_Nullable writable;  // a folder, seen as /layer, which is the working directory then
    const char *_Nullable readable;  // a folder, seen as /source, read-only
    uint64_t file_size;              // the largest file it may write
};
// Turns this process, which must have one thread, into the program: in mount, network, IPC and UTS namespaces of its own, where
// only the host's programs and the named folders are, without the capabilities to make devices or mounts, without new
// privileges, and killed when its parent ends. Returns -1 and sets errno, or not at all.
int hcs_execute_confined(const struct hcs_confinement *confinement, const char *path,
                         char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment);

#pragma clang assume_nonnull end
