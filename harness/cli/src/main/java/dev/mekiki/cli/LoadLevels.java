package dev.mekiki.cli;

import dev.mekiki.cli.LoadCommand.Loop;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape;
import dev.mekiki.domain.LoadShape.Arrivals;
import dev.mekiki.domain.LoadShape.Cancel;
import dev.mekiki.domain.LoadShape.Slo;
import dev.mekiki.plan.SloPresets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command line's options as load profiles, one a level. */
final class LoadLevels {
    private static final int USUAL_PER_USER = 10;
    private static final int LEAST = 20;
    private static final int MOST_USERS = 16_384;
    private static final int MOST_ARRIVALS = 1_000_000;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");

    private final LoadOptions options;
    private final List<Integer> concurrency;
    private final List<Double> rates;
    private final Optional<Arrivals.Recorded> trace;
    private final LoadShape shape;

    LoadLevels(LoadOptions options, Loop loop) throws Failure {
        this.options = options;
        this.concurrency = loop.concurrency.isEmpty() ? List.of(1) : loop.concurrency;
        this.rates = loop.rate;
        this.trace = loop.trace == null ? Optional.empty() : Optional.of(trace(loop.trace));
        expect(concurrency.stream().allMatch(n -> n >= 1 && n <= MOST_USERS), "--concurrency from 1 to " + MOST_USERS);
        expect(rates.stream().allMatch(r -> r > 0 && r <= 100_000), "--rate above 0, up to 100000");
        expect(options.requests == null || options.requests >= 1, "--requests of at least 1");
        expect(options.warmup == null || options.warmup >= 0, "--warmup of at least 0");
        expect(options.input >= 1 && options.output >= 1, "--input and --output of at least 1");
        expect(options.inputSpread >= 0 && options.inputSpread < options.input, "--input-spread less than --input");
        expect(options.outputSpread >= 0 && options.outputSpread < options.output,
                "--output-spread less than --output");
        expect(options.sharedPrefix >= 0 && options.sharedPrefix <= 1, "--shared-prefix from 0 to 1");
        expect(options.repeats >= 1 && options.repeats <= 100, "--repeats from 1 to 100");
        expect(options.turns >= 1 && options.turns <= 1000, "--turns from 1 to 1000");
        expect(options.burst >= 1 && options.mostAtOnce >= 1 && options.mostAtOnce <= MOST_USERS,
                "--burst of at least 1, --max-concurrency from 1 to " + MOST_USERS);
        this.shape = new LoadShape(Optional.empty(),
                options.duration == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(duration("--duration", options.duration).toNanos() / 1e6),
                options.outputSpread, options.sharedPrefix, options.samePrompt, options.turns, cancel(options.cancel),
                slo(options.slo),
                options.ramp == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(duration("--ramp", options.ramp).toNanos() / 1e6));
        expect(options.ramp == null || trace.isEmpty(), "--ramp without --trace, whose requests have their own times,");
    }

    private static void expect(boolean right, String expected) throws Failure {
        if (!right) {
            throw new Failure(ExitCode.USAGE, expected + " is expected", "");
        }
    }

    boolean open() {
        return !rates.isEmpty();
    }

    /** Whether a request can be good or bad. */
    boolean limited() {
        return shape.slo().isPresent();
    }

    boolean repeated() {
        return options.repeats > 1;
    }

    boolean traced() {
        return trace.isPresent();
    }

    /** The first level's users or rate. */
    double first() {
        return open() ? rates.getFirst() : concurrency.getFirst();
    }

    List<LoadProfile> profiles() {
        if (trace.isPresent()) {
            int requests = options.requests == null ? trace.get().atMs().size() : options.requests;
            return LoadProfile.repeated(
                    List.of(profile("trace", options.mostAtOnce, requests, Optional.of(trace.get()))),
                    options.repeats);
        }
        List<LoadProfile> profiles = new ArrayList<>();
        for (double level : open() ? rates : concurrency.stream().map(Integer::doubleValue).toList()) {
            profiles.add(at(level));
        }
        return LoadProfile.repeated(profiles, options.repeats);
    }

