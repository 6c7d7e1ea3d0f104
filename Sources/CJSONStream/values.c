// What json-c reads: every value that is checked or shown.
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>

#include "stream.h"

// The scalar's value, which belongs to the stream until the next one.
static struct json_object *read_scalar(stream *s, const char *text, size_t length)
{
    if (s->decoded) json_object_put(s->decoded);
    s->decoded = NULL;
    if (!s->tokener) {
        s->tokener = json_tokener_new_ex(2);
        if (!s->tokener) {
            s->is_out_of_memory = true;
            return NULL;
        }
        json_tokener_set_flags(s->tokener, JSON_TOKENER_STRICT);
    }
    s->statistics.read_by_json_c++;
    s->decoded = json_tokener_parse_ex(s->tokener, text, (int)length);
    // A number is complete only at its terminator.
    if (!s->decoded && json_tokener_get_error(s->tokener) == json_tokener_continue)
        s->decoded = json_tokener_parse_ex(s->tokener, "", 1);
    // A reset keeps half a surrogate pair.
    if (json_tokener_get_error(s->tokener) != json_tokener_success) {
        json_tokener_free(s->tokener);
        s->tokener = NULL;
    }
    return s->decoded;
}

void hcs_read_any(stream *s, const uint8_t *text, size_t length)
{
    read_scalar(s, (const char *)text, length);
}

static size_t put_scalar(char *p, uint32_t scalar)
{
    if (scalar < 0x10000) {
        p[0] = (char)(0xE0 | scalar >> 12);
        p[1] = (char)(0x80 | (scalar >> 6 & 0x3F));
        p[2] = (char)(0x80 | (scalar & 0x3F));
        return 3;
    }
    p[0] = (char)(0xF0 | scalar >> 18);
    p[1] = (char)(0x80 | (scalar >> 12 & 0x3F));
    p[2] = (char)(0x80 | (scalar >> 6 & 0x3F));
    p[3] = (char)(0x80 | (scalar & 0x3F));
    return 4;
}

// The string with surrogate escapes as characters: before 0.19 json-c takes some pairs for two lone ones.
static bool repair(stream *s, const uint8_t *p, const uint8_t *end, size_t *length)
{
    if (!hcs_reserve(s, &s->repaired, &s->repaired_capacity, (size_t)(end - p))) return false;
    char *out = s->repaired;
    while (p < end) {
        int unit = p[0] == '\\' && p[1] == 'u' ? hcs_unit(p + 2) : -1;
        if (unit >= 0 && (unit & 0xF800) == 0xD800) {
            int low = unit < 0xDC00 && p[6] == '\\' && p[7] == 'u' ? hcs_unit(p + 8) : -1;
            bool is_pair = low >= 0 && (low & 0xFC00) == 0xDC00;
            out += put_scalar(out, is_pair ? 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(low - 0xDC00)
                                           : 0xFFFD);
            p += is_pair ? 12 : 6;
        } else if (*p == '\\') {
            *out++ = (char)*p++;
            *out++ = (char)*p++;
        } else {
            *out++ = (char)*p++;
        }
    }
    *length = (size_t)(out - s->repaired);
    return true;
}

bool hcs_decode(stream *s, const string_token *token, const char **text, size_t *length)
{
    const char *source = (const char *)token->start - 1;
    size_t size = (size_t)(token->end - token->start) + 2;
    if (token->has_escape) {
        if (!repair(s, token->start - 1, token->end + 1, &size)) return false;
        source = s->repaired;
    }
    struct json_object *value = read_scalar(s, source, size);
    if (!value || !json_object_is_type(value, json_type_string)) {
        hcs_report(s, HCS_JSON_SYNTAX, HCS_JSON_ERROR, hcs_position(s, token->offset), NULL, "json-c cannot read this text");
        return false;
    }
    *text = json_object_get_string(value);
    *length = (size_t)json_object_get_string_len(value);
    return true;
}

