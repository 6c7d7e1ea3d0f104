#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <json-c/json.h>

#include "stream.h"

enum { default_window = 256 * 1024, default_depth = 128 };

typedef enum { go_on, need_more } progress;

static const hcs_node any_node = {.type = HCS_ANY}, ignored_node = {.type = HCS_IGNORED};

static frame *top(stream *s)
{
    return s->depth ? &s->frames[s->depth - 1] : NULL;
}

static position here(stream *s)
{
    return hcs_position(s, s->base + s->at);
}

// Nothing more is checked.
static void stop(stream *s)
{
    s->mode = mode_over;
    s->statistics.stopped = true;
}

// The value of the open container's child is complete, or was given up.
static void end_value(stream *s, bool is_set)
{
    frame *f = top(s);
    if (!f) {
        if (!s->first_is_over) {
            s->first_is_over = true;
            s->first_end_line = here(s).line;
        }
        return;
    }
    if (f->is_object && f->field >= 0) {
        if (is_set) f->set |= 1ULL << f->field;
        else f->set &= ~(1ULL << f->field);
    }
    f->is_in_child = false;
    f->state = expects_comma;
}

static void pop(stream *s, bool is_set)
{
    frame *f = top(s);
    hcs_forget_keys(s, f->first_key);
    s->depth--;
    frame *parent = top(s);
    s->arena_fill = parent ? parent->key + parent->key_length : 0;
    end_value(s, is_set);
}

// After a syntax error: on to the end of the innermost container, or of the line.
static void recover(stream *s)
{
    if (s->mode == mode_over) return;
    if (s->depth == 0) {
        if (s->is_lines) s->mode = mode_line;
        else stop(s);
        return;
    }
    s->mode = mode_skip;
    s->skip_depth = 1;
    s->skip_in_string = s->skip_escaped = false;
}

static void syntax(stream *s, position at, const char *expected)
{
    uint8_t byte = s->buffer[s->at];
    char found[32];
    if (byte > ' ' && byte < 0x7F) snprintf(found, sizeof found, "\"%c\"", byte);
    else snprintf(found, sizeof found, "the byte 0x%02X", byte);
    snprintf(s->got, sizeof s->got, "%s", found);
    s->expected = expected;
    hcs_report(s, HCS_JSON_SYNTAX, HCS_JSON_ERROR, at, NULL, "expected %s, found %s", expected, found);
    recover(s);
}

static const char *name_of(uint8_t byte)
{
    switch (byte) {
    case '{': return "an object";
    case '[': return "an array";
    case '"': return "a string";
    case 't': case 'f': return "true or false";
    case 'n': return "null";
    default: return "a number";
    }
}

static const char *wanted(const hcs_node *node)
{
    switch (node->type) {
    case HCS_TEXT: return "a string";
    case HCS_FLAG: return "true or false";
    case HCS_INTEGER: return "a whole number";
    case HCS_LIST: case HCS_TUPLE: return "an array";
    default: return "an object";
    }
}

static void wrong_type(stream *s, const hcs_node *node, uint8_t byte)
{
    snprintf(s->got, sizeof s->got, "%s", name_of(byte));
    s->expected = wanted(node);
    hcs_report(s, HCS_JSON_TYPE, HCS_JSON_ERROR, here(s), NULL, "expected %s, found %s", wanted(node), name_of(byte));
}

// Whether a value that begins with the byte can be one of the node's.
static bool fits(const hcs_node *node, uint8_t byte)
{
    switch (node->type) {
    case HCS_TEXT: return byte == '"';
    case HCS_FLAG: return byte == 't' || byte == 'f';
    case HCS_INTEGER: return byte == '-' || (byte >= '0' && byte <= '9');
    case HCS_LIST: case HCS_TUPLE: return byte == '[';
    case HCS_DOCUMENT: case HCS_MAP: return byte == '{';
    default: return true;
    }
}

// What the rules of a document say at its end, or at a null in its place.
static void check_document(stream *s, const hcs_json_document *document, uint64_t seen, uint64_t set, position at,
                           const position *fields)
{
    for (uint32_t i = 0; i < document->field_count; i++) {
        if (!(document->required & ~seen & 1ULL << i)) continue;
        hcs_report(s, HCS_JSON_MISSING_KEY, HCS_JSON_ERROR, at, NULL, "the key \"%s\" is missing",
                   document->fields[i].name);
    }
    for (uint32_t i = 0; i < document->rule_count; i++) {
        const hcs_rule *rule = &document->rules[i];
        if ((set & rule->when_set) != rule->when_set || (set & rule->when_unset)) continue;
        bool is_there = seen & 1ULL << rule->field;
        hcs_report(s, HCS_JSON_RULE, rule->severity, is_there && fields ? fields[rule->field] : at,
                   document->fields[rule->field].name, "%s", rule->message);
    }
}

