package dev.mekiki.load.mock;

import dev.mekiki.load.mock.MockScript.Answer;
import dev.mekiki.load.mock.MockScript.Fault;
import dev.mekiki.load.mock.MockScript.ReasoningAs;
import dev.mekiki.load.mock.MockScript.Time;
import dev.mekiki.load.mock.MockScript.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One answer as the bytes of its HTTP response, step by step, each with the moment that it is due. It knows no clock and no socket: a server plays it,
 * and so can a test.
 */
public final class Play {
    /** Digits that {@link System#nanoTime()} has for the next three centuries. */
    private static final int STAMP_DIGITS = 19;
    private static final String STAMP = ",\"mekiki_sent_ns\":";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long DRIP_NANOS = 50_000_000;

    private final MockRequest request;
    private final Answer answer;
    private final SplittableRandom random;
    private final int[] text;
    private final int tokens;
    private long due;
    private int told;
    private int chunk;
    private Place place = Place.HEAD;

    private enum Place {
        HEAD, ROLE, CHUNKS, LAST, FAULT, OVER
    }

    /** Bytes to send. */
    public static final class Step {
        private final long dueNanos;
        private final byte[] bytes;
        private final int stampAt;
        private final int cut;
        private final boolean close;

        Step(long dueNanos, byte[] bytes, int stampAt, int cut, boolean close) {
            this.dueNanos = dueNanos;
            this.bytes = bytes;
            this.stampAt = stampAt;
            this.cut = cut;
            this.close = close;
        }

        /** From the moment that the request arrived, or that its turn came. */
        public long dueNanos() {
            return dueNanos;
        }

        /** To be sent; the caller's own. */
        public byte[] bytes() {
            return bytes;
        }

        /** Where the moment of sending is to be written, 19 digits; −1 for nowhere. */
        public int stampAt() {
            return stampAt;
        }

        /** Where the bytes are to be sent in two; 0 for nowhere. */
        public int cut() {
            return cut;
        }

        /** Whether the connection is closed after them. */
        public boolean close() {
            return close;
        }
    }

    /** @param index of the request, which drawn times come from */
    public Play(MockScript script, MockRequest request, long index) {
        this.request = request;
        this.answer = request.pacedNanos().isEmpty()
                ? script.answer(index)
                : Answer.PLAIN.paced(Duration.ofNanos(request.pacedNanos().getAsLong()),
                        Duration.ofNanos(request.pacedNanos().getAsLong()));
        this.random = new SplittableRandom(script.seed() * 0x9E3779B97F4A7C15L + index);
        this.text = answer.text().codePoints().toArray();
        int asked = request.maxTokens().orElse(50);
        this.tokens = answer.tokens().isPresent() ? Math.min(answer.tokens().getAsInt(), asked) : asked;
    }

    /** Whether it is followed by another answer on the same connection. */
    public boolean over() {
        return place == Place.OVER;
    }

    /** The next step; null when there is none. A fault may have no end, or never a beginning. */
    public @Nullable Step next() {
        return switch (place) {
            case HEAD -> head();
            case ROLE -> role();
            case CHUNKS -> chunk();
            case LAST -> last();
            case FAULT -> fault();
            case OVER -> null;
        };
    }

    private @Nullable Step head() {
        Fault fault = answer.fault().orElse(null);
        if (fault == Fault.NEVER) {
            return null;
        }
        if (fault == Fault.RESET) {
            place = Place.OVER;
            return new Step(0, new byte[0], -1, 0, true);
        }
        if (fault == Fault.GARBAGE) {
            place = Place.OVER;
            return step(0, ascii("\u0000\u0001 this is no HTTP\r\n\r\n"), true);
        }
        if (fault == Fault.ENDLESS_HEADERS || fault == Fault.SLOW) {
            place = Place.FAULT;
            return step(0, ascii("HTTP/1.1 200 OK\r\n"), false);
        }
        if (answer.status() != 200) {
            place = Place.OVER;
            byte[] body = utf8("{\"error\":{\"message\":\"scripted status " + answer.status()
                    + "\",\"type\":\"mock\",\"code\":" + answer.status() + "}}");
            String retry = answer.retryAfter().map(time -> "Retry-After: " + Math.ceilDiv(time.toMillis(), 1000L)
                    + "\r\n").orElse("");
            return whole(drawn(answer.firstToken()), answer.status() + " Scripted", "application/json", retry, body);
        }
        if (fault == Fault.HTML) {
            place = Place.OVER;
            return whole(0, "200 OK", "text/html", "", utf8("<html><body>a login page</body></html>"));
        }
        if (fault == Fault.GZIP_BOMB) {
            place = Place.OVER;
            return whole(0, "200 OK", "text/event-stream", "Content-Encoding: gzip\r\n", bomb());
        }
        due = drawn(answer.firstToken());
        if (!request.stream()) {
            place = Place.OVER;
            long end = due;
            for (int i = tokensOf(0); i < tokens; i += tokensOf(i)) {
                end += drawn(answer.interval());
            }
            return whole(end, "200 OK", "application/json", "", utf8(complete()));
        }
        place = answer.roleAfter().isPresent() ? Place.ROLE : fault == Fault.EMPTY ? Place.LAST : Place.CHUNKS;
        // as real servers do, the head is sent once there is something to say
        long headDue = answer.roleAfter().map(time -> time.toNanos()).orElse(due);
        return step(headDue, ascii(String.join("\r\n", "HTTP/1.1 200 OK",
                "Content-Type: text/event-stream; charset=utf-8", "Transfer-Encoding: chunked", "", "")), false);
    }

