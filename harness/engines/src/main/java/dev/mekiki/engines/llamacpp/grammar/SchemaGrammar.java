package dev.mekiki.engines.llamacpp.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a grammar (GBNF) of a JSON Schema. Every text of the grammar fits the schema; not every text that fits is one of the grammar: members
 * come in the schema's order, further ones are not written beside named ones, and numbers have at most 16 digits. What a grammar can't hold
 * an answer to is refused by name, never left out.
 */
public final class SchemaGrammar {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    /** They say nothing about what fits. */
    private static final Set<String> ANNOTATIONS = Set.of("$schema", "$id", "$comment", "$defs", "definitions", "title",
            "description", "default", "examples", "deprecated", "readOnly", "writeOnly");
    private static final Map<String, Set<String>> KEYWORDS = Map.of("object",
            Set.of("properties", "required", "additionalProperties"), "array", Set.of("items", "minItems", "maxItems"),
            "string", Set.of("minLength", "maxLength"), "integer", Set.of("minimum", "maximum"), "number", Set.of(),
            "boolean", Set.of(), "null", Set.of());
    private static final int MOST_REPETITIONS = 1000;
    private static final int DEEPEST = 64;
    private final JsonNode schema;
    private final Map<String, String> rules = new LinkedHashMap<>();
    private final Map<String, String> references = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private SchemaGrammar(JsonNode schema) {
        this.schema = schema;
    }

    /** @throws UnusableSchema naming what can't be held to */
    public static String of(String schema) throws UnusableSchema {
        JsonNode root;
        try {
            root = MAPPER.readTree(schema);
        } catch (JacksonException e) {
            throw new UnusableSchema(List.of("it is no JSON: " + e.getOriginalMessage()));
        }
        SchemaGrammar grammar = new SchemaGrammar(root);
        String expression = grammar.value(root, "#", 0);
        if (!grammar.problems.isEmpty()) {
            throw new UnusableSchema(grammar.problems);
        }
        StringBuilder text = new StringBuilder("root ::= " + expression + "\n");
        grammar.rules.forEach((name, body) -> text.append(name).append(" ::= ").append(body).append('\n'));
        return text.append(JsonRules.TEXT).toString();
    }

    private String refused(String place, String why) {
        problems.add(place + " " + why);
        return "\"\"";
    }

    private String rule(String body) {
        String name = "r" + rules.size();
        rules.put(name, body);
        return name;
    }

    /** @return an expression that stands for itself anywhere */
    private String value(JsonNode at, String place, int depth) {
        if (at.isBoolean()) {
            return at.booleanValue() ? "value" : refused(place, "lets nothing fit");
        }
        if (!at.isObject() || depth > DEEPEST) {
            return refused(place, at.isObject() ? "is nested too deeply" : "is no schema");
        }
        Set<String> keywords = new TreeSet<>(at.propertyNames());
        keywords.removeAll(ANNOTATIONS);
        for (String whole : List.of("$ref", "anyOf")) {
            if (keywords.contains(whole)) {
                keywords.remove(whole);
                return keywords.isEmpty()
                        ? whole.equals("$ref")
                                ? reference(at.get(whole), place, depth)
                                : any(at.get(whole), place, depth)
                        : refused(place, "has " + String.join(", ", keywords) + " beside " + whole);
            }
        }
        List<String> types = types(at, keywords);
        Set<String> unknown = new TreeSet<>(keywords);
        unknown.removeAll(Set.of("type", "enum", "const"));
        KEYWORDS.values().forEach(unknown::removeAll);
        if (!unknown.isEmpty() || !KEYWORDS.keySet().containsAll(types)) {
            return refused(place, "has " + (unknown.isEmpty()
                    ? "an unknown type"
                    : String.join(", ", unknown) + ", which no grammar is made of"));
        }
        if (keywords.contains("enum") || keywords.contains("const")) {
            return literals(at, types, keywords, place);
        }
        if (types.isEmpty()) {
            return "value";
        }
        return alternatives(types.stream().map(type -> typed(type, at, place, depth)).toList());
    }

