package dev.mekiki.cli;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limit that a load must keep. */
sealed interface LoadLimit {
    /** Above this share of failures no limit is kept. */
    double MOST_FAILED = 0.01;

    static LoadLimit of(String text) throws Failure {
        Matcher share = Form.SHARE.matcher(text.strip());
        if (share.matches()) {
            return new Good(Double.parseDouble(share.group(1)) / 100);
        }
        Matcher matcher = Form.LATENCY.matcher(text.strip());
        if (!matcher.matches()) {
            throw new Failure(ExitCode.USAGE,
                    "--until such as p95-ttft=800ms is expected: p50, p90, p95 or p99 of ttft, tpot, itl or e2e; or good=99% with --slo",
                    "");
        }
        return new Latency(matcher.group(1), matcher.group(2),
                LoadLevels.duration("--until", matcher.group(3)).toNanos() / 1e6);
    }

    static void check(Optional<LoadLimit> limit, LoadLevels levels) throws Failure {
        if (limit.filter(Good.class::isInstance).isPresent() && !levels.limited()) {
            throw new Failure(ExitCode.USAGE, "--until good=… needs --slo: what makes a request good", "");
        }
        if (limit.isPresent() && levels.repeated()) {
            throw new Failure(ExitCode.USAGE, "--until measures each level once; --repeats does not go with it",
                    "search first, then repeat the level that was found");
        }
        if (limit.isPresent() && levels.traced()) {
            throw new Failure(ExitCode.USAGE, "--until searches for users or a rate; a trace has its own", "");
        }
    }

    /** Whether a level's result keeps it: with more than 1 % failed, or a queue that grows, none does. */
    default boolean kept(LoadFinding found) {
        return !found.verdict().equals("invalid") && found.failed() <= MOST_FAILED * found.requests()
                && found.why().stream().noneMatch(why -> why.contains("does not keep up")) && within(found);
    }

    /** By what was observed, where there are too few requests for a fact. */
    boolean within(LoadFinding found);

    /** Whether it is kept with 99 % certainty. */
    boolean certified(LoadFinding found);

    /** How limits are written. */
    final class Form {
        private static final Pattern SHARE = Pattern.compile("good=(\\d{1,2}(?:\\.\\d{1,3})?|100)\\s*%");
        private static final Pattern LATENCY = Pattern.compile("(p50|p90|p95|p99)-(ttft|tpot|itl|e2e)=(.+)");

        private Form() {}
    }

    /** At least this share of all requests is good by {@code --slo}. */
    record Good(double share) implements LoadLimit {
        private static OptionalDouble observed(LoadFinding found) {
            return found.detail().map(detail -> detail.figures().get("good_share")).map(OptionalDouble::of)
                    .orElse(OptionalDouble.empty());
        }

        @Override
        public boolean within(LoadFinding found) {
            return observed(found).orElse(-1) >= share;
        }

        /** With none of n bad, the share of bad ones is below 1 − 0.01^(1/n). */
        @Override
        public boolean certified(LoadFinding found) {
            int asked = found.requests() - found.detail().map(detail -> detail.results().get("cancelled")).orElse(0);
            return observed(found).orElse(0) == 1 && Math.pow(0.01, 1.0 / asked) >= share;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "good=%s%%", Math.round(1e5 * share) / 1e3);
        }
    }

    /**
     * A latency is not above this.
     *
     * @param percentile {@code p50}, {@code p90}, {@code p95}, {@code p99}
     * @param measure {@code ttft}, {@code tpot}, {@code itl} or {@code e2e}
     */
    record Latency(String percentile, String measure, double ms) implements LoadLimit {
        @Override
        public boolean within(LoadFinding found) {
            OptionalDouble value = observed(distribution(found));
            return value.isPresent() && value.getAsDouble() <= ms;
        }

        private OptionalDouble observed(Distribution distribution) {
            OptionalDouble supported = switch (percentile) {
                case "p50" -> distribution.p50();
                case "p90" -> distribution.p90();
                case "p95" -> distribution.p95();
                default -> distribution.p99();
            };
            return supported.isPresent()
                    ? supported
                    : distribution.unsupported().stream().filter(each -> each.percentile().equals(percentile))
                            .map(Distribution.Unsupported::observed).findFirst().orElse(OptionalDouble.empty());
        }

        @Override
        public boolean certified(LoadFinding found) {
            Double upper = distribution(found).upper().get(percentile);
            return upper != null && upper <= ms;
        }

        private Distribution distribution(LoadFinding found) {
            return switch (measure) {
                case "ttft" -> found.ttftMs();
                case "tpot" -> found.tpotMs();
                case "itl" -> found.itlMs();
                default -> found.e2eMs();
            };
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s-%s=%.0fms", percentile, measure, ms);
        }
    }
}
