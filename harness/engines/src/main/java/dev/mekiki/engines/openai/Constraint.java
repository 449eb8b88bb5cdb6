package dev.mekiki.engines.openai;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a server is told that an answer can only be one of given texts. */
enum Constraint {
    /** vLLM's {@code structured_outputs}. */
    STRUCTURED_OUTPUTS {
        @Override
        void put(ObjectNode body, List<String> options) {
            list(body.putObject("structured_outputs").putArray("choice"), options);
        }
    },
    /** The same in vLLM before 0.12. */
    GUIDED_CHOICE {
        @Override
        void put(ObjectNode body, List<String> options) {
            list(body.putArray("guided_choice"), options);
        }
    },
    /** llama-server's GBNF. */
    GRAMMAR {
        @Override
        void put(ObjectNode body, List<String> options) {
            body.put("grammar", "root ::= "
                    + options.stream().map(Constraint::quoted).collect(Collectors.joining(" | ")));
        }
    },
    /** SGLang's regular expression. */
    REGEX {
        @Override
        void put(ObjectNode body, List<String> options) {
            body.put("regex", options.stream()
                    .map(option -> option.replaceAll("[\\\\^$.|?*+()\\[\\]{}/-]", "\\\\$0"))
                    .collect(Collectors.joining("|", "(", ")")));
        }
    },
    /** OpenAI's {@code response_format}: the choice stands in a JSON object, which is part of what the model writes. */
    JSON_SCHEMA {
        @Override
        void put(ObjectNode body, List<String> options) {
            ObjectNode named = body.putObject("response_format").put("type", "json_schema").putObject("json_schema")
                    .put("name", "choice").put("strict", true);
            ObjectNode schema = named.putObject("schema").put("type", "object").put("additionalProperties", false);
            schema.putArray("required").add(FIELD);
            list(schema.putObject("properties").putObject(FIELD).put("type", "string").putArray("enum"), options);
        }

        @Override
        Optional<String> answer(String text) {
            try {
                JsonNode answer = ServerJson.MAPPER.readTree(text).path(FIELD);
                return answer.isString() ? Optional.of(answer.stringValue()) : Optional.empty();
            } catch (JacksonException e) {
                return Optional.empty();
            }
        }

        // around the choice
        @Override
        int moreTokens() {
            return 16;
        }
    };

    private static final String FIELD = "answer";

    /** All of them, what a known software heeds first. */
    static List<Constraint> likeliestFirst(String software) {
        Optional<Constraint> own = switch (software) {
            case "vllm" -> Optional.of(STRUCTURED_OUTPUTS);
            case "llamacpp" -> Optional.of(GRAMMAR);
            case "sglang" -> Optional.of(REGEX);
            default -> Optional.empty();
        };
        return Stream.concat(own.stream(), Stream.of(values())).distinct().toList();
    }

    /** Says it in a request. */
    abstract void put(ObjectNode body, List<String> options);

    /** The choice in what the server answered. */
    Optional<String> answer(String text) {
        return Optional.of(text);
    }

    int moreTokens() {
        return 1;
    }

    private static void list(ArrayNode array, List<String> options) {
        options.forEach(array::add);
    }

    private static String quoted(String option) {
        return "\"" + option.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t") + "\"";
    }
}
