// The keys of all open objects, in one open-addressing table over a list: an object's keys are the list's last when it is
// closed, and taking away what was added last never breaks another's probe.
#include <stdlib.h>
#include <sys/random.h>

#include "stream.h"

static uint32_t slot_of(const key_set *set, uint32_t index)
{
    uint32_t slot = (uint32_t)set->keys[index].hash & (set->slot_count - 1);
    while (set->slots[slot] != index + 1) slot = (slot + 1) & (set->slot_count - 1);
    return slot;
}

static void put(key_set *set, uint32_t index)
{
    uint32_t slot = (uint32_t)set->keys[index].hash & (set->slot_count - 1);
    while (set->slots[slot]) slot = (slot + 1) & (set->slot_count - 1);
    set->slots[slot] = index + 1;
}

static bool grow(stream *s)
{
    key_set *set = &s->keys;
    uint32_t capacity = set->capacity ? set->capacity * 2 : 64;
    remembered_key *keys = realloc(set->keys, capacity * sizeof *keys);
    if (keys) set->keys = keys;
    free(set->slots);
    set->slots = calloc((size_t)capacity * 2, sizeof *set->slots);
    if (!keys || !set->slots) {
        s->is_out_of_memory = true;
        set->slot_count = set->count = 0;
        return false;
    }
    // Nobody who writes a document may choose where its keys collide.
    if (set->seed == 0 && getrandom(&set->seed, sizeof set->seed, GRND_NONBLOCK) < 0) set->seed = (uintptr_t)s;
    set->capacity = capacity;
    set->slot_count = capacity * 2;
    for (uint32_t i = 0; i < set->count; i++) put(set, i);
    return true;
}

bool hcs_remember_key(stream *s, const char *key, size_t length, uint64_t offset, uint64_t *first)
{
    key_set *set = &s->keys;
    if (set->count == most_keys_remembered) {
        if (!s->keys_exhausted)
            hcs_report(s, HCS_JSON_LIMIT, HCS_JSON_WARNING, hcs_position(s, offset), NULL,
                       "more than %d keys: the rest is not checked for duplicates", most_keys_remembered);
        s->keys_exhausted = true;
        return false;
    }
    if (set->count == set->capacity && !grow(s)) return false;
    const frame *f = &s->frames[s->depth - 1];
    uint64_t hash = hcs_hash(key, length, set->seed + s->depth);
    for (uint32_t slot = (uint32_t)hash & (set->slot_count - 1); set->slots[slot];
         slot = (slot + 1) & (set->slot_count - 1)) {
        uint32_t index = set->slots[slot] - 1;
        if (set->keys[index].hash == hash && index >= f->first_key) {
            *first = set->keys[index].offset;
            return true;
        }
    }
    set->keys[set->count] = (remembered_key){hash, offset};
    put(set, set->count++);
    return false;
}

void hcs_forget_keys(stream *s, uint32_t count)
{
    key_set *set = &s->keys;
    while (set->count > count) {
        set->slots[slot_of(set, set->count - 1)] = 0;
        set->count--;
    }
}
