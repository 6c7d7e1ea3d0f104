#include "lexer.h"

#include <stdio.h>

int hcs_unit(const uint8_t *digits)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hcs_hex(digits[i]);
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

int hcs_sequence(const uint8_t *p)
{
    if (p[0] < 0xC2) return 0;
    if (!is_continuation(p[1])) return 0;
    if (p[0] < 0xE0) return 2;
    if (!is_continuation(p[2])) return 0;
    if (p[0] < 0xF0) {
        // Not overlong, not a surrogate.
        if (p[0] == 0xE0 && p[1] < 0xA0) return 0;
        if (p[0] == 0xED && p[1] > 0x9F) return 0;
        return 3;
    }
    if (p[0] > 0xF4 || !is_continuation(p[3])) return 0;
    if (p[0] == 0xF0 && p[1] < 0x90) return 0;
    if (p[0] == 0xF4 && p[1] > 0x8F) return 0;
    return 4;
}

static inline bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

const uint8_t *hcs_number_end(const uint8_t *p)
{
    if (*p == '-') p++;
    if (!is_digit(*p)) return NULL;
    if (*p == '0') p++;
    else
        while (is_digit(*p)) p++;
    if (*p == '.') {
        p++;
        if (!is_digit(*p)) return NULL;
        while (is_digit(*p)) p++;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        if (*p == '+' || *p == '-') p++;
        if (!is_digit(*p)) return NULL;
        while (is_digit(*p)) p++;
    }
    return p;
}

static bool is_alphanumeric(uint8_t byte)
{
    return is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

bool hcs_is_host_name(const char *text, size_t length)
{
    size_t label = 0;
    if (length == 0 || length > 64) return false;
    for (size_t i = 0; i <= length; i++) {
        if (i == length || text[i] == '.') {
            if (label == 0 || label > 63 || text[i - 1] == '-') return false;
            label = 0;
        } else if (is_alphanumeric((uint8_t)text[i]) || (text[i] == '-' && label > 0)) {
            label++;
        } else {
            return false;
        }
    }
    return true;
}

// A number of so many digits, or -1.
static int digits(const char **text, const char *end, int count)
{
    int value = 0;
    if (end - *text < count) return -1;
    for (int i = 0; i < count; i++) {
        if (!is_digit((uint8_t)(*text)[i])) return -1;
        value = value * 10 + (*text)[i] - '0';
    }
    *text += count;
    return value;
}

static bool take(const char **text, const char *end, char character)
{
    if (*text == end || **text != character) return false;
    ++*text;
    return true;
}

bool hcs_is_timestamp(const char *text, size_t length)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const char *end = text + length;
    int year = digits(&text, end, 4), month, day, hour, minute, second;
    if (year < 0 || !take(&text, end, '-') || (month = digits(&text, end, 2)) < 1 || month > 12) return false;
    if (!take(&text, end, '-') || (day = digits(&text, end, 2)) < 1) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > lengths[month - 1] + (month == 2 && leap)) return false;
    if (!take(&text, end, 'T') || (hour = digits(&text, end, 2)) < 0 || hour > 23) return false;
    if (!take(&text, end, ':') || (minute = digits(&text, end, 2)) < 0 || minute > 59) return false;
    if (!take(&text, end, ':') || (second = digits(&text, end, 2)) < 0 || second > 59) return false;
    if (take(&text, end, '.')) {
        if (digits(&text, end, 1) < 0) return false;
        while (digits(&text, end, 1) >= 0) continue;
    }
    if (take(&text, end, 'Z')) return text == end;
    if (!take(&text, end, '+') && !take(&text, end, '-')) return false;
    if ((hour = digits(&text, end, 2)) < 0 || hour > 23 || !take(&text, end, ':')) return false;
    return (minute = digits(&text, end, 2)) >= 0 && minute <= 59 && text == end;
}

// Characters before `end`.
static int characters(const char *text, const char *end)
{
    int count = 0;
    for (; text < end; text++) count += !is_continuation((uint8_t)*text);
    return count;
}

