package dev.mekiki.suites;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Instruction;
import dev.mekiki.domain.Item;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Rubric;
import dev.mekiki.jinja.TemplateException;
import dev.mekiki.suites.TaskFile.ListTemplate;
import dev.mekiki.suites.yaml.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Renders a task's templates over rows of data. */
final class ItemReader {
    /** A row is given up; why has been told. */
    private static final class GivenUp extends Exception {
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super(null, null, false, false);
        }
    }

    private final TaskFile task;
    private final Consumer<Problem> problems;
    private final Map<Located, RowTemplate> templates = new HashMap<>();
    private final Optional<RubricReader> rubrics;
    private final boolean usable;

    ItemReader(TaskFile task, Optional<RubricReader> rubrics, Consumer<Problem> problems) {
        this.task = task;
        this.rubrics = rubrics;
        this.problems = problems;
        List<Located> sources = new ArrayList<>(List.of(task.prompt()));
        task.id().ifPresent(sources::add);
        task.system().ifPresent(sources::add);
        task.cluster().ifPresent(sources::add);
        task.choices().ifPresent(list -> sources.addAll(list.templates()));
        task.target().ifPresent(list -> sources.addAll(list.templates()));
        task.instructions().ifPresent(instructions -> {
            sources.add(instructions.ids());
            instructions.arguments().ifPresent(sources::add);
        });
        boolean all = true;
        for (Located source : sources) {
            try {
                templates.put(source, RowTemplate.parse(source.value()));
            } catch (TemplateException e) {
                problems.accept(source.problem("is not a template: " + e.getMessage()));
                all = false;
            }
        }
        this.usable = all;
    }

    /**
     * @param data the file's name, for messages
     * @param prefix of all ids
     * @return the items of good rows
     */
    List<Item> read(List<Map<String, Object>> rows, String data, String prefix) {
        if (!usable) {
            return List.of();
        }
        RowProblems found = new RowProblems(data);
        checkLabels(rows, data);
        Map<String, Integer> ids = new HashMap<>();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < rows.size() && !found.full(); i++) {
            int row = i + 1;
            try {
                Item item = item(rows.get(i), i, prefix, (where, message) -> found.add(row, where, message));
                Integer before = ids.putIfAbsent(item.id(), row);
                if (before != null) {
                    found.add(row, task.id().orElse(task.data()),
                            "has the id " + item.id() + ", as row " + before + " has; ids are unique");
                }
                items.add(item);
            } catch (GivenUp e) {
                // told already
            }
        }
        found.tell(problems);
        return items;
    }

    private interface Listener {
        void problem(Located where, String message);
    }

    private Item item(Map<String, Object> row, int position, String prefix, Listener listener) throws GivenUp {
        Map<String, Object> context = RowTemplate.context(row);
        String id = task.id().isPresent()
                ? text(task.id().get(), context, listener).strip()
                : Integer.toString(position);
        if (id.isEmpty()) {
            throw giveUp(listener, task.id().orElse(task.data()), "the id is empty");
        }
        String prompt = text(task.prompt(), context, listener);
        if (prompt.isBlank() && !task.prompt().value().isBlank()) {
            throw giveUp(listener, task.prompt(), "the prompt is empty");
        }
        Optional<String> system = notBlank(task.system(), context, listener);
        Optional<String> cluster = notBlank(task.cluster(), context, listener);
        List<String> choices = task.choices().isPresent()
                ? choices(task.choices().get(), context, listener)
                : List.of();
        List<Integer> right = new ArrayList<>();
        List<String> accepted = new ArrayList<>();
        if (task.target().isPresent()) {
            target(task.target().get(), context, choices, right, accepted, listener);
        }
        Item item = new Item(prefix + id, cluster, system, prompt, choices, right,
                task.answer() == AnswerMode.GENERATE ? accepted : List.of(), instructions(context, listener),
                labels(row));
        return rubric(row, item, listener).map(item::with).orElse(item);
    }

    private Optional<Rubric> rubric(Map<String, Object> row, Item item, Listener listener) throws GivenUp {
        if (rubrics.isEmpty()) {
            return Optional.empty();
        }
        try {
            return rubrics.get().rubric(row, item.prompt(),
                    item.accepted().isEmpty() ? "" : item.accepted().getFirst());
        } catch (TemplateException e) {
            throw giveUp(listener, task.judge().map(JudgeFile::prompt).orElse(task.prompt()),
                    String.valueOf(e.getMessage()));
        }
    }

    private List<String> choices(ListTemplate list, Map<String, Object> context, Listener listener) throws GivenUp {
        Located where = list.templates().getFirst();
        List<Value> values = values(list, context, true, listener);
        if (values.size() < 2) {
            throw giveUp(listener, where, "at least two choices are expected; found " + values.size());
        }
        if (values.stream().anyMatch(value -> value.text().isEmpty())) {
            throw giveUp(listener, where, "a choice is empty");
        }
        return values.stream().map(Value::text).toList();
    }

    private void target(ListTemplate list, Map<String, Object> context, List<String> choices, List<Integer> right,
            List<String> accepted, Listener listener) throws GivenUp {
        Located where = list.templates().getFirst();
        List<Value> values = values(list, context, false, listener);
        if (values.isEmpty() || values.stream().anyMatch(value -> value.text().isBlank())) {
            throw giveUp(listener, where, "the target is empty");
        }
        for (Value value : values) {
            if (choices.isEmpty()) {
                accepted.add(value.text());
                continue;
            }
            switch (RightChoice.of(value.text(), value.integer(), choices)) {
                case RightChoice.At(int index) -> {
                    if (!right.contains(index)) {
                        right.add(index);
                        accepted.add(choices.get(index));
                    }
                }
                case RightChoice.Unclear(String why) -> throw giveUp(listener, where, why);
            }
        }
    }

    /** @param integer whether the data has it as a whole number */
    private record Value(String text, boolean integer) {}

    /** @param parse whether text that is not a field's own list is read as one in any case */
    private List<Value> values(ListTemplate list, Map<String, Object> context, boolean parse, Listener listener)
            throws GivenUp {
        List<Value> values = new ArrayList<>();
        for (Located where : list.templates()) {
            Optional<Object> value = template(where).value(context);
            if (list.whole() && value.orElse(null) instanceof List<?> elements) {
                for (Object element : elements) {
                    values.add(element(element, where, listener));
                }
                continue;
            }
            String text = text(where, context, listener);
            // a field's text stays text even if it begins with a bracket
            boolean mayBeList = list.whole() && (parse || (value.isEmpty() && template(where).isExpression()));
            Optional<List<String>> parsed = mayBeList ? TextList.parse(text) : Optional.empty();
            if (parsed.isPresent()) {
                parsed.get().forEach(one -> values.add(new Value(one, false)));
            } else if (list.whole() && parse) {
                throw giveUp(listener, where,
                        "a list such as [\"a\", \"b\"] is expected; found “" + shortened(text) + "”");
            } else {
                values.add(new Value(text, value.orElse(null) instanceof Long));
            }
        }
        return values;
    }

    private Value element(Object element, Located where, Listener listener) throws GivenUp {
        if (element == null || element instanceof List<?> || element instanceof Map<?, ?>) {
            throw giveUp(listener, where, "a list of texts is expected; one of its elements is "
                    + (element == null ? "null" : element instanceof List<?> ? "a list" : "an object"));
        }
        try {
            return new Value(RowTemplate.text(element), element instanceof Long);
        } catch (TemplateException e) {
            throw giveUp(listener, where, String.valueOf(e.getMessage()));
        }
    }

    private List<Instruction> instructions(Map<String, Object> context, Listener listener) throws GivenUp {
        if (task.instructions().isEmpty()) {
            return List.of();
        }
        Located where = task.instructions().get().ids();
        List<String> ids = values(new ListTemplate(List.of(where), true), context, true, listener).stream()
                .map(Value::text).toList();
        Located argumentsAt = task.instructions().get().arguments().orElse(where);
        List<?> arguments = task.instructions().get().arguments().isPresent()
                ? InstructionRows.list(template(argumentsAt).value(context)
                        .orElse(text(argumentsAt, context, listener)))
                        .orElseThrow(() -> giveUp(listener, argumentsAt, "a list of objects is expected, one an id"))
                : Collections.nCopies(ids.size(), Map.of());
        if (ids.isEmpty() || arguments.size() != ids.size()) {
            throw giveUp(listener, where, ids.isEmpty()
                    ? "there are no instructions"
                    : ids.size() + " ids and " + arguments.size() + " objects of arguments");
        }
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            try {
                instructions.add(InstructionRows.instruction(ids.get(i), arguments.get(i)));
            } catch (IllegalArgumentException e) {
                throw giveUp(listener, where, String.valueOf(e.getMessage()));
            }
        }
        return instructions;
    }

    private Optional<String> notBlank(Optional<Located> where, Map<String, Object> context, Listener listener)
            throws GivenUp {
        return where.isEmpty()
                ? Optional.empty()
                : Optional.of(text(where.get(), context, listener)).filter(text -> !text.isBlank());
    }

    private String text(Located where, Map<String, Object> context, Listener listener) throws GivenUp {
        try {
            return template(where).text(context);
        } catch (TemplateException e) {
            throw giveUp(listener, where, String.valueOf(e.getMessage()));
        }
    }

    private RowTemplate template(Located where) {
        RowTemplate template = templates.get(where);
        if (template == null) {
            throw new IllegalStateException(where.key());
        }
        return template;
    }

    private static GivenUp giveUp(Listener listener, Located where, String message) {
        listener.problem(where, message);
        return new GivenUp();
    }

    private void checkLabels(List<Map<String, Object>> rows, String data) {
        Set<String> fields = new HashSet<>();
        rows.forEach(row -> fields.addAll(row.keySet()));
        for (Located label : task.labels()) {
            if (!fields.contains(label.value())) {
                problems.accept(label.problem("no row of " + data + " has the field " + label.value() + "; fields: "
                        + String.join(", ", fields.stream().sorted().toList())));
            }
        }
    }

    private Map<String, String> labels(Map<String, Object> row) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Located label : task.labels()) {
            Object value = row.get(label.value());
            if (value != null && !value.toString().isBlank()) {
                labels.put(label.value(), value.toString());
            }
        }
        return labels;
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= 60
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }
}