void hcs_check_string(stream *s, string_token *token, bool allows_nul)
{
    const uint8_t *p = token->start;
    hcs_json_severity encoding = s->options.lenient ? HCS_JSON_WARNING : HCS_JSON_ERROR;
    while (p < token->end) {
        p = hcs_plain_end(p);
        if (p >= token->end) break;
        position at = {0};
        bool is_first = false;
        if (*p >= 0x80) {
            int length = hcs_sequence(p);
            if (length > 0) {
                p += length;
                continue;
            }
            is_first = !token->reported[0];
            token->reported[0] = token->is_faulty = true;
            if (is_first) {
                at = hcs_position(s, token->offset + 1 + (uint64_t)(p - token->start));
                hcs_report(s, HCS_JSON_ENCODING, encoding, at, NULL, "the byte 0x%02X is not UTF-8", *p);
            }
            p++;
        } else if (*p == '\\') {
            int unit = p[1] == 'u' ? hcs_unit(p + 2) : -1;
            token->has_escape = true;
            if (p[1] == 'u' ? unit < 0 : !memchr("\"\\/bfnrt", p[1], 8)) {
                if (!token->reported[1]) {
                    at = hcs_position(s, token->offset + 1 + (uint64_t)(p - token->start));
                    s->expected = "\\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits";
                    hcs_report(s, HCS_JSON_ESCAPE, HCS_JSON_ERROR, at, NULL, "the backslash begins no escape of JSON");
                }
                token->reported[1] = token->is_faulty = true;
                p += 2;
            } else if (unit >= 0 && (unit & 0xF800) == 0xD800) {
                int low = unit < 0xDC00 && p[6] == '\\' && p[7] == 'u' ? hcs_unit(p + 8) : -1;
                if (low >= 0 && (low & 0xFC00) == 0xDC00) {
                    p += 12;
                    continue;
                }
                if (!token->reported[2]) {
                    at = hcs_position(s, token->offset + 1 + (uint64_t)(p - token->start));
                    hcs_report(s, HCS_JSON_SURROGATE, HCS_JSON_WARNING, at, NULL,
                               "half of a surrogate pair: it is read as U+FFFD");
                }
                token->reported[2] = true;
                p += 6;
            } else {
                if (unit == 0) {
                    if (!token->holds_nul && !allows_nul) {
                        at = hcs_position(s, token->offset + 1 + (uint64_t)(p - token->start));
                        hcs_report(s, HCS_JSON_NUL, HCS_JSON_ERROR, at, NULL, "holds the character U+0000");
                    }
                    token->holds_nul = true;
                }
                p += unit >= 0 ? 6 : 2;
            }
        } else {
            if (!token->reported[3]) {
                at = hcs_position(s, token->offset + 1 + (uint64_t)(p - token->start));
                hcs_report(s, HCS_JSON_CONTROL_CHARACTER, HCS_JSON_ERROR, at, NULL,
                           "the control character 0x%02X must be written as an escape", *p);
            }
            token->reported[3] = token->is_faulty = true;
            p++;
        }
    }
}

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char x = a[i] >= 'A' && a[i] <= 'Z' ? (char)(a[i] | 0x20) : a[i];
        char y = b[i] >= 'A' && b[i] <= 'Z' ? (char)(b[i] | 0x20) : b[i];
        if (x != y) return false;
    }
    return true;
}

// The choices as `"a", "b" or left out`.
static void list_choices(const hcs_node *node, char *text, size_t size)
{
    size_t end = 0;
    text[0] = 0;
    for (const char *const *choice = node->choices; *choice; choice++) {
        const char *before = choice == node->choices ? "" : choice[1] || node->may_be_empty ? ", " : " or ";
        int length = snprintf(text + end, size - end, "%s\"%s\"", before, *choice);
        if (length < 0 || (size_t)length >= size - end) return;
        end += (size_t)length;
    }
    if (node->may_be_empty) snprintf(text + end, size - end, " or left out");
}

static void check_choice(stream *s, const hcs_node *node, const char *text, size_t length, position at)
{
    char choices[512], folded[64];
    int nearest = 3;
    if (length == 0 && node->may_be_empty) return;
    for (const char *const *choice = node->choices; *choice; choice++) {
        size_t size = strlen(*choice);
        if (size == length && (memcmp(*choice, text, size) == 0
                               || (node->ignores_case && same_letters(*choice, text, size)))) return;
        if (!hcs_is_reporting(s) || length > sizeof folded) continue;
        char other[64];
        int distance = hcs_distance(folded, hcs_fold(text, length, folded), other, hcs_fold(*choice, size, other), 2);
        if (distance < nearest) nearest = distance, s->suggestion = *choice;
    }
    list_choices(node, choices, sizeof choices);
    const char *shown = hcs_show(s, text, length);
    char copy[128];
    snprintf(copy, sizeof copy, "%s", shown);
    s->expected = choices;
    hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "is %s; it is %s", copy, choices);
}

static void check_path(stream *s, const hcs_node *node, const char *text, size_t length, position at)
{
    if (length == 0 && node->may_be_empty) return;
    s->expected = "an absolute Linux path";
    if (length == 0 || text[0] != '/') {
        bool is_windows = length > 2 && ((text[1] == ':' && (text[2] == '\\' || text[2] == '/'))
                                         || (text[0] == '\\' && text[1] == '\\'));
        if (length > 0) hcs_show(s, text, length);
        hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL,
                   is_windows ? "must be an absolute path of Linux; this is a path of Windows"
                              : "must be an absolute path");
    } else if (length > 4095) {
        hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "is a path of %zu bytes; at most 4095 are possible",
                   length);
    } else if (node->one_line && memchr(text, '\n', length)) {
        hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "holds a newline");
    }
    s->expected = NULL;
}