    private Step role() {
        place = answer.fault().filter(Fault.EMPTY::equals).isPresent() ? Place.LAST : Place.CHUNKS;
        return event(answer.roleAfter().orElseThrow().toNanos(),
                opening() + "\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}");
    }

    private int tokensOf(int before) {
        return Math.max(1, Math.min(answer.tokensPerChunk(), tokens - before));
    }

    private @Nullable Step chunk() {
        Fault fault = answer.fault().orElse(null);
        if (fault != null && chunk >= answer.faultAfter() && fault != Fault.ENDLESS) {
            place = Place.FAULT;
            return fault();
        }
        if (told >= tokens && fault != Fault.ENDLESS) {
            place = Place.LAST;
            return last();
        }
        if (chunk > 0) {
            due += drawn(answer.interval());
        }
        if (chunk > 0 && chunk == answer.stallAfter()) {
            due += answer.stallFor().toNanos();
        }
        int many = fault == Fault.ENDLESS ? answer.tokensPerChunk() : tokensOf(told);
        // a chunk is reasoning or answer, never both
        boolean reasoning = told < answer.reasoning();
        String content = words(told, many);
        if (answer.reasoningAs() == ReasoningAs.TAGS && answer.reasoning() > 0) {
            content = (told == 0 ? "<think>" : "")
                    + (told < answer.reasoning() || told - answer.tokensPerChunk() >= answer.reasoning()
                            ? ""
                            : "</think>")
                    + content;
        }
        boolean field = reasoning && answer.reasoningAs() == ReasoningAs.FIELD;
        told += many;
        chunk++;
        String pad = answer.pad() == 0 ? "" : ",\"pad\":\"" + "x".repeat(answer.pad()) + "\"";
        String usage = answer.usage() == Usage.EACH ? ",\"usage\":" + usage() : "";
        String delta = request.chat()
                ? "\"delta\":{\"" + (field ? "reasoning_content" : "content") + "\":\"" + content + "\"}"
                : "\"text\":\"" + content + "\"";
        return event(due, opening() + delta + ",\"logprobs\":null,\"finish_reason\":null}]" + pad + usage + "}");
    }

    private Step last() {
        place = Place.OVER;
        String finish = answer.tokens().isPresent() && request.maxTokens().orElse(50) > tokens ? "stop" : "length";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        append(bytes, opening() + (request.chat() ? "\"delta\":{}" : "\"text\":\"\"") + ",\"finish_reason\":\"" + finish
                + "\"}]}");
        if (answer.usage() != Usage.NONE && request.usage()) {
            append(bytes, "{\"id\":\"mock\",\"object\":\"chat.completion.chunk\",\"choices\":[],\"usage\":" + usage()
                    + "}");
        }
        append(bytes, "[DONE]");
        bytes.writeBytes(ascii("0\r\n\r\n"));
        return step(due, bytes.toByteArray(), false);
    }