static bool is_space(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

static bool has_program(const char *word, const char *end)
{
    static const char endings[][5] = {".exe", ".cmd", ".bat", ".ps1"};
    bool has_backslash = false, has_ending = false;
    for (const char *p = word; p < end; p++) {
        if (*p == '\\') has_backslash = true;
        for (int i = 0; i < 4; i++) {
            bool same = end - p >= 4;
            for (int k = 0; same && k < 4; k++) {
                char byte = p[k] >= 'A' && p[k] <= 'Z' ? (char)(p[k] | 0x20) : p[k];
                same = byte == endings[i][k];
            }
            if (same) has_ending = true;
        }
    }
    return has_backslash && has_ending;
}

// The first word that is a Windows path: a split would remove its backslashes.
static const char *windows_path(const char *text, const char *end)
{
    while (text < end) {
        const char *start = text, *word;
        while (text < end && !is_space(*text)) text++;
        // In single quotes a backslash survives.
        if (start < text && *start != '\'') {
            for (word = start; word < text && *word == '"';) word++;
            bool is_drive = text - word > 2 && (word[0] | 0x20) >= 'a' && (word[0] | 0x20) <= 'z' && word[1] == ':'
                            && word[2] == '\\';
            bool is_share = text - word > 2 && word[0] == '\\' && word[1] == '\\'
                            && (is_alphanumeric((uint8_t)word[2]) || word[2] == '?' || word[2] == '.' || word[2] < 0);
            if (is_drive || is_share || has_program(word, text)) return start;
        }
        text++;
    }
    return NULL;
}

bool hcs_command_line_fault(const char *text, size_t length, char *message, size_t size, bool *filled)
{
    const char *end = text + length, *start = text, *found = windows_path(text, end);
    *filled = found != NULL;
    if (found) {
        snprintf(message, size,
                 "CommandLine is quoted for Windows (character %d): give the program and its arguments as CommandArgs",
                 characters(start, found) + 1);
        return true;
    }
    for (; text < end; text++) {
        if (*text == ' ' || (*text >= '\t' && *text <= '\r' && *text != '\v' && *text != '\f')) continue;
        *filled = true;
        int place = characters(start, text) + 1;
        if (*text == '\\') {
            if (++text == end) {
                snprintf(message, size, "the backslash at character %d of CommandLine has nothing to quote", place);
                return true;
            }
        } else if (*text == '\'' || *text == '"') {
            char quote = *text++;
            while (text < end && *text != quote) {
                if (*text == '\\' && quote == '"' && text + 1 < end) text++;
                text++;
            }
            if (text >= end) {
                snprintf(message, size, "the quote %c at character %d of CommandLine is not closed", quote, place);
                return true;
            }
        } else if (strchr(";&|<>", *text) && *text) {
            snprintf(message, size,
                     "%c at character %d of CommandLine is for a shell: quote it, or run sh -c with CommandArgs", *text,
                     place);
            return true;
        }
    }
    return false;
}

size_t hcs_fold(const char *key, size_t length, char *folded)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t)key[i];
        if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
        // U+017F (long s) and U+212A (Kelvin sign).
        if (length - i >= 2 && memcmp(key + i, "\xC5\xBF", 2) == 0) byte = 's', i += 1;
        else if (length - i >= 3 && memcmp(key + i, "\xE2\x84\xAA", 3) == 0) byte = 'k', i += 2;
        folded[count++] = (char)byte;
    }
    return count;
}

int hcs_distance(const char *a, size_t a_length, const char *b, size_t b_length, int limit)
{
    enum { longest = 64 };
    int rows[3][longest + 1];
    if (a_length > longest || b_length > longest) return limit + 1;
    for (size_t j = 0; j <= b_length; j++) rows[0][j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
    }
    int distance = rows[a_length % 3][b_length];
    return distance > limit ? limit + 1 : distance;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hcs_hash(const void *bytes, size_t length, uint64_t seed)
{
    const uint8_t *p = bytes;
    uint64_t hash = seed ^ 0x9E3779B97F4A7C15ULL, rest = 0;
    size_t left = length;
    for (; left >= 8; left -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        hash = mix(hash ^ word, 0xD6E8FEB86659FD93ULL ^ seed << 1);
    }
    memcpy(&rest, p, left);
    hash = mix(hash ^ rest, 0xA0761D6478BD642FULL);
    return mix(hash ^ length, 0xE7037ED1A0B428DBULL);
}
