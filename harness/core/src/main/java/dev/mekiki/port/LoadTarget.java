package dev.mekiki.port;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where load is sent over the network, and how it is asked. Safe for use by several threads. */
public interface LoadTarget {
    /** Of the server's function that is asked, such as {@code http://127.0.0.1:8000/v1/chat/completions}. */
    URI address();

    /** As sent, beside what HTTP needs; secrets included. */
    Map<String, String> headers();

    /** PEM file of the certificates to trust instead of Java's own. */
    Optional<Path> certificates();

    /** That requests go through; absent where the server is asked directly. */
    default Optional<ProxyAddress> proxy() {
        return Optional.empty();
    }

    /**
     * A request's body.
     *
     * @param messages the user's and the assistant's, in turn; a single one for servers that only complete text
     */
    byte[] body(List<Message> messages, int outputTokens);

    /** The text without secrets, for reports of what went wrong. */
    String struck(String text);
}
