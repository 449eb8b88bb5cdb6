package dev.mekiki.cli;

import dev.mekiki.domain.Course;
import dev.mekiki.domain.Outcome;
import dev.mekiki.domain.Outcome.Answer;
import dev.mekiki.domain.Plan;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.ScoredSample;
import dev.mekiki.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "samples", description = "Every sample of a run: what was asked, expected, answered and scored.")
final class SamplesCommand extends BaseCommand {
    @Parameters(paramLabel = "DIR", description = "A run's folder; with --dry-run, a plan.")
    private Path folder = Path.of("");

    @Option(names = "--dry-run", description = "The first prompts that a plan would ask of each candidate, without asking: as text, or as jsonl with --format.")
    private boolean dryRun;

    @Option(names = "--candidate", paramLabel = "NAME", description = "Only this candidate's.")
    private @Nullable String candidate;

    @Option(names = "--task", paramLabel = "SUITE/TASK", description = "Only this task's.")
    private @Nullable String task;

    /** How to print them. */
    enum Format {
        JSONL
    }

    @Option(names = "--format", paramLabel = "FORMAT", description = "jsonl (default): one JSON object a line.")
    private @Nullable Format format;

    @Override
    ExitCode run(Terminal terminal) throws Exception {
        if (dryRun) {
            Plan plan = Stages.planner().plan(folder, new PlanOptions(OptionalInt.empty()));
            new PromptPreviews(terminal, format == Format.JSONL).print(plan,
                    one -> candidate == null || candidate.equals(one.name()),
                    one -> task == null || task.equals(one.path()));
            return ExitCode.DONE;
        }
        List<ScoredSample> samples = RunFolder.analyse(folder).samples();
        for (ScoredSample sample : samples) {
            Sampled sampled = sample.sampled();
            boolean wanted = (candidate == null || candidate.equals(sampled.candidate()))
                    && (task == null || task.equals(sampled.suite() + "/" + sampled.task()));
            if (wanted) {
                terminal.out().println(JsonOutput.line(json(sample)));
            }
        }
        return ExitCode.DONE;
    }

    static ObjectNode json(ScoredSample sample) {
        Sampled s = sample.sampled();
        ObjectNode node = JsonOutput.object().put("candidate", s.candidate()).put("suite", s.suite())
                .put("task", s.task())
                .put("sample", s.sample()).put("prompt", s.prompt());
        target(s, node);
        if (!s.choices().isEmpty()) {
            s.choices().forEach(node.putArray("choices")::add);
        }
        switch (s.outcome()) {
            case Outcome.Answered(Answer.Text(String text)) -> node.put("outcome", "answered").put("response", text);
            case Outcome.Answered(Answer.Picked(int choice)) -> node.put("outcome", "answered")
                    .put("response", choice < s.choices().size() ? s.choices().get(choice) : String.valueOf(choice))
                    .put("picked", choice);
            case Outcome.Answered(Answer.Ranked(var logprobs)) -> {
                node.put("outcome", "answered");
                ArrayNode array = node.putArray("logprobs");
                logprobs.forEach(each -> array.addObject().put("continuation", each.continuation())
                        .put("logprob", each.logprob())
                        .put("greedy", each.greedy()));
            }
            case Outcome.Refused(String reason) -> node.put("outcome", "refused").put("reason", reason);
            case Outcome.Truncated(String text, int most) -> node.put("outcome", "truncated").put("response", text);
            case Outcome.TimedOut(long after) -> node.put("outcome", "timed-out");
            case Outcome.Failed(String reason) -> node.put("outcome", "failed").put("reason", reason);
        }
        s.way().ifPresent(way -> node.put("way", way.id()));
        s.course().map(Course::forwardedTokens).filter(OptionalInt::isPresent)
                .ifPresent(tokens -> node.put("forwarded_tokens", tokens.getAsInt()));
        s.thought().ifPresent(thought -> {
            node.put("reasoning", thought.text()).put("reasoning_closed", thought.closed());
            thought.tokens().ifPresent(tokens -> node.put("reasoning_tokens", tokens));
        });
        sample.extracted().ifPresent(text -> node.put("extracted", text));
        if (!sample.extractedBy().isEmpty()) {
            sample.extractedBy().forEach(node.putArray("extracted_by")::add);
        }
        sample.unextractable().ifPresent(reason -> node.put("unextractable", reason));
        if (!sample.readings().isEmpty()) {
            ObjectNode readings = node.putObject("read_as");
            sample.readings().forEach((metric, reading) -> readings.putObject(metric).put("value", reading.value())
                    .put("rule", reading.rule()));
        }
        ObjectNode scores = node.putObject("scores");
        ObjectNode unscored = JsonOutput.object();
        sample.scores().forEach((metric, score) -> {
            switch (score) {
                case Score.Scored(double value) -> scores.put(metric, value);
                case Score.Unscored(String reason) -> unscored.put(metric, reason);
            }
        });
        if (!unscored.isEmpty()) {
            node.set("unscored", unscored);
        }
        sample.judgement().ifPresent(judgement -> {
            ObjectNode by = node.putObject("judgement").put("by", judgement.candidate())
                    .put("prompt", judgement.prompt());
            if (judgement.outcome() instanceof Outcome.Answered(Answer.Text(String text))) {
                by.put("response", text);
            }
        });
        s.cached().ifPresentOrElse(at -> node.put("cached", at.toString()),
                () -> node.put("latency_ms", s.latencyMs()));
        s.inputTokens().ifPresent(tokens -> node.put("input_tokens", tokens));
        s.outputTokens().ifPresent(tokens -> node.put("output_tokens", tokens));
        return node;
    }

    /** One right answer is a string, several are a list. */
    private static void target(Sampled s, ObjectNode node) {
        List<String> targets = s.choices().isEmpty() ? s.accepted() : s.right().stream().map(s.choices()::get).toList();
        if (targets.size() == 1) {
            node.put("target", targets.getFirst());
        } else {
            targets.forEach(node.putArray("target")::add);
        }
    }
}
