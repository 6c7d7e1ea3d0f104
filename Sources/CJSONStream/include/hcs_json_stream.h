// Streaming validation of HCS documents, in bounded memory.
//
// A certifier skips what it proves to be without findings; everything else is walked token by token, and each value that
// is checked or reported there is read by json-c. Findings do not depend on how the input is cut into chunks, nor on the
// size of the window. One stream belongs to one thread; streams are independent of each other.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hcs_json_stream hcs_json_stream;

// What a document must be; one for each name of HCSSchema's tables.
typedef struct hcs_json_document hcs_json_document;

// The document of that name, or NULL.
const hcs_json_document *hcs_json_document_named(const char *name);

// What the document that a text begins with is, by its first key that no other kind has.
const hcs_json_document *hcs_json_document_of(const void *bytes, size_t length);

// hcsshim's name of a document.
const char *hcs_json_document_name(const hcs_json_document *document);

typedef enum {
    // One document, and nothing after it.
    HCS_JSON_SINGLE,
    // Any number of documents one after the other, or one array of them; once the first document has ended on the first
    // line, lines are where a broken document ends.
    HCS_JSON_STREAM,
    // The same, with lines from the start; no document at all is fine.
    HCS_JSON_LINES,
} hcs_json_framing;

typedef enum {
    HCS_JSON_SYNTAX,
    HCS_JSON_END_OF_INPUT,
    HCS_JSON_DEPTH,
    HCS_JSON_ENCODING,
    HCS_JSON_CONTROL_CHARACTER,
    HCS_JSON_ESCAPE,
    HCS_JSON_SURROGATE,
    HCS_JSON_LIMIT,
    HCS_JSON_TYPE,
    HCS_JSON_NUMBER,
    HCS_JSON_RANGE,
    HCS_JSON_VALUE,
    HCS_JSON_NUL,
    HCS_JSON_MISSING_KEY,
    HCS_JSON_UNKNOWN_KEY,
    HCS_JSON_DUPLICATE_KEY,
    HCS_JSON_FOLDED_KEY,
    HCS_JSON_RULE,
} hcs_json_code;

typedef enum { HCS_JSON_WARNING, HCS_JSON_ERROR } hcs_json_severity;

typedef struct {
    hcs_json_code code;
    hcs_json_severity severity;
    // From 1; 0 before the first.
    uint64_t document;
    // Bytes before it; line and column (in characters) count from 1.
    uint64_t offset, line, column;
    // RFC 6901; valid during the call only, and not NUL-terminated where a key holds U+0000.
    const char *pointer;
    size_t pointer_length;
    // What is wrong; may hold text of the input, cut, so escape it before it is printed.
    const char *message;
    // What was found and what was expected, and the key that was probably meant; NULL where there is none.
    const char *got, *expected, *suggestion;
} hcs_json_finding;

// Nonzero stops the stream.
typedef int (*hcs_json_on_finding)(void *context, const hcs_json_finding *finding);

typedef struct {
    // NULL: each document's keys decide.
    const hcs_json_document *document;
    hcs_json_framing framing;
    // No certifier: json-c reads every value.
    bool everything_through_json_c;
    // As Go reads: unknown and duplicate keys are ignored, keys match in any case, bad UTF-8 is a warning.
    bool lenient;
    // Every warning is an error.
    bool strict;
    // 0 is the default: 128.
    uint32_t maximum_depth;
    // Findings beyond this are counted, not passed on; 0 is no limit.
    uint64_t maximum_findings;
    // Bytes read at a time; 0 is the default: 256 KiB. Grows for a longer token.
    size_t window;
} hcs_json_options;

typedef struct {
    uint64_t bytes, documents, errors, warnings;
    // Scalars that json-c has read.
    uint64_t read_by_json_c;
    // Values that the certifier has passed.
    uint64_t certified;
    // Nothing after the last finding was checked.
    bool stopped;
} hcs_json_statistics;

// NULL with errno on lack of memory.
hcs_json_stream *hcs_json_stream_new(const hcs_json_options *options, hcs_json_on_finding finding, void *context);

// 0; 1 if the stream is over (stopped); -1 with errno on lack of memory.
int hcs_json_stream_feed(hcs_json_stream *stream, const void *bytes, size_t length);

// Space to read into in place of feeding, and how much was read. Never 0 bytes.
void *hcs_json_stream_space(hcs_json_stream *stream, size_t *size);
int hcs_json_stream_filled(hcs_json_stream *stream, size_t length);

// Says that the input ends.
int hcs_json_stream_finish(hcs_json_stream *stream);

void hcs_json_stream_statistics(const hcs_json_stream *stream, hcs_json_statistics *statistics);
void hcs_json_stream_free(hcs_json_stream *stream);

// Whether the certifier passes the whole text as one document: for tests. The text is copied.
bool hcs_json_certifies(const hcs_json_document *document, const void *bytes, size_t length);
