// The tables' types. The tables themselves, document_tables.c, are generated from HCSSchema.
#pragma once
#include "hcs_json_stream.h"

typedef struct hcs_node hcs_node;

enum hcs_type { HCS_TEXT, HCS_FLAG, HCS_INTEGER, HCS_DOCUMENT, HCS_LIST, HCS_TUPLE, HCS_MAP, HCS_ANY, HCS_IGNORED };
enum hcs_text { HCS_FREE, HCS_FILLED, HCS_PATH, HCS_LINE, HCS_CHOICE, HCS_HOST_NAME, HCS_COMMAND_LINE, HCS_TIMESTAMP };
enum hcs_keys { HCS_VARIABLES, HCS_INTEGERS };

struct hcs_node {
    uint8_t type;
    // Of a text.
    uint8_t text;
    bool may_be_empty, one_line, ignores_case;
    // Of an integer.
    bool is_signed, allows_zero;
    // Of the keys of a map.
    uint8_t keys;
    // Bytes of a line, items of a list (0: any number) or tuple.
    uint32_t limit;
    int64_t minimum;
    uint64_t maximum;
    const hcs_json_document *document;
    const hcs_node *item;
    // NULL ends it.
    const char *const *choices;
};

typedef struct {
    const char *name;
    uint16_t length;
    bool required;
    hcs_node node;
} hcs_field;

typedef struct {
    // Bits by field.
    uint64_t when_set, when_unset;
    uint8_t field;
    uint8_t severity;
    const char *message;
} hcs_rule;

struct hcs_json_document {
    const char *name;
    const hcs_field *fields;
    uint32_t field_count, rule_count;
    const hcs_rule *rules;
    uint64_t required;
    // Keys that no other document one can ask for has at its top: they tell what a document is.
    uint64_t telling;
};

extern const hcs_json_document *const hcs_documents[];