static void close_container(stream *s)
{
    frame *f = top(s);
    bool is_set = f->count > 0;
    s->at++;
    f->is_in_child = false;
    switch (f->node->type) {
    case HCS_DOCUMENT:
        check_document(s, f->node->document, f->seen, f->set, f->open, f->fields);
        is_set = true;
        break;
    case HCS_LIST:
        if (f->node->limit && f->count > f->node->limit)
            hcs_report(s, HCS_JSON_RANGE, HCS_JSON_ERROR, f->open, NULL, "has %llu items; at most %u are possible",
                       (unsigned long long)f->count, f->node->limit);
        break;
    case HCS_TUPLE:
        if (f->count != f->node->limit)
            hcs_report(s, HCS_JSON_RANGE, f->count < f->node->limit ? HCS_JSON_WARNING : HCS_JSON_ERROR, f->open, NULL,
                       "has %llu items; it has %u", (unsigned long long)f->count, f->node->limit);
        break;
    case HCS_ANY: is_set = true; break;
    }
    pop(s, is_set);
}

static bool open_container(stream *s, const hcs_node *node, uint8_t byte, bool is_documents)
{
    if (s->depth == s->frame_capacity) {
        uint32_t capacity = s->frame_capacity ? s->frame_capacity * 2 : 16;
        frame *frames = realloc(s->frames, capacity * sizeof *frames);
        if (!frames) {
            s->is_out_of_memory = true;
            return false;
        }
        memset(frames + s->frame_capacity, 0, (capacity - s->frame_capacity) * sizeof *frames);
        s->frames = frames;
        s->frame_capacity = capacity;
    }
    position open = here(s);
    frame *f = &s->frames[s->depth++];
    position *fields = f->fields;
    if (!fields && node->type == HCS_DOCUMENT) fields = calloc(64, sizeof *fields);
    *f = (frame){.is_object = byte == '{', .is_documents = is_documents, .state = expects_first, .node = node, .field = -1,
                 .arena = s->arena_fill, .key = s->arena_fill, .first_key = s->keys.count, .open = open, .fields = fields};
    s->at++;
    return true;
}

static bool is_literal_byte(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '-' || byte == '+'
           || byte == '.' || byte == '_';
}

static const hcs_node *child_node(const frame *f)
{
    switch (f->node->type) {
    case HCS_DOCUMENT: return f->field >= 0 ? &f->node->document->fields[f->field].node : &ignored_node;
    case HCS_TUPLE: return f->count > f->node->limit ? &ignored_node : f->node->item;
    case HCS_LIST: case HCS_MAP: return f->node->item;
    case HCS_ANY: return &any_node;
    default: return &ignored_node;
    }
}

static bool begin_long_string(stream *s, bool is_key, bool allows_nul, bool is_over_limit)
{
    s->mode = mode_string;
    s->text = (long_string){.is_key = is_key, .allows_nul = allows_nul, .is_over_limit = is_over_limit, .start = here(s)};
    s->at++;
    return true;
}

static void unclosed(stream *s, position start)
{
    s->expected = "\"";
    hcs_report(s, HCS_JSON_SYNTAX, HCS_JSON_ERROR, start, NULL, "the string is not closed on its line");
    recover(s);
}

// Walks over whole pieces of a string: to its quote, to a line break, or to where the window cuts it.
static const uint8_t *string_end(const stream *s, const uint8_t *p)
{
    const uint8_t *end = s->buffer + s->fill;
    for (;;) {
        p = hcs_plain_end(p);
        size_t left = p < end ? (size_t)(end - p) : 0;
        if (left == 0 || *p == '"' || *p == '\n' || *p == '\r') return left ? p : end;
        if (*p == '\\') {
            if (left < 12 && !s->is_end) return p;
            int unit = p[1] == 'u' ? hcs_unit(p + 2) : -1;
            bool is_high = unit >= 0xD800 && unit < 0xDC00 && p[6] == '\\' && p[7] == 'u';
            int low = is_high ? hcs_unit(p + 8) : -1;
            size_t length = unit < 0 ? 2 : low >= 0xDC00 && low < 0xE000 ? 12 : 6;
            // A line break ends even an escape.
            if (unit < 0 && left > 1 && (p[1] == '\n' || p[1] == '\r')) length = 1;
            p += length < left ? length : left;
        } else if (*p >= 0x80) {
            if (left < 4 && !s->is_end) return p;
            int length = hcs_sequence(p);
            p += length ? length : 1;
        } else {
            p++;
        }
    }
}

static bool is_closed(const stream *s, const uint8_t *p)
{
    return p < s->buffer + s->fill && *p == '"';
}

static bool is_cut(const stream *s, const uint8_t *p)
{
    return !s->is_end && !(p < s->buffer + s->fill && (*p == '"' || *p == '\n' || *p == '\r'));
}

