package dev.mekiki.engines.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Text of a byte-level vocabulary: each token stands for bytes, whatever comes before it. */
final class ByteText implements TextStream {
    private final IntFunction<byte[]> tokens;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer pending = ByteBuffer.allocate(256);

    ByteText(IntFunction<byte[]> tokens) {
        this.tokens = tokens;
    }

    @Override
    public String add(int id) {
        byte[] bytes = tokens.apply(id);
        if (pending.remaining() < bytes.length) {
            pending = ByteBuffer.allocate(pending.position() + bytes.length + 256).put(pending.flip());
        }
        pending.put(bytes);
        return decode(false);
    }

    @Override
    public String end() {
        return decode(true);
    }

    /** Bytes of a character that is not complete stay, unless the text ends. */
    private String decode(boolean end) {
        pending.flip();
        CharBuffer text = CharBuffer.allocate(pending.remaining() + 1);
        decoder.reset();
        decoder.decode(pending, text, end);
        if (end) {
            decoder.flush(text);
        }
        pending.compact();
        return text.flip().toString();
    }
}
