package dev.mekiki.suites;

import dev.mekiki.jinja.Limits;
import dev.mekiki.jinja.Settings;
import dev.mekiki.jinja.Template;
import dev.mekiki.jinja.TemplateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Jinja template over a row of data; a field is {@code {{ field }}} or {@code {{ row.field }}}. */
final class RowTemplate {
    private static final Pattern FIELD = Pattern.compile(
            "\\s*\\{\\{-?\\s*([\\p{L}_][\\p{L}\\p{M}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*|\\[(?:'[^']*'|\"[^\"]*\"|[0-9]{1,6})\\])*)\\s*-?\\}\\}\\s*");
    private static final Pattern EXPRESSION = Pattern.compile("\\s*\\{\\{(?:(?!\\{\\{|\\}\\}).)*\\}\\}\\s*",
            Pattern.DOTALL);
    private static final Pattern STEP = Pattern
            .compile("\\.?([\\p{L}_][\\p{L}\\p{M}\\p{N}_]*)|\\['([^']*)'\\]|\\[\"([^\"]*)\"\\]|\\[([0-9]+)\\]");
    /** A row is small, and thousands of them are rendered. */
    private static final Settings SETTINGS = Settings.PROMPT.withLimits(
            new Limits(200_000, 2_000_000, 2_000_000, 20_000_000L, 100_000, 2_000_000L, 100, Duration.ofSeconds(2)));
    private static final Template VALUE = value();

    private final Template template;
    private final Optional<String> field;
    private final boolean expression;

    private RowTemplate(String source) throws TemplateException {
        this.template = Template.parse(source, SETTINGS);
        Matcher matcher = FIELD.matcher(source);
        this.field = matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
        this.expression = EXPRESSION.matcher(source).matches();
    }

    static RowTemplate parse(String source) throws TemplateException {
        return new RowTemplate(source);
    }

    /** What templates see of a row. */
    static Map<String, Object> context(Map<String, Object> row) {
        Map<String, Object> context = new HashMap<>(row);
        context.put("row", row);
        return context;
    }

    String text(Map<String, Object> context) throws TemplateException {
        return template.render(context);
    }

    /** The value itself, where the whole template names a field that is there. */
    Optional<Object> value(Map<String, Object> context) {
        return field.flatMap(path -> {
            @Nullable
            Object value = context;
            for (Matcher step = STEP.matcher(path); step.find() && value != null;) {
                value = step(value, step);
            }
            return Optional.ofNullable(value);
        });
    }

    /** Whether the whole template is one expression. */
    boolean isExpression() {
        return expression;
    }

    /** A single value as a template prints it. */
    static String text(Object value) throws TemplateException {
        return value instanceof String text ? text : VALUE.render(Map.of("value", value));
    }

    private static @Nullable Object step(Object value, Matcher step) {
        if (value instanceof List<?> list && step.group(4) != null) {
            int index = Integer.parseInt(step.group(4));
            return index < list.size() ? list.get(index) : null;
        }
        String name = Arrays.asList(step.group(1), step.group(2), step.group(3)).stream().filter(group -> group != null)
                .findFirst().orElse("");
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static Template value() {
        try {
            return Template.parse("{{ value }}", SETTINGS);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
    }
}