// The string at the current place. What is not closed, too long or not there yet has been dealt with where this is false.
static bool take_string(stream *s, string_token *token, bool is_key, bool allows_nul, progress *result)
{
    const uint8_t *start = s->buffer + s->at + 1, *end = string_end(s, start);
    *result = go_on;
    if ((size_t)(end - start) > longest_token) {
        begin_long_string(s, is_key, allows_nul, false);
        return false;
    }
    if (is_cut(s, end)) {
        *result = need_more;
        return false;
    }
    if (!is_closed(s, end)) {
        position at = here(s);
        s->at = (size_t)(end - s->buffer);
        if (s->at < s->fill) {
            unclosed(s, at);
        } else {
            hcs_report(s, HCS_JSON_END_OF_INPUT, HCS_JSON_ERROR, at, NULL, "the input ends inside a string");
            stop(s);
        }
        return false;
    }
    *token = (string_token){.start = start, .end = end, .offset = s->base + s->at};
    return true;
}

static void duplicate(stream *s, position at, const char *key, size_t length, uint64_t first, bool is_error)
{
    char shown[sizeof s->got];
    snprintf(shown, sizeof shown, "%s", hcs_show(s, key, length));
    s->got[0] = 0;
    hcs_report(s, HCS_JSON_DUPLICATE_KEY, is_error ? HCS_JSON_ERROR : HCS_JSON_WARNING, at, NULL,
               "the key %s is there twice, first at byte %llu", shown, (unsigned long long)first);
}

static int find_field(const hcs_json_document *document, const char *key, size_t length, bool *is_folded)
{
    char folded[128], other[64];
    *is_folded = false;
    for (uint32_t i = 0; i < document->field_count; i++)
        if (document->fields[i].length == length && memcmp(document->fields[i].name, key, length) == 0) return (int)i;
    if (length > sizeof folded) return -1;
    size_t size = hcs_fold(key, length, folded);
    for (uint32_t i = 0; i < document->field_count; i++) {
        if (document->fields[i].length != size) continue;
        hcs_fold(document->fields[i].name, size, other);
        if (memcmp(other, folded, size) != 0) continue;
        *is_folded = true;
        return (int)i;
    }
    return -1;
}

static void unknown_key(stream *s, const hcs_json_document *document, const char *key, size_t length, position at)
{
    if (s->options.lenient) return;
    char folded[64], other[64], shown[sizeof s->got];
    int nearest = 3;
    if (hcs_is_reporting(s) && length <= sizeof folded) {
        size_t size = hcs_fold(key, length, folded);
        // Short keys are near to everything.
        int limit = size < 4 ? 1 : 2;
        for (uint32_t i = 0; i < document->field_count; i++) {
            const hcs_field *field = &document->fields[i];
            hcs_fold(field->name, field->length, other);
            int distance = hcs_distance(folded, size, other, field->length, limit);
            if (distance <= limit && distance < nearest) nearest = distance, s->suggestion = field->name;
        }
    }
    snprintf(shown, sizeof shown, "%s", hcs_show(s, key, length));
    if (s->suggestion)
        hcs_report(s, HCS_JSON_UNKNOWN_KEY, HCS_JSON_ERROR, at, NULL,
                   "%s has no key %s; did you mean \"%s\"?", document->name, shown, s->suggestion);
    else
        hcs_report(s, HCS_JSON_UNKNOWN_KEY, HCS_JSON_ERROR, at, NULL, "%s has no key %s", document->name, shown);
}

static void document_key(stream *s, frame *f, const char *key, size_t length, position at)
{
    const hcs_json_document *document = f->node->document;
    bool is_folded;
    f->field = find_field(document, key, length, &is_folded);
    if (f->field < 0) {
        unknown_key(s, document, key, length, at);
        return;
    }
    const hcs_field *field = &document->fields[f->field];
    uint64_t bit = 1ULL << f->field;
    if (is_folded && !s->options.lenient) {
        char shown[sizeof s->got];
        snprintf(shown, sizeof shown, "%s", hcs_show(s, key, length));
        s->suggestion = field->name;
        hcs_report(s, HCS_JSON_FOLDED_KEY, HCS_JSON_WARNING, at, NULL, "the key %s is written \"%s\"", shown, field->name);
    }
    if ((f->seen & bit) && !s->options.lenient)
        duplicate(s, at, key, length, f->fields ? f->fields[f->field].offset : 0, true);
    else if (f->fields)
        f->fields[f->field] = at;
    f->seen |= bit;
}

static bool is_integer_text(const char *text, size_t length)
{
    const char *end = text + length;
    uint64_t value = 0;
    bool is_negative = length > 0 && *text == '-';
    if (length > 0 && (*text == '-' || *text == '+')) text++;
    if (text == end) return false;
    for (; text < end; text++) {
        if (*text < '0' || *text > '9' || value > (UINT64_MAX - 9) / 10) return false;
        value = value * 10 + (uint64_t)(*text - '0');
    }
    return value <= (uint64_t)INT64_MAX + is_negative;
}

