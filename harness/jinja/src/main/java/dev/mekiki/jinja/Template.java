package dev.mekiki.jinja;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A parsed Jinja2 template. Immutable; any number of threads may render it.
 *
 * <p>Templates are untrusted: they see copies of what is passed to them and nothing else, cannot change it, and end with
 * a {@link TemplateException} when they exceed their {@link Limits}.
 */
public final class Template {
    private final Stmt.Body body;
    private final Frames frames;
    private final Settings settings;

    private Template(Stmt.Body body, Frames frames, Settings settings) {
        this.body = body;
        this.frames = frames;
        this.settings = settings;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException if it is not well-formed, names a filter or test that does not exist outside any
     *                           condition, or is too long or too deep
     */
    public static Template parse(String source, Settings settings) throws TemplateException {
        return guarded(() -> {
            Stmt.Body body = Parser.parse(source, settings);
            return new Template(body, Frames.of(body, settings.dialect()), settings);
        });
    }

    /**
     * Renders with these variables.
     *
     * @param context values are null, Boolean, Integer, Long, BigInteger, Double, BigDecimal (as a float), String, and
     *                lists and maps with string keys of such; the order of maps is kept
     * @throws TemplateException if Python's Jinja2 would raise, where the template itself raises, or beyond a limit
     */
    public String render(Map<String, ? extends @Nullable Object> context) throws TemplateException {
        return guarded(() -> {
            Session session = new Session(settings);
            ContextValues values = new ContextValues(session);
            Scope scope = new Scope(Globals.scope(settings.dialect()), Set.of());
            context.forEach((name, value) -> scope.set(name, values.convert(value)));
            return new Interpreter(session, frames, scope, body).render(body);
        });
    }

    /**
     * The variables that a template reads without giving them a value itself, or before it does: about what Jinja2's
     * {@code meta.find_undeclared_variables} finds, and those with a default of the template's own too.
     *
     * @throws TemplateException if it can't be split into tokens
     */
    public static SortedSet<String> variables(String source, Settings settings) throws TemplateException {
        return guarded(() -> Inputs.of(source, settings));
    }

    private static <T> T guarded(Supplier<T> work) throws TemplateException {
        try {
            return work.get();
        } catch (Failure e) {
            throw e.kind() == Failure.Kind.RAISED
                    ? new TemplateException(e.text(), e.line(), Optional.of(e.text()))
                    : new TemplateException(e.kind().label() + ": " + e.text(), e.line(), Optional.empty());
        } catch (StackOverflowError e) {
            throw new TemplateException("Limit exceeded: nested too deeply", 0, Optional.empty());
        }
    }
}
