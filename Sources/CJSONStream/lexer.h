// The grammar of RFC 8259 below the level of structure.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// What may stand after the end of a buffer, all zero, so that words are read without a check.
#define HCS_PADDING 64

static inline uint64_t hcs_word(const uint8_t *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

#define HCS_EACH(byte) (0x0101010101010101ULL * (uint8_t)(byte))

// The first byte at or after `p` that is not a plain character of a string: a quote, a backslash, below 0x20 or above
// 0x7F. The padding stops it.
static inline const uint8_t *hcs_plain_end(const uint8_t *p)
{
    for (;; p += 8) {
        uint64_t word = hcs_word(p), quote = word ^ HCS_EACH('"'), backslash = word ^ HCS_EACH('\\');
        uint64_t found = ((quote - HCS_EACH(1)) & ~quote) | ((backslash - HCS_EACH(1)) & ~backslash)
                         | ((word - HCS_EACH(0x20)) & ~word) | word;
        found &= HCS_EACH(0x80);
        if (found) return p + (__builtin_ctzll(found) >> 3);
    }
}

static inline bool hcs_is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static inline const uint8_t *hcs_blank_end(const uint8_t *p)
{
    if (*p > ' ') return p;
    for (;;) {
        while (hcs_word(p) == HCS_EACH(' ')) p += 8;
        if (!hcs_is_blank(*p)) return p;
        p++;
    }
}

static inline int hcs_hex(uint8_t byte)
{
    if (byte >= '0' && byte <= '9') return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

// The value of four hexadecimal digits, or -1.
int hcs_unit(const uint8_t *digits);

// Length of the UTF-8 sequence at `p` of at least two bytes, or 0. Zero bytes after the buffer make it 0.
int hcs_sequence(const uint8_t *p);

// End of the number at `p`, or NULL if it is none.
const uint8_t *hcs_number_end(const uint8_t *p);

bool hcs_is_host_name(const char *text, size_t length);
bool hcs_is_timestamp(const char *text, size_t length);

// Why a text is no command line, in `message`; false if it is one. `filled` says whether there is a word in it.
bool hcs_command_line_fault(const char *text, size_t length, char *message, size_t size, bool *filled);

// The key with ASCII, U+017F and U+212A folded to lower case, into `folded` of at least `length` bytes; its length.
size_t hcs_fold(const char *key, size_t length, char *folded);

// Edits (of which one may be an exchange of neighbours) from one to the other, at most `limit` + 1.
int hcs_distance(const char *a, size_t a_length, const char *b, size_t b_length, int limit);

// Mixes bytes into 64 bits.
uint64_t hcs_hash(const void *bytes, size_t length, uint64_t seed);