static void map_key(stream *s, frame *f, const char *key, size_t length, position at)
{
    if (f->node->type == HCS_MAP && f->node->keys == HCS_VARIABLES) {
        if (length == 0) hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "a variable needs a name");
        else if (memchr(key, '=', length))
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "the name of a variable cannot hold \"=\"");
        else if (memchr(key, 0, length))
            hcs_report(s, HCS_JSON_NUL, HCS_JSON_ERROR, at, NULL, "the name holds the character U+0000");
    } else if (f->node->type == HCS_MAP && !is_integer_text(key, length)) {
        char shown[sizeof s->got];
        snprintf(shown, sizeof shown, "%s", hcs_show(s, key, length));
        hcs_report(s, HCS_JSON_NUMBER, HCS_JSON_ERROR, at, NULL, "the key %s is not an integer", shown);
    }
    uint64_t first;
    if (f->node->type == HCS_IGNORED || s->options.lenient) return;
    if (hcs_remember_key(s, key, length, at.offset, &first)) duplicate(s, at, key, length, first, f->node->type == HCS_MAP);
}

static progress take_key(stream *s)
{
    frame *f = top(s);
    string_token token;
    progress result;
    if (!take_string(s, &token, true, true, &result)) return result;
    position at = here(s);
    size_t raw = (size_t)(token.end - token.start);
    f->is_in_child = true;
    f->field = -1;
    f->key = f->arena;
    f->key_length = 0;
    f->count++;
    if (!hcs_reserve(s, &s->arena, &s->arena_capacity, f->key + raw + 1)) return go_on;
    memcpy(s->arena + f->key, token.start, raw);
    f->key_length = raw;
    hcs_check_string(s, &token, true);
    const char *key = (const char *)token.start;
    size_t length = raw;
    if (raw > longest_key) {
        f->key_length = 64;
        hcs_report(s, HCS_JSON_LIMIT, HCS_JSON_ERROR, at, NULL, "the key is longer than %d bytes", longest_key);
    } else if (!token.is_faulty) {
        bool needs_json_c = token.has_escape || s->options.everything_through_json_c;
        if (!needs_json_c || hcs_decode(s, &token, &key, &length)) {
            memmove(s->arena + f->key, key, length);
            f->key_length = length;
            key = s->arena + f->key;
            if (f->node->type == HCS_DOCUMENT) document_key(s, f, key, length, at);
            else map_key(s, f, key, length, at);
        }
    }
    f = top(s);
    s->arena_fill = f->key + f->key_length;
    s->at = (size_t)(token.end + 1 - s->buffer);
    f->state = expects_colon;
    return go_on;
}

static bool is_text(const uint8_t *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

static void null_value(stream *s, const hcs_node *node)
{
    frame *f = top(s);
    if (!f) {
        wrong_type(s, node, 'n');
    } else if (f->is_object && f->field >= 0 && f->node->document->fields[f->field].required) {
        const char *name = f->node->document->fields[f->field].name;
        hcs_report(s, HCS_JSON_MISSING_KEY, HCS_JSON_ERROR, here(s), NULL, "the key \"%s\" is null, which is none", name);
    } else if (node->type == HCS_DOCUMENT && f->node->type != HCS_DOCUMENT) {
        // Go makes an empty document of it.
        check_document(s, node->document, 0, 0, here(s), NULL);
    }
}

// A number, true, false, null, or what was meant as one.
static progress take_literal(stream *s, const hcs_node *node)
{
    const uint8_t *start = s->buffer + s->at, *p = start, *end = s->buffer + s->fill;
    while (p < end && is_literal_byte(*p) && p - start <= longest_literal) p++;
    if (p == end && !s->is_end && p - start <= longest_literal) return need_more;
    size_t length = (size_t)(p - start);
    if (length > longest_literal) {
        hcs_report(s, HCS_JSON_LIMIT, HCS_JSON_ERROR, here(s), NULL, "the number is longer than %d bytes", longest_literal);
        s->mode = s->mode == mode_over ? mode_over : mode_literal;
        return go_on;
    }
    bool is_set = true, is_true = is_text(start, length, "true"), is_false = is_text(start, length, "false");
    bool is_null = is_text(start, length, "null");
    const uint8_t *number = hcs_number_end(start);
    bool is_number = number == p;
    if (!is_true && !is_false && !is_null && !is_number) {
        bool is_like_number = (*start >= '0' && *start <= '9') || *start == '-' || *start == '+' || *start == '.';
        s->expected = is_like_number ? "a number of JSON" : "a value";
        hcs_report(s, HCS_JSON_SYNTAX, HCS_JSON_ERROR, here(s), NULL,
                   is_like_number ? "not a number of JSON: digits without leading zeros, a fraction, an exponent"
                                  : "not a value of JSON: true, false, null, a number, or a text in double quotes");
    } else if (is_null) {
        null_value(s, node);
        is_set = false;
    } else if (!fits(node, *start)) {
        wrong_type(s, node, *start);
    } else if (node->type == HCS_INTEGER) {
        is_set = hcs_check_integer(s, node, start, length, here(s));
    } else if (node->type == HCS_FLAG) {
        is_set = is_true;
    }
    if (s->options.everything_through_json_c) hcs_read_any(s, start, length);
    s->at += length;
    end_value(s, is_set);
    return go_on;
}

static progress take_text(stream *s, const hcs_node *node)
{
    string_token token;
    progress result;
    bool allows_nul = node->type != HCS_TEXT;
    if (!take_string(s, &token, false, allows_nul, &result)) {
        if (s->mode == mode_string) {
            if (!fits(node, '"')) wrong_type(s, node, '"');
            else if (node->type == HCS_TEXT && node->text != HCS_FREE && node->text != HCS_FILLED)
                hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, s->text.start, NULL, "is longer than %d bytes", longest_token);
        }
        return result;
    }
    bool is_set = true;
    if (!fits(node, '"')) {
        wrong_type(s, node, '"');
        hcs_check_string(s, &token, true);
    } else if (node->type == HCS_TEXT) {
        is_set = hcs_check_text(s, node, &token);
    } else {
        const char *text;
        size_t length;
        hcs_check_string(s, &token, true);
        if (s->options.everything_through_json_c && !token.is_faulty) hcs_decode(s, &token, &text, &length);
    }
    s->at = (size_t)(token.end + 1 - s->buffer);
    end_value(s, is_set);
    return go_on;
}

