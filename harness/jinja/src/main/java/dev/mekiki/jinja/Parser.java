package dev.mekiki.jinja;

import dev.mekiki.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses templates: statements and the text between them. */
final class Parser {
    private final TokenStream stream;
    private final ExpressionParser expressions;
    private final boolean chat;
    private int loops;

    private Parser(TokenStream stream, boolean chat) {
        this.stream = stream;
        this.expressions = new ExpressionParser(stream);
        this.chat = chat;
    }

    static Stmt.Body parse(String source, Settings settings) {
        TokenStream stream = new TokenStream(Lexer.tokenize(source, settings), settings.limits().nesting());
        Parser parser = new Parser(stream, settings.dialect() == Settings.Dialect.CHAT);
        return new Stmt.Body(parser.statements(Set.of()));
    }

    /** Statements up to a tag with one of the given names, which is then current; up to the end if there are none. */
    private List<Stmt> statements(Set<String> ends) {
        stream.enter();
        List<Stmt> result = new ArrayList<>();
        while (!stream.at(Kind.END)) {
            Token token = stream.next();
            switch (token.kind()) {
                case DATA -> result.add(new Stmt.Data(token.text(), token.line()));
                case VARIABLE_BEGIN -> {
                    result.add(new Stmt.Print(expressions.tuple(true, null, false), token.line()));
                    stream.expect(Kind.VARIABLE_END, "end of print statement");
                }
                case BLOCK_BEGIN -> {
                    if (stream.at(Kind.NAME) && ends.contains(stream.current().text())) {
                        stream.leave();
                        return result;
                    }
                    statement(result, ends);
                    stream.expect(Kind.BLOCK_END, "end of statement block");
                }
                case VARIABLE_END, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END -> throw stream
                        .fail("unexpected " + token.describe());
            }
        }
        if (!ends.isEmpty()) {
            throw stream.fail("Unexpected end of template. Jinja was looking for the following tags: "
                    + String.join(" or ", ends.stream().sorted().toList()) + ".");
        }
        stream.leave();
        return result;
    }

    private List<Stmt> block(String... ends) {
        stream.skipOperator(":");
        stream.expect(Kind.BLOCK_END, "end of statement block");
        return statements(Set.of(ends));
    }

    private Stmt.Body body(String end) {
        int outer = loops;
        loops = 0;
        Stmt.Body body = new Stmt.Body(block(end));
        loops = outer;
        stream.next();
        return body;
    }

    private void statement(List<Stmt> into, Set<String> ends) {
        Token tag = stream.expect(Kind.NAME, "tag name");
        int line = tag.line();
        switch (tag.text()) {
            case "if" -> into.add(ifStatement(line));
            case "for" -> into.add(forStatement(line));
            case "set" -> into.add(set(line));
            case "macro" -> into.add(macro(line));
            case "call" -> into.add(callBlock(line));
            case "filter" -> {
                Expr.Filter filter = filterChain(expressions.filter(null));
                into.add(new Stmt.FilterBlock(filter, body("endfilter"), line));
            }
            case "with" -> into.add(with(line));
            case "autoescape" -> {
                Expr enabled = expressions.expression();
                into.add(new Stmt.Autoescape(enabled, body("endautoescape"), line));
            }
            case "block" -> into.add(blockStatement(line));
            case "print" -> print(into);
            case "include", "import", "from", "extends" -> into.add(load(tag));
            case "generation", "break", "continue" -> {
                if (!chat) {
                    throw unknown(tag, ends);
                }
                into.add(chatStatement(tag));
            }
            default -> throw unknown(tag, ends);
        }
    }

    private static Failure unknown(Token tag, Set<String> ends) {
        String looking = ends.isEmpty()
                ? ""
                : " Jinja was looking for the following tags: " + String.join(" or ", ends.stream().sorted().toList())
                        + ".";
        return Failure.syntax("Encountered unknown tag '" + tag.text() + "'." + looking, tag.line());
    }

    private Stmt chatStatement(Token tag) {
        if (tag.isName("generation")) {
            return new Stmt.Generation(body("endgeneration"), tag.line());
        }
        if (loops == 0) {
            throw Failure.syntax("'" + tag.text() + "' outside loop", tag.line());
        }
        return tag.isName("break") ? new Stmt.Break(tag.line()) : new Stmt.Continue(tag.line());
    }

    private Stmt.If ifStatement(int line) {
        Expr test = expressions.tuple(false, null, false);
        List<Stmt> then = block("elif", "else", "endif");
        List<Stmt.If> elifs = new ArrayList<>();
        List<Stmt> otherwise = List.of();
        while (true) {
            Token token = stream.next();
            if (token.isName("elif")) {
                Expr elif = expressions.tuple(false, null, false);
                elifs.add(new Stmt.If(elif, block("elif", "else", "endif"), List.of(), List.of(), token.line()));
                continue;
            }
            if (token.isName("else")) {
                otherwise = block("endif");
                stream.next();
            }
            return new Stmt.If(test, then, List.copyOf(elifs), otherwise, line);
        }
    }

