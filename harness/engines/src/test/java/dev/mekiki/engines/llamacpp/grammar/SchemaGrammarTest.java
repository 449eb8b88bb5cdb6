package dev.mekiki.engines.llamacpp.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the grammars let through is tested with llama.cpp itself, in FormatTest. */
class SchemaGrammarTest {
    private static String root(String schema) throws UnusableSchema {
        return SchemaGrammar.of(schema).lines()
                .filter(line -> !line.matches("[a-z]+ ::= .*") || line.startsWith("root"))
                .reduce((a, b) -> a + "\n" + b).orElseThrow();
    }

    @Test
    void members_come_in_order_and_only_those_not_required_may_be_left_out() throws Exception {
        assertThat(root("""
                {"type": "object", "required": ["b"], "additionalProperties": false,
                 "properties": {"a": {"type": "null"}, "b": {"const": 1}, "c": {"enum": ["x\\"y", true]}}}"""))
                .isEqualTo("""
                        root ::= "{" space (r0 comma r1 (comma r2)? | r1 (comma r2)?) space "}"
                        r0 ::= "\\"a\\"" space ":" space "null"
                        r1 ::= "\\"b\\"" space ":" space "1"
                        r2 ::= "\\"c\\"" space ":" space ("\\"x\\\\\\"y\\"" | "true")""");
    }

    @Test
    void a_schema_may_name_itself() throws Exception {
        assertThat(root("""
                {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "required": ["next"],
                 "properties": {"next": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/node"}]}}}}}""")).isEqualTo("""
                root ::= ref0
                r0 ::= "\\"next\\"" space ":" space ("null" | ref0)
                ref0 ::= "{" space (r0) space "}\"""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{\"type\": \"string\", \"pattern\": \"a+\"}; # has pattern, which no grammar is made of",
            "{\"type\": \"string\", \"format\": \"date\"}; # has format, which no grammar is made of",
            "{\"oneOf\": [{}]}; # has oneOf, which no grammar is made of",
            "{\"type\": \"array\", \"items\": {\"not\": {}}}; #/items has not, which no grammar is made of",
            "{\"properties\": {\"a\": {\"type\": \"number\", \"minimum\": 1}}}; #/properties/a has minimum or maximum",
            "{\"type\": \"integer\", \"minimum\": 1}; # has minimum or maximum without the other",
            "{\"type\": \"array\", \"uniqueItems\": true}; # has uniqueItems",
            "{\"type\": \"array\", \"maxItems\": 100000}; # has maxItems 100000",
            "{\"type\": \"array\", \"minItems\": 3, \"maxItems\": 2}; # lets nothing fit",
            "{\"type\": \"object\", \"required\": [\"x\"]}; # requires x",
            "{\"properties\": {\"a\": {}}, \"additionalProperties\": true}; # has additionalProperties beside properties",
            "{\"$ref\": \"other.json\"}; # refers to other.json, which is not in this schema",
            "{\"$ref\": \"#/$defs/x\"}; # refers to #/$defs/x",
            "{\"anyOf\": [{}], \"type\": \"string\"}; # has type beside anyOf",
            "{\"type\": \"text\"}; # has an unknown type",
            "{\"type\": \"string\", \"enum\": [1]}; # lets nothing fit",
            "false; # lets nothing fit", "[]; # is no schema", "{; it is no JSON"})
    void what_a_grammar_cant_hold_to_is_refused_by_name(String schema, String words) {
        assertThatThrownBy(() -> SchemaGrammar.of(schema)).isInstanceOf(UnusableSchema.class)
                .hasMessageStartingWith("the JSON Schema can't be a grammar: ").hasMessageContaining(words);
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThatThrownBy(() -> SchemaGrammar.of("""
                {"properties": {"a": {"type": "string", "pattern": "x"}, "b": {"not": {}}}}"""))
                .hasMessageContaining("#/properties/a has pattern").hasMessageContaining("#/properties/b has not");
    }
}