static progress take_container(stream *s, const hcs_node *node, uint8_t byte)
{
    if (!fits(node, byte)) {
        wrong_type(s, node, byte);
        node = &ignored_node;
    }
    uint32_t limit = s->options.maximum_depth;
    if (s->depth >= limit) {
        hcs_report(s, HCS_JSON_DEPTH, HCS_JSON_ERROR, here(s), NULL,
                   "nested more than %u deep; what is inside is not checked", limit);
        if (s->mode == mode_over) return go_on;
        s->at++;
        s->mode = mode_skip;
        s->skip_depth = 1;
        s->skip_in_string = s->skip_escaped = false;
        // The skip ends a value, not a frame: bit 63 says so.
        s->skip_depth |= 1ULL << 63;
        return go_on;
    }
    open_container(s, node, byte, false);
    return go_on;
}

// Skips the value if the certifier passes it.
static bool certify(stream *s, const hcs_node *node, uint8_t byte, progress *result)
{
    bool is_container = byte == '{' || byte == '[';
    uint64_t offset = s->base + s->at;
    *result = go_on;
    if (is_container && s->chain_next < s->chain_count && s->chain[s->chain_next] == offset) {
        s->chain_next++;
        return false;
    }
    const uint8_t *start = s->buffer + s->at;
    const uint8_t *end = hcs_certify(&s->certifier, node, start, s->buffer + s->fill, s->options.maximum_depth - s->depth);
    // In a container the certifier looks at what follows a scalar itself.
    if (end && (is_container || byte == '"' || !is_literal_byte(*end))) {
        s->at = (size_t)(end - s->buffer);
        s->statistics.certified++;
        end_value(s, s->certifier.is_set);
        return true;
    }
    if (!is_container) return false;
    // Most of it is in the window: the rest may follow. What is larger is looked at piece by piece.
    if (s->certifier.truncated && !s->is_end && s->at > 0 && s->fill - s->at <= s->capacity / 2) {
        *result = need_more;
        return false;
    }
    s->chain_count = s->certifier.open;
    s->chain_next = 1;
    for (uint32_t i = 0; i < s->chain_count; i++) s->chain[i] = s->base + (uint64_t)(s->certifier.chain[i] - s->buffer);
    return false;
}

static progress take_value(stream *s, const hcs_node *node)
{
    uint8_t byte = s->buffer[s->at];
    progress result;
    if (!s->options.everything_through_json_c) {
        if (certify(s, node, byte, &result)) return go_on;
        if (result == need_more) return need_more;
    }
    if (byte == '"') return take_text(s, node);
    if (byte == '{' || byte == '[') return take_container(s, node, byte);
    if (is_literal_byte(byte)) return take_literal(s, node);
    syntax(s, here(s), "a value");
    return go_on;
}

