package dev.mekiki.jinja;

/** {@code tojson}, which transformers defines in its own way. */
final class JsonFilters {
    private JsonFilters() {}

    /** As transformers: plain text, keys in their order. */
    static Value chat(Session session, Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        String indent = Json.indent(session, bound.value(1));
        String item = indent == null ? ", " : ",";
        String key = ": ";
        if (!bound.isNone(2)) {
            var parts = Protocols.listOf(session, bound.value(2));
            if (parts.size() != 2) {
                throw Failure.value("separators must be a pair");
            }
            item = Protocols.requireText(parts.get(0)).text();
            key = Protocols.requireText(parts.get(1)).text();
        }
        return Value.text(
                Json.write(session, value, new Json.Style(bound.truth(0), indent, item, key, bound.truth(3))));
    }

    /** As Jinja2 itself: ASCII, sorted keys, safe inside HTML. */
    static Value plain(Session session, Value value, Arguments arguments) {
        String indent = Json.indent(session, arguments.bind("tojson", 0, "indent").value(0));
        String json = Json.write(session, value, new Json.Style(true, indent, indent == null ? ", " : ",", ": ", true));
        session.checkChars(json.length());
        return new Value.Str(json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'",
                "\\u0027"), true);
    }
}
