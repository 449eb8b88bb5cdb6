package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
import dev.mekiki.domain.LoadShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a plan's load profiles. */
final class LoadReader {
    private static final int MOST_TOKENS = 1 << 20;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int DEFAULT_WARMUP = 2;
    private static final int MOST_REPEATS = 100;
    private static final int PROMPTS_OF_DURATION = 256;

    private LoadReader() {}

    static List<LoadProfile> read(Section plan, Path base) {
        List<LoadProfile> profiles = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : plan.sections("load")) {
            String name = section.requiredText("name", "the profile's name");
            if (!name.isEmpty() && !CandidateReader.NAME.matcher(name).matches()) {
                section.problem("name",
                        "letters, digits, dots, dashes, plus signs and underscores are expected, at most 64");
            }
            if (!name.isEmpty() && !names.add(name)) {
                section.problem("name", "“" + name + "” is a load profile already; names are unique");
            }
            profiles.addAll(profiles(section, name, base));
            section.finish();
        }
        return profiles;
    }

    /** A list of users or rates is as many profiles, each with its level in its name. */
    private static List<LoadProfile> profiles(Section section, String name, Path base) {
        boolean open = section.text("loop").map(loop -> {
            if (!loop.equals("open") && !loop.equals("closed")) {
                section.problem("loop", "“" + loop + "” is not known here; closed or open is expected");
            }
            return loop.equals("open");
        }).orElse(false);
        LoadShape shape = LoadShapeReader.read(section, open);
        int warmup = section.integer("warmup", 0, MOST_REQUESTS).orElse(DEFAULT_WARMUP);
        int requests = shape.durationMs().isPresent() && !section.has("requests")
                ? PROMPTS_OF_DURATION
                : required(section, "requests", MOST_REQUESTS, "how many requests are measured, or a duration");
        OutputTokens output = output(section);
        if (!section.has("input")) {
            section.problem("input", "is missing: prompt tokens, {mean, spread} or {file}");
        }
        Optional<Input> input = input(section, base);
        int repeats = section.integer("repeats", 1, MOST_REPEATS).orElse(1);
        List<LoadProfile> profiles = new ArrayList<>();
        for (LoadShapeReader.Level level : LoadShapeReader.levels(section, base, open)) {
            LoadShape own = shape.with(level.arrivals(), output.spread());
            input.ifPresent(prompts -> profiles.add(new LoadProfile(name + level.suffix(), level.concurrency(),
                    requests, warmup, prompts, output.mean(),
                    own.equals(LoadShape.PLAIN) ? Optional.empty() : Optional.of(own))));
        }
        return LoadProfile.repeated(profiles, repeats);
    }

    private record OutputTokens(int mean, int spread) {}

    private static OutputTokens output(Section section) {
        if (!(section.value("output").orElse(null) instanceof YamlNode.Fields)) {
            return new OutputTokens(required(section, "output", MOST_TOKENS, "how many tokens are generated"), 0);
        }
        return section.section("output").map(fields -> {
            int mean = required(fields, "mean", MOST_TOKENS, "tokens of an answer, on average");
            int spread = fields.integer("spread", 0, MOST_TOKENS).orElse(0);
            if (spread >= mean && spread > 0) {
                fields.problem("spread", "is smaller than the mean: answers have mean ± spread tokens");
                spread = 0;
            }
            fields.finish();
            return new OutputTokens(mean, spread);
        }).orElse(new OutputTokens(1, 0));
    }

    private static int required(Section section, String key, int most, String what) {
        if (!section.has(key)) {
            section.problem(key, "is missing: " + what);
        }
        return section.integer(key, 1, most).orElse(1);
    }

    private static Optional<Input> input(Section section, Path base) {
        Optional<YamlNode> value = section.value("input");
        if (!(value.orElse(null) instanceof YamlNode.Fields)) {
            var tokens = section.integer("input", 1, MOST_TOKENS);
            return tokens.isPresent() ? Optional.of(new Input.Tokens(tokens.getAsInt(), 0)) : Optional.empty();
        }
        return section.section("input").flatMap(fields -> {
            Optional<Input> input = fields.has("file")
                    ? fields.text("file").flatMap(file -> prompts(fields, file, base))
                    : tokens(fields);
            fields.finish();
            return input;
        });
    }

    private static Optional<Input> tokens(Section fields) {
        int mean = required(fields, "mean", MOST_TOKENS, "tokens of a prompt, on average (or a file of prompts)");
        int spread = fields.integer("spread", 0, MOST_TOKENS).orElse(0);
        if (spread >= mean && spread > 0) {
            fields.problem("spread", "is smaller than the mean: prompts have mean ± spread tokens");
            return Optional.empty();
        }
        return Optional.of(new Input.Tokens(mean, spread));
    }

    private static Optional<Input> prompts(Section fields, String file, Path base) {
        try {
            return Optional.of(new Input.Prompts(file, LoadPromptFile.read(base.resolve(file).normalize())));
        } catch (InvalidInput e) {
            e.problems().forEach(problem -> fields.problem("file", problem.message()));
            return Optional.empty();
        }
    }
}
