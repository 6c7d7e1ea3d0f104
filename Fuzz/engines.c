// The certifier and json-c give the same findings, and what the certifier passes has none.
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hcs_json_options options = options_of(&data, &size);
    found fast = {0}, slow = {0};
    check(&options, data, size, 0, 0, &fast);
    options.everything_through_json_c = true;
    check(&options, data, size, 0, 0, &slow);
    same(&fast, &slow);
    if (options.document && hcs_json_certifies(options.document, data, size) && slow.length > 0) abort();
    free(fast.text);
    free(slow.text);
    return 0;
}
