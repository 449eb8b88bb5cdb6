package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/** What a candidate must meet, and what makes one better than another. */
public record Policy(String source, List<Gate> gates, List<Criterion> criteria) {
    /** A condition a candidate must meet. */
    public sealed interface Gate {
        /** The license verdict must be this or better. */
        record LicenseAtWorst(LicenseFinding.Verdict worst) implements Gate {}

        /**
         * A metric must be at least or at most a bound.
         *
         * @param confidence where present, the one-sided confidence bound of the metric must meet the bound; where absent, its
         *     value must
         */
        record MetricBound(String metric, OptionalDouble atLeast, OptionalDouble atMost, OptionalDouble confidence)
                implements
                    Gate {
            public MetricBound {
                requireNonNull(metric, "metric");
                if (atLeast.isPresent() == atMost.isPresent()) {
                    throw new IllegalArgumentException("exactly one of at-least and at-most is expected");
                }
            }
        }
    }

    /**
     * A weighted metric.
     *
     * @param from the worst value that matters (utility 0); absent: 0 for a share, see the selector
     * @param to the best value that matters (utility 1)
     */
    public record Criterion(String metric, double weight, OptionalDouble from, OptionalDouble to) {
        public Criterion {
            requireNonNull(metric, "metric");
        }
    }

    public Policy {
        requireNonNull(source, "source");
        gates = List.copyOf(gates);
        criteria = List.copyOf(criteria);
    }
}
