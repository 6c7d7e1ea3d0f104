import Foundation
import Testing

@testable import HCSSchema

/// Sources/CJSONStream/document_tables.c is made from HCSSchema's tables; HCS_UPDATE_TABLES=1 writes it anew.
struct DocumentTablesTests {
    @Test func tablesInCAreThoseInSwift() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Sources/CJSONStream/document_tables.c")
        let text = DocumentTables.text()
        if ProcessInfo.processInfo.environment["HCS_UPDATE_TABLES"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8) == text,
            "HCS_UPDATE_TABLES=1 swift test --filter DocumentTablesTests writes it anew")
    }
}

private struct DocumentTables {
    /// What somebody can ask a validator for; first the one that stands for a document nothing is known of.
    static let asked = [
        DocumentSchema.containerConfig, .processConfig, .resourceModificationRequestResponse,
        .computeSystemQuery,
    ]

    static func text() -> String {
        var tables = DocumentTables()
        let documents = asked + DocumentSchema.all.filter { !asked.contains($0) }
        for document in documents { tables.add(document) }
        let declarations = documents.map { "static const hcs_json_document \(name($0.name));\n" }.joined()
        let list = documents.map { "    &\(name($0.name)),\n" }.joined()
        return """
            // Generated from HCSSchema by DocumentTablesTests; do not edit.
            #include "schema.h"

            \(declarations)
            \(tables.body)const hcs_json_document *const hcs_documents[] = {
            \(list)    NULL,
            };

            """
    }

    private var body = ""

    private static func name(_ document: String) -> String { "document_\(document)" }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private mutating func add(_ document: DocumentSchema) {
        let prefix = Self.name(document.name)
        let fields = document.fields.map { field in
            let node = node(field.value, prefix + "_" + field.name)
            return
                "    {\(Self.quoted(field.name)), \(field.name.utf8.count), \(field.isRequired), \(node)},\n"
        }
        func bits(_ names: [String]) -> String {
            let bits = document.fields.enumerated().reduce(UInt64(0)) { bits, field in
                names.contains(field.element.name) ? bits | 1 << UInt64(field.offset) : bits
            }
            return "0x\(String(bits, radix: 16))"
        }
        let rules = document.rules.map { rule in
            let index = document.fields.firstIndex { $0.name == rule.field } ?? 0
            let severity = rule.severity == .error ? "HCS_JSON_ERROR" : "HCS_JSON_WARNING"
            return
                "    {\(bits(rule.whenSet)), \(bits(rule.whenUnset)), \(index), \(severity), \(Self.quoted(rule.message))},\n"
        }
        let others = Self.asked.filter { $0 != document }.flatMap { $0.fields.map(\.name) }
        let telling =
            Self.asked.contains(document) ? document.fields.map(\.name).filter { !others.contains($0) } : []
        body += "static const hcs_field \(prefix)_fields[] = {\n\(fields.joined())};\n\n"
        if !rules.isEmpty { body += "static const hcs_rule \(prefix)_rules[] = {\n\(rules.joined())};\n\n" }
        body += """
            static const hcs_json_document \(prefix) = {
                .name = \(Self.quoted(document.name)),
                .fields = \(prefix)_fields,
                .field_count = \(fields.count),
                .rule_count = \(rules.count),
                .rules = \(rules.isEmpty ? "NULL" : prefix + "_rules"),
                .required = \(bits(document.fields.filter(\.isRequired).map(\.name))),
                .telling = \(bits(telling)),
            };


            """
    }

    /// The initializer of a node; what it points to is added before it.
    private mutating func node(_ value: DocumentSchema.Value, _ path: String) -> String {
        switch value {
        case .text(let text): "{.type = HCS_TEXT, \(self.text(text, path))}"
        case .flag: "{.type = HCS_FLAG}"
        case .integer(let integer):
            "{.type = HCS_INTEGER, .is_signed = \(integer.kind == .int64), .allows_zero = \(integer.allowsZero), "
                + ".minimum = \(integer.minimum), .maximum = \(integer.maximum)u}"
        case .document(let name): "{.type = HCS_DOCUMENT, .document = &\(Self.name(name))}"
        case .list(let item, let maximum):
            "{.type = HCS_LIST, .limit = \(maximum ?? 0), .item = \(self.item(item, path))}"
        case .tuple(let item, let count):
            "{.type = HCS_TUPLE, .limit = \(count), .item = \(self.item(item, path))}"
        case .map(let keys, let item):
            "{.type = HCS_MAP, .keys = \(keys == .variables ? "HCS_VARIABLES" : "HCS_INTEGERS"), "
                + ".item = \(self.item(item, path))}"
        case .any: "{.type = HCS_ANY}"
        }
    }

    private mutating func item(_ value: DocumentSchema.Value, _ path: String) -> String {
        let node = node(value, path + "_item")
        body += "static const hcs_node \(path)_item = \(node);\n"
        return "&\(path)_item"
    }

    private mutating func text(_ text: DocumentSchema.Text, _ path: String) -> String {
        switch text {
        case .free: return ".text = HCS_FREE"
        case .filled: return ".text = HCS_FILLED"
        case .path(let mayBeEmpty, let isOneLine):
            return ".text = HCS_PATH, .may_be_empty = \(mayBeEmpty), .one_line = \(isOneLine)"
        case .line(let maximum): return ".text = HCS_LINE, .limit = \(maximum)"
        case .choice(let choices, let ignoresCase, let mayBeEmpty):
            let list = choices.map(Self.quoted).joined(separator: ", ")
            body += "static const char *const \(path)_choices[] = {\(list), NULL};\n"
            return ".text = HCS_CHOICE, .choices = \(path)_choices, .ignores_case = \(ignoresCase), "
                + ".may_be_empty = \(mayBeEmpty)"
        case .hostName: return ".text = HCS_HOST_NAME"
        case .commandLine: return ".text = HCS_COMMAND_LINE"
        case .timestamp: return ".text = HCS_TIMESTAMP"
        }
    }
}