    private @Nullable Step fault() {
        return switch (answer.fault().orElseThrow()) {
            case CUT -> {
                place = Place.OVER;
                yield step(due, new byte[0], true);
            }
            case NO_FINISH -> {
                place = Place.OVER;
                yield step(due, ascii("0\r\n\r\n"), false);
            }
            case ERROR_EVENT -> {
                place = Place.OVER;
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                append(bytes, "{\"error\":{\"message\":\"scripted error\",\"type\":\"server_error\",\"code\":500}}");
                append(bytes, "[DONE]");
                bytes.writeBytes(ascii("0\r\n\r\n"));
                yield step(due, bytes.toByteArray(), false);
            }
            case BAD_EVENT -> {
                place = Place.OVER;
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                append(bytes, "{\"choices\": [{\"delta\": oh");
                yield step(due, bytes.toByteArray(), false);
            }
            case LONG_EVENT -> {
                due += 1_000_000;
                yield step(due, framed(utf8("x".repeat(1 << 20))), false);
            }
            case ENDLESS_HEADERS -> {
                due += 1_000_000;
                yield step(due, ascii(("X-Again: " + "y".repeat(1000) + "\r\n").repeat(8)), false);
            }
            case SLOW -> {
                due += DRIP_NANOS;
                yield step(due, ascii("X"), false);
            }
            case NEVER, RESET, GARBAGE, HTML, GZIP_BOMB, ENDLESS, EMPTY -> {
                place = Place.OVER;
                yield null;
            }
        };
    }

    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 8; i++) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no end of file", e);
        }
        return bytes.toByteArray();
    }

    private String opening() {
        return request.chat()
                ? "{\"id\":\"mock\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"mock\",\"choices\":[{\"index\":0,"
                : "{\"id\":\"mock\",\"object\":\"text_completion\",\"created\":1767225600,\"model\":\"mock\",\"choices\":[{\"index\":0,";
    }

    private String usage() {
        return "{\"prompt_tokens\":" + request.promptTokens() + ",\"total_tokens\":"
                + (request.promptTokens() + told) + ",\"completion_tokens\":" + told
                + (answer.reasoning() > 0
                        ? ",\"completion_tokens_details\":{\"reasoning_tokens\":" + Math.min(told, answer.reasoning())
                                + "}"
                        : "")
                + "}";
    }

    private String complete() {
        told = tokens;
        String reasoning = words(0, Math.min(tokens, answer.reasoning()));
        String content = words(answer.reasoning(), Math.max(0, tokens - answer.reasoning()));
        String message = request.chat()
                ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + content + "\""
                        + (reasoning.isEmpty() ? "" : ",\"reasoning_content\":\"" + reasoning + "\"") + "}"
                : "\"text\":\"" + content + "\"";
        return "{\"id\":\"mock\",\"object\":\"" + (request.chat() ? "chat.completion" : "text_completion")
                + "\",\"created\":1767225600,\"model\":\"mock\",\"choices\":[{\"index\":0," + message
                + ",\"finish_reason\":\"length\"}]"
                + (answer.usage() == Usage.NONE ? "" : ",\"usage\":" + usage()) + "}";
    }

    private String words(int from, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            int c = text[i % text.length];
            if (c == '"' || c == '\\') {
                words.append('\\').appendCodePoint(c);
            } else if (c < ' ') {
                words.append(String.format("\\u%04x", c));
            } else {
                words.appendCodePoint(c);
            }
        }
        return words.toString();
    }

    /** An event that says when it was sent. */
    private Step event(long at, String json) {
        byte[] data = utf8(
                "data: " + json.substring(0, json.length() - 1) + STAMP + "0".repeat(STAMP_DIGITS) + "}\n\n");
        byte[] bytes = framed(data);
        int stamp = bytes.length - 2 - 3 - STAMP_DIGITS;
        return new Step(at, bytes, stamp, answer.splitUtf8() ? withinCharacter(bytes) : 0, false);
    }

    private static int withinCharacter(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if ((bytes[i] & 0xC0) == 0x80) {
                return i;
            }
        }
        return bytes.length / 2;
    }

    private static void append(ByteArrayOutputStream bytes, String json) {
        bytes.writeBytes(framed(utf8("data: " + json + "\n\n")));
    }

    /** One chunk of HTTP's chunked transfer. */
    private static byte[] framed(byte[] data) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(data.length)) / 4);
        byte[] bytes = new byte[digits + 2 + data.length + 2];
        for (int i = 0; i < digits; i++) {
            bytes[i] = HEX[(data.length >>> (4 * (digits - 1 - i))) & 15];
        }
        bytes[digits] = '\r';
        bytes[digits + 1] = '\n';
        System.arraycopy(data, 0, bytes, digits + 2, data.length);
        bytes[bytes.length - 2] = '\r';
        bytes[bytes.length - 1] = '\n';
        return bytes;
    }

    private static Step whole(long at, String status, String type, String more, byte[] body) {
        byte[] head = ascii("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + more + "Content-Length: "
                + body.length + "\r\n\r\n");
        byte[] bytes = new byte[head.length + body.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return step(at, bytes, false);
    }

    private static Step step(long at, byte[] bytes, boolean close) {
        return new Step(at, bytes, -1, 0, close);
    }

    /** Writes the moment of sending into an event. */
    static void stamp(byte[] bytes, int at, long nanos) {
        long rest = nanos;
        for (int i = at + STAMP_DIGITS - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        // JSON has no leading zeros; blanks before a number mean nothing
        for (int i = at; i < at + STAMP_DIGITS - 1 && bytes[i] == '0'; i++) {
            bytes[i] = ' ';
        }
    }

    private long drawn(Time time) {
        long mean = time.mean().toNanos();
        if (time.exponential()) {
            return Math.round(-Math.log1p(-random.nextDouble()) * mean);
        }
        long spread = time.spread().toNanos();
        return spread == 0 ? mean : Math.max(0, mean - spread + random.nextLong(2 * spread + 1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
