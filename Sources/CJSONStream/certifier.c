#include "certifier.h"

#include "lexer.h"

// Keys of one object that are compared with each other; more are for the walker.
enum { most_keys = 64 };

static const uint8_t *value(hcs_certifier *c, const hcs_node *node, const uint8_t *p);

static const uint8_t *fail(hcs_certifier *c, const uint8_t *p)
{
    if (p >= c->end) c->truncated = true;
    return NULL;
}

// The closing quote of the string whose text begins at `p`. `is_plain` is set if it holds no escape.
static inline const uint8_t *string(hcs_certifier *c, const uint8_t *p, bool *is_plain)
{
    *is_plain = true;
    for (;;) {
        p = hcs_plain_end(p);
        if (*p == '"') return p < c->end ? p : fail(c, p);
        if (*p >= 0x80) {
            int length = hcs_sequence(p);
            // A sequence that the window cuts looks like a bad one.
            if (length == 0) return fail(c, c->end - p < 4 ? c->end : p);
            p += length;
        } else if (*p == '\\') {
            *is_plain = false;
            switch (p[1]) {
            case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': p += 2; break;
            case 'u': {
                if (c->end - p < 12) return fail(c, c->end);
                int unit = hcs_unit(p + 2);
                if (unit <= 0) return NULL;
                p += 6;
                if ((unit & 0xF800) == 0xD800) {
                    int low = p[0] == '\\' && p[1] == 'u' ? hcs_unit(p + 2) : -1;
                    if (unit >= 0xDC00 || low < 0 || (low & 0xFC00) != 0xDC00) return NULL;
                    p += 6;
                }
                break;
            }
            default: return fail(c, p + 1);
            }
        } else {
            return fail(c, p);
        }
    }
}

static bool is_simple_command(const uint8_t *p, const uint8_t *end, bool *filled)
{
    *filled = false;
    for (; p < end; p++) {
        uint8_t lower = *p | 0x20;
        if ((lower >= 'a' && lower <= 'z') || (*p >= '0' && *p <= '9') || memchr("/.-_=:,+@%", *p, 10)) *filled = true;
        else if (*p != ' ') return false;
    }
    return true;
}

static const uint8_t *text(hcs_certifier *c, const hcs_node *node, const uint8_t *p)
{
    if (*p != '"') return fail(c, p);
    const uint8_t *start = p + 1;
    bool is_plain;
    const uint8_t *end = string(c, start, &is_plain);
    if (!end) return NULL;
    size_t length = (size_t)(end - start);
    c->is_set = length > 0;
    switch (node->text) {
    case HCS_FREE: break;
    case HCS_FILLED:
        if (length == 0) return NULL;
        break;
    case HCS_PATH:
        if (length == 0 ? !node->may_be_empty : *start != '/' || length > 4095 || (node->one_line && !is_plain))
            return NULL;
        break;
    case HCS_LINE:
        if (length > node->limit || !is_plain) return NULL;
        break;
    case HCS_CHOICE: {
        if (length == 0) {
            if (!node->may_be_empty) return NULL;
            break;
        }
        const char *const *choice = node->choices;
        while (*choice && (strlen(*choice) != length || memcmp(*choice, start, length) != 0)) choice++;
        if (!*choice) return NULL;
        break;
    }
    case HCS_HOST_NAME:
        if (length > 0 && !hcs_is_host_name((const char *)start, length)) return NULL;
        break;
    case HCS_COMMAND_LINE:
        if (length > 131072 || !is_simple_command(start, end, &c->is_set)) return NULL;
        break;
    case HCS_TIMESTAMP:
        if (!hcs_is_timestamp((const char *)start, length)) return NULL;
        break;
    }
    return end + 1;
}

