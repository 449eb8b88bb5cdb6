package dev.mekiki.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who will use the model and how; a license's verdict is always for one of these. What is empty was not said, and nothing is assumed for it.
 *
 * @param aiWorkAssistant whether an AI coding or office assistant is sold
 * @param modelAsAService whether the company or an affiliate gives others access to models, by this offering or another one
 * @param annualRevenue of the company or its group
 * @param productRevenue of the product or service that uses the model, in one month
 * @param monthlyActiveUsers of the product or service
 * @param country principal place of business, ISO 3166-1
 * @param modalities what the model is used for; none where it was not said
 * @param domains fields of use, such as {@code military}; an empty set says that there is none that matters
 * @param exchange yen for one unit of a currency
 */
public record UsageProfile(String name, Stage stage, Offering offering, Optional<Boolean> aiWorkAssistant,
        Optional<Boolean> modelAsAService, Optional<Boolean> fineTuning, Optional<Boolean> distributeDerivatives,
        Optional<Boolean> trainOthersOnOutputs, Optional<Revenue> annualRevenue, Optional<Money> productRevenue,
        OptionalLong monthlyActiveUsers, Optional<String> country, Set<String> modalities,
        Optional<Set<String>> domains, Map<String, BigDecimal> exchange, List<Contract> contracts) {
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

    /** An amount in a currency (ISO 4217). */
    public record Money(BigDecimal amount, String currency) {}

    /** What has been agreed with a vendor: a contract, or a registration that it asks for. */
    public record Contract(String license, String id, LocalDate until) {}

    public UsageProfile {
        requireNonNull(name, "name");
        requireNonNull(stage, "stage");
        requireNonNull(offering, "offering");
        modalities = Set.copyOf(modalities);
        domains = domains.map(Set::copyOf);
        exchange = Map.copyOf(exchange);
        contracts = List.copyOf(contracts);
    }
}
