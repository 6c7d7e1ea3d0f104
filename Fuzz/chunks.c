// Neither the cuts between chunks nor the window change a finding.
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4) return 0;
    unsigned seed = data[0] | (unsigned)data[1] << 8;
    size_t part = 1 + data[2] % 64;
    data += 3;
    size -= 3;
    hcs_json_options options = options_of(&data, &size);
    found whole = {0}, parts = {0};
    check(&options, data, size, 0, 0, &whole);
    options.window = 1 + seed % 300;
    check(&options, data, size, part, seed, &parts);
    same(&whole, &parts);
    free(whole.text);
    free(parts.text);
    return 0;
}
