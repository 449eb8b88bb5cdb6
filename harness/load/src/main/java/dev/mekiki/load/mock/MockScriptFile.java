package dev.mekiki.load.mock;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.load.mock.MockScript.Answer;
import dev.mekiki.load.mock.MockScript.Fault;
import dev.mekiki.load.mock.MockScript.ReasoningAs;
import dev.mekiki.load.mock.MockScript.Time;
import dev.mekiki.load.mock.MockScript.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads scripts of the built-in server ({@code mock: mekiki/1}). */
public final class MockScriptFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)\\s*(us|ms|s|m)");
    private static final long LONGEST_FILE = 1 << 20;
    private static final int MOST_TOKENS = 1 << 20;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private MockScriptFile(String file) {
        this.file = file;
    }

    private record Document(@Nullable String mock, @Nullable String model, @Nullable Long seed,
            @Nullable Integer concurrent, @Nullable List<Entry> answers) {}

    private record Entry(@Nullable Integer times, @JsonProperty("first-token") @Nullable JsonNode firstToken,
            @JsonProperty("role-after") @Nullable String roleAfter, @Nullable JsonNode interval,
            @Nullable Integer tokens, @JsonProperty("tokens-per-chunk") @Nullable Integer tokensPerChunk,
            @Nullable Integer reasoning, @JsonProperty("reasoning-as") @Nullable String reasoningAs,
            @Nullable String text, @Nullable Stall stall, @Nullable String usage, @Nullable Integer pad,
            @JsonProperty("split-utf8") @Nullable Boolean splitUtf8, @Nullable Integer status,
            @JsonProperty("retry-after") @Nullable String retryAfter, @Nullable String fault,
            @JsonProperty("fault-after") @Nullable Integer faultAfter) {}

    private record Stall(@Nullable Integer after, @JsonProperty("for") @Nullable String time) {}

    /** @throws InvalidInput with everything that is wrong, as far as the file can be read */
    public static MockScript read(Path path) throws InvalidInput {
        MockScriptFile reading = new MockScriptFile(path.toString());
        try {
            if (Files.size(path) > LONGEST_FILE) {
                throw new InvalidInput(Problem.in(path.toString(), "is larger than 1 MiB"));
            }
            return reading.script(YAML.readValue(Files.readString(path), Document.class));
        } catch (DatabindException e) {
            throw new InvalidInput(at(path.toString(), e, keys(e) + e.getOriginalMessage()));
        } catch (JacksonException e) {
            throw new InvalidInput(at(path.toString(), e, "is no YAML: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(path.toString(), "cannot be read: " + e.getMessage()));
        }
    }

    private static Problem at(String file, JacksonException e, String message) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String plain = message.lines().findFirst().orElse("").replaceAll("\\(class [^)]*\\)", "")
                .replaceAll("`?dev\\.mekiki[\\w.$]*`?", "this place");
        return line > 0
                ? new Problem(Optional.of(file), OptionalInt.of(line), Optional.empty(), plain, Optional.empty())
                : Problem.in(file, plain);
    }

    private static String keys(DatabindException e) {
        String keys = e.getPath().stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return keys.isEmpty() ? "" : keys.substring(keys.startsWith(".") ? 1 : 0) + ": ";
    }

    private MockScript script(@Nullable Document document) throws InvalidInput {
        if (document == null || !"mekiki/1".equals(document.mock)) {
            problem("mock", "“mock: mekiki/1” is expected");
        }
        List<Answer> answers = new ArrayList<>();
        if (document != null && document.answers != null) {
            for (int i = 0; i < document.answers.size(); i++) {
                answers.add(answer("answers[" + i + "].", document.answers.get(i)));
            }
        }
        if (answers.isEmpty()) {
            problem("answers", "a list of at least one answer is expected");
        }
        int concurrent = document == null ? 0 : whole("concurrent", document.concurrent, 0, 0, MOST_TOKENS);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        Document read = java.util.Objects.requireNonNull(document);
        return new MockScript(read.model == null ? "mock" : read.model, read.seed == null ? 7 : read.seed,
                concurrent == 0 ? OptionalInt.empty() : OptionalInt.of(concurrent), answers);
    }

    private Answer answer(String at, @Nullable Entry given) {
        if (given == null) {
            problem(at, "a mapping is expected");
            return Answer.PLAIN;
        }
        Answer usual = Answer.PLAIN;
        String text = given.text == null ? usual.text() : given.text;
        if (text.isEmpty()) {
            problem(at + "text", "is empty");
        }
        int tokens = whole(at + "tokens", given.tokens, 0, 1, MOST_TOKENS);
        Stall stall = given.stall == null ? new Stall(0, null) : given.stall;
        Optional<Fault> fault = Optional.ofNullable(given.fault)
                .flatMap(word -> word(at + "fault", word, Fault.values()));
        return new Answer(whole(at + "times", given.times, 1, 1, MOST_TOKENS),
                time(at + "first-token", given.firstToken), duration(at + "role-after", given.roleAfter),
                time(at + "interval", given.interval),
                tokens == 0 ? OptionalInt.empty() : OptionalInt.of(tokens),
                whole(at + "tokens-per-chunk", given.tokensPerChunk, 1, 1, 1 << 16),
                whole(at + "reasoning", given.reasoning, 0, 0, MOST_TOKENS),
                Optional.ofNullable(given.reasoningAs)
                        .flatMap(word -> word(at + "reasoning-as", word, ReasoningAs.values()))
                        .orElse(ReasoningAs.FIELD),
                text.isEmpty() ? usual.text() : text,
                whole(at + "stall.after", stall.after, 0, 0, MOST_TOKENS),
                duration(at + "stall.for", stall.time).orElse(Duration.ZERO),
                Optional.ofNullable(given.usage).flatMap(word -> word(at + "usage", word, Usage.values()))
                        .orElse(Usage.EACH),
                whole(at + "pad", given.pad, 0, 0, 64 << 20), Boolean.TRUE.equals(given.splitUtf8),
                whole(at + "status", given.status, 200, 200, 599), duration(at + "retry-after", given.retryAfter),
                fault, whole(at + "fault-after", given.faultAfter, 0, 0, MOST_TOKENS));
    }

    private void problem(String key, String message) {
        problems.add(new Problem(Optional.of(file), OptionalInt.empty(), Optional.of(key), message, Optional.empty()));
    }

    private int whole(String key, @Nullable Integer given, int usual, int least, int most) {
        if (given == null) {
            return usual;
        }
        if (given < least || given > most) {
            problem(key, "a whole number from " + least + " to " + most + " is expected, not " + given);
            return usual;
        }
        return given;
    }

    private <E extends Enum<E>> Optional<E> word(String key, String given, E[] words) {
        Optional<E> found = Arrays.stream(words).filter(word -> name(word).equals(given)).findFirst();
        if (found.isEmpty()) {
            problem(key, "“" + given + "” is not known here: one of "
                    + Arrays.stream(words).map(MockScriptFile::name).collect(Collectors.joining(", "))
                    + " is expected");
        }
        return found;
    }

    private static String name(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Optional<Duration> duration(String key, @Nullable String given) {
        if (given == null) {
            return Optional.empty();
        }
        Matcher matcher = DURATION.matcher(given.strip());
        if (!matcher.matches()) {
            problem(key, "a duration such as 500us, 20ms, 1.5s or 2m is expected, not “" + given + "”");
            return Optional.empty();
        }
        double unit = switch (matcher.group(2)) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> 60e9;
        };
        return Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unit)));
    }

    private Time time(String key, @Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return Time.of(Duration.ZERO);
        }
        if (given.isObject()) {
            given.propertyNames().stream().filter(name -> !List.of("mean", "spread", "exponential").contains(name))
                    .forEach(name -> problem(key + "." + name, "is not known here: mean, spread, exponential"));
            return new Time(duration(key + ".mean", text(given, "mean")).orElse(Duration.ZERO),
                    duration(key + ".spread", text(given, "spread")).orElse(Duration.ZERO),
                    given.path("exponential").asBoolean(false));
        }
        return Time.of(duration(key, given.asString()).orElse(Duration.ZERO));
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.path(key).isMissingNode() ? null : node.path(key).asString();
    }
}