static inline const uint8_t *integer(hcs_certifier *c, const hcs_node *node, const uint8_t *p)
{
    bool is_negative = *p == '-';
    const uint8_t *start = p += is_negative;
    uint64_t number = 0;
    while (*p >= '0' && *p <= '9' && p - start < 18) number = number * 10 + (*p++ - '0');
    if (p == start || p >= c->end) return fail(c, p);
    if ((*start == '0' && p - start > 1) || p - start == 18 || *p == '.' || (*p | 0x20) == 'e') return NULL;
    c->is_set = number != 0;
    if (is_negative) {
        if (!node->is_signed) return NULL;
        if (number == 0) return p;
        return -(int64_t)number < node->minimum ? NULL : p;
    }
    if (number == 0 && node->allows_zero) return p;
    if (number > node->maximum || (node->minimum > 0 && number < (uint64_t)node->minimum)) return NULL;
    return p;
}

static const uint8_t *literal(hcs_certifier *c, const uint8_t *p, const char *word, size_t length)
{
    if (memcmp(p, word, length) == 0 && p + length <= c->end) return p + length;
    return fail(c, (size_t)(c->end - p) < length ? c->end : p);
}

static const uint8_t *flag(hcs_certifier *c, const uint8_t *p)
{
    c->is_set = *p == 't';
    return *p == 't' ? literal(c, p, "true", 4) : literal(c, p, "false", 5);
}

static inline bool enter(hcs_certifier *c, const uint8_t *p)
{
    if (c->depth == 0 || c->open == HCS_CERTIFIER_DEPTH) return false;
    c->depth--;
    c->chain[c->open++] = p;
    return true;
}

static inline const uint8_t *leave(hcs_certifier *c, const uint8_t *p)
{
    c->depth++;
    c->open--;
    return p;
}

static const uint8_t *list(hcs_certifier *c, const hcs_node *node, const hcs_node *item, const uint8_t *p)
{
    if (*p != '[') return fail(c, p);
    if (!enter(c, p)) return NULL;
    uint32_t count = 0;
    p = hcs_blank_end(p + 1);
    if (*p == ']' && p < c->end) {
        if (node->type == HCS_TUPLE && node->limit != 0) return NULL;
        c->is_set = node->type == HCS_ANY;
        return leave(c, p + 1);
    }
    for (;;) {
        if (!(p = value(c, item, p))) return NULL;
        count++;
        p = hcs_blank_end(p);
        if (p >= c->end) return fail(c, p);
        if (*p == ']') break;
        if (*p != ',') return NULL;
        p = hcs_blank_end(p + 1);
    }
    if (node->limit != 0 && (node->type == HCS_TUPLE ? count != node->limit : count > node->limit)) return NULL;
    c->is_set = true;
    return leave(c, p + 1);
}

static inline uint32_t key_hash(const uint8_t *p, const uint8_t *end)
{
    uint64_t hash = (uint64_t)(end - p), word;
    for (; end - p >= 8; p += 8) hash = (hash ^ hcs_word(p)) * 0x9E3779B97F4A7C15ULL, hash ^= hash >> 32;
    word = hcs_word(p);
    if (end > p) hash = (hash ^ (word & (~0ULL >> (64 - 8 * (end - p))))) * 0x9E3779B97F4A7C15ULL;
    return (uint32_t)(hash >> 32);
}

// An object whose keys are data: all different, and good names if they are variables.
static const uint8_t *map(hcs_certifier *c, const hcs_node *node, const hcs_node *item, const uint8_t *p)
{
    if (*p != '{') return fail(c, p);
    if (!enter(c, p)) return NULL;
    uint32_t hashes[most_keys], count = 0;
    bool checks_names = node->type == HCS_MAP, checks_keys = node->type != HCS_IGNORED;
    p = hcs_blank_end(p + 1);
    if (*p == '}' && p < c->end) {
        c->is_set = node->type == HCS_ANY;
        return leave(c, p + 1);
    }
    for (;;) {
        if (*p != '"') return fail(c, p);
        const uint8_t *start = p + 1, *end;
        bool is_plain;
        if (!(end = string(c, start, &is_plain))) return NULL;
        if (end - start > 4096) return NULL;
        if (checks_names) {
            if (node->keys != HCS_VARIABLES || end == start || memchr(start, '=', (size_t)(end - start))) return NULL;
        }
        if (checks_keys) {
            if (!is_plain || count == most_keys) return NULL;
            uint32_t hash = key_hash(start, end);
            for (uint32_t i = 0; i < count; i++)
                if (hashes[i] == hash) return NULL;
            hashes[count++] = hash;
        }
        p = hcs_blank_end(end + 1);
        if (*p != ':') return fail(c, p);
        p = hcs_blank_end(p + 1);
        if (!(p = value(c, item, p))) return NULL;
        p = hcs_blank_end(p);
        if (p >= c->end) return fail(c, p);
        if (*p == '}') break;
        if (*p != ',') return NULL;
        p = hcs_blank_end(p + 1);
    }
    c->is_set = true;
    return leave(c, p + 1);
}

