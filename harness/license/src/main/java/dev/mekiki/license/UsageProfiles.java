package dev.mekiki.license;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.UsageProfile;
import dev.mekiki.domain.UsageProfile.Contract;
import dev.mekiki.domain.UsageProfile.Offering;
import dev.mekiki.domain.UsageProfile.Revenue;
import dev.mekiki.domain.UsageProfile.Stage;
import dev.mekiki.license.files.Yaml;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Usage profiles: the one that is assumed when none is given, and those that users write. */
public final class UsageProfiles {
    private static final long LARGEST = 1 << 20;
    private static final Set<String> KEYS = Set.of("usage", "name", "stage", "offering", "ai-work-assistant",
            "fine-tuning", "distribute-derivatives", "train-others-on-outputs", "annual-revenue",
            "monthly-active-users", "country", "modalities", "domains", "exchange", "contracts");
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private UsageProfiles(String file) {
        this.file = file;
    }

    /**
     * What a company does first with a model: a PoC among its own staff, text only, without fine-tuning and passing nothing on. It says
     * nothing of revenue, users or country, so whatever depends on them stays open in the verdict instead of being guessed.
     */
    public static UsageProfile inHouse() {
        return new UsageProfile("in-house", Stage.POC, Offering.IN_HOUSE, false, false, false, false,
                Optional.empty(), OptionalLong.empty(), Optional.empty(), Set.of("text"), Set.of(), Map.of(),
                List.of());
    }

