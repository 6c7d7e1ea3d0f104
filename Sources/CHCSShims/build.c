#include "hcs_shims.h"

/* Filled in after the link by `make release` (objcopy): what changes with every commit must not rebuild everything.
 * volatile: the compiler must not take it for the empty text that it is here. */
__attribute__((section(".hcs_build"), used)) static const volatile char information[HCS_BUILD_SIZE] = "";

int hcs_build_information(char *text, int size)
{
    int length = 0;
    while (length < size - 1 && length < HCS_BUILD_SIZE && information[length] != '\0') {
        text[length] = information[length];
        length++;
    }
    text[length] = '\0';
    return length;
}