// What the document at the current place is, by the first key that only one kind has.
static const hcs_json_document *guess(const stream *s, progress *result)
{
    const uint8_t *start = s->buffer + s->at, *end = s->buffer + s->fill, *p = start + 1;
    uint32_t depth = 1;
    bool is_key = true;
    *result = go_on;
    if (*start != '{') return hcs_documents[0];
    while (p < end && p - start < longest_guess) {
        uint8_t byte = *p++;
        if (byte == '{' || byte == '[') depth++;
        else if ((byte == '}' || byte == ']') && --depth == 0) return hcs_documents[0];
        else if (byte == ',' && depth == 1) is_key = true;
        if (byte != '"') continue;
        const uint8_t *text = p;
        while (p < end && *p != '"' && *p != '\n') p += *p == '\\' ? 2 : 1;
        if (p >= end) break;
        if (is_key && depth == 1) {
            for (int kind = 0; hcs_documents[kind]; kind++) {
                const hcs_json_document *document = hcs_documents[kind];
                for (uint32_t i = 0; i < document->field_count; i++)
                    if ((document->telling & 1ULL << i) && document->fields[i].length == p - text
                        && memcmp(document->fields[i].name, text, (size_t)(p - text)) == 0) return document;
            }
        }
        is_key = false;
        p++;
    }
    if (p - start < longest_guess && !s->is_end) *result = need_more;
    return hcs_documents[0];
}

static progress begin_document(stream *s)
{
    progress result = go_on;
    const hcs_json_document *document = s->options.document;
    if (!document && (document = guess(s, &result), result == need_more)) return need_more;
    s->statistics.documents++;
    s->root = (hcs_node){.type = HCS_DOCUMENT, .document = document};
    s->keys_exhausted = false;
    return go_on;
}

static progress at_top(stream *s)
{
    uint8_t byte = s->buffer[s->at];
    if (s->first_is_over && s->options.framing == HCS_JSON_SINGLE) {
        hcs_report(s, HCS_JSON_SYNTAX, HCS_JSON_ERROR, here(s), NULL, "text after the end of the document");
        stop(s);
        return go_on;
    }
    if (s->first_is_over && !s->is_lines && s->first_end_line == 1 && s->statistics.documents == 1
        && here(s).line > 1) s->is_lines = true;
    if (byte == '[' && s->options.framing != HCS_JSON_SINGLE) {
        open_container(s, &any_node, byte, true);
        return go_on;
    }
    if (begin_document(s) == need_more) return need_more;
    progress result = take_value(s, &s->root);
    if (result == need_more) s->statistics.documents--;
    return result;
}

static progress begin_child(stream *s, frame *f)
{
    uint64_t count = f->count;
    if (!f->is_object) {
        if (f->is_documents && begin_document(s) == need_more) return need_more;
        f->is_in_child = true;
        f->count++;
    }
    progress result = take_value(s, f->is_documents ? &s->root : child_node(f));
    if (result == need_more && (f = top(s))->state != expects_comma && !f->is_object) {
        f->count = count;
        f->is_in_child = false;
        if (f->is_documents) s->statistics.documents--;
    }
    return result;
}

static progress in_container(stream *s, frame *f)
{
    uint8_t byte = s->buffer[s->at], closing = f->is_object ? '}' : ']';
    switch (f->state) {
    case expects_first:
        if (byte == closing) {
            close_container(s);
            return go_on;
        }
        if (!f->is_object) return begin_child(s, f);
        if (byte == '"') return take_key(s);
        syntax(s, here(s), "a key in double quotes or \"}\"");
        return go_on;
    case expects_key:
        if (!f->is_object) return begin_child(s, f);
        if (byte == '"') return take_key(s);
        syntax(s, here(s), "a key in double quotes");
        return go_on;
    case expects_colon:
        if (byte != ':') {
            syntax(s, here(s), "\":\"");
            return go_on;
        }
        s->at++;
        f->state = expects_value;
        return go_on;
    case expects_value: return begin_child(s, f);
    case expects_comma:
        if (byte == closing) {
            close_container(s);
        } else if (byte == ',') {
            s->at++;
            f->state = expects_key;
        } else {
            syntax(s, here(s), f->is_object ? "\",\" or \"}\"" : "\",\" or \"]\"");
        }
        return go_on;
    }
    return go_on;
}

// Ends every open container without a further look: their document is over.
static void abandon(stream *s)
{
    while (s->depth > 0) {
        frame *f = top(s);
        if (f->is_documents) break;
        pop(s, true);
    }
}

static void skip(stream *s)
{
    const uint64_t value_only = 1ULL << 63;
    while (s->at < s->fill) {
        uint8_t byte = s->buffer[s->at++];
        if (byte == '\n') {
            s->skip_in_string = s->skip_escaped = false;
            if (s->is_lines && !(s->skip_depth & value_only)) {
                s->mode = mode_normal;
                abandon(s);
                return;
            }
        } else if (s->skip_in_string) {
            if (s->skip_escaped) s->skip_escaped = false;
            else if (byte == '\\') s->skip_escaped = true;
            else if (byte == '"') s->skip_in_string = false;
        } else if (byte == '"') {
            s->skip_in_string = true;
        } else if (byte == '{' || byte == '[') {
            s->skip_depth++;
        } else if (byte == '}' || byte == ']') {
            s->skip_depth--;
            if (s->skip_depth == 0 || s->skip_depth == value_only) {
                s->mode = mode_normal;
                if (s->skip_depth == 0) pop(s, true);
                else end_value(s, true);
                return;
            }
        }
    }
}