    /** @throws InvalidInput with every problem of the file, each with its line */
    public static UsageProfile read(Path path) throws InvalidInput {
        UsageProfiles reader = new UsageProfiles(path.toString());
        try {
            if (!Files.isRegularFile(path)) {
                throw new InvalidInput(Problem.in(path.toString(), "no such file"));
            }
            if (Files.size(path) > LARGEST) {
                throw new InvalidInput(Problem.in(path.toString(), "larger than " + LARGEST + " bytes"));
            }
            Yaml root = Yaml.read(Files.readString(path).replaceFirst("^\\uFEFF", ""));
            if (!(root instanceof Yaml.Mapping mapping)) {
                throw new InvalidInput(
                        Problem.at(path.toString(), root.line(), "usage", "a mapping of keys to values was expected"));
            }
            UsageProfile profile = reader.profile(mapping);
            if (!reader.problems.isEmpty()) {
                throw new InvalidInput(reader.problems);
            }
            return profile;
        } catch (Yaml.Refused e) {
            throw new InvalidInput(Problem.at(path.toString(), e.line(), "usage", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(path.toString(), "cannot be read: " + e.getMessage()));
        }
    }

    private UsageProfile profile(Yaml.Mapping root) {
        known(root, "", KEYS);
        String format = text(root, "usage").orElse("");
        if (!format.equals("mekiki/1")) {
            problem(line(root, "usage"), "usage", "mekiki/1 was expected");
        }
        Optional<String> name = text(root, "name");
        if (name.filter(value -> !value.isBlank()).isEmpty()) {
            problem(line(root, "name"), "name", "a name was expected");
        }
        Stage stage = choice(root, "stage", Stage.values(), Stage.POC);
        Offering offering = choice(root, "offering", Offering.values(), Offering.IN_HOUSE);
        Set<String> modalities = texts(root, "modalities");
        return new UsageProfile(name.orElse("–"), stage, offering, flag(root, "ai-work-assistant"),
                flag(root, "fine-tuning"), flag(root, "distribute-derivatives"),
                flag(root, "train-others-on-outputs"), revenue(root), users(root), country(root),
                modalities.isEmpty() ? Set.of("text") : modalities, texts(root, "domains"), exchange(root),
                contracts(root));
    }

    private Optional<Revenue> revenue(Yaml.Mapping root) {
        if (!(root.entries().get("annual-revenue") instanceof Yaml.Mapping revenue)) {
            expected(root, "annual-revenue", "{amount, currency, scope}");
            return Optional.empty();
        }
        known(revenue, "annual-revenue.", Set.of("amount", "currency", "scope"));
        Optional<BigDecimal> amount = number(revenue, "annual-revenue.", "amount");
        Optional<String> currency = text(revenue, "currency").filter(code -> code.matches("[A-Z]{3}"));
        String scope = text(revenue, "scope").orElse("company");
        if (currency.isEmpty()) {
            problem(revenue.line(), "annual-revenue.currency", "a currency code such as JPY was expected");
        }
        if (!scope.equals("group") && !scope.equals("company")) {
            problem(line(revenue, "scope"), "annual-revenue.scope", "group or company was expected");
        }
        return amount.isPresent() && currency.isPresent()
                ? Optional.of(new Revenue(amount.get(), currency.get(), scope))
                : Optional.empty();
    }

    private OptionalLong users(Yaml.Mapping root) {
        if (!root.entries().containsKey("monthly-active-users")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(number(root, "", "monthly-active-users").orElse(BigDecimal.ZERO).longValueExact());
        } catch (ArithmeticException e) {
            problem(line(root, "monthly-active-users"), "monthly-active-users", "a whole number was expected");
            return OptionalLong.empty();
        }
    }

    private Optional<String> country(Yaml.Mapping root) {
        Optional<String> country = text(root, "country");
        if (country.isPresent() && !Set.of(Locale.getISOCountries()).contains(country.get())) {
            problem(line(root, "country"), "country", "a country code such as JP was expected");
        }
        return country;
    }

    private Map<String, BigDecimal> exchange(Yaml.Mapping root) {
        Map<String, BigDecimal> rates = new LinkedHashMap<>();
        if (root.entries().get("exchange") instanceof Yaml.Mapping exchange) {
            for (String currency : exchange.entries().keySet()) {
                Optional<BigDecimal> rate = number(exchange, "exchange.", currency);
                if (!currency.matches("[A-Z]{3}") || rate.filter(value -> value.signum() > 0).isEmpty()) {
                    problem(line(exchange, currency), "exchange." + currency,
                            "yen for one unit of a currency was expected, such as USD: 150");
                } else {
                    rates.put(currency, rate.get());
                }
            }
        } else {
            expected(root, "exchange", "{USD: 150}");
        }
        return rates;
    }

    private List<Contract> contracts(Yaml.Mapping root) {
        List<Contract> contracts = new ArrayList<>();
        if (!(root.entries().get("contracts") instanceof Yaml.Sequence list)) {
            expected(root, "contracts", "a list");
            return contracts;
        }
        for (Yaml item : list.items()) {
            String key = "contracts[" + contracts.size() + "]";
            if (!(item instanceof Yaml.Mapping contract)) {
                problem(item.line(), key, "{license, id, until} was expected");
                continue;
            }
            known(contract, key + ".", Set.of("license", "id", "until"));
            Optional<String> license = text(contract, "license");
            Optional<String> id = text(contract, "id");
            Optional<LocalDate> until = text(contract, "until").flatMap(UsageProfiles::date);
            if (license.isEmpty() || id.isEmpty() || until.isEmpty()) {
                problem(contract.line(), key, "license, id and until (a date such as 2027-03-31) were expected");
            } else {
                contracts.add(new Contract(license.get(), id.get(), until.get()));
            }
        }
        return contracts;
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private <E extends Enum<E>> E choice(Yaml.Mapping root, String key, E[] values, E otherwise) {
        Map<String, E> byName = Stream.of(values)
                .collect(Collectors.toMap(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        value -> value, (one, _) -> one, LinkedHashMap::new));
        Optional<String> name = text(root, key);
        if (name.isEmpty() || !byName.containsKey(name.get())) {
            problem(line(root, key), key, "one of " + String.join(", ", byName.keySet()) + " was expected");
        }
        return name.flatMap(value -> Optional.ofNullable(byName.get(value))).orElse(otherwise);
    }

    private boolean flag(Yaml.Mapping root, String key) {
        return switch (text(root, key).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problem(line(root, key), key, "true or false was expected");
                yield false;
            }
        };
    }

    private Optional<BigDecimal> number(Yaml.Mapping mapping, String prefix, String key) {
        try {
            BigDecimal number = new BigDecimal(text(mapping, key).orElse("").replace("_", ""));
            if (number.signum() >= 0 && Math.abs((long) number.scale()) < 100) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problem(line(mapping, key), prefix + key, "a number from 0 was expected");
        return Optional.empty();
    }

    private Optional<String> text(Yaml.Mapping mapping, String key) {
        @Nullable
        Yaml value = mapping.entries().get(key);
        return switch (value) {
            case null -> Optional.empty();
            case Yaml.Scalar(String text, boolean _, int _) ->
                text.isBlank() ? Optional.empty() : Optional.of(text.strip());
            case Yaml.Sequence sequence -> wrong(sequence, key);
            case Yaml.Mapping other -> wrong(other, key);
        };
    }

    private Optional<String> wrong(Yaml value, String key) {
        problem(value.line(), key, "a single value was expected");
        return Optional.empty();
    }

    private Set<String> texts(Yaml.Mapping root, String key) {
        Set<String> texts = new LinkedHashSet<>();
        if (root.entries().get(key) instanceof Yaml.Sequence list) {
            for (Yaml item : list.items()) {
                if (item instanceof Yaml.Scalar scalar) {
                    texts.add(scalar.text());
                } else {
                    problem(item.line(), key, "a list of words was expected");
                }
            }
        } else {
            expected(root, key, "a list");
        }
        return texts;
    }

    private void expected(Yaml.Mapping root, String key, String what) {
        @Nullable
        Yaml value = root.entries().get(key);
        boolean empty = value instanceof Yaml.Scalar(String text, boolean _, int _) && text.isBlank();
        if (value != null && !empty) {
            problem(value.line(), key, what + " was expected");
        }
    }

    private void known(Yaml.Mapping mapping, String prefix, Set<String> keys) {
        mapping.entries().keySet().stream().filter(key -> !keys.contains(key)).forEach(key -> problems
                .add(new Problem(Optional.of(file), OptionalInt.of(line(mapping, key)), Optional.of(prefix + key),
                        "unknown key",
                        Optional.of("known are " + keys.stream().sorted().collect(Collectors.joining(", "))))));
    }

    private static int line(Yaml.Mapping mapping, String key) {
        return mapping.lines().getOrDefault(key, mapping.line());
    }

    private void problem(int line, String key, String message) {
        problems.add(Problem.at(file, line, key, message));
    }
}
