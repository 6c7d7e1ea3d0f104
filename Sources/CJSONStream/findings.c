#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "stream.h"

// Plain loops: the compiler makes vectors of them.
static uint64_t count_newlines(const uint8_t *p, const uint8_t *end)
{
    uint64_t count = 0;
    for (; p < end; p++) count += *p == '\n';
    return count;
}

static uint64_t count_characters(const uint8_t *p, const uint8_t *end)
{
    uint64_t count = 0;
    for (; p < end; p++) count += (int8_t)*p > (int8_t)0xBF;
    return count;
}

static void advance(position *mark, const uint8_t *p, const uint8_t *end)
{
    const uint8_t *last = end > p ? memrchr(p, '\n', (size_t)(end - p)) : NULL;
    mark->offset += (uint64_t)(end - p);
    if (last) {
        mark->line += count_newlines(p, end);
        mark->column = 1;
        p = last + 1;
    }
    mark->column += count_characters(p, end);
}

position hcs_position(stream *s, uint64_t offset)
{
    if (offset < s->mark.offset) s->mark = s->base_mark;
    advance(&s->mark, s->buffer + (s->mark.offset - s->base), s->buffer + (offset - s->base));
    return s->mark;
}

void hcs_forget_before(stream *s, size_t index)
{
    position next = hcs_position(s, s->base + index);
    s->base_mark = next;
    s->mark = next;
    s->base += index;
    s->fill -= index;
    memmove(s->buffer, s->buffer + index, s->fill);
    s->at -= index;
}

bool hcs_reserve(stream *s, void *memory, size_t *capacity, size_t needed)
{
    if (needed <= *capacity) return true;
    size_t size = needed + needed / 2 + 64;
    void **pointer = memory, *larger = realloc(*pointer, size);
    if (!larger) {
        s->is_out_of_memory = true;
        return false;
    }
    *pointer = larger;
    *capacity = size;
    return true;
}

static void append_step(stream *s, const char *step, size_t length)
{
    if (!hcs_reserve(s, &s->pointer, &s->pointer_capacity, s->pointer_length + 2 * length + 1)) return;
    s->pointer[s->pointer_length++] = '/';
    for (size_t i = 0; i < length; i++) {
        if (step[i] == '~' || step[i] == '/') {
            s->pointer[s->pointer_length++] = '~';
            s->pointer[s->pointer_length++] = step[i] == '~' ? '0' : '1';
        } else {
            s->pointer[s->pointer_length++] = step[i];
        }
    }
}

static void make_pointer(stream *s, const char *field)
{
    char number[24];
    s->pointer_length = 0;
    for (uint32_t i = 0; i < s->depth; i++) {
        const frame *f = &s->frames[i];
        if (!f->is_in_child) break;
        if (!f->is_object) {
            int length = snprintf(number, sizeof number, "%llu", (unsigned long long)f->count - 1);
            append_step(s, number, (size_t)length);
        } else if (f->field >= 0) {
            const hcs_field *known = &f->node->document->fields[f->field];
            append_step(s, known->name, known->length);
        } else {
            append_step(s, s->arena + f->key, f->key_length);
        }
    }
    if (field) append_step(s, field, strlen(field));
}

bool hcs_is_reporting(const stream *s)
{
    uint64_t limit = s->options.maximum_findings;
    return limit == 0 || s->statistics.errors + s->statistics.warnings < limit;
}

const char *hcs_show(stream *s, const char *text, size_t length)
{
    size_t shown = length;
    if (shown > 60) {
        // Not in the middle of a character.
        for (shown = 60; shown > 56 && ((uint8_t)text[shown] & 0xC0) == 0x80; shown--) continue;
    }
    size_t end = 0;
    s->got[end++] = '"';
    for (size_t i = 0; i < shown; i++)
        if (text[i]) s->got[end++] = text[i];
    if (shown < length) end += (size_t)snprintf(s->got + end, 8, "…");
    s->got[end++] = '"';
    s->got[end] = 0;
    return s->got;
}

void hcs_report(stream *s, hcs_json_code code, hcs_json_severity severity, position at, const char *field,
                const char *format, ...)
{
    if (s->mode == mode_over) return;
    if (s->options.strict) severity = HCS_JSON_ERROR;
    bool is_reporting = hcs_is_reporting(s);
    if (severity == HCS_JSON_ERROR) s->statistics.errors++;
    else s->statistics.warnings++;
    if (is_reporting) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(s->message, sizeof s->message, format, arguments);
        va_end(arguments);
        make_pointer(s, field);
        hcs_json_finding finding = {
            .code = code, .severity = severity, .document = s->statistics.documents, .offset = at.offset,
            .line = at.line, .column = at.column, .pointer = s->pointer ? s->pointer : "",
            .pointer_length = s->pointer_length, .message = s->message, .got = s->got[0] ? s->got : NULL,
            .expected = s->expected, .suggestion = s->suggestion,
        };
        if (s->on_finding && s->on_finding(s->context, &finding)) {
            s->mode = mode_over;
            s->statistics.stopped = true;
        }
    }
    s->got[0] = 0;
    s->expected = s->suggestion = NULL;
}
