// What the fuzz targets share: the findings of a text as one text.
#pragma once
#include <hcs_json_stream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *text;
    size_t length, capacity;
    // Findings that say the text is no JSON, and those of kinds that other parsers do not have.
    unsigned syntax, other;
    // The first one of a document's content.
    hcs_json_finding first;
    char pointer[4096];
} found;

static inline int note(void *context, const hcs_json_finding *f)
{
    found *all = (found *)context;
    size_t needed = all->length + f->pointer_length + strlen(f->message) + 1024;
    if (needed > all->capacity) {
        all->capacity = needed * 2;
        all->text = (char *)realloc(all->text, all->capacity);
    }
    int length = snprintf(all->text + all->length, all->capacity - all->length, "%d %d %llu %llu %llu:%llu %.*s %s|%s|%s|%s\n",
                          f->code, f->severity, (unsigned long long)f->document, (unsigned long long)f->offset,
                          (unsigned long long)f->line, (unsigned long long)f->column, (int)f->pointer_length, f->pointer,
                          f->message, f->got ? f->got : "", f->expected ? f->expected : "",
                          f->suggestion ? f->suggestion : "");
    all->length += (size_t)length;
    switch (f->code) {
    case HCS_JSON_SYNTAX: case HCS_JSON_END_OF_INPUT: case HCS_JSON_ENCODING: case HCS_JSON_CONTROL_CHARACTER:
    case HCS_JSON_ESCAPE: all->syntax++; break;
    case HCS_JSON_DEPTH: case HCS_JSON_LIMIT: case HCS_JSON_SURROGATE: all->other++; break;
    default:
        if (!all->first.message && f->pointer_length < sizeof all->pointer) {
            all->first = *f;
            memcpy(all->pointer, f->pointer, f->pointer_length);
        }
    }
    return 0;
}

// Checks a text in parts of up to `part` bytes; 0 is all at once.
static inline hcs_json_statistics check(const hcs_json_options *options, const uint8_t *data, size_t size, size_t part,
                                        unsigned seed, found *all)
{
    hcs_json_statistics statistics;
    hcs_json_stream *stream = hcs_json_stream_new(options, note, all);
    if (!stream) abort();
    while (size > 0) {
        size_t length = size;
        if (part > 0) {
            seed = seed * 1103515245 + 12345;
            length = 1 + (seed >> 16) % part;
            if (length > size) length = size;
        }
        if (hcs_json_stream_feed(stream, data, length) != 0) break;
        data += length;
        size -= length;
    }
    hcs_json_stream_finish(stream);
    hcs_json_stream_statistics(stream, &statistics);
    hcs_json_stream_free(stream);
    return statistics;
}

static inline hcs_json_options options_of(const uint8_t **data, size_t *size)
{
    static const char *const kinds[] = {"ContainerConfig", "ProcessConfig", "ComputeSystemQuery",
                                        "ResourceModificationRequestResponse", "ContainerProperties", NULL};
    uint8_t choice = *size > 0 ? **data : 0;
    hcs_json_options options = {0};
    options.framing = (hcs_json_framing)(choice % 3);
    options.lenient = (choice & 64) != 0;
    options.strict = (choice & 128) != 0;
    const char *kind = kinds[choice / 3 % 6];
    if (kind) options.document = hcs_json_document_named(kind);
    if (*size > 0) ++*data, --*size;
    return options;
}

static inline void same(const found *a, const found *b)
{
    if (a->length == b->length && memcmp(a->text ? a->text : "", b->text ? b->text : "", a->length) == 0) return;
    fprintf(stderr, "--- one\n%.*s--- other\n%.*s", (int)a->length, a->text ? a->text : "", (int)b->length,
            b->text ? b->text : "");
    abort();
}
