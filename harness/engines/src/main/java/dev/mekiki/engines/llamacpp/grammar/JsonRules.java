package dev.mekiki.engines.llamacpp.grammar;

/**
 * Rules for JSON's own parts. White space is bounded and numbers are: a model that has lost its way would write either for ever. Halves of
 * surrogate pairs are left out, since they are no text.
 */
final class JsonRules {
    static final String TEXT = """
            value ::= object | array | string | number | "true" | "false" | "null"
            object ::= "{" space (string space ":" space value (comma string space ":" space value)*)? space "}"
            array ::= "[" space (value (comma value)*)? space "]"
            string ::= "\\"" char* "\\""
            char ::= [^"\\\\\\x7F\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" ([0-9a-ceA-CE] [0-9a-fA-F]{3} | [fF] [0-9a-fA-F]{3} | [dD] [0-7] [0-9a-fA-F]{2}))
            integer ::= "-"? ("0" | [1-9] [0-9]{0,15})
            number ::= integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?
            comma ::= space "," space
            space ::= (" " | "\\n" [ \\t]{0,20})?
            """;

    private JsonRules() {}
}
