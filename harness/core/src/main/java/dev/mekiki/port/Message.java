package dev.mekiki.port;

/**
 * A chat message.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 */
public record Message(String role, String content) {}
