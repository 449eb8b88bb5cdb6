package dev.mekiki.cli;

import dev.mekiki.domain.Findings.Distribution;
import dev.mekiki.domain.Findings.LoadFinding;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit that a load must keep.
 *
 * @param percentile {@code p50}, {@code p90}, {@code p95}, {@code p99}
 * @param measure {@code ttft}, {@code tpot}, {@code itl} or {@code e2e}
 */
record LoadLimit(String percentile, String measure, double ms) {
    private static final String GOOD = "good";
    private static final Pattern SHARE = Pattern.compile("good=(\\d{1,2}(?:\\.\\d{1,3})?|100)\\s*%");
    private static final Pattern FORM = Pattern.compile("(p50|p90|p95|p99)-(ttft|tpot|itl|e2e)=(.+)");
    private static final double MOST_FAILED = 0.01;

    static LoadLimit of(String text) throws Failure {
        Matcher share = SHARE.matcher(text.strip());
        if (share.matches()) {
            return new LoadLimit("", GOOD, Double.parseDouble(share.group(1)) / 100);
        }
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new Failure(ExitCode.USAGE,
                    "--until such as p95-ttft=800ms is expected: p50, p90, p95 or p99 of ttft, tpot, itl or e2e; or good=99% with --slo",
                    "");
        }
        return new LoadLimit(matcher.group(1), matcher.group(2),
                LoadLevels.duration("--until", matcher.group(3)).toNanos() / 1e6);
    }

    static void check(Optional<LoadLimit> limit, LoadLevels levels) throws Failure {
        if (limit.filter(LoadLimit::good).isPresent() && !levels.limited()) {
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
    boolean kept(LoadFinding found) {
        if (found.verdict().equals("invalid") || found.failed() > MOST_FAILED * found.requests()
                || found.why().stream().anyMatch(why -> why.contains("does not keep up"))) {
            return false;
        }
        OptionalDouble value = value(found);
        return value.isPresent() && (good() ? value.getAsDouble() >= ms : value.getAsDouble() <= ms);
    }

    private boolean good() {
        return measure.equals(GOOD);
    }

    private static OptionalDouble goodShare(LoadFinding found) {
        return found.detail().map(detail -> detail.figures().get("good_share")).map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    /** Nearest rank; where there are too few requests for a fact, what was observed. */
    OptionalDouble value(LoadFinding found) {
        if (good()) {
            return goodShare(found);
        }
        Distribution distribution = distribution(found);
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

    /** Whether it is kept with 99 % certainty. */
    boolean certified(LoadFinding found) {
        if (good()) {
            // with none of n bad, the share of bad ones is below 1 - 0.01^(1/n)
            int asked = found.requests()
                    - found.detail().map(detail -> detail.results().get("cancelled")).orElse(0);
            return goodShare(found).orElse(0) == 1 && Math.pow(0.01, 1.0 / asked) >= ms;
        }
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
        if (good()) {
            return String.format(Locale.ROOT, "good=%s%%", Math.round(1e5 * ms) / 1e3);
        }
        return String.format(Locale.ROOT, "%s-%s=%.0fms", percentile, measure, ms);
    }
}
