package dev.mekiki.plan;

import dev.mekiki.domain.CostSettings;
import dev.mekiki.domain.CostSettings.Api;
import dev.mekiki.domain.CostSettings.Machine;
import dev.mekiki.domain.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads what running a model costs. No figure has a default: whoever reads the report is to know whose figures they are. */
public final class CostReader {
    private static final double MOST = 1e15;

    private CostReader() {}

    /** @throws InvalidInput with every problem of the file */
    public static CostSettings read(Path file) throws InvalidInput {
        YamlNode root = YamlFile.read(file);
        Problems problems = new Problems(file.toString());
        Optional<CostSettings> cost = Section.of(file.toString(), root, problems).map(CostReader::cost);
        problems.refuseIfAny();
        return cost.orElseThrow();
    }

    private static CostSettings cost(Section section) {
        section.format("cost");
        String name = section.requiredText("name", "a name for these figures");
        String source = section.requiredText("source", "where the figures are from, and of when");
        Map<String, Double> exchange = section.section("exchange").map(CostReader::exchange).orElse(Map.of());
        Machine machine = section.section("machine").map(part -> machine(part, exchange)).orElseGet(() -> {
            if (!section.has("machine")) {
                section.problem("machine",
                        "is missing: price, life-months, maintenance-per-month, power-w, idle-power-w");
            }
            return new Machine(0, 1, 0, 0, 0);
        });
        double kwh = required(section, "electricity-per-kwh", "yen for a kilowatt-hour", 0);
        OptionalDouble requests = section.number("requests-per-month", 1, MOST);
        List<Api> apis = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section api : section.sections("apis")) {
            Api read = api(api, exchange);
            if (!names.add(read.name())) {
                api.problem("name", "“" + read.name() + "” is there already");
            }
            apis.add(read);
        }
        section.finish();
        return new CostSettings(name, source, machine, kwh, requests, apis);
    }

    private static Map<String, Double> exchange(Section section) {
        Map<String, Double> rates = new HashMap<>();
        for (String currency : section.keys()) {
            if (!currency.matches("[A-Z]{3}")) {
                section.problem(currency, "three capital letters (ISO 4217) such as USD are expected");
            }
            OptionalDouble rate = section.number(currency, 1e-6, 1e9);
            if (rate.isPresent()) {
                rates.put(currency, rate.getAsDouble());
            }
        }
        return rates;
    }

    private static Machine machine(Section section, Map<String, Double> exchange) {
        double unit = unit(section, exchange);
        double price = required(section, "price", "what the machine costs once", 0) * unit;
        int months = section.integer("life-months", 1, 600).orElse(0);
        if (!section.has("life-months")) {
            section.problem("life-months", "is missing: months until it is written off");
        }
        double maintenance = required(section, "maintenance-per-month", "upkeep, space and people for a month", 0)
                * unit;
        double power = required(section, "power-w", "watts while it answers", 0);
        double idle = required(section, "idle-power-w", "watts while it waits", 0);
        if (idle > power) {
            section.problem("idle-power-w", "is more than power-w");
        }
        section.finish();
        return new Machine(price, Math.max(1, months), maintenance, power, idle);
    }

    private static Api api(Section section, Map<String, Double> exchange) {
        String name = section.requiredText("name", "what reports call the service");
        double unit = unit(section, exchange);
        double input = required(section, "input-per-1m", "the price of a million tokens of input", 0) * unit;
        double output = required(section, "output-per-1m", "the price of a million tokens of output", 0) * unit;
        Optional<String> candidate = section.text("candidate");
        section.finish();
        return new Api(name, input, output, candidate);
    }

    /** Yen for one unit of the currency that a section's amounts are in. */
    private static double unit(Section section, Map<String, Double> exchange) {
        String currency = section.text("currency").orElse("JPY");
        if (currency.equals("JPY")) {
            return 1;
        }
        Double rate = exchange.get(currency);
        if (rate == null) {
            section.problem("currency", "yen for one " + currency + " is not given",
                    "add it under exchange: {" + currency
                            + ": …}");
            return 1;
        }
        return rate;
    }

    private static double required(Section section, String key, String what, double least) {
        if (!section.has(key)) {
            section.problem(key, "is missing: " + what);
        }
        return section.number(key, least, MOST).orElse(least);
    }
}
