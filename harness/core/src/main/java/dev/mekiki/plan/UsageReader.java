package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Money;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Revenue;
import dev.mekiki.domain.UsageProfile.Stage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a usage profile: who will use the model, and how. */
public final class UsageReader {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Map<String, Stage> STAGES = Map.of("evaluation", Stage.EVALUATION, "poc", Stage.POC,
            "production", Stage.PRODUCTION);
    private static final Map<String, Offering> OFFERINGS = Map.of("in-house", Offering.IN_HOUSE, "product",
            Offering.PRODUCT, "hosted-api", Offering.HOSTED_API, "weights", Offering.WEIGHTS);
    private static final Map<String, String> SCOPES = Map.of("company", "company", "group", "group");

    private UsageReader() {}

    /** @throws InvalidInput with every problem of the file */
    public static UsageProfile read(Path file) throws InvalidInput {
        YamlNode root = YamlFile.read(file);
        Problems problems = new Problems(file.toString());
        Optional<UsageProfile> usage = Section.of(file.toString(), root, problems).map(UsageReader::profile);
        problems.refuseIfAny();
        return usage.orElseThrow();
    }

    private static UsageProfile profile(Section section) {
        section.format("usage");
        String name = section.requiredText("name", "the profile's name");
        Stage stage = required(section, "stage", STAGES).orElse(Stage.EVALUATION);
        Offering offering = required(section, "offering", OFFERINGS).orElse(Offering.IN_HOUSE);
        Optional<Boolean> assistant = section.flag("ai-work-assistant");
        Optional<Boolean> service = section.flag("model-as-a-service");
        Optional<Boolean> fineTuning = section.flag("fine-tuning");
        Optional<Boolean> derivatives = section.flag("distribute-derivatives");
        Optional<Boolean> train = section.flag("train-others-on-outputs");
        Optional<Revenue> revenue = section.section("annual-revenue").flatMap(UsageReader::revenue);
        Optional<Money> productRevenue = section.section("monthly-product-revenue").flatMap(UsageReader::money);
        OptionalLong users = section.wholeNumber("monthly-active-users", 0, Long.MAX_VALUE);
        Optional<String> country = section.text("country");
        if (country.isPresent() && !COUNTRY.matcher(country.get()).matches()) {
            section.problem("country", "two capital letters (ISO 3166-1) such as JP are expected, not “" + country.get()
                    + "”");
        }
        Set<String> modalities = Set.copyOf(section.texts("modalities"));
        Optional<Set<String>> domains = section.has("domains")
                ? Optional.of(Set.copyOf(section.texts("domains")))
                : Optional.empty();
        Map<String, BigDecimal> exchange = section.section("exchange").map(UsageReader::exchange).orElse(Map.of());
        List<Contract> contracts = new ArrayList<>();
        section.sections("contracts").forEach(contract -> contract(contract).ifPresent(contracts::add));
        section.finish();
        return new UsageProfile(name, stage, offering, assistant, service, fineTuning, derivatives, train, revenue,
                productRevenue, users, country, modalities, domains, exchange, contracts);
    }

    private static <E> Optional<E> required(Section section, String key, Map<String, E> words) {
        if (!section.has(key)) {
            section.problem(key, "is missing: one of " + String.join(", ", words.keySet().stream().sorted().toList()));
        }
        return section.oneOf(key, words);
    }

    private static Optional<Revenue> revenue(Section section) {
        String scope = section.oneOf("scope", SCOPES).orElse("company");
        return money(section).map(money -> new Revenue(money.amount(), money.currency(), scope));
    }

    private static Optional<Money> money(Section section) {
        Optional<BigDecimal> amount = amount(section, "amount");
        if (!section.has("amount")) {
            section.problem("amount", "is missing: an amount of money");
        }
        String currency = section.requiredText("currency", "a currency (ISO 4217) such as JPY");
        if (!currency.isEmpty() && !CURRENCY.matcher(currency).matches()) {
            section.problem("currency", "three capital letters (ISO 4217) such as JPY are expected");
        }
        section.finish();
        return amount.map(value -> new Money(value, currency));
    }

    private static Optional<BigDecimal> amount(Section section, String key) {
        return section.value(key).flatMap(value -> {
            if (value instanceof YamlNode.Numeral number && number.value().signum() >= 0
                    && number.value().compareTo(new BigDecimal("1e18")) <= 0 && number.value().scale() < 20) {
                return Optional.of(number.value());
            }
            section.problem(key, "an amount of money is expected, not " + value.kind());
            return Optional.empty();
        });
    }

    private static Map<String, BigDecimal> exchange(Section section) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        for (String currency : section.keys()) {
            if (!CURRENCY.matcher(currency).matches()) {
                section.problem(currency, "three capital letters (ISO 4217) such as USD are expected");
            }
            amount(section, currency).ifPresent(rate -> rates.put(currency, rate));
        }
        return rates;
    }

    private static Optional<Contract> contract(Section section) {
        String license = section.requiredText("license", "the license that the contract is about");
        String id = section.requiredText("id", "the contract's number");
        String until = section.requiredText("until", "the contract's last day, such as 2027-03-31");
        section.finish();
        try {
            return until.isEmpty() ? Optional.empty() : Optional.of(new Contract(license, id, LocalDate.parse(until)));
        } catch (DateTimeParseException _) {
            section.problem("until", "a day such as 2027-03-31 is expected, not “" + until + "”");
            return Optional.empty();
        }
    }
}
