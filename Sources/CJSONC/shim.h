// json-c for Swift. Each wrapper says why Swift cannot call the original.
#pragma once
#include <json-c/json.h>
#include <string.h>

// A number is complete only at its terminator, which takes a second call with a NUL: one crossing instead of two.
static inline struct json_object *hcs_json_parse_scalar(struct json_tokener *tokener, const char *text, int length)
{
    struct json_object *value = json_tokener_parse_ex(tokener, text, length);
    if (value == NULL && json_tokener_get_error(tokener) == json_tokener_continue)
        value = json_tokener_parse_ex(tokener, "", 1);
    return value;
}

// json-c has no constructor for text that is JSON already; its user data serializer is one, but takes a C heap copy.
static inline struct json_object *hcs_json_new_raw(const char *text, size_t length)
{
    struct json_object *value = json_object_new_boolean(0);
    char *copy = strndup(text, length);
    if (value != NULL && copy != NULL)
        json_object_set_serializer(value, json_object_userdata_to_json_string, copy, json_object_free_userdata);
    return value;
}

// Swift does not import the flags, which are shifts and casts in macros.
static inline const char *hcs_json_text(struct json_object *value, size_t *length)
{
    return json_object_to_json_string_length(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, length);
}
