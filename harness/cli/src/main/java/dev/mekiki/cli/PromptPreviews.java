package dev.mekiki.cli;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.Candidate;
import dev.mekiki.domain.ChatMode;
import dev.mekiki.domain.Dossier;
import dev.mekiki.domain.InvalidInput;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Task;
import dev.mekiki.port.CandidateInspector;
import dev.mekiki.port.ChatTemplate;
import dev.mekiki.port.EngineException;
import dev.mekiki.port.EngineProvider;
import dev.mekiki.port.ModelText;
import dev.mekiki.port.Prompt;
import dev.mekiki.port.Registry;
import dev.mekiki.port.Tokenizer;
import dev.mekiki.run.PromptPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code samples --dry-run}: the first prompts of each candidate and task, and what looks wrong with them. */
final class PromptPreviews {
    private static final int EACH = 2;
    private final Terminal terminal;
    private final boolean json;

    PromptPreviews(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    void print(Plan plan, Predicate<Candidate> candidates, Predicate<Task> tasks) {
        Registry<EngineProvider> engines = Registry.load(EngineProvider.class);
        for (Candidate candidate : plan.candidates().stream().filter(candidates).toList()) {
            try (ModelText text = engines.find(candidate.engine()).orElseThrow().text(candidate)) {
                print(plan, candidate, new Side(text.tokenizer(), text.beginToken(), text.chatTemplate()), tasks);
            } catch (EngineException e) {
                terminal.note("warning: " + candidate.name() + ": no prompt can be shown: " + e.getMessage());
            }
        }
    }

    /** A model's text side, opened. */
    private record Side(Tokenizer tokenizer, OptionalInt begin, Optional<ChatTemplate> template) {}

    private void print(Plan plan, Candidate candidate, Side side, Predicate<Task> tasks) {
        OptionalInt context = context(candidate);
        for (Task task : plan.tasks().stream().filter(tasks).toList()) {
            for (PromptPreview.Shown shown : PromptPreview.of(plan, task, side.template(), EACH)) {
                List<String> warnings = new ArrayList<>();
                int[] ids = shown.prompt().map(prompt -> side.tokenizer().encode(prompt.text(), !prompt.templated()))
                        .orElse(new int[0]);
                shown.obstacle().ifPresent(warnings::add);
                if (side.template().isEmpty() && task.chat() == ChatMode.AUTO) {
                    warnings.add("the model has no chat template: it reads the text as it stands");
                }
                if (side.begin().isPresent() && doubled(ids, side.begin().getAsInt())) {
                    warnings.add("the text begins with two BOS tokens");
                }
                int answer = task.answer() == AnswerMode.GENERATE ? task.generation().maxTokens() : 1;
                if (context.isPresent() && ids.length + answer > context.getAsInt()) {
                    warnings.add(ids.length + " tokens and an answer of up to " + answer + " do not fit a context of "
                            + context.getAsInt());
                }
                show(candidate, task, shown, ids.length, warnings);
            }
        }
    }

    private static boolean doubled(int[] ids, int begin) {
        return ids.length > 1 && ids[0] == begin && ids[1] == begin;
    }

    private void show(Candidate candidate, Task task, PromptPreview.Shown shown, int tokens, List<String> warnings) {
        String prompt = shown.prompt().map(Prompt::text).orElse("");
        if (json) {
            ObjectNode node = JsonOutput.object().put("candidate", candidate.name()).put("suite", task.suite())
                    .put("task", task.name()).put("sample", shown.item().id());
            shown.prompt().ifPresent(_ -> node.put("prompt", prompt).put("input_tokens", tokens));
            if (!shown.item().choices().isEmpty()) {
                shown.item().choices().forEach(node.putArray("choices")::add);
            }
            warnings.forEach(node.withArray("/warnings")::add);
            terminal.out().println(JsonOutput.line(node));
            return;
        }
        terminal.out().println("── " + candidate.name() + " · " + task.path() + " · " + shown.item().id() + " · "
                + tokens + " tokens");
        prompt.lines().forEach(line -> terminal.out().println(TextTable.plain(line)));
        if (!shown.item().choices().isEmpty()) {
            terminal.out().println("choices: " + TextTable.plain(String.join(" | ", shown.item().choices())));
        }
        warnings.forEach(warning -> terminal.out().println("warning: " + TextTable.plain(warning)));
        terminal.out().println();
    }

    /** Tokens that the candidate will be opened with: its option, or what its files say. */
    private static OptionalInt context(Candidate candidate) {
        String option = candidate.options().get("context");
        if (option != null && option.matches("[0-9]{1,9}")) {
            return OptionalInt.of(Integer.parseInt(option));
        }
        try {
            Optional<CandidateInspector> inspector = Stages.files();
            Optional<Dossier> dossier = inspector.isPresent() ? inspector.get().dossier(candidate) : Optional.empty();
            return dossier.map(Dossier::contextTokens).orElse(OptionalInt.empty());
        } catch (InvalidInput e) {
            return OptionalInt.empty(); // what is wrong with the files is said when they are opened
        }
    }
}