static void skip_line(stream *s)
{
    uint8_t *newline = memchr(s->buffer + s->at, '\n', s->fill - s->at);
    s->at = newline ? (size_t)(newline + 1 - s->buffer) : s->fill;
    if (!newline) return;
    s->mode = mode_normal;
    s->first_is_over = true;
}

// One piece of a long string; more is needed when it does not end here.
static progress in_string(stream *s)
{
    long_string *text = &s->text;
    const uint8_t *start = s->buffer + s->at, *end = string_end(s, start);
    text->token.start = start;
    text->token.end = end;
    text->token.offset = s->base + s->at - 1;
    hcs_check_string(s, &text->token, text->allows_nul);
    if (s->mode == mode_over) return go_on;
    s->at = (size_t)(end - s->buffer);
    if (is_cut(s, end)) return need_more;
    s->mode = mode_normal;
    if (!is_closed(s, end)) {
        if (s->at < s->fill) {
            unclosed(s, text->start);
        } else {
            hcs_report(s, HCS_JSON_END_OF_INPUT, HCS_JSON_ERROR, text->start, NULL, "the input ends inside a string");
            stop(s);
        }
        return go_on;
    }
    s->at++;
    if (!text->is_key) {
        end_value(s, true);
        return go_on;
    }
    frame *f = top(s);
    f->is_in_child = true;
    f->field = -1;
    f->key = f->arena;
    f->key_length = 0;
    f->count++;
    f->state = expects_colon;
    hcs_report(s, HCS_JSON_LIMIT, HCS_JSON_ERROR, text->start, NULL, "the key is longer than %d bytes", longest_key);
    return go_on;
}

static void in_literal(stream *s)
{
    while (s->at < s->fill && is_literal_byte(s->buffer[s->at])) s->at++;
    if (s->at == s->fill && !s->is_end) return;
    s->mode = mode_normal;
    end_value(s, true);
}

// Byte order marks. False if more bytes are needed.
static bool start(stream *s)
{
    const uint8_t *p = s->buffer;
    if (s->fill < 3 && !s->is_end) return false;
    s->is_started = true;
    if (s->fill >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        hcs_report(s, HCS_JSON_ENCODING, HCS_JSON_ERROR, s->mark, NULL,
                   "the input starts with a byte order mark; save it without one");
        s->at = 3;
    } else if (s->fill >= 2 && (memcmp(p, "\xFE\xFF", 2) == 0 || memcmp(p, "\xFF\xFE", 2) == 0)) {
        hcs_report(s, HCS_JSON_ENCODING, HCS_JSON_ERROR, s->mark, NULL, "the input is UTF-16; save it as UTF-8");
        stop(s);
    }
    return true;
}

// Works through the window until it is used up, or more is needed.
static void run(stream *s)
{
    memset(s->buffer + s->fill, 0, HCS_PADDING);
    if (!s->is_started && !start(s)) return;
    for (;;) {
        if (s->is_out_of_memory || s->mode == mode_over) return;
        if (s->mode == mode_normal) {
            s->at = (size_t)(hcs_blank_end(s->buffer + s->at) - s->buffer);
            if (s->at >= s->fill) {
                s->at = s->fill;
                return;
            }
            frame *f = top(s);
            if ((f ? in_container(s, f) : at_top(s)) == need_more) return;
            continue;
        }
        if (s->at == s->fill && !s->is_end) return;
        switch (s->mode) {
        case mode_skip: skip(s); break;
        case mode_line: skip_line(s); break;
        case mode_string:
            if (in_string(s) == need_more) return;
            break;
        case mode_literal: in_literal(s); break;
        default: break;
        }
        if (s->at == s->fill && (s->mode == mode_skip || s->mode == mode_line || s->mode == mode_literal)) return;
    }
}

static int work(stream *s)
{
    locale_t before = s->locale ? uselocale(s->locale) : (locale_t)0;
    run(s);
    // The window's first part is done with; a token that fills it needs a larger one.
    if (s->mode == mode_over) s->fill = s->at = 0;
    else if (s->at > 0) hcs_forget_before(s, s->at);
    if (s->fill == s->capacity && !s->is_end) {
        size_t capacity = s->capacity * 2;
        uint8_t *larger = realloc(s->buffer, capacity + HCS_PADDING);
        if (larger) {
            s->buffer = larger;
            s->capacity = capacity;
        } else {
            s->is_out_of_memory = true;
        }
    }
    if (s->locale) uselocale(before);
    if (s->is_out_of_memory) {
        errno = ENOMEM;
        return -1;
    }
    return s->mode == mode_over;
}