bool hcs_check_text(stream *s, const hcs_node *node, string_token *token)
{
    const char *text;
    size_t length;
    bool is_set = token->end > token->start;
    hcs_check_string(s, token, false);
    bool is_plain = node->text == HCS_FREE && !s->options.everything_through_json_c;
    if (token->is_faulty || is_plain || !hcs_decode(s, token, &text, &length)) return is_set;
    // A text that ends early has one fault, not two.
    if (token->holds_nul) return is_set;
    position at = hcs_position(s, token->offset);
    switch (node->text) {
    case HCS_FREE: break;
    case HCS_FILLED:
        if (length == 0) hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "is empty");
        break;
    case HCS_PATH: check_path(s, node, text, length, at); break;
    case HCS_LINE:
        if (length > node->limit)
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "has %zu bytes; at most %u are possible", length,
                       node->limit);
        else if (memchr(text, '\n', length) || memchr(text, '\r', length))
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "holds a line break");
        break;
    case HCS_CHOICE: check_choice(s, node, text, length, at); break;
    case HCS_HOST_NAME:
        if (length > 0 && !hcs_is_host_name(text, length)) {
            hcs_show(s, text, length);
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL,
                       "is no host name: at most 64 letters, digits, hyphens and dots, no part of it over 63, and no "
                       "hyphen at the ends of a part");
        }
        break;
    case HCS_TIMESTAMP:
        if (!hcs_is_timestamp(text, length)) {
            hcs_show(s, text, length);
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "is no RFC 3339 time such as 2016-08-09T21:49:12Z");
        }
        break;
    case HCS_COMMAND_LINE: {
        char fault[256];
        if (length > 131072)
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "has %zu bytes; at most 131072 are possible", length);
        else if (hcs_command_line_fault(text, length, fault, sizeof fault, &is_set))
            hcs_report(s, HCS_JSON_VALUE, HCS_JSON_ERROR, at, NULL, "%s", fault);
        break;
    }
    }
    return is_set;
}

static void describe_range(const hcs_node *node, char *text, size_t size)
{
    const char *zero = node->allows_zero && node->minimum > 0 ? ", or 0" : "";
    snprintf(text, size, "%lld to %llu%s", (long long)node->minimum, (unsigned long long)node->maximum, zero);
}

bool hcs_check_integer(stream *s, const hcs_node *node, const uint8_t *text, size_t length, position at)
{
    char range[64], shown[64];
    snprintf(shown, sizeof shown, "%.*s%s", length > 40 ? 40 : (int)length, (const char *)text, length > 40 ? "…" : "");
    describe_range(node, range, sizeof range);
    struct json_object *value = read_scalar(s, (const char *)text, length);
    bool is_negative = text[0] == '-', is_zero_with_sign = length == 2 && is_negative && text[1] == '0';
    bool is_whole = value && json_object_is_type(value, json_type_int) && !memchr(text, '.', length)
                    && !memchr(text, 'e', length) && !memchr(text, 'E', length);
    s->expected = range;
    if (!is_whole || (is_zero_with_sign && !node->is_signed)) {
        snprintf(s->got, sizeof s->got, "%s", shown);
        hcs_report(s, HCS_JSON_NUMBER, HCS_JSON_ERROR, at, NULL, "is %s; it is a whole number%s, %s", shown,
                   is_whole ? " without a sign" : ", without fraction and exponent", range);
        return true;
    }
    bool fits;
    uint64_t number = 0;
    if (is_negative) {
        int64_t smaller = json_object_get_int64(value);
        // json-c saturates; only the text tells the smallest number from a smaller one.
        fits = smaller >= node->minimum && (smaller != INT64_MIN || (length == 20 && memcmp(text, "-9223372036854775808", 20) == 0));
        number = (uint64_t)smaller;
    } else {
        number = json_object_get_uint64(value);
        fits = number <= node->maximum
               && (number != UINT64_MAX || (length == 20 && memcmp(text, "18446744073709551615", 20) == 0))
               && (node->minimum <= 0 || number >= (uint64_t)node->minimum || (number == 0 && node->allows_zero));
    }
    if (!fits) {
        snprintf(s->got, sizeof s->got, "%s", shown);
        hcs_report(s, HCS_JSON_RANGE, HCS_JSON_ERROR, at, NULL, "is %s; it is %s", shown, range);
    }
    s->expected = NULL;
    return number != 0;
}
