package dev.mekiki.engines.replay;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Problem;
import dev.mekiki.engines.model.JsonFile;
import dev.mekiki.engines.model.UnusableModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Recorded answers by prompt.
 *
 * @param fileBytes size of the file they were read from
 */
record Answers(Map<String, Answer> byPrompt, String file, OptionalLong fileBytes) {
    private static final long LIMIT = 1L << 30;
    private static final int MOST_PROBLEMS = 20;

    Answers {
        byPrompt = Map.copyOf(byPrompt);
    }

    /** One answer; what was not recorded is absent. */
    record Answer(String response, OptionalInt outputTokens, OptionalDouble latencyMs) {}

    static Answers read(Path file) throws InvalidInput {
        Map<String, Answer> answers = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        String name = file.toString();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LIMIT) {
                throw new InvalidInput(Problem.in(name, Files.isRegularFile(file)
                        ? "larger than 1 GiB"
                        : "no such file of recorded answers"));
            }
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    number++;
                    if (!line.isBlank() && problems.size() < MOST_PROBLEMS) {
                        add(answers, number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line, name, number,
                                problems);
                    }
                }
            }
            if (!problems.isEmpty()) {
                throw new InvalidInput(problems);
            }
            return new Answers(answers, name, OptionalLong.of(Files.size(file)));
        } catch (IOException e) {
            InvalidInput invalid = new InvalidInput(Problem.in(name, "can't be read: " + e.getMessage()));
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static void add(Map<String, Answer> answers, String line, String name, int number, List<Problem> problems) {
        JsonNode node;
        try {
            node = JsonFile.object(line, "the line");
        } catch (UnusableModel e) {
            problems.add(Problem.at(name, number, "", String.valueOf(e.getMessage())));
            return;
        }
        JsonNode prompt = node.path("prompt");
        JsonNode response = node.path("response");
        if (!prompt.isString() || !response.isString()) {
            problems.add(Problem.at(name, number, prompt.isString() ? "response" : "prompt",
                    "each line needs prompt and response as texts"));
            return;
        }
        JsonNode tokens = node.path("output_tokens");
        JsonNode latency = node.path("latency_ms");
        if (!fits(tokens, tokens.isIntegralNumber() && tokens.canConvertToInt() && tokens.intValue() >= 0)
                || !fits(latency, latency.isNumber() && latency.doubleValue() >= 0)) {
            problems.add(Problem.at(name, number, "output_tokens", "output_tokens and latency_ms are numbers from 0"));
            return;
        }
        Answer answer = new Answer(response.stringValue(),
                tokens.isNumber() ? OptionalInt.of(tokens.intValue()) : OptionalInt.empty(),
                latency.isNumber() ? OptionalDouble.of(latency.doubleValue()) : OptionalDouble.empty());
        Answer other = answers.putIfAbsent(prompt.stringValue(), answer);
        if (other != null && !other.response().equals(answer.response())) {
            problems.add(Problem.at(name, number, "prompt", "the same prompt has another answer further up"));
        }
    }

    private static boolean fits(JsonNode node, boolean right) {
        return right || node.isMissingNode() || node.isNull();
    }
}