hcs_json_stream *hcs_json_stream_new(const hcs_json_options *options, hcs_json_on_finding finding, void *context)
{
    stream *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->options = *options;
    if (s->options.maximum_depth == 0) s->options.maximum_depth = default_depth;
    s->capacity = options->window ? options->window : default_window;
    s->on_finding = finding;
    s->context = context;
    s->is_lines = options->framing == HCS_JSON_LINES;
    s->base_mark = s->mark = (position){.line = 1, .column = 1};
    s->buffer = malloc(s->capacity + HCS_PADDING);
    // json-c makes a locale of its own a call; in the C locale that costs next to nothing.
    s->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!s->buffer) {
        hcs_json_stream_free(s);
        errno = ENOMEM;
        return NULL;
    }
    return s;
}

void *hcs_json_stream_space(hcs_json_stream *s, size_t *size)
{
    *size = s->capacity - s->fill;
    return s->buffer + s->fill;
}

int hcs_json_stream_filled(hcs_json_stream *s, size_t length)
{
    if (s->mode == mode_over) return 1;
    s->fill += length;
    s->statistics.bytes += length;
    // A full window, so that the work done does not depend on how the input arrives.
    return s->fill == s->capacity ? work(s) : 0;
}

int hcs_json_stream_feed(hcs_json_stream *s, const void *bytes, size_t length)
{
    const uint8_t *p = bytes;
    while (length > 0) {
        size_t space, part;
        void *to = hcs_json_stream_space(s, &space);
        part = length < space ? length : space;
        memcpy(to, p, part);
        int result = hcs_json_stream_filled(s, part);
        if (result != 0) return result;
        p += part;
        length -= part;
    }
    return 0;
}

int hcs_json_stream_finish(hcs_json_stream *s)
{
    if (s->is_end) return s->mode == mode_over;
    s->is_end = true;
    int result = work(s);
    if (result != 0) return result;
    position end = s->mark;
    if (s->depth > 0) {
        frame *f = top(s);
        hcs_report(s, HCS_JSON_END_OF_INPUT, HCS_JSON_ERROR, end, NULL,
                   "the input ends inside %s that begins at line %llu, column %llu", f->is_object ? "an object" : "an array",
                   (unsigned long long)f->open.line, (unsigned long long)f->open.column);
    } else if (!s->first_is_over && s->options.framing != HCS_JSON_LINES) {
        hcs_report(s, HCS_JSON_END_OF_INPUT, HCS_JSON_ERROR, end, NULL, "the input is empty");
    }
    return s->mode == mode_over;
}

void hcs_json_stream_statistics(const hcs_json_stream *s, hcs_json_statistics *statistics)
{
    *statistics = s->statistics;
}

void hcs_json_stream_free(hcs_json_stream *s)
{
    if (!s) return;
    for (uint32_t i = 0; i < s->frame_capacity; i++) free(s->frames[i].fields);
    free(s->frames);
    free(s->arena);
    free(s->keys.keys);
    free(s->keys.slots);
    free(s->pointer);
    free(s->repaired);
    free(s->buffer);
    if (s->decoded) json_object_put(s->decoded);
    if (s->tokener) json_tokener_free(s->tokener);
    if (s->locale) freelocale(s->locale);
    free(s);
}

const hcs_json_document *hcs_json_document_named(const char *name)
{
    for (int i = 0; hcs_documents[i]; i++)
        if (strcmp(hcs_documents[i]->name, name) == 0) return hcs_documents[i];
    return NULL;
}

const char *hcs_json_document_name(const hcs_json_document *document)
{
    return document->name;
}

const hcs_json_document *hcs_json_document_of(const void *bytes, size_t length)
{
    progress result;
    const hcs_json_document *document = NULL;
    stream s = {.buffer = calloc(1, length + HCS_PADDING), .fill = length, .is_end = true};
    if (!s.buffer) return NULL;
    memcpy(s.buffer, bytes, length);
    s.at = (size_t)(hcs_blank_end(s.buffer) - s.buffer);
    document = guess(&s, &result);
    free(s.buffer);
    return document;
}

bool hcs_json_certifies(const hcs_json_document *document, const void *bytes, size_t length)
{
    uint8_t *copy = calloc(1, length + HCS_PADDING);
    if (!copy) return false;
    memcpy(copy, bytes, length);
    hcs_certifier certifier;
    hcs_node node = {.type = HCS_DOCUMENT, .document = document};
    const uint8_t *end = hcs_certify(&certifier, &node, hcs_blank_end(copy), copy + length, default_depth);
    bool passes = end && hcs_blank_end(end) == copy + length;
    free(copy);
    return passes;
}
