package dev.mekiki.jinja;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a template.
 *
 * @param kind  what it is
 * @param text  the text of data, names and operators; the value of strings
 * @param value the value of a number
 */
record Token(Kind kind, String text, @Nullable Value value, int line) {
    enum Kind {
        DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    String describe() {
        return switch (kind) {
            case DATA -> "template data";
            case VARIABLE_BEGIN -> "begin of print statement";
            case VARIABLE_END -> "end of print statement";
            case BLOCK_BEGIN -> "begin of statement block";
            case BLOCK_END -> "end of statement block";
            case END -> "end of template";
            case STRING -> "string";
            case NAME, INTEGER, FLOAT, OPERATOR -> text;
        };
    }
}
