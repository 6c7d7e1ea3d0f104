// JSON or not: the same answer as rapidjson's.
#include <rapidjson/reader.h>
#include <rapidjson/memorystream.h>
extern "C" {
#include "fuzz.h"
}

struct Depth : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Depth> {
    unsigned depth = 0, most = 0;
    bool StartObject() { return enter(); }
    bool StartArray() { return enter(); }
    bool EndObject(rapidjson::SizeType) { depth--; return true; }
    bool EndArray(rapidjson::SizeType) { depth--; return true; }
    bool enter() { most = ++depth > most ? depth : most; return true; }
};

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hcs_json_options options = {};
    found all = {};
    options.document = hcs_json_document_named("ProcessConfig");
    check(&options, data, size, 0, 0, &all);
    Depth depth;
    rapidjson::Reader reader;
    rapidjson::MemoryStream input(reinterpret_cast<const char *>(data), size);
    constexpr unsigned flags = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag
                               | rapidjson::kParseNumbersAsStringsFlag;
    bool is_json = !reader.Parse<flags>(input, depth).IsError();
    // rapidjson takes a NUL for the end, and half a surrogate pair for a fault; it knows no limits.
    bool differs = all.other > 0 || depth.most > 128 || memchr(data, 0, size);
    if (!differs && is_json != (all.syntax == 0)) {
        fprintf(stderr, "rapidjson %d, findings:\n%.*s", is_json, (int)all.length, all.text ? all.text : "");
        abort();
    }
    free(all.text);
    return 0;
}
