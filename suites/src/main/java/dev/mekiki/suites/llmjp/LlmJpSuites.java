package dev.mekiki.suites.llmjp;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.ExtractStep;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Layout;
import dev.mekiki.domain.MetricUse;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Suite;
import dev.mekiki.domain.Task;
import dev.mekiki.port.SuiteProvider;
import dev.mekiki.suites.SuitePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Data files of llm-jp-eval (version 1: {@code instruction}, {@code output_length}, {@code metrics}, {@code few_shots}, {@code samples}; version 2
 * adds how answers are marked), each a suite of one task: {@code suite: path/to/niilc.json}. Prompts are llm-jp-eval's own of that version.
 */
public final class LlmJpSuites implements SuiteProvider {
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_TOKENS = 256;
    /** The default of llm-jp-eval. */
    private static final int SHOTS = 4;
    private static final Set<String> SECOND_VERSION = Set.of("answer_pattern_id", "answer_extract_pattern",
            "answer_pattern", "label_list", "num_few_shots", "custom_prompt_template");
    /** Its metrics, and those here that measure the same thing, as it does and rightly. */
    private static final Map<String, List<String>> METRICS = Map.of("exact_match",
            List.of("exact_match", "exact_match_ja"), "char_f1", List.of("char_f1", "llmjp_char_f1"), "contains",
            List.of("contains"));
    /** How answers are marked where the file names a form and gives no pattern; an empty pattern takes the whole answer. */
    private static final Map<String, String> FORMS = Map.of("answer_tags_jp", "(?s)<answer>(.*?)</answer>",
            "answer_tags_en", "(?s)<answer>(.*?)</answer>", "choice_only", "", "custom", "");
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).maxStringLength(16 << 20)
                    .build())
            .build()).build();

    @Override
    public String name() {
        return "llm-jp-eval";
    }

    @Override
    public String summary() {
        return "data files of llm-jp-eval (JSON with instruction and samples)";
    }

    @Override
    public List<String> shipped() {
        return List.of();
    }

    @Override
    public Optional<Suite> read(String reference, Path base) throws InvalidInput {
        Optional<Path> file = reference.endsWith(".json") ? SuitePath.find(reference, base) : Optional.empty();
        return file.isPresent() ? Optional.of(read(file.get())) : Optional.empty();
    }

    private static Suite read(Path path) throws InvalidInput {
        byte[] bytes;
        JsonNode root;
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new InvalidInput(Problem.in(path.toString(), "is larger than " + MOST_BYTES + " bytes"));
            }
            bytes = Files.readAllBytes(path);
            root = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new InvalidInput(Problem.in(path.toString(), "can't be read: " + e.getMessage()));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new InvalidInput(Problem.at(path.toString(), line, "", "is not JSON: " + e.getOriginalMessage()));
        }
        List<Problem> problems = new ArrayList<>();
        Task task = task(path, root, problems);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return new Suite(task.suite(), version(root), "ja", "NOASSERTION", path.toString(), digest(bytes),
                List.of(task));
    }

    private static Task task(Path path, JsonNode root, List<Problem> problems) {
        String file = path.toString();
        String name = String.valueOf(path.getFileName()).replaceFirst("\\.json$", "");
        if (!root.path("samples").isArray() || root.path("samples").isEmpty() || !root.path("instruction").isString()) {
            problems.add(Problem.in(file, "is no data file of llm-jp-eval: instruction and samples are expected"));
        }
        if (root.path("custom_prompt_template").isString()) {
            problems.add(Problem.in(file, "custom_prompt_template: a prompt of its own is not read; write the suite "
                    + "as docs/suites.md says"));
        }
        String form = root.path("answer_pattern_id").asString("");
        if (!form.isEmpty() && !FORMS.containsKey(form) && root.path("answer_extract_pattern").asString("").isEmpty()) {
            problems.add(Problem.in(file, "answer_pattern_id: answers in the form “" + form
                    + "” are not read; known: " + String.join(", ", FORMS.keySet().stream().sorted().toList())
                    + ", or any with answer_extract_pattern"));
        }
        List<Item> items = new ArrayList<>();
        int position = 0;
        for (JsonNode sample : root.path("samples")) {
            if (!sample.path("input").isString() || !plain(sample.path("output"))) {
                problems.add(Problem.in(file, "samples[" + position + "]: input and output are expected"));
                break;
            }
            items.add(new Item(Integer.toString(position++), Optional.empty(), Optional.empty(),
                    prompt(root, sample.path("input").asString()), List.of(), List.of(),
                    List.of(sample.path("output").asString()), Map.of()));
        }
        int most = root.path("output_length").isIntegralNumber() && root.path("output_length").asInt() > 0
                ? root.path("output_length").asInt()
                : MOST_TOKENS;
        List<String> metrics = metrics(file, root, problems);
        return new Task(name, name, AnswerMode.GENERATE, ChatMode.AUTO, "",
                GenerationSettings.greedy(most, second(root) ? List.of() : List.of("\n\n")),
                List.of(new ExtractStep("thinking", Optional.empty())), metrics, 0.95, Optional.empty(), items,
                Layout.own("", Layout.ShotsAs.TURNS), uses(root, metrics));
    }

    private static boolean plain(JsonNode node) {
        return node.isString() || node.isNumber();
    }

    private static boolean second(JsonNode root) {
        return SECOND_VERSION.stream().anyMatch(root::has);
    }

    private static String version(JsonNode root) {
        return root.path("version").asString(second(root) ? "2" : "1");
    }

    /** Where the file says how an answer is found, each metric is measured on what its pattern finds. */
    private static List<MetricUse> uses(JsonNode root, List<String> metrics) {
        String given = root.path("answer_extract_pattern").asString("");
        String pattern = given.isEmpty()
                ? FORMS.getOrDefault(root.path("answer_pattern_id").asString(""), "")
                : given;
        if (pattern.isEmpty()) {
            return List.of();
        }
        List<Map<String, String>> filter = List
                .of(Map.of("function", "regex", "regex_pattern", pattern, "fallback", ""));
        return metrics.stream()
                .map(metric -> new MetricUse(metric, "lm-eval", Map.of("metric", metric, "filter", filter))).toList();
    }

    private static List<String> metrics(String file, JsonNode root, List<Problem> problems) {
        Set<String> metrics = new LinkedHashSet<>();
        for (JsonNode metric : root.path("metrics")) {
            List<String> own = METRICS.getOrDefault(metric.asString(""), List.of());
            if (own.isEmpty()) {
                problems.add(Problem.in(file, "metrics: “" + metric.asString("") + "” is not computed here; known: "
                        + String.join(", ", METRICS.keySet().stream().sorted().toList())));
            }
            metrics.addAll(own);
        }
        return metrics.isEmpty() ? List.of("exact_match", "exact_match_ja") : List.copyOf(metrics);
    }

    private static String prompt(JsonNode root, String input) {
        List<JsonNode> shots = new ArrayList<>();
        int most = root.path("num_few_shots").asInt(SHOTS);
        for (JsonNode shot : root.path("few_shots")) {
            // the sample itself is never its own example
            if (shots.size() < most && !shot.path("input").asString("").strip().equals(input.strip())) {
                shots.add(shot);
            }
        }
        String instruction = root.path("instruction").asString("");
        return second(root) ? secondPrompt(root, instruction, shots, input) : firstPrompt(instruction, shots, input);
    }

    private static String firstPrompt(String instruction, List<JsonNode> shots, String input) {
        StringBuilder text = new StringBuilder(
                "以下は、タスクを説明する指示と、文脈のある入力の組み合わせです。要求を適切に満たす応答を書きなさい。\n\n### 指示:\n");
        text.append(instruction).append("\n\n");
        shots.forEach(shot -> text.append("### 入力:\n").append(shot.path("input").asString(""))
                .append("\n\n### 応答:\n").append(shot.path("output").asString("")).append("\n\n"));
        return text.append("### 入力:\n").append(input).append("\n\n### 応答:\n").toString();
    }

    private static String secondPrompt(JsonNode root, String instruction, List<JsonNode> shots, String input) {
        StringBuilder text = new StringBuilder();
        if (!instruction.isEmpty()) {
            text.append("### 指示\n").append(instruction).append('\n');
        }
        String form = root.path("answer_pattern").asString("");
        if (!form.isEmpty()) {
            text.append("### 回答形式\n").append(form).append('\n');
        }
        if (!shots.isEmpty()) {
            text.append("<examples>\n");
            for (int i = 1; i <= shots.size(); i++) {
                JsonNode shot = shots.get(i - 1);
                text.append("<example_").append(i).append(">\n### 入力:\n").append(shot.path("input").asString(""))
                        .append("\n### 応答:\n").append(shot.path("output").asString("")).append("\n</example_")
                        .append(i).append(">\n");
            }
            text.append("</examples>\n");
        }
        return text.append("### 入力:\n").append(input).append("\n### 応答:").toString();
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
