// The parts of a stream, shared by its files.
#pragma once
#include <locale.h>

#include "certifier.h"
#include "lexer.h"
#include "schema.h"

struct json_tokener;
struct json_object;

typedef hcs_json_stream stream;

typedef struct {
    uint64_t offset, line, column;
} position;

enum {
    // A longer string is checked piece by piece and never whole in memory; nothing that has a rule may be that long.
    longest_token = 192 * 1024,
    longest_key = 64 * 1024,
    longest_literal = 1024,
    // How far a document's kind is looked for.
    longest_guess = 64 * 1024,
    // Keys of open objects that are remembered, 24 bytes each.
    most_keys_remembered = 1 << 20,
};

typedef enum { expects_first, expects_key, expects_colon, expects_value, expects_comma } frame_state;

// An open object or array.
typedef struct {
    bool is_object;
    // Whether a key was read, or an item begun, whose value is not complete: it is part of the pointer.
    bool is_in_child;
    // An array of documents at the top.
    bool is_documents;
    frame_state state;
    const hcs_node *node;
    // Bits by field, for a document.
    uint64_t seen, set;
    // Of the current key; -1 if it is none of the document's.
    int field;
    // Items or members begun.
    uint64_t count;
    // Where its keys go in the arena, and the current one.
    size_t arena, key, key_length;
    // Keys remembered before this object was opened.
    uint32_t first_key;
    position open;
    // Where the keys of a document's fields are; made when first needed, kept for the next frame in this place.
    position *fields;
} frame;

typedef struct {
    uint64_t hash, offset;
} remembered_key;

typedef struct {
    remembered_key *keys;
    uint32_t *slots;
    uint32_t count, capacity, slot_count;
    uint64_t seed;
} key_set;

// A string in the window: its text between the quotes.
typedef struct {
    const uint8_t *start, *end;
    uint64_t offset;
    // It cannot be decoded, and that was reported.
    bool is_faulty;
    bool has_escape, holds_nul;
    // One finding a kind: encoding, escape, surrogate, control character.
    bool reported[4];
} string_token;

typedef enum { mode_normal, mode_skip, mode_line, mode_string, mode_literal, mode_over } stream_mode;

// A string that is too long to be held whole.
typedef struct {
    bool is_key, allows_nul, is_over_limit;
    string_token token;
    position start;
} long_string;

struct hcs_json_stream {
    hcs_json_options options;
    hcs_json_on_finding on_finding;
    void *context;
    hcs_json_statistics statistics;

    // The window: `fill` bytes and the padding. `base` is the offset of its first byte.
    uint8_t *buffer;
    size_t capacity, fill, at;
    uint64_t base;
    bool is_end, is_started, is_out_of_memory;

    stream_mode mode;
    // While skipping: brackets to close, and whether inside a string.
    uint64_t skip_depth;
    bool skip_in_string, skip_escaped;
    long_string text;

    frame *frames;
    uint32_t depth, frame_capacity;
    char *arena;
    size_t arena_fill, arena_capacity;
    key_set keys;
    bool keys_exhausted;

    hcs_node root;
    // The top level: documents begun, whether lines separate them, where the first has ended.
    bool is_lines, first_is_over;
    uint64_t first_end_line;

    hcs_certifier certifier;
    uint64_t chain[HCS_CERTIFIER_DEPTH];
    uint32_t chain_count, chain_next;

    // Of the window's first byte, and of a byte after it.
    position base_mark, mark;

    char *pointer;
    size_t pointer_capacity, pointer_length;
    char message[1024], got[128];
    const char *expected, *suggestion;

    locale_t locale;
    struct json_tokener *tokener;
    struct json_object *decoded;
    char *repaired;
    size_t repaired_capacity;
};

// findings.c
position hcs_position(stream *s, uint64_t offset);
void hcs_forget_before(stream *s, size_t index);
// Passes a finding on. `field` is added to the pointer unless NULL; `message` and the rest are formatted first.
__attribute__((format(printf, 6, 7))) void hcs_report(stream *s, hcs_json_code code, hcs_json_severity severity,
                                                      position at, const char *field, const char *format, ...);
// Whether the next finding is passed on: otherwise its text need not be made.
bool hcs_is_reporting(const stream *s);
// The text, cut and in quotes, into `got`; returns it.
const char *hcs_show(stream *s, const char *text, size_t length);
bool hcs_reserve(stream *s, void *memory, size_t *capacity, size_t needed);

// keys.c
// Whether the key was added to the object opened last before; where, into `first`.
bool hcs_remember_key(stream *s, const char *key, size_t length, uint64_t offset, uint64_t *first);
void hcs_forget_keys(stream *s, uint32_t count);

// values.c
// Reports what is wrong inside a string.
void hcs_check_string(stream *s, string_token *token, bool allows_nul);
// The string's text, as json-c has it.
bool hcs_decode(stream *s, const string_token *token, const char **text, size_t *length);
// Checks a text against its node; the result is whether it counts as set.
bool hcs_check_text(stream *s, const hcs_node *node, string_token *token);
// Checks an integer, whose text begins at `text`.
bool hcs_check_integer(stream *s, const hcs_node *node, const uint8_t *text, size_t length, position at);
// json-c reads a scalar of which nothing is known.
void hcs_read_any(stream *s, const uint8_t *text, size_t length);
