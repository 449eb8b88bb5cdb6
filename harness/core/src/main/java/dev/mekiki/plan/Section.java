package dev.mekiki.plan;

import static java.util.stream.Collectors.joining;

import dev.mekiki.domain.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping of a configuration file, read key by key. What does not fit is noted with its line and read as absent, so that
 * reading goes on; keys never asked for are unknown, see {@link #finish()}.
 */
final class Section {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3}))?\\s*(ms|s|m|h)");

    private final String file;
    private final YamlNode.Fields node;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(String file, YamlNode.Fields node, Problems problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
    }

    /** The node as a section; anything but a mapping is a problem. */
    static Optional<Section> of(String file, YamlNode node, Problems problems) {
        if (node instanceof YamlNode.Fields fields) {
            return Optional.of(new Section(file, fields, problems));
        }
        String message = "a mapping (key: value) is expected, not " + node.kind();
        problems.add(node.key().isEmpty()
                ? Problem.in(file, message)
                : Problem.at(file, node.line(), node.key(), message));
        return Optional.empty();
    }

    String file() {
        return file;
    }

    /** The line of a key, or of the section where the key is absent. */
    int line(String key) {
        return node.keyLines().getOrDefault(key, node.line());
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    Set<String> keys() {
        return node.fields().keySet();
    }

    /** Notes a problem at a key of this section. */
    void problem(String key, String message) {
        problems.add(Problem.at(file, line(key), node.path(key), message));
    }

    void problem(String key, String message, String hint) {
        problems.add(Problem.at(file, line(key), node.path(key), message).withHint(hint));
    }

    /** A key written without a value counts as absent. */
    Optional<YamlNode> value(String key) {
        asked.add(key);
        return Optional.ofNullable(node.fields().get(key)).filter(value -> !(value instanceof YamlNode.Nothing));
    }

    Optional<String> text(String key) {
        Optional<YamlNode> value = value(key);
        Optional<String> text = value.flatMap(YamlNode::written);
        if (value.isPresent() && text.isEmpty()) {
            problem(key, "a text is expected, not " + value.get().kind());
        }
        return text;
    }

    /** The text, or an empty one with a problem noted. */
    String requiredText(String key, String what) {
        Optional<String> text = text(key);
        if (text.isEmpty() && !has(key)) {
            problem(key, "is missing: " + what + " is expected");
        } else if (text.isPresent() && text.get().isBlank()) {
            problem(key, "is blank: " + what + " is expected");
        }
        return text.orElse("");
    }

    OptionalInt integer(String key, int least, int most) {
        OptionalLong value = wholeNumber(key, least, most);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    OptionalLong wholeNumber(String key, long least, long most) {
        return value(key).map(value -> wholeNumber(key, value, least, most)).orElse(OptionalLong.empty());
    }

    /** A list of whole numbers; a single one counts as a list of one. */
    List<Integer> integers(String key, int least, int most) {
        List<Integer> numbers = new ArrayList<>();
        for (YamlNode item : items(key)) {
            wholeNumber(key, item, least, most).ifPresent(number -> numbers.add((int) number));
        }
        return numbers;
    }

    private OptionalLong wholeNumber(String key, YamlNode value, long least, long most) {
        // bounds first: expanding 1e999999999 to digits would take all memory
        if (value instanceof YamlNode.Numeral number && number.value().compareTo(BigDecimal.valueOf(least)) >= 0
                && number.value().compareTo(BigDecimal.valueOf(most)) <= 0
                && number.value().stripTrailingZeros().scale() <= 0) {
            return OptionalLong.of(number.value().longValueExact());
        }
        problem(key, "a whole number from " + least + (most >= Integer.MAX_VALUE ? "" : " to " + most)
                + " is expected, not " + value.kind());
        return OptionalLong.empty();
    }

    OptionalDouble number(String key, double least, double most) {
        return value(key).map(value -> {
            if (value instanceof YamlNode.Numeral number && number.value().doubleValue() >= least
                    && number.value().doubleValue() <= most) {
                return OptionalDouble.of(number.value().doubleValue());
            }
            String range = Double.isInfinite(most) || most == Double.MAX_VALUE
                    ? (least == -Double.MAX_VALUE ? "" : " of at least " + plain(least))
                    : " from " + plain(least) + " to " + plain(most);
            problem(key, "a number" + range + " is expected, not " + value.kind());
            return OptionalDouble.empty();
        }).orElse(OptionalDouble.empty());
    }

    /** A list of numbers; a single one counts as a list of one. */
    List<Double> numbers(String key, double least, double most) {
        List<Double> numbers = new ArrayList<>();
        for (YamlNode item : items(key)) {
            if (item instanceof YamlNode.Numeral number && number.value().doubleValue() >= least
                    && number.value().doubleValue() <= most) {
                numbers.add(number.value().doubleValue());
            } else {
                problem(key, "a number from " + plain(least) + " to " + plain(most) + " is expected, not "
                        + item.kind());
            }
        }
        return numbers;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    Optional<Boolean> flag(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof YamlNode.Flag flag) {
                return Optional.of(flag.value());
            }
            problem(key, "true or false is expected, not " + value.kind());
            return Optional.empty();
        });
    }

    /** {@code 500ms}, {@code 60s}, {@code 2m}, {@code 1.5h}. */
    Optional<Duration> duration(String key) {
        return value(key).flatMap(value -> {
            Matcher matcher = DURATION.matcher(value.written().orElse("").strip());
            if (value instanceof YamlNode.Text && matcher.matches()) {
                BigDecimal amount = new BigDecimal(
                        matcher.group(1) + (matcher.group(2) == null ? "" : "." + matcher.group(2)));
                long unit = switch (matcher.group(3)) {
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                };
                BigDecimal nanos = amount.multiply(BigDecimal.valueOf(unit));
                if (nanos.signum() > 0 && nanos.compareTo(BigDecimal.valueOf(Duration.ofDays(30).toNanos())) <= 0) {
                    return Optional.of(Duration.ofNanos(nanos.longValue()));
                }
            }
            problem(key, "a duration such as 500ms, 60s or 2m is expected, not " + value.kind());
            return Optional.empty();
        });
    }

    /** One of given words. */
    <E> Optional<E> oneOf(String key, Map<String, E> words) {
        return text(key).flatMap(text -> {
            Optional<E> meant = Optional.ofNullable(words.get(text));
            if (meant.isEmpty()) {
                problem(key, "“" + text + "” is not known here: one of "
                        + words.keySet().stream().sorted().collect(joining(", ")) + " is expected");
            }
            return meant;
        });
    }

    Optional<Section> section(String key) {
        return value(key).flatMap(value -> of(file, value, problems));
    }

    /** A list of mappings; absent is an empty list. */
    List<Section> sections(String key) {
        Optional<YamlNode> value = value(key);
        if (value.isPresent() && !(value.get() instanceof YamlNode.Items)) {
            problem(key, "a list is expected, not " + value.get().kind());
            return List.of();
        }
        return items(key).stream().flatMap(item -> of(file, item, problems).stream()).toList();
    }

    /** A list of texts; a single text counts as a list of one. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            Optional<String> text = item.written();
            text.ifPresentOrElse(texts::add,
                    () -> problem(key, "a list of texts is expected, with " + item.kind() + " in it"));
        }
        return texts;
    }

    private List<YamlNode> items(String key) {
        return value(key).map(value -> value instanceof YamlNode.Items list ? list.items() : List.of(value))
                .orElse(List.of());
    }

    /** Notes a problem for each key that was never asked for. */
    void finish() {
        for (String key : node.fields().keySet()) {
            if (!asked.contains(key)) {
                problem(key, "is not a key that is known here", Suggestion.hint(key, asked));
            }
        }
    }

    /** Checks {@code plan: mekiki/1} and the like. */
    void format(String key) {
        Optional<String> format = text(key);
        if (format.isEmpty() && !has(key)) {
            problem(key, "is missing: the file's format is expected, “" + key + ": mekiki/1”");
        } else if (format.isPresent() && !format.get().equals("mekiki/1")) {
            problem(key, "“" + format.get() + "” is not a format that this version reads; mekiki/1 is expected");
        }
    }
}
