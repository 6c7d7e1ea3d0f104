// Proves that values have no finding, as fast as it can; it never says what is wrong.
#pragma once
#include "schema.h"

// Containers it looks into at most, one inside the other.
#define HCS_CERTIFIER_DEPTH 128

typedef struct {
    const uint8_t *end;
    uint32_t depth;
    // The input ended before the value did.
    bool truncated;
    // The value that was just passed counts as set.
    bool is_set;
    // The containers that were open when it gave up: none of them can be passed.
    uint32_t open;
    const uint8_t *chain[HCS_CERTIFIER_DEPTH];
} hcs_certifier;

// The end of the value at `p`, which is no blank, or NULL. `depth` containers may be nested in it.
const uint8_t *hcs_certify(hcs_certifier *certifier, const hcs_node *node, const uint8_t *p, const uint8_t *end,
                           uint32_t depth);
