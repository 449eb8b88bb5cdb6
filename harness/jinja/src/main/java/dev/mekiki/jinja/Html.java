package dev.mekiki.jinja;

/** Escaping as MarkupSafe does it. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;").replace("'", "&#39;").replace("\"",
                "&#34;");
    }

    /** The text of a value, escaped unless it is already safe. */
    static String escape(Session session, Value value) {
        if (value instanceof Value.Str(String text, boolean safe)) {
            return safe ? text : escape(session, text);
        }
        return escape(session, Repr.str(session, value));
    }

    private static String escape(Session session, String text) {
        session.checkChars(text.length());
        String escaped = escape(text);
        session.checkChars(escaped.length());
        return escaped;
    }
}
