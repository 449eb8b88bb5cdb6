package dev.mekiki.license.files;

import java.util.function.ObjIntConsumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** {@code tokenizer.json}, read as a stream: it has hundreds of thousands of tokens, and each is looked at once. */
public final class TokenizerJson {
    /** Its name in a model's folder. */
    public static final String FILE = "tokenizer.json";
    /** Bytes; greater ones are not read. */
    public static final int LARGEST = 48 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).maxNameLength(4_000)
                    .maxStringLength(4 << 20).maxNumberLength(100).build())
            // hundreds of thousands of names, each seen once
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES).build();

    private TokenizerJson() {}

    /** Bounds as a hostile file needs them. */
    public static JsonParser parser(byte[] json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    /**
     * The tokens of {@code model.vocab}: an object of ids, or a list of pieces with their scores.
     *
     * @param token told of each token and its id; -1 where the file gives none that is a number
     * @return whether there is a vocabulary
     * @throws tools.jackson.core.JacksonException if the file is damaged; what came before has been told
     */
    public static boolean vocabulary(byte[] json, ObjIntConsumer<String> token) {
        try (JsonParser parser = parser(json)) {
            JsonToken first = parser.nextToken();
            while (first == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean model = parser.currentName().equals("model");
                boolean object = parser.nextToken() == JsonToken.START_OBJECT;
                while (model && object && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean vocabulary = parser.currentName().equals("vocab");
                    JsonToken kind = parser.nextToken();
                    if (vocabulary && kind == JsonToken.START_OBJECT) {
                        byName(parser, token);
                    } else if (vocabulary && kind == JsonToken.START_ARRAY) {
                        inOrder(parser, token);
                    } else {
                        parser.skipChildren();
                    }
                    if (vocabulary) {
                        return true;
                    }
                }
                parser.skipChildren();
            }
        }
        return false;
    }

    private static void byName(JsonParser parser, ObjIntConsumer<String> token) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            boolean number = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
            token.accept(name, number ? parser.getValueAsInt(-1) : -1);
            parser.skipChildren();
        }
    }

    private static void inOrder(JsonParser parser, ObjIntConsumer<String> token) {
        for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                token.accept(parser.getString(), id);
            }
            while (parser.currentToken() != JsonToken.END_ARRAY && parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                }
            }
        }
    }
}
