// A finding's pointer leads, by another way, to where it says it is.
#include "fuzz.h"

static const uint8_t *end;

static const uint8_t *blanks(const uint8_t *p)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) p++;
    return p;
}

static const uint8_t *string_end(const uint8_t *p)
{
    for (p++; p < end && *p != '"'; p++)
        if (*p == '\\') p++;
    return p + 1;
}

static const uint8_t *value_end(const uint8_t *p)
{
    int depth = 0;
    do {
        if (*p == '"') {
            p = string_end(p);
            if (depth == 0) return p;
        } else {
            if (*p == '{' || *p == '[') depth++;
            else if (*p == '}' || *p == ']') depth--;
            else if (depth == 0) {
                while (p < end && !strchr(" \n\r\t,]}", *p)) p++;
                return p;
            }
            p++;
        }
    } while (p < end && depth > 0);
    return p;
}

// Whether some member on the way of the pointer reaches over the offset; keys with escapes match anything.
static bool leads(const uint8_t *p, const uint8_t *from, const char *pointer, const char *pointer_end, const uint8_t *place)
{
    p = blanks(p);
    const uint8_t *stop = value_end(p);
    if (place < from || place > stop) return false;
    if (pointer == pointer_end) return true;
    char step[4096];
    size_t length = 0;
    for (pointer++; pointer < pointer_end && *pointer != '/'; pointer++) {
        if (*pointer == '~') step[length++] = *++pointer == '1' ? '/' : '~';
        else step[length++] = *pointer;
    }
    if (*p == '[') {
        unsigned long index = 0, wanted;
        step[length] = 0;
        wanted = strtoul(step, NULL, 10);
        for (p = blanks(p + 1); p < stop && *p != ']'; index++) {
            if (index == wanted && leads(p, p, pointer, pointer_end, place)) return true;
            p = blanks(value_end(p));
            if (*p == ',') p = blanks(p + 1);
        }
    } else if (*p == '{') {
        for (p = blanks(p + 1); p < stop && *p != '}';) {
            const uint8_t *key = p, *text_end = string_end(p);
            p = blanks(blanks(text_end) + 1);
            bool has_escape = memchr(key, '\\', (size_t)(text_end - key)) != NULL;
            bool is_it = has_escape || ((size_t)(text_end - key - 2) == length && memcmp(key + 1, step, length) == 0);
            // A key in another case stands under its own name.
            for (size_t i = 0; !is_it && (size_t)(text_end - key - 2) == length; i++) {
                if (i == length) { is_it = true; break; }
                if ((key[1 + i] | 0x20) != (step[i] | 0x20)) break;
            }
            for (const uint8_t *q = key; q < text_end; q++) is_it = is_it || *q >= 0x80;
            if (is_it && leads(p, key, pointer, pointer_end, place)) return true;
            p = blanks(value_end(p));
            if (*p == ',') p = blanks(p + 1);
        }
        // A key that is not there: the finding is at the object.
        if (pointer == pointer_end) return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    uint8_t *copy = malloc(size + 1);
    memcpy(copy, data, size);
    copy[size] = 0;
    const uint8_t *text = copy;
    size_t length = size;
    hcs_json_options options = options_of(&text, &length);
    options.framing = HCS_JSON_SINGLE;
    found all = {0};
    check(&options, text, length, 0, 0, &all);
    end = text + length;
    if (all.first.message && all.syntax == 0 && all.other == 0
        && !leads(text, text, all.pointer, all.pointer + all.first.pointer_length, text + all.first.offset)) {
        fprintf(stderr, "%.*s", (int)all.length, all.text);
        abort();
    }
    free(all.text);
    free(copy);
    return 0;
}
