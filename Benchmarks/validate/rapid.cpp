// rapidjson's streaming SchemaValidator over a file: the constant-memory peer that checks a schema.
#include <cstdio>
#include <rapidjson/error/en.h>
#include <rapidjson/filereadstream.h>
#include <rapidjson/schema.h>

using namespace rapidjson;

int main(int, char **arguments)
{
    static char buffer[65536];
    FILE *file = fopen(arguments[1], "r");
    FileReadStream schemaText(file, buffer, sizeof buffer);
    Document schema;
    schema.ParseStream(schemaText);
    fclose(file);
    if (schema.HasParseError()) return 70;
    SchemaDocument document(schema);
    SchemaValidator validator(document);
    file = fopen(arguments[2], "r");
    FileReadStream text(file, buffer, sizeof buffer);
    Reader reader;
    bool ok = !reader.Parse<kParseValidateEncodingFlag>(text, validator).IsError() && validator.IsValid();
    if (!ok) puts("not valid");
    return ok ? 0 : 65;
}
