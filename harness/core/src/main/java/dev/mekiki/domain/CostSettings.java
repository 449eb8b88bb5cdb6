package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What running a model costs its owner, all of it as the owner says. Amounts are yen.
 *
 * @param source where the figures are from, and of when
 * @param machine the machine that was measured
 * @param yenPerKwh price of electricity
 * @param requestsPerMonth how many there will be, where that is known
 * @param apis services that would answer instead
 */
public record CostSettings(String name, String source, Machine machine, double yenPerKwh,
        OptionalDouble requestsPerMonth, List<Api> apis) {
    /** Of a month: 365 / 12 days. */
    public static final double HOURS = 730;

    public CostSettings {
        requireNonNull(name, "name");
        requireNonNull(source, "source");
        requireNonNull(machine, "machine");
        apis = List.copyOf(apis);
    }

    /**
     * A machine and its upkeep.
     *
     * @param priceYen to be paid once
     * @param lifeMonths after which it is worth nothing
     * @param maintenanceYen a month
     * @param powerW of all of it while it answers
     * @param idleW while it waits
     */
    public record Machine(double priceYen, int lifeMonths, double maintenanceYen, double powerW, double idleW) {}

    /**
     * A service's price for a million tokens.
     *
     * @param candidate of the plan that is this service, so that its quality is known
     */
    public record Api(String name, double inputYen, double outputYen, Optional<String> candidate) {
        /** For one request. */
        public double requestYen(double inputTokens, double outputTokens) {
            return (inputTokens * inputYen + outputTokens * outputYen) / 1e6;
        }
    }

    /** What a month costs before anything is asked. */
    public double fixedYen() {
        return machine.priceYen() / machine.lifeMonths() + machine.maintenanceYen()
                + machine.idleW() / 1000 * HOURS * yenPerKwh;
    }

    /** What an hour of answering costs more than an hour of waiting. */
    public double busyHourYen() {
        return (machine.powerW() - machine.idleW()) / 1000 * yenPerKwh;
    }
}
