package dev.mekiki.license;

import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Money;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Revenue;
import dev.mekiki.domain.UsageProfile.Stage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A usage profile while some of its facts are changed. */
final class ProfileDraft {
    private final UsageProfile profile;
    Stage stage;
    Offering offering;
    Optional<Boolean> aiWorkAssistant;
    Optional<Boolean> modelAsAService;
    Optional<Boolean> fineTuning;
    Optional<Boolean> distributeDerivatives;
    Optional<Boolean> trainOthersOnOutputs;
    Optional<Revenue> annualRevenue;
    Optional<Money> productRevenue;
    OptionalLong monthlyActiveUsers;
    Optional<String> country;
    Set<String> modalities;
    Optional<Set<String>> domains;
    List<Contract> contracts;

    ProfileDraft(UsageProfile profile) {
        this.profile = profile;
        this.stage = profile.stage();
        this.offering = profile.offering();
        this.aiWorkAssistant = profile.aiWorkAssistant();
        this.modelAsAService = profile.modelAsAService();
        this.fineTuning = profile.fineTuning();
        this.distributeDerivatives = profile.distributeDerivatives();
        this.trainOthersOnOutputs = profile.trainOthersOnOutputs();
        this.annualRevenue = profile.annualRevenue();
        this.productRevenue = profile.productRevenue();
        this.monthlyActiveUsers = profile.monthlyActiveUsers();
        this.country = profile.country();
        this.modalities = profile.modalities();
        this.domains = profile.domains();
        this.contracts = profile.contracts();
    }

    UsageProfile done() {
        return new UsageProfile(profile.name(), stage, offering, aiWorkAssistant, modelAsAService, fineTuning,
                distributeDerivatives, trainOthersOnOutputs, annualRevenue, productRevenue, monthlyActiveUsers, country,
                modalities, domains, profile.exchange(), contracts);
    }
}
