package dev.mekiki.engines.llamacpp.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is in a frame: a request is the number of its kind and its parts as JSON, an answer is JSON, a piece of an answer is a count and
 * UTF-8. Numbers come back as they were, to the last bit.
 */
final class Bodies {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<Class<?>> KINDS = List.of(Request.class.getPermittedSubclasses());

    private Bodies() {}

    static byte[] of(Request<?> request) {
        byte[] json = MAPPER.writeValueAsBytes(request);
        byte[] body = new byte[json.length + 1];
        body[0] = (byte) KINDS.indexOf(request.getClass());
        System.arraycopy(json, 0, body, 1, json.length);
        return body;
    }

    static Request<?> request(byte[] body) throws IOException {
        if (body.length < 2 || body[0] < 0 || body[0] >= KINDS.size()) {
            throw new IOException("a request of an unknown kind");
        }
        return (Request<?>) value(Arrays.copyOfRange(body, 1, body.length), KINDS.get(body[0]));
    }

    static byte[] answer(Object answer) {
        return MAPPER.writeValueAsBytes(answer);
    }

    static <T> T value(byte[] json, Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new IOException("a message that can't be read: " + e.getMessage(), e);
        }
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A piece of an answer and how many tokens it took. */
    record Chunk(int tokens, String text) {
        byte[] body() {
            byte[] bytes = Bodies.text(text);
            return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(tokens).put(bytes).array();
        }

        static Chunk of(byte[] body) throws IOException {
            if (body.length < Integer.BYTES) {
                throw new IOException("a piece of an answer without its count");
            }
            return new Chunk(ByteBuffer.wrap(body).getInt(),
                    new String(body, Integer.BYTES, body.length - Integer.BYTES, StandardCharsets.UTF_8));
        }
    }
}
