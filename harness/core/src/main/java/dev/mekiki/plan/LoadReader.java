package dev.mekiki.plan;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.LoadProfile;
import dev.mekiki.domain.LoadProfile.Input;
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
            profile(section, name, base).ifPresent(profiles::add);
            section.finish();
        }
        return profiles;
    }

    private static Optional<LoadProfile> profile(Section section, String name, Path base) {
        String loop = section.text("loop").orElse("closed");
        if (loop.equals("open")) {
            section.problem("loop", "this version measures closed loops only: “loop: closed” with a concurrency");
        } else if (!loop.equals("closed")) {
            section.problem("loop", "“" + loop + "” is not known here; closed is expected");
        }
        for (String key : List.of("rate", "arrivals")) {
            if (section.has(key)) {
                section.problem(key, "belongs to an open loop; this version measures closed loops only");
            }
        }
        int concurrency = section.integer("concurrency", 1, 1024).orElse(1);
        int requests = required(section, "requests", MOST_REQUESTS, "how many requests are measured");
        int warmup = section.integer("warmup", 0, MOST_REQUESTS).orElse(DEFAULT_WARMUP);
        int output = required(section, "output", MOST_TOKENS, "how many tokens are generated");
        if (!section.has("input")) {
            section.problem("input", "is missing: prompt tokens, {mean, spread} or {file}");
        }
        return input(section, base).map(input -> new LoadProfile(name, concurrency, requests, warmup, input, output));
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
