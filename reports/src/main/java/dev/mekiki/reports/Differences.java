package dev.mekiki.reports;

import dev.mekiki.domain.AnswerMode;
import dev.mekiki.domain.JournalEvent.TaskPlanned;
import dev.mekiki.domain.Sampled;
import dev.mekiki.domain.Score;
import dev.mekiki.domain.Score.Scored;
import dev.mekiki.domain.Score.Unscored;
import dev.mekiki.domain.ScoredSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Items on which candidates came out differently, with their own words. */
public record Differences(List<TaskItems> tasks) {
    private static final int MOST_ITEMS = 160;
    private static final int MOST_CHARACTERS = 400;
    private static final int MOST_REASONING = 2000;
    private static final int SUMMARY_CHARACTERS = 44;

    /**
     * A task's items.
     *
     * @param note how many there are, how many differ, how many are left out and where they are
     */
    public record TaskItems(String label, String metric, String note, List<Entry> items) {}

    /** One item. */
    public record Entry(String id, String summary, String prompt, String target, List<Given> answers) {}

    /**
     * A candidate's answer.
     *
     * @param score with sign and word
     * @param trouble why there is no answer, or no score
     * @param reasoning what the model thought before, its beginning
     * @param way how it was made to choose, for tasks with choices
     */
    public record Given(Who who, Cell score, String response, String extracted, String trouble,
            String reasoning, String way) {}

    static Differences of(Edition edition) {
        SequencedMap<String, SequencedMap<String, List<ScoredSample>>> tasks = new LinkedHashMap<>();
        edition.model().samples()
                .forEach(sample -> tasks
                        .computeIfAbsent(sample.sampled().suite() + "/" + sample.sampled().task(),
                                path -> new LinkedHashMap<>())
                        .computeIfAbsent(sample.sampled().sample(), id -> new ArrayList<>()).add(sample));
        int most = Math.max(5, MOST_ITEMS / Math.max(1, tasks.size()));
        List<TaskItems> all = new ArrayList<>();
        tasks.forEach((path, items) -> all.add(task(edition, path, items, most)));
        return new Differences(all);
    }

    private static TaskItems task(Edition edition, String path, SequencedMap<String, List<ScoredSample>> items,
            int most) {
        Optional<TaskPlanned> planned = edition.model().tasks().stream().filter(task -> task.path().equals(path))
                .findFirst();
        String metric = planned.flatMap(edition::primary).map(name -> name.substring(name.lastIndexOf('/') + 1))
                .orElseGet(() -> items.values().stream().flatMap(List::stream)
                        .flatMap(sample -> sample.scores().keySet().stream()).findFirst().orElse(""));
        boolean lower = edition.candidates().stream()
                .flatMap(candidate -> candidate.metric(path + "/" + metric).stream())
                .anyMatch(finding -> finding.better() == dev.mekiki.domain.Better.LOWER);
        List<List<ScoredSample>> differing = items.values().stream().filter(sample -> differs(sample, metric)).toList();
        List<Entry> shown = differing.stream().limit(most)
                .map(samples -> entry(edition, samples, metric, lower, planned)).toList();
        String note = edition.say(differing.size() > shown.size() ? "differences.cut" : "differences.all",
                edition.figures().count(items.size()), edition.figures().count(differing.size()),
                edition.figures().count(shown.size()), edition.figures().count(differing.size() - shown.size()));
        return new TaskItems(edition.labels().task(path), edition.labels().shortMetric(path + "/" + metric), note,
                shown);
    }

    private static boolean differs(List<ScoredSample> samples, String metric) {
        return samples.stream().map(sample -> {
            Score score = sample.scores().get(metric);
            return score instanceof Scored(double value) ? Double.toString(value) : "unscored";
        }).distinct().count() > 1;
    }

    private static Entry entry(Edition edition, List<ScoredSample> samples, String metric, boolean lower,
            Optional<TaskPlanned> planned) {
        Sampled first = samples.getFirst().sampled();
        List<Given> answers = samples.stream().map(sample -> given(edition, sample, metric, lower)).toList();
        String target = Answers.target(first);
        String choices = planned.filter(task -> task.answer() == AnswerMode.CHOICE).isPresent()
                ? String.join(" / ", first.choices())
                : "";
        String prompt = Visible.end(first.prompt().strip(), MOST_CHARACTERS);
        return new Entry(Visible.beginning(first.sample(), 40), summary(first.prompt()),
                choices.isEmpty()
                        ? prompt
                        : prompt + "\n" + edition.say("differences.choices",
                                Visible.beginning(choices, MOST_CHARACTERS)),
                Visible.beginning(target, MOST_CHARACTERS), answers);
    }

    /** The end of the prompt in one line: there the question stands, after examples and passages. */
    private static String summary(String prompt) {
        String line = prompt.substring(Math.max(0, prompt.length() - 4 * SUMMARY_CHARACTERS)).strip()
                .replaceAll("\\s+", " ");
        int all = line.codePointCount(0, line.length());
        return all <= SUMMARY_CHARACTERS
                ? line
                : "…" + line.substring(line.offsetByCodePoints(0, all - SUMMARY_CHARACTERS));
    }

    private static Given given(Edition edition, ScoredSample sample, String metric, boolean lower) {
        Sampled sampled = sample.sampled();
        String response = Answers.response(sampled, metric).map(text -> Visible.beginning(text, MOST_CHARACTERS))
                .orElse("");
        String outcome = Answers.outcome(sampled.outcome());
        String trouble = outcome.equals("answered")
                ? ""
                : edition.say("outcome.word." + outcome) + " " + edition.texts()
                        .translated(Visible.beginning(Answers.trouble(sampled.outcome()), MOST_CHARACTERS));
        String extracted = sample.extracted().filter(text -> !text.equals(response))
                .map(text -> Visible.beginning(text, MOST_CHARACTERS)).orElse("");
        return new Given(edition.who(sampled.candidate()), score(edition, sample.scores().get(metric), metric, lower),
                response, extracted, trouble.strip(),
                sampled.thought().map(thought -> Visible.beginning(thought.text(), MOST_REASONING)).orElse(""),
                sampled.way().map(way -> edition.say("way." + way.id())).orElse(""));
    }

    private static Cell score(Edition edition, @org.jspecify.annotations.Nullable Score score, String metric,
            boolean lower) {
        return switch (score) {
            case null -> Cell.NONE;
            case Unscored unscored -> new Cell(edition.say("score.unscored"),
                    edition.texts().translated(unscored.reason()), "open");
            case Scored(double value) when value == 0 || value == 1 -> {
                boolean good = value == 1 != lower;
                String word = edition.texts().find("score." + metric + "." + (int) value)
                        .orElseGet(() -> edition.say(good ? "score.right" : "score.wrong"));
                yield new Cell((good ? "○ " : "× ") + word, "", good ? "good" : "bad");
            }
            case Scored(double value) -> new Cell((value >= 0.5 != lower ? "△ " : "▽ ")
                    + edition.figures().significant(value), "", "open");
        };
    }
}