static const uint8_t *document(hcs_certifier *c, const hcs_json_document *document, const uint8_t *p)
{
    if (*p != '{') return fail(c, p);
    if (!enter(c, p)) return NULL;
    uint64_t seen = 0, set = 0;
    uint32_t next = 0;
    p = hcs_blank_end(p + 1);
    if (*p == '}' && p < c->end) goto end;
    for (;;) {
        if (*p != '"') return fail(c, p);
        const hcs_field *field = &document->fields[next];
        // Mostly the fields come in hcsshim's order, some left out.
        if (next >= document->field_count || memcmp(p + 1, field->name, field->length) != 0
            || p[1 + field->length] != '"') {
            uint32_t i = 0, count = document->field_count;
            for (field = document->fields; i < count; i++, field++)
                if (p[1 + field->length] == '"' && memcmp(p + 1, field->name, field->length) == 0) break;
            if (i == count) return fail(c, c->end - p < HCS_PADDING ? c->end : p);
            next = i;
        }
        uint64_t bit = 1ULL << next;
        if (seen & bit) return NULL;
        seen |= bit;
        next++;
        p += field->length + 2;
        if (p >= c->end) return fail(c, p);
        p = hcs_blank_end(p);
        if (*p != ':') return fail(c, p);
        p = hcs_blank_end(p + 1);
        if (!(p = value(c, &field->node, p))) return NULL;
        if (c->is_set) set |= bit;
        p = hcs_blank_end(p);
        if (p >= c->end) return fail(c, p);
        if (*p == '}') break;
        if (*p != ',') return NULL;
        p = hcs_blank_end(p + 1);
    }
end:
    if ((document->required & seen) != document->required) return NULL;
    for (uint32_t i = 0; i < document->rule_count; i++) {
        const hcs_rule *rule = &document->rules[i];
        if ((set & rule->when_set) == rule->when_set && (set & rule->when_unset) == 0) return NULL;
    }
    c->is_set = true;
    return leave(c, p + 1);
}

static const uint8_t *any(hcs_certifier *c, const hcs_node *node, const uint8_t *p)
{
    c->is_set = true;
    switch (*p) {
    case '{': return map(c, node, node, p);
    case '[': return list(c, node, node, p);
    case '"': {
        bool is_plain;
        const uint8_t *end = string(c, p + 1, &is_plain);
        return end ? end + 1 : NULL;
    }
    case 't': return literal(c, p, "true", 4);
    case 'f': return literal(c, p, "false", 5);
    case 'n': c->is_set = false; return literal(c, p, "null", 4);
    default: {
        const uint8_t *end = hcs_number_end(p);
        if (!end) return fail(c, c->end - p < 32 ? c->end : p);
        if (end - p > 1024) return NULL;
        return end < c->end ? end : fail(c, end);
    }
    }
}

static const uint8_t *value(hcs_certifier *c, const hcs_node *node, const uint8_t *p)
{
    switch (node->type) {
    case HCS_TEXT: return text(c, node, p);
    case HCS_FLAG: return flag(c, p);
    case HCS_INTEGER: return integer(c, node, p);
    case HCS_DOCUMENT: return document(c, node->document, p);
    case HCS_LIST:
    case HCS_TUPLE: return list(c, node, node->item, p);
    case HCS_MAP: return map(c, node, node->item, p);
    default: return any(c, node, p);
    }
}

const uint8_t *hcs_certify(hcs_certifier *c, const hcs_node *node, const uint8_t *p, const uint8_t *end, uint32_t depth)
{
    c->end = end;
    c->depth = depth;
    c->truncated = false;
    c->open = 0;
    return value(c, node, p);
}