    /** Those that are named, or else the one that the keywords are about. */
    private static List<String> types(JsonNode at, Set<String> keywords) {
        List<String> types = new ArrayList<>();
        JsonNode type = at.path("type");
        if (type.isString()) {
            types.add(type.stringValue());
        }
        type.values().forEach(one -> types.add(one.asString()));
        if (types.isEmpty() && !keywords.contains("type")) {
            List.of("object", "array", "string", "integer").stream()
                    .filter(name -> KEYWORDS.getOrDefault(name, Set.of()).stream().anyMatch(keywords::contains))
                    .findFirst().ifPresent(types::add);
        }
        return types;
    }

    private static String alternatives(List<String> expressions) {
        return expressions.size() == 1 ? expressions.getFirst() : "(" + String.join(" | ", expressions) + ")";
    }

    private String any(JsonNode list, String place, int depth) {
        if (!list.isArray() || list.isEmpty()) {
            return refused(place + "/anyOf", "is no list of schemas");
        }
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            expressions.add(value(list.get(i), place + "/anyOf/" + i, depth + 1));
        }
        return alternatives(expressions);
    }

    /** A rule of its own, so that a schema may name itself. */
    private String reference(JsonNode to, String place, int depth) {
        String path = to.asString();
        String known = references.get(path);
        if (known != null) {
            return known;
        }
        JsonNode target = path.startsWith("#/") || path.equals("#")
                ? schema.at(path.substring(1).replace("%25", "%").replace("%20", " "))
                : MAPPER.missingNode();
        if (target.isMissingNode()) {
            return refused(place, "refers to " + path + ", which is not in this schema");
        }
        String name = "ref" + references.size();
        references.put(path, name);
        rules.put(name, value(target, path, depth + 1));
        return name;
    }

    private String literals(JsonNode at, List<String> types, Set<String> keywords, String place) {
        keywords.removeAll(Set.of("type", "enum", "const"));
        if (!keywords.isEmpty() || (at.has("enum") && at.has("const"))) {
            return refused(place, "has more than given values: " + (keywords.isEmpty() ? "enum and const" : keywords));
        }
        List<String> literals = new ArrayList<>();
        (at.has("const") ? List.of(at.get("const")) : at.get("enum").values()).forEach(one -> {
            if (types.isEmpty() || types.stream().anyMatch(type -> is(type, one))) {
                literals.add(literal(one.toString()));
            }
        });
        return literals.isEmpty() ? refused(place, "lets nothing fit") : alternatives(literals);
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private String typed(String type, JsonNode at, String place, int depth) {
        return switch (type) {
            case "object" -> object(at, place, depth);
            case "array" -> array(at, place, depth);
            case "string" -> string(at, place);
            case "integer" -> integer(at, place);
            case "boolean" -> "(\"true\" | \"false\")";
            case "null" -> "\"null\"";
            default -> at.has("minimum") || at.has("maximum")
                    ? refused(place, "has minimum or maximum, which only an integer can be held to")
                    : "number";
        };
    }

    private String object(JsonNode at, String place, int depth) {
        Set<String> required = new TreeSet<>();
        at.path("required").values().forEach(name -> required.add(name.asString()));
        JsonNode further = at.path("additionalProperties");
        boolean closed = further.isBoolean() && !further.booleanValue();
        JsonNode properties = at.path("properties");
        if (properties.isEmpty()) {
            if (!required.isEmpty()) {
                return refused(place, "requires " + String.join(", ", required) + ", not among its properties");
            }
            return closed
                    ? "\"{\" space \"}\""
                    : map(further.isMissingNode()
                            ? "value"
                            : value(further, place + "/additionalProperties", depth + 1));
        }
        if (!further.isMissingNode() && !closed) {
            return refused(place, "has additionalProperties beside properties");
        }
        List<String> members = new ArrayList<>();
        List<Boolean> needed = new ArrayList<>();
        properties.forEachEntry((name, inner) -> {
            members.add(rule(literal(MAPPER.writeValueAsString(name)) + " space \":\" space "
                    + value(inner, place + "/properties/" + name, depth + 1)));
            needed.add(required.remove(name));
        });
        if (!required.isEmpty()) {
            return refused(place, "requires " + String.join(", ", required) + ", not among its properties");
        }
        List<String> ways = new ArrayList<>();
        for (int first = 0; first < members.size(); first++) {
            StringBuilder way = new StringBuilder(members.get(first));
            for (int i = first + 1; i < members.size(); i++) {
                way.append(needed.get(i) ? " comma " + members.get(i) : " (comma " + members.get(i) + ")?");
            }
            ways.add(way.toString());
            if (needed.get(first)) {
                break;
            }
        }
        return "\"{\" space (" + String.join(" | ", ways) + ")" + (needed.contains(true) ? "" : "?") + " space \"}\"";
    }

    private String map(String value) {
        String member = rule("string space \":\" space " + value);
        return "\"{\" space (" + member + " (comma " + member + ")*)? space \"}\"";
    }

    private String array(JsonNode at, String place, int depth) {
        String item = rule(at.has("items") ? value(at.get("items"), place + "/items", depth + 1) : "value");
        int least = count(at, "minItems", place).orElse(0);
        Optional<Integer> most = count(at, "maxItems", place);
        if (most.isPresent() && most.get() < least) {
            return refused(place, "lets nothing fit");
        }
        if (most.isPresent() && most.get() == 0) {
            return "\"[\" space \"]\"";
        }
        String rest = most.isPresent() && most.get() == 1
                ? ""
                : " (comma " + item + ")" + times(Math.max(0, least - 1), most.map(number -> number - 1));
        return "\"[\" space " + (least == 0 ? "(" + item + rest + ")?" : item + rest) + " space \"]\"";
    }

    private String string(JsonNode at, String place) {
        int least = count(at, "minLength", place).orElse(0);
        Optional<Integer> most = count(at, "maxLength", place);
        if (most.isPresent() && most.get() < least) {
            return refused(place, "lets nothing fit");
        }
        return least == 0 && most.isEmpty()
                ? "string"
                : "\"\\\"\" " + (most.isPresent() && most.get() == 0 ? "" : "char" + times(least, most) + " ")
                        + "\"\\\"\"";
    }

    private String integer(JsonNode at, String place) {
        JsonNode least = at.path("minimum");
        JsonNode most = at.path("maximum");
        if (least.isMissingNode() && most.isMissingNode()) {
            return "integer";
        }
        if (least.isIntegralNumber() && most.isIntegralNumber()
                && most.longValue() - least.longValue() < MOST_REPETITIONS && least.longValue() <= most.longValue()) {
            List<String> numbers = new ArrayList<>();
            for (long number = least.longValue(); number <= most.longValue(); number++) {
                numbers.add("\"" + number + "\"");
            }
            return alternatives(numbers);
        }
        return refused(place, "has minimum or maximum without the other, or more than " + MOST_REPETITIONS
                + " whole numbers between");
    }

    private Optional<Integer> count(JsonNode at, String key, String place) {
        JsonNode number = at.path(key);
        if (number.isMissingNode()) {
            return Optional.empty();
        }
        if (!number.isIntegralNumber() || number.longValue() < 0 || number.longValue() > MOST_REPETITIONS) {
            refused(place, "has " + key + " " + number + "; a whole number up to " + MOST_REPETITIONS + " is expected");
            return Optional.empty();
        }
        return Optional.of(number.intValue());
    }

    private static String times(int least, Optional<Integer> most) {
        return "{" + least + "," + most.map(String::valueOf).orElse("") + "}";
    }

    /** A text as a literal of the grammar. */
    private static String literal(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7F) {
                quoted.append(String.format("\\x%02X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