    /** A level: users, or requests a second. */
    LoadProfile at(double level) {
        if (!open()) {
            int users = (int) level;
            return profile("concurrency-" + users, users,
                    options.requests == null ? Math.max(LEAST, USUAL_PER_USER * users) : options.requests,
                    Optional.empty());
        }
        Arrivals arrivals = switch (options.arrivals) {
            case POISSON -> new Arrivals.Poisson(level);
            case CONSTANT -> new Arrivals.Constant(level);
            case BURST -> new Arrivals.Burst(level, options.burst);
        };
        return profile("rate-" + String.format(Locale.ROOT, level == Math.rint(level) ? "%.0f" : "%s", level),
                options.mostAtOnce, options.requests == null ? (int) Math.max(LEAST, 30 * level) : options.requests,
                Optional.of(arrivals));
    }

    private LoadProfile profile(String name, int users, int requests, Optional<Arrivals> arrivals) {
        Input input = new Input.Tokens(options.input, options.inputSpread);
        int warmup = options.warmup == null ? Math.clamp(arrivals.isPresent() ? 2 : users, 2, 64) : options.warmup;
        // with a duration, as many prompts as keep a server from knowing them
        int prompts = shape.durationMs().isPresent() && options.requests == null
                ? Math.clamp(4L * (arrivals.isPresent() ? 16 : users), 32, 256)
                : requests;
        return new LoadProfile(name, users, prompts, warmup, input, options.output,
                Optional.of(shape.with(arrivals, shape.outputSpread())));
    }

    private static Arrivals.Recorded trace(Path file) throws Failure {
        List<Double> times = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    times.add(Double.parseDouble(line.strip()));
                }
                expect(times.size() <= MOST_ARRIVALS, "a trace of at most " + MOST_ARRIVALS + " arrivals");
            }
        } catch (IOException e) {
            throw JsonInput.unreadable(file, e);
        } catch (NumberFormatException _) {
            throw new Failure(ExitCode.USAGE,
                    file + ":" + (times.size() + 1) + ": a number of milliseconds is expected",
                    "");
        }
        times.sort(Double::compare);
        expect(!times.isEmpty(), file + " with at least one arrival");
        double first = times.getFirst();
        return new Arrivals.Recorded(file.toString(), times.stream().map(time -> time - first).toList());
    }

    static Duration duration(String option, String text) throws Failure {
        Matcher matcher = DURATION.matcher(text.strip());
        expect(matcher.matches(), option + " such as 500ms, 30s or 5m");
        double unit = switch (matcher.group(2)) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            default -> 3600e9;
        };
        double nanos = Double.parseDouble(matcher.group(1)) * unit;
        expect(nanos >= 1e6 && nanos <= 30 * 86_400e9, option + " from 1ms to 30 days");
        return Duration.ofNanos(Math.round(nanos));
    }

    private static Optional<Cancel> cancel(@Nullable String text) throws Failure {
        if (text == null) {
            return Optional.empty();
        }
        String[] parts = text.split("@", -1);
        expect(parts.length == 2 && parts[0].matches("0?\\.\\d{1,6}|[01]"), "--cancel such as 0.1@500ms");
        return Optional.of(
                new Cancel(Double.parseDouble(parts[0]), duration("--cancel", parts[1]).toNanos() / 1e6));
    }

    static Optional<Slo> slo(@Nullable String text) throws Failure {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Slo> preset = SloPresets.find(text);
        if (preset.isPresent()) {
            return preset;
        }
        OptionalDouble ttft = OptionalDouble.empty();
        OptionalDouble tpot = OptionalDouble.empty();
        OptionalDouble e2e = OptionalDouble.empty();
        for (String part : text.split(",", -1)) {
            String[] limit = part.split("=", -1);
            if (limit.length != 2) {
                throw new Failure(ExitCode.USAGE, "--slo such as ttft=800ms,tpot=50ms is expected, or one of "
                        + String.join(", ", SloPresets.all().keySet()), "");
            }
            OptionalDouble value = OptionalDouble.of(duration("--slo", limit[1]).toNanos() / 1e6);
            switch (limit[0]) {
                case "ttft" -> ttft = value;
                case "tpot" -> tpot = value;
                case "e2e" -> e2e = value;
                default ->
                    throw new Failure(ExitCode.USAGE, "--slo knows ttft, tpot and e2e, not “" + limit[0] + "”", "");
            }
        }
        return Optional.of(new Slo("own", ttft, tpot, e2e));
    }
}
