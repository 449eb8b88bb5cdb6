package dev.mekiki.license;

import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Revenue;
import dev.mekiki.domain.UsageProfile.Stage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Usage profiles for tests, each varied in one respect. */
record Usage(UsageProfile profile) {
    static Usage inHouse() {
        return new Usage(open()).users(3000).country("JP");
    }

    /** A PoC among a company's own staff that says nothing of revenue, users or country. */
    static UsageProfile open() {
        return new UsageProfile("in-house", Stage.POC, Offering.IN_HOUSE, false, false, false, false,
                Optional.empty(), OptionalLong.empty(), Optional.empty(), Set.of("text"), Set.of(), Map.of(),
                List.of());
    }

    Usage stage(Stage stage) {
        return copy(stage, profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage offering(Offering offering) {
        return copy(profile.stage(), offering, profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage fineTuned() {
        return copy(profile.stage(), profile.offering(), true, profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage trainingOthers() {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(), true,
                profile.annualRevenue(), profile.monthlyActiveUsers(), profile.country(), profile.modalities(),
                profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage users(long users) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), OptionalLong.of(users), profile.country(),
                profile.modalities(), profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage country(String country) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                Optional.of(country), profile.modalities(), profile.domains(), profile.exchange(),
                profile.contracts());
    }

    Usage modalities(String... modalities) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), Set.of(modalities), profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage domain(String domain) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), Set.of(domain), profile.exchange(), profile.contracts());
    }

    Usage revenue(long amount, String currency, String scope) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(),
                Optional.of(new Revenue(BigDecimal.valueOf(amount), currency, scope)), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), profile.domains(), profile.exchange(), profile.contracts());
    }

    Usage exchange(String currency, int yen) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), profile.domains(), Map.of(currency, BigDecimal.valueOf(yen)),
                profile.contracts());
    }

    Usage contract(Contract contract) {
        return copy(profile.stage(), profile.offering(), profile.fineTuning(), profile.distributeDerivatives(),
                profile.trainOthersOnOutputs(), profile.annualRevenue(), profile.monthlyActiveUsers(),
                profile.country(), profile.modalities(), profile.domains(), profile.exchange(), List.of(contract));
    }

    private Usage copy(Stage stage, Offering offering, boolean fineTuning, boolean distribute, boolean trainOthers,
            Optional<Revenue> revenue, OptionalLong users, Optional<String> country, Set<String> modalities,
            Set<String> domains, Map<String, BigDecimal> exchange, List<Contract> contracts) {
        return new Usage(new UsageProfile(profile.name(), stage, offering, profile.aiWorkAssistant(), fineTuning,
                distribute, trainOthers, revenue, users, country, modalities, domains, exchange, contracts));
    }
}
