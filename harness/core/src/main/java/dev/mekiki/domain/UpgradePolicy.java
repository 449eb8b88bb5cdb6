package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What something new must keep to beside what is in use: the gates of a policy, as {@code mekiki gate} reads them. */
public record UpgradePolicy(String source, List<Rule> rules) {
    public UpgradePolicy {
        requireNonNull(source, "source");
        rules = List.copyOf(rules);
    }

    /**
     * Where a rule stands.
     *
     * @param key such as {@code gates[2]}; unique in the policy
     * @param line from 1
     */
    public record Place(String key, int line) {}

    /** One condition. */
    public sealed interface Rule {
        Place place();

        /** The metric it is about; empty for licenses. */
        Optional<String> metric();

        /**
         * A metric must not be worse than the baseline's by the margin or more.
         *
         * @param margin above 0, in the metric's unit
         * @param confidence one-sided
         * @param primary judged by itself; all others are adjusted together
         * @param discordance share of samples that the two are expected to differ on, for what is said before anything is measured
         */
        record NonInferior(Place place, String name, double margin, double confidence, boolean primary,
                double discordance) implements Rule {
            @Override
            public Optional<String> metric() {
                return Optional.of(name);
            }
        }

        /** At most so many samples that the baseline passed may fail. */
        record Flips(Place place, String name, int most) implements Rule {
            @Override
            public Optional<String> metric() {
                return Optional.of(name);
            }
        }

        /**
         * A bound on the candidate's value divided by the baseline's; exactly one of the two limits is there.
         *
         * @param confidence where present, the one-sided bound of the ratio must meet the limit; where absent, its value must
         */
        record Ratio(Place place, String name, OptionalDouble atMost, OptionalDouble atLeast,
                OptionalDouble confidence) implements Rule {
            public Ratio {
                if (atMost.isPresent() == atLeast.isPresent()) {
                    throw new IllegalArgumentException("exactly one of ratio-at-most and ratio-at-least is expected");
                }
            }

            public double limit() {
                return atMost.orElseGet(atLeast::getAsDouble);
            }

            @Override
            public Optional<String> metric() {
                return Optional.of(name);
            }
        }

        /** The license verdict must not be worse than the baseline's. */
        record LicenseNotWorse(Place place) implements Rule {
            @Override
            public Optional<String> metric() {
                return Optional.empty();
            }
        }

        /** A condition on the candidate alone, as in any policy. */
        record Alone(Place place, Policy.Gate gate) implements Rule {
            @Override
            public Optional<String> metric() {
                return switch (gate) {
                    case Policy.Gate.LicenseAtWorst _ -> Optional.empty();
                    case Policy.Gate.MetricBound bound -> Optional.of(bound.metric());
                };
            }
        }
    }

    /** Rules that are adjusted together. */
    public int family() {
        return (int) rules.stream().filter(rule -> rule instanceof Rule.NonInferior asked && !asked.primary()).count();
    }

    /** The error that a rule may make when it is judged beside the others, as it can be told beforehand. */
    public double error(Rule.NonInferior rule) {
        return (1 - rule.confidence()) / (rule.primary() ? 1 : Math.max(1, family()));
    }
}
