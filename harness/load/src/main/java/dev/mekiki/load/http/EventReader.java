package dev.mekiki.load.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads what matters in one event of a chat or completion stream (or in a whole response), walking over its bytes once: no text is decoded, no
 * tree is built. Everything in the event may be hostile; what is no JSON is told as {@link #malformed}. One reader serves one thread.
 */
final class EventReader {
    private static final int LONGEST_MESSAGE = 500;

    boolean malformed;
    boolean done;
    /** Whether there is text that is an answer, and one that is reasoning. */
    boolean content;
    boolean reasoning;
    /** Unicode code points of both. */
    int characters;
    boolean finished;
    String finish = "";
    boolean failed;
    String message = "";
    int promptTokens;
    int completionTokens;
    int reasoningTokens;
    int cachedTokens;
    /** When the server on this machine says it sent this; 0 where it doesn't. */
    long sentNanos;
    /** The content as it stands in the event, still escaped. */
    int contentFrom;
    int contentTo;

    private byte[] bytes = new byte[0];
    private int at;
    private int to;

    void read(byte[] event, int from, int until, boolean error) {
        bytes = event;
        at = from;
        to = until;
        malformed = done = content = reasoning = finished = false;
        failed = error;
        finish = message = "";
        characters = 0;
        contentFrom = contentTo = 0;
        promptTokens = completionTokens = reasoningTokens = cachedTokens = -1;
        sentNanos = 0;
        if (Arrays.equals(event, from, until, DONE, 0, DONE.length)) {
            done = true;
            return;
        }
        try {
            space();
            if (peek() != '{') {
                throw new NoJson();
            }
            root();
        } catch (NoJson _) {
            malformed = true;
        }
        if (failed && message.isEmpty()) {
            message = excerpt(from, until);
        }
    }

    private void root() throws NoJson {
        for (boolean more = open('{', '}'); more; more = next('}')) {
            switch (key()) {
                case CHOICES -> choices();
                case USAGE -> usage();
                case TIMINGS -> timings();
                case ERROR -> error();
                case SENT -> sentNanos = number();
                // llama-server's own /completion
                case CONTENT -> content(text());
                default -> skip();
            }
        }
    }

    private void choices() throws NoJson {
        if (peek() != '[') {
            skip();
            return;
        }
        boolean first = true;
        for (boolean more = open('[', ']'); more; more = next(']')) {
            if (first && peek() == '{') {
                choice();
            } else {
                skip();
            }
            first = false;
        }
    }

    private void choice() throws NoJson {
        for (boolean more = open('{', '}'); more; more = next('}')) {
            switch (key()) {
                case DELTA, MESSAGE -> delta();
                case TEXT -> content(text());
                case FINISH_REASON -> {
                    if (peek() == '"') {
                        int from = at + 1;
                        string();
                        finished = true;
                        finish = finishWord(from, at - 1);
                    } else {
                        skip();
                    }
                }
                default -> skip();
            }
        }
    }

    private void delta() throws NoJson {
        if (peek() != '{') {
            skip();
            return;
        }
        for (boolean more = open('{', '}'); more; more = next('}')) {
            switch (key()) {
                case CONTENT -> content(text());
                case REASONING -> reasoning(thought());
                case TOOL_CALLS -> {
                    boolean some = peek() == '[';
                    int from = at;
                    skip();
                    content(some && at - from > 2);
                }
                default -> skip();
            }
        }
    }

    private void content(boolean some) {
        content = content || some;
    }

    private void reasoning(boolean some) {
        reasoning = reasoning || some;
    }

    private void usage() throws NoJson {
        if (peek() != '{') {
            skip();
            return;
        }
        for (boolean more = open('{', '}'); more; more = next('}')) {
            switch (key()) {
                case PROMPT_TOKENS -> promptTokens = count();
                case COMPLETION_TOKENS -> completionTokens = count();
                case PROMPT_DETAILS, COMPLETION_DETAILS -> details();
                default -> skip();
            }
        }
    }

    private void details() throws NoJson {
        if (peek() != '{') {
            skip();
            return;
        }
        for (boolean more = open('{', '}'); more; more = next('}')) {
            switch (key()) {
                case CACHED_TOKENS -> cachedTokens = count();
                case REASONING_TOKENS -> reasoningTokens = count();
                default -> skip();
            }
        }
    }

    /** llama-server's, with {@code timings_per_token}. */
    private void timings() throws NoJson {
        if (peek() != '{') {
            skip();
            return;
        }
        for (boolean more = open('{', '}'); more; more = next('}')) {
            switch (key()) {
                case PREDICTED_N -> {
                    int n = count();
                    completionTokens = completionTokens < 0 ? n : completionTokens;
                }
                case CACHE_N -> cachedTokens = count();
                default -> skip();
            }
        }
    }

    private void error() throws NoJson {
        int from = at;
        switch (peek()) {
            case '{' -> {
                failed = true;
                for (boolean more = open('{', '}'); more; more = next('}')) {
                    if (key() == Key.MESSAGE && peek() == '"') {
                        int text = at + 1;
                        string();
                        message = excerpt(text, at - 1);
                    } else {
                        skip();
                    }
                }
            }
            case '"' -> {
                string();
                failed = true;
                message = excerpt(from + 1, at - 1);
            }
            default -> skip(); // null: no error
        }
    }

    /** @return whether there is a text that is not empty */
    private boolean text() throws NoJson {
        if (peek() != '"') {
            skip();
            return false;
        }
        int from = at + 1;
        characters += string();
        contentFrom = from;
        contentTo = at - 1;
        return contentTo > from;
    }

    private boolean thought() throws NoJson {
        if (peek() != '"') {
            skip();
            return false;
        }
        int from = at + 1;
        characters += string();
        return at - 1 > from;
    }

    private int count() throws NoJson {
        long value = number();
        return value < 0 || value > Integer.MAX_VALUE ? -1 : (int) value;
    }

    /** A whole number; −1 for anything else. */
    private long number() throws NoJson {
        byte b = peek();
        if (b < '0' || b > '9') {
            skip();
            return -1;
        }
        long value = 0;
        int digits = 0;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            value = digits++ < 18 ? 10 * value + bytes[at] - '0' : Long.MAX_VALUE;
            at++;
        }
        if (at < to && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E')) {
            scalar();
            return -1;
        }
        return value;
    }

    /** Goes over a string, from quote to quote. @return its code points */
    private int string() throws NoJson {
        byte[] b = bytes;
        int i = at + 1;
        int points = 0;
        while (i < to) {
            byte c = b[i++];
            if (c == '"') {
                at = i;
                return points;
            }
            if (c == '\\') {
                if (i >= to) {
                    break;
                }
                if (b[i] == 'u') {
                    // of a pair, only the first counts: the second is \\uDC00 to \\uDFFF
                    boolean second = i + 2 < to && (b[i + 1] | 0x20) == 'd' && "cdefCDEF".indexOf(b[i + 2]) >= 0;
                    points += second ? 0 : 1;
                    i += 5;
                } else {
                    points++;
                    i++;
                }
            } else if ((c & 0xC0) != 0x80) {
                points++;
            }
        }
        throw new NoJson();
    }

    /** Goes over any value; nesting costs nothing. */
    private void skip() throws NoJson {
        byte b = peek();
        if (b == '"') {
            string();
        } else if (b == '{' || b == '[') {
            int depth = 0;
            while (at < to) {
                switch (bytes[at]) {
                    case '"' -> string();
                    case '{', '[' -> {
                        depth++;
                        at++;
                    }
                    case '}', ']' -> {
                        depth--;
                        at++;
                    }
                    default -> at++;
                }
                if (depth == 0) {
                    return;
                }
            }
            throw new NoJson();
        } else {
            scalar();
        }
    }

    private void scalar() throws NoJson {
        int from = at;
        while (at < to && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']' && bytes[at] > ' ') {
            at++;
        }
        if (at == from) {
            throw new NoJson();
        }
    }

    private void space() {
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private byte peek() throws NoJson {
        if (at >= to) {
            throw new NoJson();
        }
        return bytes[at];
    }

    /** Enters an object or array. @return whether it has something in it */
    private boolean open(char opening, char closing) throws NoJson {
        if (peek() != opening) {
            throw new NoJson();
        }
        at++;
        space();
        if (peek() == closing) {
            at++;
            return false;
        }
        return true;
    }

    private boolean next(char closing) throws NoJson {
        space();
        byte b = peek();
        at++;
        if (b == ',') {
            space();
            return true;
        }
        if (b == closing) {
            return false;
        }
        throw new NoJson();
    }

    /** Reads a key and its colon. */
    private Key key() throws NoJson {
        if (peek() != '"') {
            throw new NoJson();
        }
        int from = at + 1;
        string();
        Key key = Key.of(bytes, from, at - 1);
        space();
        if (peek() != ':') {
            throw new NoJson();
        }
        at++;
        space();
        peek();
        return key;
    }

    private String finishWord(int from, int until) {
        int length = until - from;
        if (length == 4 && bytes[from] == 's') {
            return "stop";
        }
        return length == 6 && bytes[from] == 'l' ? "length" : excerpt(from, until);
    }

    /** The beginning of what the server sent, safe to show. */
    private String excerpt(int from, int until) {
        return new String(bytes, from, Math.min(until - from, LONGEST_MESSAGE), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ").strip();
    }

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private static final class NoJson extends Exception {
        private static final long serialVersionUID = 1L;

        NoJson() {
            super("no JSON", null, false, false);
        }
    }

    /** Of a key that is looked at. */
    private static final int LONGEST = 25;

    /** The keys that are looked at. */
    private enum Key {
        CHOICES("choices"), DELTA("delta"), MESSAGE("message"), CONTENT("content"), TEXT("text"), FINISH_REASON(
                "finish_reason"), REASONING("reasoning_content"), SHORT_REASONING("reasoning"), TOOL_CALLS(
                        "tool_calls"), USAGE("usage"), PROMPT_TOKENS("prompt_tokens"), COMPLETION_TOKENS(
                                "completion_tokens"), PROMPT_DETAILS("prompt_tokens_details"), COMPLETION_DETAILS(
                                        "completion_tokens_details"), CACHED_TOKENS("cached_tokens"), REASONING_TOKENS(
                                                "reasoning_tokens"), TIMINGS("timings"), PREDICTED_N(
                                                        "predicted_n"), CACHE_N("cache_n"), ERROR("error"), SENT(
                                                                "mekiki_sent_ns"), OTHER("");

        /** By their length, which is what tells most of them apart. */
        private static final List<List<Key>> KEYS = IntStream.rangeClosed(0, LONGEST)
                .mapToObj(length -> Arrays.stream(values()).filter(key -> key.name.length() == length).toList())
                .toList();
        private final String name;

        Key(String name) {
            this.name = name;
        }

        static Key of(byte[] bytes, int from, int to) {
            int length = to - from;
            if (length == 0 || length > LONGEST) {
                return OTHER;
            }
            List<Key> keys = KEYS.get(length);
            for (int i = 0; i < keys.size(); i++) {
                Key key = keys.get(i);
                if (same(key.name, bytes, from, to)) {
                    return key == SHORT_REASONING ? REASONING : key;
                }
            }
            return OTHER;
        }

        private static boolean same(String name, byte[] bytes, int from, int to) {
            for (int i = to - 1; i >= from; i--) {
                if (bytes[i] != name.charAt(i - from)) {
                    return false;
                }
            }
            return true;
        }
    }
}
