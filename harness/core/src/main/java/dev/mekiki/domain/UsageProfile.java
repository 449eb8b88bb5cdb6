package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Who will use the model and how; a license's verdict is always for one of these. */
public record UsageProfile(String name, Stage stage, Offering offering, boolean aiWorkAssistant, boolean fineTuning,
        boolean distributeDerivatives, boolean trainOthersOnOutputs, Optional<Revenue> annualRevenue,
        OptionalLong monthlyActiveUsers, Optional<String> country, Set<String> modalities, Set<String> domains,
        Map<String, BigDecimal> exchange, List<Contract> contracts) {
    /** How far the project is. */
    public enum Stage {
        EVALUATION, POC, PRODUCTION
    }

    /** What is offered, and to whom. */
    public enum Offering {
        IN_HOUSE, PRODUCT, HOSTED_API, WEIGHTS
    }

    /** Revenue of one year, in a currency (ISO 4217), of the company or its whole group. */
    public record Revenue(BigDecimal amount, String currency, String scope) {}

    /** What has been agreed with a vendor. */
    public record Contract(String license, String id, LocalDate until) {}

    public UsageProfile {
        requireNonNull(name, "name");
        requireNonNull(stage, "stage");
        requireNonNull(offering, "offering");
        modalities = Set.copyOf(modalities);
        domains = Set.copyOf(domains);
        exchange = Map.copyOf(exchange);
        contracts = List.copyOf(contracts);
    }
}
