package dev.mekiki.license;

import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Money;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Revenue;
import dev.mekiki.domain.UsageProfile.Stage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Usage profiles for tests, each varied in one respect. */
record Usage(UsageProfile profile) {
    static Usage inHouse() {
        return new Usage(open()).users(3000).country("JP");
    }

    /** A PoC among a company's own staff that says nothing of revenue, users or country. */
    static UsageProfile open() {
        return new UsageProfile("in-house", Stage.POC, Offering.IN_HOUSE, Optional.of(false), Optional.empty(),
                Optional.of(false), Optional.of(false), Optional.of(false), Optional.empty(), Optional.empty(),
                OptionalLong.empty(), Optional.empty(), Set.of("text"), Optional.of(Set.of()), Map.of(), List.of());
    }

    /** A profile that says no more than it has to. */
    static Usage least() {
        return new Usage(new UsageProfile("least", Stage.POC, Offering.IN_HOUSE, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.empty(), Optional.empty(), Set.of(), Optional.empty(), Map.of(), List.of()));
    }

    Usage stage(Stage stage) {
        return with(draft -> draft.stage = stage);
    }

    Usage offering(Offering offering) {
        return with(draft -> draft.offering = offering);
    }

    Usage fineTuned() {
        return with(draft -> draft.fineTuning = Optional.of(true));
    }

    Usage assistant() {
        return with(draft -> draft.aiWorkAssistant = Optional.of(true));
    }

    Usage trainingOthers() {
        return with(draft -> draft.trainOthersOnOutputs = Optional.of(true));
    }

    Usage users(long users) {
        return with(draft -> draft.monthlyActiveUsers = OptionalLong.of(users));
    }

    Usage country(String country) {
        return with(draft -> draft.country = Optional.of(country));
    }

    Usage modalities(String... modalities) {
        return with(draft -> draft.modalities = Set.of(modalities));
    }

    Usage domain(String domain) {
        return with(draft -> draft.domains = Optional.of(Set.of(domain)));
    }

    Usage revenue(long amount, String currency, String scope) {
        return with(draft -> draft.annualRevenue = Optional
                .of(new Revenue(BigDecimal.valueOf(amount), currency, scope)));
    }

    Usage productRevenue(long amount, String currency) {
        return with(draft -> draft.productRevenue = Optional.of(new Money(BigDecimal.valueOf(amount), currency)));
    }

    Usage exchange(String currency, int yen) {
        return new Usage(new UsageProfile(profile.name(), profile.stage(), profile.offering(),
                profile.aiWorkAssistant(), profile.modelAsAService(), profile.fineTuning(),
                profile.distributeDerivatives(), profile.trainOthersOnOutputs(), profile.annualRevenue(),
                profile.productRevenue(), profile.monthlyActiveUsers(), profile.country(), profile.modalities(),
                profile.domains(), Map.of(currency, BigDecimal.valueOf(yen)), profile.contracts()));
    }

    Usage contract(Contract contract) {
        return with(draft -> draft.contracts = List.of(contract));
    }

    Usage with(Consumer<ProfileDraft> change) {
        ProfileDraft draft = new ProfileDraft(profile);
        change.accept(draft);
        return new Usage(draft.done());
    }
}