    private Stmt forStatement(int line) {
        Expr target = expressions.target(false, "in");
        stream.expectName("in");
        Expr iterable = expressions.tuple(false, "recursive", false);
        Expr test = stream.skipName("if") ? expressions.expression() : null;
        boolean recursive = stream.skipName("recursive");
        loops++;
        Stmt.Body body = new Stmt.Body(block("endfor", "else"));
        loops--;
        Stmt.Body otherwise = new Stmt.Body(stream.next().isName("else") ? block("endfor") : List.of());
        if (!otherwise.isEmpty() || stream.atName("endfor")) {
            stream.skipName("endfor");
        }
        return new Stmt.For(target, iterable, test, recursive, body, otherwise, line);
    }

    private Stmt set(int line) {
        Expr target = expressions.target(true, null);
        if (stream.skipOperator("=")) {
            return new Stmt.Assign(target, expressions.tuple(true, null, false), line);
        }
        Expr.Filter filter = stream.skipOperator("|") ? filterChain(expressions.filter(null)) : null;
        return new Stmt.AssignBlock(target, filter, body("endset"), line);
    }

    private Expr.Filter filterChain(Expr.Filter first) {
        Expr.Filter filter = first;
        for (int links = 1; stream.skipOperator("|"); links++) {
            stream.chain(links);
            filter = expressions.filter(filter);
        }
        return filter;
    }

    private Stmt macro(int line) {
        String name = assignableName();
        List<Stmt.Parameter> parameters = signature();
        return new Stmt.MacroDefinition(name, parameters, body("endmacro"), line);
    }

    private String assignableName() {
        Token token = stream.expect(Kind.NAME, "a name");
        if (Set.of("true", "false", "none", "True", "False", "None").contains(token.text())) {
            throw Failure.syntax("can't assign to '" + token.text() + "'", token.line());
        }
        return token.text();
    }

    private List<Stmt.Parameter> signature() {
        stream.expectOperator("(");
        List<Stmt.Parameter> parameters = new ArrayList<>();
        boolean defaults = false;
        while (!stream.atOperator(")")) {
            if (!parameters.isEmpty()) {
                stream.expectOperator(",");
            }
            String name = assignableName();
            @Nullable
            Expr defaultValue = null;
            if (stream.skipOperator("=")) {
                defaultValue = expressions.expression();
                defaults = true;
            } else if (defaults) {
                throw stream.fail("non-default argument follows default argument");
            }
            parameters.add(new Stmt.Parameter(name, defaultValue));
        }
        stream.expectOperator(")");
        return List.copyOf(parameters);
    }

    private Stmt callBlock(int line) {
        List<Stmt.Parameter> parameters = stream.atOperator("(") ? signature() : List.of();
        if (!(expressions.expression() instanceof Expr.Call call)) {
            throw Failure.syntax("expected call", line);
        }
        return new Stmt.CallBlock(call, parameters, body("endcall"), line);
    }

    private Stmt with(int line) {
        List<Expr> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!stream.at(Kind.BLOCK_END) && !stream.atOperator(":")) {
            if (!targets.isEmpty()) {
                stream.expectOperator(",");
            }
            targets.add(new Expr.Name(assignableName()));
            stream.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Stmt.With(List.copyOf(targets), List.copyOf(values), body("endwith"), line);
    }

    private Stmt blockStatement(int line) {
        String name = stream.expectName();
        boolean scoped = stream.skipName("scoped");
        stream.skipName("required");
        Stmt.Body body = body("endblock");
        stream.skipName(name);
        return new Stmt.Block(name, scoped, body, line);
    }

    private void print(List<Stmt> into) {
        boolean first = true;
        while (!stream.at(Kind.BLOCK_END)) {
            if (!first) {
                stream.expectOperator(",");
            }
            first = false;
            into.add(new Stmt.Print(expressions.expression(), stream.line()));
        }
    }

    /** Reads the tag for its names; there is no second template that it could load. */
    private Stmt load(Token tag) {
        Expr template = expressions.expression();
        List<String> names = new ArrayList<>();
        while (!stream.at(Kind.BLOCK_END)) {
            Token token = stream.next();
            if (token.kind() != Kind.NAME && !token.isOperator(",")) {
                throw Failure.syntax("unexpected " + token.describe(), token.line());
            }
            if (token.kind() == Kind.NAME
                    && !Set.of("import", "as", "with", "without", "context", "ignore", "missing").contains(
                            token.text())) {
                names.add(token.text());
            }
        }
        return new Stmt.Load(tag.text(), List.copyOf(names), template, tag.line());
    }
}
