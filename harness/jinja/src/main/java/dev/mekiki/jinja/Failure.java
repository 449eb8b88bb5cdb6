package dev.mekiki.jinja;

/** What Python or Jinja would raise; becomes a {@link TemplateException} at the API. */
final class Failure extends RuntimeException {
    /** Python's name for the error, so that messages read as authors of templates know them. */
    enum Kind {
        TYPE("TypeError"), VALUE("ValueError"), LOOKUP("LookupError"), OVERFLOW("OverflowError"), ZERO_DIVISION(
                "ZeroDivisionError"), UNDEFINED("UndefinedError"), SECURITY("SecurityError"), SYNTAX(
                        "TemplateSyntaxError"), RUNTIME("TemplateRuntimeError"), RAISED("TemplateError"), LIMIT(
                                "Limit exceeded");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final Kind kind;
    private final String text;
    private int line;

    Failure(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
        this.text = text;
    }

    Failure(Kind kind, String text, int line) {
        this(kind, text);
        this.line = line;
    }

    static Failure type(String text) {
        return new Failure(Kind.TYPE, text);
    }

    static Failure value(String text) {
        return new Failure(Kind.VALUE, text);
    }

    static Failure limit(String text) {
        return new Failure(Kind.LIMIT, text);
    }

    static Failure security(String text) {
        return new Failure(Kind.SECURITY, text);
    }

    static Failure syntax(String text, int line) {
        return new Failure(Kind.SYNTAX, text, line);
    }

    Kind kind() {
        return kind;
    }

    String text() {
        return text;
    }

    int line() {
        return line;
    }

    /** Names the line unless an inner place already did. */
    Failure at(int where) {
        if (line == 0) {
            line = where;
        }
        return this;
    }
}
