package dev.mekiki.suites;

import dev.mekiki.domain.Judging;
import dev.mekiki.domain.Judging.Labelled;
import dev.mekiki.domain.Problem;
import dev.mekiki.domain.Rubric;
import dev.mekiki.jinja.TemplateException;
import dev.mekiki.suites.JudgeFile.LabelledFile;
import dev.mekiki.suites.metric.JudgeMetric;
import dev.mekiki.suites.yaml.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Renders what a judge is asked. The answer is not there yet, so a mark of private-use characters stands for it. */
final class RubricReader {
    private static final String MARK = "\uE000\uE001\uE000";
    private static final Pattern AT_MARK = Pattern.compile(MARK);
    private static final int MOST_LABELLED = 10_000;

    private final JudgeFile file;
    private final Consumer<Problem> problems;
    private final Map<Located, RowTemplate> templates = new HashMap<>();
    private boolean told;

    RubricReader(JudgeFile file, Consumer<Problem> problems) {
        this.file = file;
        this.problems = problems;
        List<Located> sources = new ArrayList<>(List.of(file.prompt()));
        file.labelled().ifPresent(labelled -> sources.addAll(List.of(labelled.response(), labelled.value())));
        for (Located source : sources) {
            try {
                templates.put(source, RowTemplate.parse(source.value()));
            } catch (TemplateException e) {
                problems.accept(source.problem("is not a template: " + e.getMessage()));
            }
        }
    }

    /**
     * @param target the first accepted answer; empty if there is none
     * @return empty where the template is of no use, which has been told
     * @throws TemplateException where the template fails on this row
     */
    Optional<Rubric> rubric(Map<String, Object> row, String prompt, String target) throws TemplateException {
        RowTemplate template = templates.get(file.prompt());
        if (template == null) {
            return Optional.empty();
        }
        Map<String, Object> context = RowTemplate.context(row);
        context.put("prompt", prompt);
        context.put("target", target);
        context.put("response", MARK);
        String[] around = AT_MARK.split(template.text(context), -1);
        if (around.length < 2) {
            if (!told) {
                problems.accept(file.prompt().problem("{{ response }} does not stand in it"));
            }
            told = true;
            return Optional.empty();
        }
        return Optional.of(new Rubric(List.of(around)));
    }

    /** @param rows of the labelled texts */
    Judging judging(Optional<List<Map<String, Object>>> rows) {
        List<Labelled> labelled = file.labelled().isPresent() && rows.isPresent()
                ? labelled(file.labelled().get(), rows.get())
                : List.of();
        return new Judging(file.system().map(Located::value), file.generation(), labelled);
    }

    private List<Labelled> labelled(LabelledFile texts, List<Map<String, Object>> rows) {
        RowProblems found = new RowProblems(texts.data().value());
        List<Labelled> labelled = new ArrayList<>();
        RowTemplate response = templates.get(texts.response());
        RowTemplate value = templates.get(texts.value());
        if (response == null || value == null) {
            return List.of();
        }
        if (rows.size() > MOST_LABELLED) {
            problems.accept(
                    texts.data().problem("at most " + MOST_LABELLED + " texts are expected; found " + rows.size()));
            return List.of();
        }
        for (int i = 0; i < rows.size() && !found.full(); i++) {
            Map<String, Object> row = rows.get(i);
            try {
                Map<String, Object> context = RowTemplate.context(row);
                String said = value.text(context).strip();
                Optional<Double> given = JudgeMetric.number(said).filter(one -> one == 0 || one == 1);
                if (given.isEmpty()) {
                    found.add(i + 1, texts.value(), "0 or 1 is expected; found “" + said + "”");
                    continue;
                }
                Optional<Rubric> rubric = rubric(row, String.valueOf(row.getOrDefault("prompt", "")),
                        String.valueOf(row.getOrDefault("target", "")));
                String text = response.text(context);
                rubric.ifPresent(one -> labelled
                        .add(new Labelled(Integer.toString(labelled.size()), one.about(text), given.get())));
            } catch (TemplateException e) {
                found.add(i + 1, texts.response(), String.valueOf(e.getMessage()));
            }
        }
        found.tell(problems);
        return labelled;
    }
}
