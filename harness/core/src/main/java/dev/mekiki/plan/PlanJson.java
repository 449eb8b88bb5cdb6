package dev.mekiki.plan;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code plan.json}: the resolved plan in a form that can be printed, kept and compared. It names samples by number, not by text. */
public final class PlanJson {
    /** The value of {@code format}. */
    public static final String FORMAT = "mekiki.plan/1";
    private static final int MOST_CHANGES = 20;
    private static final JsonMapper PRETTY = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanJson() {}

    /** One JSON object, indented, with a final newline. {@code measured} holds what the hash is over. */
    public static String write(Plan plan) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("name", plan.name());
        tree.put("hash", plan.hash());
        tree.put("source", plan.source());
        tree.put("measured", PlanTree.measured(plan));
        Map<String, Object> ways = new LinkedHashMap<>();
        plan.tasks().stream().filter(task -> task.answer() == AnswerMode.CHOICE)
                .forEach(task -> ways.put(task.path(), PlanTree.ways(task)));
        if (!ways.isEmpty()) {
            tree.put("choose", ways);
        }
        plan.usage().ifPresent(usage -> tree.put("usage", usage.name()));
        plan.policy().ifPresent(policy -> tree.put("policy", policy.source()));
        plan.report().cost().ifPresent(cost -> tree.put("cost", cost.name()));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("languages", plan.report().languages());
        plan.report().title().ifPresent(title -> report.put("title", title));
        tree.put("report", report);
        return PRETTY.writeValueAsString(tree) + "\n";
    }

    /**
     * What has changed since an earlier plan, each change in one line such as {@code candidates.hinoki.options.context: 2048 → 4096}.
     *
     * @param earlier the text of a {@code plan.json}
     * @return empty if both have the same hash, or if the earlier text cannot be read (its hash is then unknown)
     */
    public static List<String> changes(String earlier, Plan now) {
        try {
            JsonNode before = PRETTY.readTree(earlier);
            JsonNode after = PRETTY.readTree(PlanTree.CANONICAL.writeValueAsString(PlanTree.measured(now)));
            List<String> changes = new ArrayList<>();
            if (!before.path("hash").asString("").equals(now.hash())) {
                compare("", before.path("measured"), after, changes);
            }
            return changes;
        } catch (JacksonException _) {
            return List.of();
        }
    }

    private static void compare(String key, JsonNode before, JsonNode after, List<String> changes) {
        if (before.isObject() && after.isObject()) {
            TreeSet<String> names = new TreeSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            for (String name : names) {
                compare(key.isEmpty() ? name : key + "." + name, before.path(name), after.path(name), changes);
            }
        } else if (!before.equals(after) && changes.size() < MOST_CHANGES) {
            changes.add(key + ": " + shown(before) + " → " + shown(after));
        }
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode()
                ? "(absent)"
                : Optional.of(node.isString() ? node.stringValue() : node.toString())
                        .map(text -> text.length() <= 100 ? text : text.substring(0, 100) + "…").get();
    }
}
