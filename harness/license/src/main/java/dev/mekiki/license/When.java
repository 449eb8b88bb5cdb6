package dev.mekiki.license;

import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Stage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For which use a rule matters. Every condition that is present must hold; an empty one always holds.
 *
 * @param domains any of them
 * @param country the principal place of business: ISO 3166 codes, or a region such as {@code EU}
 * @param multimodal whether the model takes more than text
 * @param usersAbove monthly active users
 * @param anyOf at least one of them
 */
public record When(Set<Stage> stage, Set<Offering> offering, Optional<Boolean> aiWorkAssistant,
        Optional<Boolean> modelAsAService, Optional<Boolean> fineTuning, Optional<Boolean> distributeDerivatives,
        Optional<Boolean> trainOthersOnOutputs, Set<String> domains, Set<String> country, Optional<Boolean> multimodal,
        OptionalLong usersAbove, Optional<Threshold> revenueAbove, List<When> anyOf) {
    /**
     * A threshold on revenue in the license's own currency.
     *
     * @param inclusive whether the very amount is above already
     */
    public record Threshold(BigDecimal amount, String currency, Period period, Scope scope, boolean inclusive) {}

    public enum Period {
        YEAR, MONTH
    }

    /** Whose revenue. */
    public enum Scope {
        GROUP, COMPANY,
        /** Of the product or service that uses the model. */
        PRODUCT
    }

    public When {
        stage = stage == null ? Set.of() : Set.copyOf(stage);
        offering = offering == null ? Set.of() : Set.copyOf(offering);
        domains = domains == null ? Set.of() : Set.copyOf(domains);
        country = country == null ? Set.of() : Set.copyOf(country);
        anyOf = anyOf == null ? List.of() : List.copyOf(anyOf);
    }

    /** This one and the alternatives within it. */
    Stream<When> all() {
        return Stream.concat(Stream.of(this), anyOf.stream().flatMap(When::all));
    }

    /** With the keys of the catalogue and of usage profiles, in any language: {@code offering: product, weights; users-above: 700000000}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        words(parts, "stage", stage.stream().map(When::word).sorted().toList());
        words(parts, "offering", offering.stream().map(When::word).sorted().toList());
        aiWorkAssistant.ifPresent(value -> parts.add("ai-work-assistant: " + value));
        modelAsAService.ifPresent(value -> parts.add("model-as-a-service: " + value));
        fineTuning.ifPresent(value -> parts.add("fine-tuning: " + value));
        distributeDerivatives.ifPresent(value -> parts.add("distribute-derivatives: " + value));
        trainOthersOnOutputs.ifPresent(value -> parts.add("train-others-on-outputs: " + value));
        words(parts, "domains", domains.stream().sorted().toList());
        words(parts, "country", country.stream().sorted().toList());
        multimodal.ifPresent(value -> parts.add("multimodal: " + value));
        usersAbove.ifPresent(value -> parts.add("users-above: " + value));
        revenueAbove.ifPresent(limit -> parts.add("revenue-above: " + (limit.inclusive() ? "≥ " : "")
                + limit.amount().toPlainString() + " " + limit.currency() + " / " + word(limit.period()) + " ("
                + word(limit.scope()) + ")"));
        if (!anyOf.isEmpty()) {
            parts.add(anyOf.stream().map(When::toString).collect(Collectors.joining(" | ", "(", ")")));
        }
        return String.join("; ", parts);
    }

    private static void words(List<String> parts, String key, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(key + ": " + String.join(", ", values));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
